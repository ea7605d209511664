#include "theory/templates/fully_connected.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

template <class N>
struct Activations {
  Vector<N> first, second;  ///< before the rectifiers
};

template <class N>
N rectified(const N& x) {
  return x > N(0) ? x : N(0);
}

template <class N>
Activations<N> activations_of(const Network<N>& network, const Symbols& string) {
  if (static_cast<int>(string.size()) != network.length()) {
    refuse(
        fmt::format("expected a string of {} symbols, found {}", network.length(), string.size()));
  }
  const Eigen::Index width = network.input.rows();
  Activations<N> at{Vector<N>::Constant(width, N(0)), Vector<N>::Constant(width, N(0))};
  for (std::size_t position = 0; position < string.size(); ++position) {
    require(string[position] >= 0 && string[position] < network.vocabulary,
            "expected symbols of the vocabulary");
    const auto column = static_cast<Eigen::Index>(position) * network.vocabulary + string[position];
    for (Eigen::Index i = 0; i < width; ++i) at.first(i) += network.input(i, column);
  }
  for (Eigen::Index i = 0; i < width; ++i) {
    for (Eigen::Index j = 0; j < width; ++j) {
      at.second(i) += network.hidden(i, j) * rectified<N>(at.first(j));
    }
  }
  return at;
}

template <class N>
N output_at(const Network<N>& network, const Activations<N>& at) {
  N sum(0);
  for (Eigen::Index i = 0; i < network.readout.size(); ++i) {
    sum += network.readout(i) * rectified<N>(at.second(i));
  }
  return sum;
}

// Adds factor times the gradient of f at a string.
template <class N>
void add_gradient(const Network<N>& network, const Symbols& string, const N& factor,
                  const Activations<N>& at, Network<N>& gradient) {
  const Eigen::Index width = network.input.rows();
  Vector<N> to_first = Vector<N>::Constant(width, N(0));
  for (Eigen::Index i = 0; i < width; ++i) {
    gradient.readout(i) += factor * rectified<N>(at.second(i));
    if (!(at.second(i) > N(0))) continue;
    const N to_second = factor * network.readout(i);
    for (Eigen::Index j = 0; j < width; ++j) {
      gradient.hidden(i, j) += to_second * rectified<N>(at.first(j));
      if (at.first(j) > N(0)) to_first(j) += to_second * network.hidden(i, j);
    }
  }
  for (std::size_t position = 0; position < string.size(); ++position) {
    const auto column = static_cast<Eigen::Index>(position) * network.vocabulary + string[position];
    for (Eigen::Index j = 0; j < width; ++j) gradient.input(j, column) += to_first(j);
  }
}

template <class N>
Network<N> zeros_like(const Network<N>& network) {
  Network<N> zeros = network;
  zeros.input.setConstant(N(0));
  zeros.hidden.setConstant(N(0));
  zeros.readout.setConstant(N(0));
  return zeros;
}

template <class Values, class N>
void descend(Values& values, const Values& gradient, const N& rate, const N& decay) {
  for (Eigen::Index e = 0; e < values.size(); ++e) {
    values.data()[e] -= rate * (gradient.data()[e] + decay * values.data()[e]);
  }
}

}  // namespace

template <Field N>
N output_of(const Network<N>& network, const Symbols& string) {
  return output_at(network, activations_of(network, string));
}

template <Field N>
Network<N> trained(Network<N> network, const std::vector<Labelled<N>>& samples, const N& rate,
                   const N& decay, int steps) {
  require(!samples.empty(), "expected at least one sample");
  for (int step = 0; step < steps; ++step) {
    Network<N> gradient = zeros_like(network);
    for (const auto& [string, label] : samples) {
      const auto at = activations_of(network, string);
      const N factor = (output_at(network, at) - label) / N(static_cast<int>(samples.size()));
      add_gradient(network, string, factor, at, gradient);
    }
    descend(network.input, gradient.input, rate, decay);
    descend(network.hidden, gradient.hidden, rate, decay);
    descend(network.readout, gradient.readout, rate, decay);
  }
  return network;
}

template <Field N>
Network<N> with_exchanged(Network<N> network, int position, int one, int other) {
  const int start = position * network.vocabulary;
  network.input.col(start + one).swap(network.input.col(start + other));
  return network;
}

template <Field N>
Network<N> trained_without_unseen(const Network<N>& network,
                                  const std::vector<Labelled<N>>& samples, const N& rate,
                                  int steps) {
  Symbols seen;
  for (const auto& sample : samples) {
    seen.insert(seen.end(), sample.string.begin(), sample.string.end());
  }
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  const int few = static_cast<int>(seen.size()), length = network.length();
  Network<N> small{few, Matrix<N>(network.input.rows(), length * few), network.hidden,
                   network.readout};
  for (int position = 0; position < length; ++position) {
    for (int s = 0; s < few; ++s) {
      small.input.col(position * few + s) =
          network.input.col(position * network.vocabulary + seen[s]);
    }
  }
  auto renumbered = samples;
  for (auto& sample : renumbered) {
    for (int& symbol : sample.string) {
      symbol = static_cast<int>(std::lower_bound(seen.begin(), seen.end(), symbol) - seen.begin());
    }
  }
  small = trained<N>(std::move(small), renumbered, rate, N(0), steps);
  Network<N> result = network;
  result.hidden = small.hidden;
  result.readout = small.readout;
  for (int position = 0; position < length; ++position) {
    for (int s = 0; s < few; ++s) {
      result.input.col(position * network.vocabulary + seen[s]) =
          small.input.col(position * few + s);
    }
  }
  return result;
}

#define LEMMASCOPE_FULLY_CONNECTED(N)                                                             \
  template N output_of<N>(const Network<N>&, const Symbols&);                                     \
  template Network<N> trained<N>(Network<N>, const std::vector<Labelled<N>>&, const N&, const N&, \
                                 int);                                                            \
  template Network<N> with_exchanged<N>(Network<N>, int, int, int);                               \
  template Network<N> trained_without_unseen<N>(const Network<N>&,                                \
                                                const std::vector<Labelled<N>>&, const N&, int);
LEMMASCOPE_FULLY_CONNECTED(Rational)
LEMMASCOPE_FULLY_CONNECTED(double)

}  // namespace lemmascope::templates
