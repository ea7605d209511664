// Where the disentangled transformer's kernel keeps its tables and arrays. Kernel code: see
// sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/across_tokens.hpp"
#include "sim/transformer/disentangled_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// Pairs (l, m) with m <= l < n, and where the pairs of row n begin.
constexpr std::ptrdiff_t pairs_of(std::ptrdiff_t n) { return n * (n + 1) / 2; }

/// Offsets into a worker's arena, in elements. "Across" arrays hold kChunk elements an index.
struct DisentangledArena {
  std::ptrdiff_t tt, pt, tp, pp;  ///< tables of scores, per head
  std::ptrdiff_t scratch;         ///< for preparing them
  std::ptrdiff_t use_products;    ///< 1: tables are exponentials; 0: logarithms
  std::ptrdiff_t a2_of_query;     ///< A2[x_q] + A2[e_q] by column and token: width1 x tokens
  std::ptrdiff_t w_of_query;      ///< of W: states x tokens
  std::ptrdiff_t w_transposed;    ///< of W's rows for low: states x padded(low)
  std::ptrdiff_t a2_transposed;   ///< of A2's: width1 x padded(heads * width)
  std::ptrdiff_t one_hot;         ///< row s is 1 at s
  std::ptrdiff_t index;           ///< tokens as integers of F's size, by sequence and position
  std::ptrdiff_t tokens;          ///< the same across, by position
  std::ptrdiff_t attention;       ///< unnormalised, across, by head and (l, m <= l)
  std::ptrdiff_t inverse;         ///< 1 / row sums, across, by head and position
  std::ptrdiff_t w, r, mixed_w, mixed_r;                 ///< across, by head and position
  std::ptrdiff_t a2, d_score, base, from_query, scaled;  ///< across, by position
  std::ptrdiff_t low;  ///< [v^1, .., o] across: what A2 and W read besides x_q and e_q
  std::ptrdiff_t g, d_g, logits, d_logits, labels, d_low;  ///< across, by row
  std::ptrdiff_t d_g_rows, d_logits_rows;                  ///< the same as one row a sequence
  std::ptrdiff_t d_rows;                     ///< rows of dS, across, by row and position
  std::ptrdiff_t grad_tt, grad_pt, grad_tp;  ///< gradients of the tables, per head
  std::ptrdiff_t grad_pp;                    ///< across, by head and (l, m <= l)
  std::ptrdiff_t gradient_begin, gradient_size;
  std::ptrdiff_t total;

  /// For tables whose rows over tokens have `token_pad` elements, and `group` rows of dS at a time.
  static DisentangledArena of(const DisentangledSizes& s, std::ptrdiff_t token_pad, int group) {
    std::ptrdiff_t next = 0;
    const auto take = [&next](std::ptrdiff_t n) {
      const std::ptrdiff_t offset = next;
      next += (n + 15) / 16 * 16;  // arrays begin on a cache line
      return offset;
    };
    const auto across = [&take](std::ptrdiff_t n) { return take(n * kChunk); };
    const std::ptrdiff_t heads = s.heads;
    const std::ptrdiff_t positions = whole_segments(s.length);
    const std::ptrdiff_t pairs = heads * pairs_of(s.length);
    const int low = s.heads * s.width() + s.width1();
    DisentangledArena a{};
    a.tt = take(heads * s.states * token_pad);
    a.pt = take(heads * s.length * token_pad);
    a.tp = take(heads * s.states * positions);
    a.pp = take(heads * s.length * positions);
    a.scratch = take(positions);
    a.use_products = take(1);
    a.a2_of_query = take(s.a2_stride() * token_pad);
    a.w_of_query = take(s.w_stride() * token_pad);
    a.w_transposed = take(s.w_stride() * whole_segments(low));
    a.a2_transposed = take(s.a2_stride() * whole_segments(s.heads * s.width()));
    a.one_hot = take(s.states * token_pad);
    a.index = take(kChunk * positions);
    a.tokens = across(positions);
    a.attention = across(pairs);
    std::ptrdiff_t* const by_head[] = {&a.inverse, &a.w, &a.r, &a.mixed_w, &a.mixed_r};
    for (std::ptrdiff_t* array : by_head) *array = across(heads * s.length);
    std::ptrdiff_t* const by_position[] = {&a.a2, &a.d_score, &a.base, &a.from_query, &a.scaled};
    for (std::ptrdiff_t* array : by_position) *array = across(s.length);
    std::ptrdiff_t* const by_a2_column[] = {&a.g, &a.d_g, &a.d_g_rows};
    for (std::ptrdiff_t* array : by_a2_column) *array = across(s.a2_stride());
    std::ptrdiff_t* const by_w_column[] = {&a.logits, &a.d_logits, &a.d_logits_rows, &a.labels};
    for (std::ptrdiff_t* array : by_w_column) *array = across(s.w_stride());
    a.low = across(low);
    a.d_low = across(low);
    a.d_rows = across(group * positions);
    a.gradient_begin = next;
    a.grad_tt = take(heads * s.states * token_pad);
    a.grad_pt = take(heads * s.length * token_pad);
    a.grad_tp = take(heads * s.states * positions);
    a.grad_pp = across(pairs);
    a.gradient_size = next - a.gradient_begin;
    a.total = next;
    return a;
  }
};

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
