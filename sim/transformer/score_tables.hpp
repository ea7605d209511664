// Tables of the first layer's scores. With one-hot inputs a score is a sum of four entries of A1,
//   A1[x_l, x_m] + A1[S+l, x_m] + A1[x_l, S+m] + A1[S+l, S+m],
// and its exponential a product of four entries exponentiated once a step. Kernel code: see
// sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/elementary.hpp"
#include "sim/cpu/segments.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// The four blocks of one head's A1: rows by token (t.) or position (p.) of the query, columns by
/// token (.t) or position (.p) of the key, padded: by tokens to a multiple of 8, by positions to
/// whole segments.
template <class F>
struct ScoreTables {
  F* tt;
  F* pt;
  F* tp;
  F* pp;
  int states, length;
  int token_pad, position_pad;

  /// Copies A1 with each half row shifted to have maximum 0 over the entries a causal row can use.
  /// A softmax row uses one entry of each half row for every key, so shifts cancel.
  void shift_rows(const F* a1, int stride) const {
    for (int row = 0; row < states + length; ++row, a1 += stride) {
      const bool token = row < states;
      const int line = token ? row : row - states;
      F* left = (token ? tt : pt) + line * token_pad;
      F* right = (token ? tp : pp) + line * position_pad;
      const int keys = token ? length : line + 1;
      F left_max = a1[0];
      for (int s = 1; s < states; ++s) left_max = a1[s] > left_max ? a1[s] : left_max;
      F right_max = a1[states];
      for (int m = 1; m < keys; ++m) {
        right_max = a1[states + m] > right_max ? a1[states + m] : right_max;
      }
      for (int s = 0; s < states; ++s) left[s] = a1[s] - left_max;
      for (int s = states; s < token_pad; ++s) left[s] = 0;
      // Keys past the query are never read; whatever they score may be exponentiated.
      for (int m = 0; m < keys; ++m) right[m] = a1[states + m] - right_max;
      for (int m = keys; m < position_pad; ++m) right[m] = 0;
    }
  }

  /// A lower bound of the largest score any row of any sequence can have. If its exponential is far
  /// from underflow, an entry lost to underflow is negligible against its row's sum. `scratch`:
  /// `length` elements.
  F lowest_row_maximum(F* scratch) const {
    F lowest_tt = 0;
    for (int m = 0; m < length; ++m) scratch[m] = tp[m];
    for (int s = 0; s < states; ++s) {
      for (int t = 0; t < states; ++t) {
        lowest_tt = tt[s * token_pad + t] < lowest_tt ? tt[s * token_pad + t] : lowest_tt;
      }
      for (int m = 0; m < length; ++m) {
        const F value = tp[s * position_pad + m];
        scratch[m] = value < scratch[m] ? value : scratch[m];
      }
    }
    F lowest = 0;
    for (int l = 0; l < length; ++l) {
      F best = pp[l * position_pad] + scratch[0];
      for (int m = 1; m <= l; ++m) {
        const F value = pp[l * position_pad + m] + scratch[m];
        best = value > best ? value : best;
      }
      F lowest_pt = 0;
      for (int s = 0; s < states; ++s) {
        lowest_pt = pt[l * token_pad + s] < lowest_pt ? pt[l * token_pad + s] : lowest_pt;
      }
      const F bound = best + lowest_pt + lowest_tt;
      lowest = bound < lowest ? bound : lowest;
    }
    return lowest;
  }

  void exponentiate() const {
    const auto every = [](F* table, int n) {
      for (int j = 0; j < n; j += kSegment) {
        store_segment<F>(table + j, exp_of<F>(load_segment(table + j)));
      }
    };
    every(tt, states * token_pad);
    every(pt, length * token_pad);
    every(tp, states * position_pad);
    every(pp, length * position_pad);
  }
};

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
