#include "theory/ngram/induction_head.hpp"

#include "theory/ngram/stage_one_signal.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

void require_tokens(const std::vector<int>& tokens, int length, int symbols) {
  require(length >= 1 && length <= static_cast<int>(tokens.size()),
          "expected a prompt of at least one token");
  for (int l = 0; l < length; ++l) {
    require(tokens[l] >= 0 && tokens[l] < symbols, "expected tokens that are symbols");
  }
}

}  // namespace

InductionHead induction_head(const std::vector<int>& tokens, int length, int symbols,
                             const LagSet& set, int first) {
  require_tokens(tokens, length, symbols);
  const int largest = set.empty() ? 0 : set.back();
  if (first == 0) first = largest + 1;
  require(first > largest, "expected positions that have every token of their history");
  InductionHead head{0, std::vector<Rational>(static_cast<std::size_t>(symbols), Rational(0))};
  for (int l = first - 1; l < length; ++l) {
    bool match = true;
    for (const int lag : set) match = match && tokens[l - lag] == tokens[length - lag];
    if (!match) continue;
    ++head.matches;
    head.output[static_cast<std::size_t>(tokens[l])] += 1;
  }
  if (head.matches == 0) {
    for (int l = 0; l < length; ++l) head.output[static_cast<std::size_t>(tokens[l])] += 1;
  }
  for (Rational& share : head.output) share /= head.matches == 0 ? length : head.matches;
  return head;
}

std::vector<Rational> output_at_strength(const std::vector<int>& tokens, int length, int symbols,
                                         const LagSet& set, const Rational& u) {
  require_tokens(tokens, length, symbols);
  const std::vector<bool> kappa = matches(tokens, length, set);
  std::vector<Rational> y(static_cast<std::size_t>(symbols), Rational(0));
  Rational total(0);
  for (int l = 0; l < length; ++l) {
    const Rational weight = kappa[static_cast<std::size_t>(l)] ? u : Rational(1);
    y[static_cast<std::size_t>(tokens[l])] += weight;
    total += weight;
  }
  for (Rational& share : y) share /= total;
  return y;
}

Rational total_distance(const std::vector<Rational>& a, const std::vector<Rational>& b) {
  Rational sum(0);
  for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] > b[k] ? a[k] - b[k] : b[k] - a[k];
  return sum;
}

}  // namespace lemmascope::ngram
