// The minimal model's kernels against its definition, complex steps and the exact mean gradient.
#include "sim/evolution/minimal_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/random/stream.hpp"
#include "theory/evolution/constructions.hpp"
#include "theory/evolution/stationary_start.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

using Complex = std::complex<double>;

struct Found {
  double loss = 0;
  std::vector<double> gradient;
};

template <class F>
Found by_kernel(const MinimalSizes& sizes, sim::InstructionSet set, const std::vector<double>& at,
                const std::vector<std::uint8_t>& tokens) {
  const MinimalModel<F> model(sizes, set);
  sim::AlignedBuffer<F> arena(static_cast<std::size_t>(model.arena_size()));
  const std::vector<F> weights(at.begin(), at.end());
  std::vector<F> gradient(weights.size(), F(7));  // to be overwritten
  const int count = static_cast<int>(tokens.size()) / (sizes.length + 1);
  Found found;
  for (int twice = 0; twice < 2; ++twice) {  // and nothing is left behind
    found.loss = model.accumulate(weights.data(), arena.data(), {tokens.data(), count, nullptr},
                                  gradient.data());
  }
  found.gradient.assign(gradient.begin(), gradient.end());
  return found;
}

/// The loss by definition, over any number type: sums over pairs of positions.
template <class N>
N loss_by_definition(const MinimalSizes& sizes, const std::vector<N>& weights,
                     const std::vector<std::uint8_t>& tokens) {
  using std::exp;
  using std::log;
  const int k = sizes.states, t = sizes.length;
  N loss(0);
  for (std::size_t begin = 0; begin < tokens.size(); begin += static_cast<std::size_t>(t + 1)) {
    const std::uint8_t* x = tokens.data() + begin;
    for (int p = 0; p < t; ++p) {
      std::vector<N> f(static_cast<std::size_t>(k), N(0));
      for (int q = 0; q <= p; ++q) {
        for (int s = 0; s <= q; ++s) f[x[q]] += weights[k * k + q - s] * weights[x[p] * k + x[s]];
      }
      if (sizes.margin > 0) {
        for (int i = 0; i < k; ++i) {
          if (i == x[p + 1]) continue;
          const N room = N(sizes.margin) + f[i] - f[x[p + 1]];
          if (std::real(room) > 0) loss += room / N(k);
        }
        continue;
      }
      N total(0);
      for (const N& value : f) total += exp(value);
      loss += log(total) - f[x[p + 1]];
    }
  }
  return loss;
}

std::vector<std::uint8_t> some_tokens(const MinimalSizes& sizes, int count) {
  std::vector<std::uint8_t> tokens;
  sim::Stream stream({3, 0, sim::Purpose::probe}, 0);
  for (int n = 0; n < count * (sizes.length + 1); ++n) {
    tokens.push_back(
        static_cast<std::uint8_t>(stream.next_below(static_cast<std::uint32_t>(sizes.states))));
  }
  return tokens;
}

std::vector<double> some_weights(const MinimalSizes& sizes) {
  std::vector<double> weights;
  sim::Stream stream({4, 0, sim::Purpose::initial_parameters}, 0);
  for (int n = 0; n < sizes.storage(); ++n) {
    weights.push_back(static_cast<float>(0.3 * stream.next_normal()));
  }
  return weights;
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values) most = std::max(most, std::abs(v));
  return most;
}

// On both sides of whole chunks of 16 sequences and of whole vectors of positions.
TEST(MinimalModel, LossAndGradientAreThoseOfTheDefinition) {
  for (const MinimalSizes sizes :
       {MinimalSizes{2, 5, 0}, {3, 16, 0}, {8, 19, 0}, {3, 9, 1.5}, {2, 33, 100}}) {
    for (const int count : {1, 16, 21}) {
      const auto tokens = some_tokens(sizes, count);
      const auto weights = some_weights(sizes);
      std::vector<Complex> moved(weights.begin(), weights.end());
      const double loss = loss_by_definition<Complex>(sizes, moved, tokens).real();
      std::vector<double> expected;
      for (Complex& weight : moved) {
        weight += Complex(0, 1e-30);
        expected.push_back(loss_by_definition<Complex>(sizes, moved, tokens).imag() * 1e30);
        weight -= Complex(0, 1e-30);
      }
      for (const sim::InstructionSet set : sim::available_instruction_sets()) {
        const Found found = by_kernel<double>(sizes, set, weights, tokens);
        EXPECT_LE(std::abs(found.loss - loss), 1e-12 * loss) << sizes.states << " " << count;
        const Found single = by_kernel<float>(sizes, set, weights, tokens);
        EXPECT_LE(std::abs(single.loss - loss), 1e-5 * loss);
        for (std::size_t n = 0; n < expected.size(); ++n) {
          // What the project states for double and for float.
          EXPECT_LE(std::abs(found.gradient[n] - expected[n]), 1e-12 * largest(expected)) << n;
          EXPECT_LE(std::abs(single.gradient[n] - expected[n]), 1e-5 * largest(expected)) << n;
        }
      }
    }
  }
}

TEST(MinimalModel, TheLastOutputIsThatOfTheTheory) {
  const MinimalSizes sizes{3, 12, 0};
  const auto tokens = some_tokens(sizes, 18);
  const auto weights = some_weights(sizes);
  Matrix<double> w(3, 3);
  for (int m = 0; m < 3; ++m) {
    for (int l = 0; l < 3; ++l) w(m, l) = weights[m * 3 + l];
  }
  const std::vector<double> lags(weights.begin() + 9, weights.end());
  for (const sim::InstructionSet set : sim::available_instruction_sets()) {
    const MinimalModel<double> model(sizes, set);
    sim::AlignedBuffer<double> arena(static_cast<std::size_t>(model.arena_size()));
    std::vector<double> last(18 * 3);
    model.last(weights.data(), arena.data(), {tokens.data(), 18, nullptr}, last.data());
    for (int b = 0; b < 18; ++b) {
      const Tokens x(tokens.begin() + b * 13, tokens.begin() + b * 13 + 12);
      const Matrix<double> f = minimal_output(x, w, lags);
      for (int i = 0; i < 3; ++i) {
        EXPECT_LE(std::abs(last[b * 3 + i] - f(11, i)), 1e-13 * (1 + std::abs(f(11, i))));
      }
    }
  }
}

/// The probability of tokens from a stationary start over the uniform prior, exactly integrated.
double probability(const std::vector<std::uint8_t>& x) {
  Exponents e;
  for (std::size_t p = 0; p + 1 < x.size(); ++p) {
    ++(x[p] == 0 ? (x[p + 1] == 0 ? e.stays_0 : e.leaves_0)
                 : (x[p + 1] == 0 ? e.leaves_1 : e.stays_1));
  }
  ++(x[0] == 0 ? e.leaves_1 : e.leaves_0);
  const SquareIntegrals integrals(static_cast<int>(x.size()));
  return static_cast<double>(enclosed_closely(integrals.at(e)).middle());
}

// Where every hinge is active the mean gradient of the kernel over all sequences, each with its
// exact probability, is a contraction of the exact prior mean of the tensor.
TEST(MinimalModel, TheMeanGradientIsThatOfTheExactTensor) {
  const MinimalSizes sizes{2, 6, 100};
  const auto weights = some_weights(sizes);
  const std::vector<WithLog> mean = prior_tensor(6);
  std::vector<double> expected(weights.size(), 0.0);
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) {
      for (int j = 1; j <= 6; ++j) {
        const auto entry = static_cast<double>(enclosed(mean[place_of(m, l, j, 6)]).middle());
        expected[m * 2 + l] -= weights[4 + j - 1] * entry;
        expected[4 + j - 1] -= weights[m * 2 + l] * entry;
      }
    }
  }
  for (const sim::InstructionSet set : sim::available_instruction_sets()) {
    std::vector<double> found(weights.size(), 0.0);
    for (int code = 0; code < 1 << 7; ++code) {
      std::vector<std::uint8_t> x;
      for (int p = 0; p < 7; ++p) x.push_back(static_cast<std::uint8_t>(code >> p & 1));
      const Found one = by_kernel<double>(sizes, set, weights, x);
      for (std::size_t n = 0; n < found.size(); ++n) {
        found[n] += probability(x) * one.gradient[n] / 6;  // a mean over positions
      }
    }
    for (std::size_t n = 0; n < found.size(); ++n) {
      EXPECT_LE(std::abs(found[n] - expected[n]), 1e-13) << n;
    }
  }
}

TEST(MinimalModel, RefusesSizesThatItHasNot) {
  EXPECT_THROW(MinimalModel<float>({1, 10, 0}), PreconditionError);
  EXPECT_THROW(MinimalModel<float>({17, 10, 0}), PreconditionError);
  EXPECT_THROW(MinimalModel<float>({2, 1025, 0}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
