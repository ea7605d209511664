#include "theory/ngram/selector.hpp"

#include <algorithm>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

Rational squared_norm(const std::vector<Rational>& weights) {
  Rational total(0);
  for (const Rational& c : weights) total += c * c;
  require(total > 0, "expected a selector with a weight that is not zero");
  return total;
}

}  // namespace

std::vector<Rational> selector_shares(const std::vector<Rational>& weights) {
  const Rational total = squared_norm(weights);
  std::vector<Rational> shares;
  for (const Rational& c : weights) shares.push_back(c * c / total);
  return shares;
}

std::vector<Rational> selector_gradient(const std::vector<Rational>& weights,
                                        const std::vector<Rational>& signals, const Rational& a) {
  require(weights.size() == signals.size(), "expected a signal for each weight");
  const Rational total = squared_norm(weights);
  Rational mean(0);
  for (std::size_t s = 0; s < weights.size(); ++s) {
    mean += weights[s] * weights[s] * signals[s] / total;
  }
  std::vector<Rational> gradient;
  for (std::size_t s = 0; s < weights.size(); ++s) {
    gradient.push_back(2 * weights[s] / total * a * (signals[s] - mean));
  }
  return gradient;
}

template <Elementary N>
std::vector<N> selector_after(const std::vector<Rational>& signals, const Rational& a,
                              const Rational& start, const Rational& time) {
  require(!signals.empty() && start != 0, "expected a set and weights that are not zero");
  const Rational norm = start * start * static_cast<long>(signals.size());
  const auto exponent = [&](const Rational& g) { return Rational(4 * a * g * time / norm); };
  // The largest exponent is taken off all, so that none overflows.
  Rational most = exponent(signals[0]);
  for (const Rational& g : signals) most = std::max(most, exponent(g));
  std::vector<N> shares;
  N total(0);
  for (const Rational& g : signals) {
    shares.push_back(exp(from_rational<N>(Rational(exponent(g) - most))));
    total += shares.back();
  }
  for (N& share : shares) share /= total;
  return shares;
}

#define LEMMASCOPE_INSTANTIATE(N)                                                          \
  template std::vector<N> selector_after<N>(const std::vector<Rational>&, const Rational&, \
                                            const Rational&, const Rational&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::ngram
