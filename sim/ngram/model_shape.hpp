// Sizes of the two-attention-layer transformer of arXiv 2409.10559 and where its weights lie.
#pragma once

#include <string>
#include <vector>

#include "sim/train/weight_block.hpp"
#include "theory/ngram/ngram_chain.hpp"
#include "theory/ngram/prompt_model.hpp"

namespace lemmascope::ngram {

/// What is done to the output of a head: nothing, division by its length, or the normalisation to
/// mean 0 and variance 1 with a trained gain and shift.
enum class HeadNorm { none, unit, layer };

/// TF(M, H, d, D) as trained. Head h sees `lags` lags from its first one on; softmax over the
/// logits of those that exist (or of all, `padding`) mixes the tokens there.
struct ModelShape {
  int symbols = 3;
  int length = 100;
  int heads = 3;
  int lags = 3;  ///< M: logits of a head
  bool shifted =
      true;        ///< head h sees lags h, ..., h + M - 1, as the authors' does; else 1, ..., M
  int degree = 2;  ///< D: most heads in a set of the selector
  Padding padding = Padding::truncated;
  HeadNorm norm = HeadNorm::unit;
  /// The full model: queries, keys and values of every head (symbols x symbols), and its own
  /// position seen with a fixed logit beside the lags.
  bool maps = false;

  int first_lag(int head) const { return shifted ? head + 1 : 1; }
  /// The largest lag that any head sees.
  int reach() const { return first_lag(heads - 1) + lags - 1; }
  /// Of head `head` (from 0) at the position after `before` tokens.
  int lags_there(int head, int before) const;
};

/// The logit of a head's own position in the full model.
inline constexpr double kOwnLogit = 1e-6;
/// Added to the variance by HeadNorm::layer, as PyTorch does.
inline constexpr double kVarianceFloor = 1e-5;

/// Throws PreconditionError naming the size that does not fit.
void require_shape(const ModelShape& shape);
/// In one line.
std::string to_text(const ModelShape& shape);

/// Sets of heads up to the degree, the empty one first: heads counted from 1.
std::vector<LagSet> head_sets(const ModelShape& shape);

/// Blocks "a" (one), "c" (a column a set), "w" (heads x lags), and in the full model "query",
/// "key", "value" (heads * symbols x symbols); with HeadNorm::layer "gain" and "shift".
std::vector<sim::WeightBlock> weight_blocks(const ModelShape& shape);

/// Where blocks begin; those that are not there at -1.
struct WeightOffsets {
  std::ptrdiff_t a = -1, c = -1, w = -1, query = -1, key = -1, value = -1, gain = -1, shift = -1;
  std::ptrdiff_t storage = 0;
};
WeightOffsets weight_offsets(const ModelShape& shape);

}  // namespace lemmascope::ngram
