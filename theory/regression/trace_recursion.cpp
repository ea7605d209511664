#include "theory/regression/trace_recursion.hpp"

#include <algorithm>
#include <utility>

namespace lemmascope::regression {

Rational TraceRecursion::mean(std::vector<int> powers) {
  Rational factor(1);
  for (const int power : powers) {
    if (power == 0) factor *= dimension_;
  }
  powers.erase(std::remove(powers.begin(), powers.end(), 0), powers.end());
  if (powers.empty()) return factor;
  std::sort(powers.begin(), powers.end());
  const auto known = known_.find(powers);
  if (known != known_.end()) return factor * known->second;
  const Rational value = by_parts(powers);
  known_.emplace(powers, value);
  return factor * value;
}

Rational TraceRecursion::by_parts(std::vector<int> others) {
  const int k = others.back();
  others.pop_back();
  const auto with = [&](std::vector<int> more, std::size_t without) {
    for (std::size_t l = 0; l < others.size(); ++l) {
      if (l != without) more.push_back(others[l]);
    }
    return mean(std::move(more));
  };
  const std::size_t none = others.size();
  Rational sum(0);
  if (k >= fall_) sum += (context_ + k - 1) * with({k - fall_}, none);
  for (int m = 0; m + 2 <= k; ++m) sum += with({m + 2 - fall_, k - 2 - m}, none);
  for (std::size_t l = 0; l < none; ++l) sum += 2 * others[l] * with({k + others[l] - fall_}, l);
  return sum;
}

}  // namespace lemmascope::regression
