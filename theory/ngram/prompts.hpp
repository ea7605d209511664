// Every prompt of an n-gram chain with its probability: the second route to what counting says
// about prompts. Exponential in the length; prefixes share their products.
#pragma once

#include <vector>

#include "theory/ngram/ngram_chain.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {

/// Calls visit(tokens, probability) for each prompt of `length` tokens with its target behind it,
/// in stationarity; those of probability zero are left out. Throws PreconditionError unless the
/// length is at least the order of the chain.
template <class Visitor>
void for_each_prompt(const Kernel& kernel, int length, Visitor&& visit) {
  const int order = kernel.order(), symbols = kernel.symbols();
  require(length >= order, "expected a prompt of at least as many tokens as the largest lag");
  const Vector<Rational> start = window_law(kernel, order);
  std::vector<int> tokens(length + 1, 0);
  // The context that the token at `position` has, from the tokens before it.
  const auto context = [&](int position) {
    int z = 0;
    for (const int lag : kernel.lags) z = z * symbols + tokens[position - lag];
    return z;
  };
  const auto extend = [&](auto&& self, int position, const Rational& probability) -> void {
    if (position == length + 1) {
      visit(static_cast<const std::vector<int>&>(tokens), probability);
      return;
    }
    const int row = context(position);
    for (int k = 0; k < symbols; ++k) {
      if (kernel.rows(row, k) == 0) continue;
      tokens[position] = k;
      self(self, position + 1, probability * kernel.rows(row, k));
    }
  };
  for (int window = 0; window < start.size(); ++window) {
    if (start(window) == 0) continue;
    for (int p = 0; p < order; ++p) {
      tokens[p] = token_at(window, order, order - p, symbols);
    }
    extend(extend, order, start(window));
  }
}

}  // namespace lemmascope::ngram
