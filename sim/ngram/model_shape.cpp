#include "sim/ngram/model_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/ngram/match_plan.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// What a head may read: its code is a number below this.
constexpr double kMostCodes = 1 << 16;

}  // namespace

int ModelShape::lags_there(int head, int before) const {
  return std::clamp(before - first_lag(head) + 1, 0, lags);
}

void require_shape(const ModelShape& s) {
  const auto within = [](const char* what, int value, int least, int most) {
    require(least <= value && value <= most,
            fmt::format("{}: expected {} to {}, found {}", what, least, most, value));
  };
  within("symbols", s.symbols, 2, 64);
  within("tokens of a prompt", s.length, 1, 1 << 20);
  within("heads", s.heads, 1, kMostHeads);
  within("lags of a head", s.lags, 1, 16);
  within("heads in a set of the selector", s.degree, 1, s.heads);
  require(static_cast<int>(lag_sets(s.heads, s.degree).size()) <= kMostSets,
          fmt::format("expected at most {} sets of heads, found {}", kMostSets,
                      lag_sets(s.heads, s.degree).size()));
  require(2 * std::pow(s.symbols, s.lags + (s.maps ? 1 : 0)) <= kMostCodes,
          fmt::format("what a head reads: expected at most 2^15 windows, found {}^{}", s.symbols,
                      s.lags + (s.maps ? 1 : 0)));
  require(std::pow(s.symbols, s.reach() + 1) < 0x1p30,
          fmt::format("what all heads read: expected fewer than 2^30 windows, found {}^{}",
                      s.symbols, s.reach() + 1));
  require(!s.maps || s.padding == Padding::truncated,
          "with queries and keys, heads attend to the positions that exist");
}

std::string to_text(const ModelShape& s) {
  constexpr const char* kNorms[] = {"no", "unit", "layer"};
  return fmt::format("{} heads on {} {}lags ({}), {} norm, sets of {}, {} symbols x {}{}", s.heads,
                     s.lags, s.shifted ? "shifted " : "",
                     s.padding == Padding::truncated ? "truncated" : "zero-padded",
                     kNorms[static_cast<int>(s.norm)], s.degree, s.symbols, s.length,
                     s.maps ? ", queries, keys and values" : "");
}

std::vector<LagSet> head_sets(const ModelShape& shape) {
  return lag_sets(shape.heads, shape.degree);
}

std::vector<sim::WeightBlock> weight_blocks(const ModelShape& s) {
  std::vector<sim::WeightBlock> blocks;
  std::ptrdiff_t next = 0;
  const auto add = [&](const char* name, int rows, int columns) {
    blocks.push_back({name, rows, columns, next, columns});
    next += std::ptrdiff_t{rows} * columns;
  };
  add("a", 1, 1);
  add("c", 1, static_cast<int>(head_sets(s).size()));
  add("w", s.heads, s.lags);
  if (s.maps) {
    for (const char* name : {"query", "key", "value"}) add(name, s.heads * s.symbols, s.symbols);
  }
  if (s.norm == HeadNorm::layer) {
    for (const char* name : {"gain", "shift"}) add(name, 1, s.symbols);
  }
  return blocks;
}

WeightOffsets weight_offsets(const ModelShape& shape) {
  WeightOffsets at;
  for (const sim::WeightBlock& block : weight_blocks(shape)) {
    if (block.name == "a") at.a = block.offset;
    if (block.name == "c") at.c = block.offset;
    if (block.name == "w") at.w = block.offset;
    if (block.name == "query") at.query = block.offset;
    if (block.name == "key") at.key = block.offset;
    if (block.name == "value") at.value = block.offset;
    if (block.name == "gain") at.gain = block.offset;
    if (block.name == "shift") at.shift = block.offset;
    at.storage = block.offset + std::ptrdiff_t{block.rows} * block.stride;
  }
  return at;
}

}  // namespace lemmascope::ngram
