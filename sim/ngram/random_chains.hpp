// Random n-gram chains and prompts of them, as the authors' program draws them: a fresh kernel with
// Dirichlet rows for every prompt.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/random/stream.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::ngram {

/// Parents are the tokens at lags 1, ..., `parents`.
struct PromptLaw {
  int symbols = 3;
  int parents = 2;
  double concentration = 0.1;  ///< alpha of the Dirichlet law of every row
  int length = 100;            ///< L: tokens before the target
  /// The authors' one-parent data: x_L is drawn uniformly, whatever came before it, and the target
  /// follows it.
  bool uniform_query = false;
};

/// Throws PreconditionError naming what no prompts can be drawn from.
void require_law(const PromptLaw& law);

/// `count()` prompts, a row of `length` tokens each, and the token that follows each.
struct PromptSet {
  int symbols = 0;
  int length = 0;
  std::vector<std::uint8_t> tokens;
  std::vector<std::uint8_t> targets;

  int count() const { return static_cast<int>(targets.size()); }
  const std::uint8_t* prompt(int b) const { return tokens.data() + std::ptrdiff_t{b} * length; }
};

/// Prompt b is that of stream b. Its first tokens, as many as there are parents, are uniform; then
/// the chain runs up to the target.
PromptSet draw_prompts(const PromptLaw& law, const sim::StreamKey& key, int count);

/// Rows of a kernel, context by context as theory/ngram counts them: the most recent token is the
/// most significant digit.
Matrix<double> draw_kernel(const PromptLaw& law, sim::Stream& stream);

/// log X of a Gamma(shape, 1) variate (Marsaglia and Tsang 2000, with the power of a uniform for
/// small shapes): in logarithms, as a concentration of 1/100 would underflow.
double draw_log_gamma(double shape, sim::Stream& stream);

}  // namespace lemmascope::ngram
