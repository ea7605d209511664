// Loss and gradient of the disentangled transformer from one-hot inputs, by hand. Included by one
// source per instruction set.
//
// Inputs are one-hot, so nothing multiplies by X: a score of layer 1 is a sum of four table entries
// (sim/transformer/score_tables.hpp), and mixing tokens is a histogram. Only the last position
// queries layer 2. With a^k the attention of head k, q the last position and
//   h_q = [x_q, e_q, v^1, ..],  v^k = [histogram of a^k_q, a^k_q],
//   g = A2^T h_q,  w^k_m = g^k[x_m] + g^k[S+m],
//   L_l = g^0[x_l] + g^0[S+l] + sum_k (a^k w^k)_l,  a2 = softmax L,  b^k = a2 a^k,
//   o = [histogram a2, a2, histogram b^k, b^k, ..],  f = softmax(W [h_q, o]),
// the backward pass is (dz = f - y, [dh, do] = W^T dz)
//   r^k_m = do^k[x_m] + do^k[S+m],  da2_l = do^0[x_l] + do^0[S+l] + sum_k (a^k r^k)_l,
//   dL = a2 (da2 - a2.da2),  e^k = dL a^k,  dg = [histogram dL, dL, histogram e^k, e^k, ..],
//   dv^k = dh^k + A2^k dg,
//   dS^k_lm = a^k_lm (a2_l r^k_m + dL_l w^k_m - c^k_l),
//   c^k_l = a2_l (a^k r^k)_l + dL_l (a^k w^k)_l,
// with row q receiving a_qm (u_m - a_q.u), u_m = dv[x_m] + dv[S+m], besides.
//
// 16 sequences lie across the lanes (sim/cpu/across.hpp). Two steps turn to one sequence at a time,
// positions across the lanes: reading the tables of scores, where a token of the query selects a
// row, and adding dS to their gradients. Transposes of 8 x 8 lead there and back.
#pragma once

#include "sim/cpu/across_softmax.hpp"
#include "sim/cpu/across_tokens.hpp"
#include "sim/cpu/small_product.hpp"
#include "sim/transformer/disentangled_arena.hpp"
#include "sim/transformer/disentangled_plan.hpp"
#include "sim/transformer/score_tables.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// A row of a table over tokens, kSegments segments long, in the machine's own vectors.
template <class F, int kSegments>
struct TokenVector {
  static constexpr int kTokens = kSegments * kSegment;
  static constexpr int kWidth = kNative<F> < kTokens ? kNative<F> : kTokens;
  static constexpr int kParts = kTokens / kWidth;
  using Part = VectorOf<F, kWidth>;
};

/// kS: segments of a table over tokens, 1 or 2; 0 means any number.
template <class F, int kS>
class Disentangled {
 public:
  using V = Segment<F>;
  using A = Across<F>;

  LEMMASCOPE_INLINE Disentangled(const DisentangledSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes),
        weights_(weights),
        arena_(arena),
        at_(DisentangledArena::of(sizes, padded_tokens(sizes.states), kGroup)) {}

  /// Elements of the arena.
  std::ptrdiff_t arena_size() const { return at_.total; }

  void prepare() {
    for (int s = 0; s < states(); ++s) arena_[at_.one_hot + s * token_pad() + s] = 1;
    F lowest = 0;
    for (int k = 0; k < heads(); ++k) {
      tables(k).shift_rows(weights_ + sizes_.a1_offset(k), sizes_.a1_stride());
      const F bound = tables(k).lowest_row_maximum(arena_ + at_.scratch);
      lowest = bound < lowest ? bound : lowest;
    }
    // A product of four table entries may not underflow where it matters: see lowest_row_maximum.
    const bool products = lowest > (sizeof(F) == 4 ? F(-60) : F(-600));
    arena_[at_.use_products] = products ? F(1) : F(0);
    for (int k = 0; products && k < heads(); ++k) tables(k).exponentiate();
    const F* a2 = weights_ + sizes_.a2_offset();
    const F* w = weights_ + sizes_.w_offset();
    const int a2_stride = sizes_.a2_stride();
    const int w_stride = sizes_.w_stride();
    read_query_rows(a2, a2_stride, sizes_.width1(), arena_ + at_.a2_of_query);
    read_query_rows(w, w_stride, states(), arena_ + at_.w_of_query);
    copy_transposed(a2 + width() * a2_stride, a2_stride, heads() * width(), sizes_.width1(),
                    arena_ + at_.a2_transposed);
    copy_transposed(w + width() * w_stride, w_stride, low_width(), states(),
                    arena_ + at_.w_transposed);
  }

  double accumulate(const std::uint8_t* tokens, const float* labels, int count, F* gradient,
                    const StopFlag* stop) {
    if (gradient != nullptr) {
      clear(gradient, sizes_.storage());
      clear(arena_ + at_.gradient_begin, at_.gradient_size);
    }
    double loss = 0;
    for (int first = 0; first < count; first += kChunk) {
      if (stop != nullptr && __atomic_load_n(&stop->raised, __ATOMIC_RELAXED) != 0) break;
      const int n = count - first < kChunk ? count - first : kChunk;
      const std::uint8_t* x = tokens + std::ptrdiff_t{first} * length();
      read_tokens<F>(x, length(), n, position_pad(), arena_ + at_.tokens, arena_ + at_.index);
      forward();
      loss += read_out(labels + std::ptrdiff_t{first} * states(), n);
      if (gradient != nullptr) backward(x, n, gradient);
    }
    if (gradient != nullptr) finish_gradient(gradient);
    return loss;
  }

 private:
  static constexpr int kTableSegments = kS > 0 ? kS : 256 / kSegment;  // tokens are bytes
  static constexpr int kGroup = 4;  ///< rows of dS whose token histograms run side by side

  static constexpr int padded_tokens(int states) {
    return kS > 0 ? kS * kSegment : whole_segments(states);
  }
  LEMMASCOPE_INLINE int states() const { return sizes_.states; }
  LEMMASCOPE_INLINE int length() const { return sizes_.length; }
  LEMMASCOPE_INLINE int heads() const { return sizes_.heads; }
  LEMMASCOPE_INLINE int width() const { return sizes_.width(); }
  LEMMASCOPE_INLINE int query() const { return length() - 1; }
  /// Width of what layer 2 and W read besides one-hot entries: the v of each head, then o.
  LEMMASCOPE_INLINE int low_width() const { return heads() * width() + sizes_.width1(); }
  LEMMASCOPE_INLINE int token_pad() const { return padded_tokens(states()); }
  LEMMASCOPE_INLINE int position_pad() const { return whole_segments(length()); }

  LEMMASCOPE_INLINE ScoreTables<F> tables(int k) const {
    F* at = arena_;
    return {at + at_.tt + k * states() * token_pad(),
            at + at_.pt + k * length() * token_pad(),
            at + at_.tp + k * states() * position_pad(),
            at + at_.pp + k * length() * position_pad(),
            states(),
            length(),
            token_pad(),
            position_pad()};
  }
  LEMMASCOPE_INLINE F* across(std::ptrdiff_t offset, std::ptrdiff_t index = 0) const {
    return arena_ + offset + index * kChunk;
  }
  /// The across array of head k over positions.
  LEMMASCOPE_INLINE F* of_head(std::ptrdiff_t offset, int k) const {
    return across(offset, k * length());
  }
  LEMMASCOPE_INLINE F* attention(int k, int l) const {
    return across(at_.attention, k * pairs_of(length()) + pairs_of(l));
  }
  /// v^k and o in low: packed blocks [over tokens, over positions].
  LEMMASCOPE_INLINE F* v_block(int k) const { return across(at_.low, k * width()); }
  LEMMASCOPE_INLINE F* o_block(int block) const { return v_block(heads() + block); }
  LEMMASCOPE_INLINE const F* tokens() const { return arena_ + at_.tokens; }
  static LEMMASCOPE_INLINE void clear(F* at, std::ptrdiff_t n) {
    for (std::ptrdiff_t k = 0; k < n; ++k) at[k] = 0;
  }
  /// `to` is columns x whole_segments(rows); what it gets past `rows` is unused.
  static void copy_transposed(const F* from, int stride, int rows, int columns, F* to) {
    const int to_stride = whole_segments(rows);
    for (int i = 0; i < rows; i += kSegment) {
      for (int j = 0; j < columns; j += kSegment) {
        V lines[kSegment];
        for (int n = 0; n < kSegment; ++n) {
          const int row = i + n < rows ? i + n : rows - 1;
          lines[n] = load_segment(from + row * stride + j);
        }
        transpose8<F>(lines);
        for (int n = 0; n < kSegment; ++n) store_segment<F>(to + (j + n) * to_stride + i, lines[n]);
      }
    }
  }
  /// The rows of A2 or W that x_q selects, with the row of e_q added: `to` by column and token.
  void read_query_rows(const F* matrix, int stride, int columns, F* to) const {
    const F* by_position = matrix + (states() + query()) * stride;
    for (int j = 0; j < columns; ++j) {
      for (int s = 0; s < states(); ++s) {
        to[j * token_pad() + s] = matrix[s * stride + j] + by_position[j];
      }
    }
  }

  // ------------------------------------------------------------------ forward

  /// Row l of head k for a segment of sequences from `first` on: exponentials of scores, or scores.
  template <bool kProducts>
  LEMMASCOPE_INLINE void attend_row(const ScoreTables<F>& at, int first, int l, F* out) const {
    const int segments = padded_tokens(states()) / kSegment;
    V table[kSegment][kTableSegments];
    const F* token_parts[kSegment];
#pragma GCC unroll 8
    for (int j = 0; j < kSegment; ++j) {
      const int token = token_in_lane(tokens() + l * kChunk, first + j);
      token_parts[j] = at.tp + token * at.position_pad;
#pragma GCC unroll 2
      for (int p = 0; p < segments; ++p) {
        const V by_token = load_segment(at.tt + token * at.token_pad + p * kSegment);
        const V by_position = load_segment(at.pt + l * at.token_pad + p * kSegment);
        table[j][p] = kProducts ? by_token * by_position : by_token + by_position;
      }
    }
    const F* keys = arena_ + at_.index + first * at.position_pad;
    for (int begin = 0; begin <= l; begin += kSegment) {
      const V position_part = load_segment(at.pp + l * at.position_pad + begin);
      V rows[kSegment];
#pragma GCC unroll 8
      for (int j = 0; j < kSegment; ++j) {
        const V key = load_segment(keys + j * at.position_pad + begin);
        const V by_key = look_up_in<kS, F>(table[j], reinterpret_cast<SegmentTokens<F>>(key));
        const V token_part = load_segment(token_parts[j] + begin);
        rows[j] = kProducts ? by_key * (token_part * position_part)
                            : by_key + (token_part + position_part);
      }
      transpose8<F>(rows);
      const int used = l + 1 - begin;
#pragma GCC unroll 8
      for (int i = 0; i < kSegment; ++i) {
        if (i < used) store_segment<F>(out + (begin + i) * kChunk + first, rows[i]);
      }
    }
  }

  template <bool kProducts>
  void attend(int k) {
    const ScoreTables<F> at = tables(k);
    for (int l = 0; l < length(); ++l) {
      for (int first = 0; first < kChunk; first += kSegment) {
        attend_row<kProducts>(at, first, l, attention(k, l));
      }
    }
    F* inverse = of_head(at_.inverse, k);
    for_lanes<F>([&](int lane) {
      for (int l = 0; l < length(); ++l) {
        F* row = attention(k, l) + lane;
        if constexpr (!kProducts) {
          A largest = load_across(row);
          for (int m = 1; m <= l; ++m) largest = Largest{}(largest, load_across(row + m * kChunk));
          for (int m = 0; m <= l; ++m) {
            store_across<F>(row + m * kChunk, exp_of<F>(load_across(row + m * kChunk) - largest));
          }
        }
        A even = load_across(row);
        A odd{};
        int m = 1;
        for (; m + 1 <= l; m += 2) {
          odd += load_across(row + m * kChunk);
          even += load_across(row + (m + 1) * kChunk);
        }
        if (m <= l) odd += load_across(row + m * kChunk);
        store_across<F>(inverse + l * kChunk + lane, F(1) / (even + odd));
      }
      // The query's row, normalised: the positions of v^k.
      const A scale = load_across(inverse + query() * kChunk + lane);
      for (int m = 0; m < length(); ++m) {
        store_across<F>(v_block(k) + (states() + m) * kChunk + lane,
                        load_across(attention(k, query()) + m * kChunk + lane) * scale);
      }
    });
    histograms_across<F, 1>(tokens(), length(), states(), {v_block(k) + states() * kChunk},
                            {v_block(k)});
  }

  /// out_l = inverse_l sum_m attention_lm weight_m, all across.
  LEMMASCOPE_INLINE void mix(int k, const F* weight, F* out) const {
    const F* inverse = of_head(at_.inverse, k);
    for_lanes<F>([&](int lane) {
      constexpr int kRows = 4;  // rows that share their weights
      int l = 0;
      for (; l + kRows <= length(); l += kRows) {
        A sums[kRows]{};
        const F* row[kRows];
        for (int j = 0; j < kRows; ++j) row[j] = attention(k, l + j) + lane;
        for (int m = 0; m <= l; ++m) {
          const A factor = load_across(weight + m * kChunk + lane);
          for (int j = 0; j < kRows; ++j) sums[j] += load_across(row[j] + m * kChunk) * factor;
        }
#pragma GCC unroll 4
        for (int i = 1; i < kRows; ++i) {
          const A factor = load_across(weight + (l + i) * kChunk + lane);
#pragma GCC unroll 4
          for (int j = i; j < kRows; ++j) {
            sums[j] += load_across(row[j] + (l + i) * kChunk) * factor;
          }
        }
        for (int j = 0; j < kRows; ++j) {
          store_across<F>(out + (l + j) * kChunk + lane,
                          sums[j] * load_across(inverse + (l + j) * kChunk + lane));
        }
      }
      for (; l < length(); ++l) {
        A sum{};
        for (int m = 0; m <= l; ++m) {
          sum += load_across(attention(k, l) + m * kChunk + lane) *
                 load_across(weight + m * kChunk + lane);
        }
        store_across<F>(out + l * kChunk + lane, sum * load_across(inverse + l * kChunk + lane));
      }
    });
  }

  /// out_m = sum_l weight_l inverse_l attention_lm, all across.
  LEMMASCOPE_INLINE void mix_transposed(int k, const F* weight, F* out) const {
    const F* inverse = of_head(at_.inverse, k);
    F* scaled = arena_ + at_.scaled;
    for_lanes<F>([&](int lane) {
      for (int l = 0; l < length(); ++l) {
        const int at = l * kChunk + lane;
        store_across<F>(scaled + at, load_across(weight + at) * load_across(inverse + at));
      }
      constexpr int kColumns = 4;  // keys that share their weights
      int m = 0;
      for (; m + kColumns <= length(); m += kColumns) {
        A sums[kColumns]{};
#pragma GCC unroll 4
        for (int i = 0; i < kColumns - 1; ++i) {
          const A factor = load_across(scaled + (m + i) * kChunk + lane);
          const F* row = attention(k, m + i) + m * kChunk + lane;
#pragma GCC unroll 4
          for (int j = 0; j <= i; ++j) sums[j] += load_across(row + j * kChunk) * factor;
        }
        for (int l = m + kColumns - 1; l < length(); ++l) {
          const A factor = load_across(scaled + l * kChunk + lane);
          const F* row = attention(k, l) + m * kChunk + lane;
          for (int j = 0; j < kColumns; ++j) sums[j] += load_across(row + j * kChunk) * factor;
        }
        for (int j = 0; j < kColumns; ++j) {
          store_across<F>(out + (m + j) * kChunk + lane, sums[j]);
        }
      }
      for (; m < length(); ++m) {
        A sum{};
        for (int l = m; l < length(); ++l) {
          sum += load_across(attention(k, l) + m * kChunk + lane) *
                 load_across(scaled + l * kChunk + lane);
        }
        store_across<F>(out + m * kChunk + lane, sum);
      }
    });
  }

  /// Packs `weight` itself and sum_l weight_l a^k_l for each head into 1 + heads blocks at `out`.
  LEMMASCOPE_INLINE void mix_and_pack(const F* weight, F* out) const {
    const auto positions = [&](int block) { return out + (block * width() + states()) * kChunk; };
    for (int k = 0; k < length() * kChunk; k += kAcross<F>) {
      store_across<F>(positions(0) + k, load_across(weight + k));
    }
    for (int k = 0; k < heads(); ++k) mix_transposed(k, weight, positions(1 + k));
    histograms_across<F, 2>(tokens(), length(), states(), {positions(0), positions(1)},
                            {out, out + width() * kChunk});
    for (int k = 1; k < heads(); ++k) {
      histograms_across<F, 1>(tokens(), length(), states(), {positions(1 + k)},
                              {out + (1 + k) * width() * kChunk});
    }
  }

  /// out = base_l + sum_k (a^k values^k)_l, where block 0 at `packed` gives the base and block
  /// 1 + k the values of head k.
  LEMMASCOPE_INLINE void unpack_and_mix(const F* packed, std::ptrdiff_t values,
                                        std::ptrdiff_t mixed) const {
    look_up_across<F, true, 2>(tokens(), length(), states(), {packed, packed + width() * kChunk},
                               {arena_ + at_.base, of_head(values, 0)});
    for (int k = 1; k < heads(); ++k) {
      look_up_across<F, true, 1>(tokens(), length(), states(),
                                 {packed + (1 + k) * width() * kChunk}, {of_head(values, k)});
    }
    F* base = arena_ + at_.base;
    for (int k = 0; k < heads(); ++k) {
      F* out = of_head(mixed, k);
      mix(k, of_head(values, k), out);
      for (int j = 0; j < length() * kChunk; j += kAcross<F>) {
        store_across<F>(base + j, load_across(base + j) + load_across(out + j));
      }
    }
  }

  /// A2 or W against [x_q, e_q, low] for `depth` rows of low: out across, by column.
  LEMMASCOPE_INLINE void read_matrix(const F* matrix, int stride, const F* of_query, int columns,
                                     int depth, F* out) const {
    for (int first = 0; first < kChunk; first += kSegment) {
      const V token = load_segment(across(at_.tokens, query()) + first);
      for (int j = 0; j < columns; ++j) {
        V table[kTableSegments];
        const int segments = token_pad() / kSegment;
#pragma GCC unroll 2
        for (int p = 0; p < segments; ++p) {
          table[p] = load_segment(of_query + j * token_pad() + p * kSegment);
        }
        store_segment<F>(out + j * kChunk + first,
                         look_up_in<kS, F>(table, reinterpret_cast<SegmentTokens<F>>(token)));
      }
    }
    add_product<F, 1>({out, kChunk, matrix + width() * stride, 1, stride, arena_ + at_.low, kChunk,
                       columns, depth, kChunk});
  }

  void forward() {
    const bool products = arena_[at_.use_products] > 0;
    for (int k = 0; k < heads(); ++k) {
      if (products) {
        attend<true>(k);
      } else {
        attend<false>(k);
      }
    }
    F* g = arena_ + at_.g;
    read_matrix(weights_ + sizes_.a2_offset(), sizes_.a2_stride(), arena_ + at_.a2_of_query,
                sizes_.width1(), heads() * width(), g);
    unpack_and_mix(g, at_.w, at_.mixed_w);
    softmax_across<F>(arena_ + at_.base, length(), arena_ + at_.a2);
    mix_and_pack(arena_ + at_.a2, o_block(0));
  }

  /// What the loss of each sequence needs: -sum_s y_s log f_s = weight log total - target.
  struct Losses {
    alignas(64) F total[kChunk];   ///< sum_s exp(z_s - largest)
    alignas(64) F target[kChunk];  ///< sum_s y_s (z_s - largest)
    alignas(64) F weight[kChunk];  ///< sum_s y_s: 1 up to rounding, or 0 without a sequence
  };

  double read_out(const float* labels, int n) {
    read_matrix(weights_ + sizes_.w_offset(), sizes_.w_stride(), arena_ + at_.w_of_query, states(),
                low_width(), arena_ + at_.logits);
    read_labels(labels, states(), n, arena_ + at_.labels);
    Losses losses;
    for_lanes<F>([&](int lane) { differentiate_logits(lane, losses); });
    return sum_of_losses(losses);
  }

  /// d_logits = softmax z - y for the sequences of one vector; 0 without a sequence.
  LEMMASCOPE_INLINE void differentiate_logits(int lane, Losses& losses) {
    const F* logits = arena_ + at_.logits + lane;
    const F* y = arena_ + at_.labels + lane;
    F* out = arena_ + at_.d_logits + lane;
    A largest = load_across(logits);
    A label_sum = load_across(y);
    for (int s = 1; s < states(); ++s) {
      largest = Largest{}(largest, load_across(logits + s * kChunk));
      label_sum += load_across(y + s * kChunk);
    }
    A sum{};
    A dot{};
    for (int s = 0; s < states(); ++s) {
      const A z = load_across(logits + s * kChunk) - largest;
      const A value = exp_of<F>(z);
      store_across<F>(out + s * kChunk, value);
      sum += value;
      dot += load_across(y + s * kChunk) * z;
    }
    const A present = label_sum > A{} ? fill_across(F(1)) : A{};
    const A scale = present / sum;
    for (int s = 0; s < states(); ++s) {
      F* at = out + s * kChunk;
      store_across<F>(at, load_across(at) * scale - load_across(y + s * kChunk));
    }
    store_across<F>(losses.total + lane, sum);
    store_across<F>(losses.target + lane, dot);
    store_across<F>(losses.weight + lane, label_sum);
  }

  static double sum_of_losses(const Losses& losses) {
    constexpr int kWidth = kNative<double>;
    double loss = 0;
    for (int first = 0; first < kChunk; first += kWidth) {
      VectorOf<double, kWidth> totals;
      for (int j = 0; j < kWidth; ++j) totals[j] = static_cast<double>(losses.total[first + j]);
      const auto logarithm = log_of_doubles(totals);
      for (int j = 0; j < kWidth; ++j) {
        const int c = first + j;
        loss += static_cast<double>(losses.weight[c]) * logarithm[j] -
                static_cast<double>(losses.target[c]);
      }
    }
    return loss;
  }

  // ------------------------------------------------------------------ backward

  LEMMASCOPE_INLINE void back_through_layer2() const {
    unpack_and_mix(across(at_.d_low, heads() * width()), at_.r, at_.mixed_r);
    F* d_score = arena_ + at_.d_score;
    back_through_softmax<F>(arena_ + at_.a2, arena_ + at_.base, length(), d_score);
    mix_and_pack(d_score, arena_ + at_.d_g);
  }

  /// What reaches the query's own first-layer row through h_q: a_qm (u_m - a_q.u).
  LEMMASCOPE_INLINE void back_through_query(int k) const {
    F* out = arena_ + at_.from_query;
    look_up_across<F, true, 1>(tokens(), length(), states(), {across(at_.d_low, k * width())},
                               {out});
    back_through_softmax<F>(v_block(k) + states() * kChunk, out, length(), out);
  }

  /// Row l of dS of head k, across, into `out`, and its sum over sequences into grad_pp.
  LEMMASCOPE_INLINE void differentiate_row(int k, int l, F* out) const {
    const F* p = attention(k, l);
    const F* r = of_head(at_.r, k);
    const F* w = of_head(at_.w, k);
    const F* from_query = arena_ + at_.from_query;
    F* grad_pp = across(at_.grad_pp, k * pairs_of(length()) + pairs_of(l));
    const bool is_query = l == query();
    for_lanes<F>([&](int lane) {
      const int at = l * kChunk + lane;
      const A inverse = load_across(of_head(at_.inverse, k) + at);
      const A alpha = load_across(arena_ + at_.a2 + at) * inverse;
      const A beta = load_across(arena_ + at_.d_score + at) * inverse;
      const A gamma = alpha * load_across(of_head(at_.mixed_r, k) + at) +
                      beta * load_across(of_head(at_.mixed_w, k) + at);
      for (int m = 0; m <= l; ++m) {
        const int key = m * kChunk + lane;
        A d = load_across(p + key) *
              (alpha * load_across(r + key) + (beta * load_across(w + key) - gamma));
        if (is_query) d += load_across(from_query + key);
        store_across<F>(out + key, d);
        store_across<F>(grad_pp + key, load_across(grad_pp + key) + d);
      }
    });
  }

  /// Adds row l of dS to the rows of the table (token of the query, position of the key).
  LEMMASCOPE_INLINE void add_to_token_rows(const F* d_row, int l, F* grad_tp) const {
    const int pad = position_pad();
    const F* token = tokens() + l * kChunk;
    for (int first = 0; first < kChunk; first += kSegment) {
      F* row[kSegment];
      for (int i = 0; i < kSegment; ++i) {
        row[i] = grad_tp + token_in_lane(token, first + i) * pad;
      }
      for (int key = 0; key <= l; key += kSegment) {
        V lines[kSegment];
        segments_of_sequences<F>(d_row + key * kChunk, first, lines);
#pragma GCC unroll 8
        for (int i = 0; i < kSegment; ++i) add_to_segment<F>(row[i] + key, lines[i]);
      }
    }
  }

  /// Adds dS of head k to the gradients of the tables.
  LEMMASCOPE_INLINE void back_through_layer1(const std::uint8_t* x, int n, int k) const {
    back_through_query(k);
    F* grad_tp = arena_ + at_.grad_tp + std::ptrdiff_t{k} * states() * position_pad();
    F* d_rows = arena_ + at_.d_rows;
    const int stride = position_pad() * kChunk;
    for (int begin = 0; begin < length(); begin += kGroup) {
      const int rows = length() - begin < kGroup ? length() - begin : kGroup;
      for (int j = 0; j < rows; ++j) {
        F* d_row = d_rows + j * stride;
        const int used = begin + j + 1;
        differentiate_row(k, begin + j, d_row);
        clear(d_row + used * kChunk, (whole_segments(begin + rows) - used) * kChunk);
        add_to_token_rows(d_row, begin + j, grad_tp);
      }
      add_histograms(x, n, k, begin, rows, d_rows, stride);
    }
  }

  /// Adds histograms of rows begin .. begin + rows - 1 of dS over the tokens of their keys. Element
  /// (row, key) of sequence c is d_rows[row * stride + key * kChunk + c]; those past the diagonal
  /// are zero.
  LEMMASCOPE_INLINE void add_histograms(const std::uint8_t* x, int n, int k, int begin, int rows,
                                        const F* d_rows, int stride) const {
    F* grad_tt = arena_ + at_.grad_tt + std::ptrdiff_t{k} * states() * token_pad();
    F* grad_pt = arena_ + at_.grad_pt + (std::ptrdiff_t{k} * length() + begin) * token_pad();
    if constexpr (kS > 0) {
      TokenRows all{};  // over the sequences
      for (int c = 0; c < n; ++c, x += length()) {
        const TokenRows sums = histograms(x, begin + rows, d_rows + c, stride);
        for (int j = 0; j < rows; ++j) add_token_row(sums, j, grad_tt + x[begin + j] * token_pad());
#pragma GCC unroll 4
        for (int j = 0; j < kGroup; ++j) {
          for (int p = 0; p < Tokens::kParts; ++p) all.part[j][p] += sums.part[j][p];
        }
      }
      for (int j = 0; j < rows; ++j) add_token_row(all, j, grad_pt + j * token_pad());
    } else {
      for (int c = 0; c < n; ++c, x += length()) {
        for (int j = 0; j < rows; ++j) {
          for (int m = 0; m <= begin + j; ++m) {
            const F d = d_rows[j * stride + m * kChunk + c];
            grad_pt[j * token_pad() + x[m]] += d;
            grad_tt[x[begin + j] * token_pad() + x[m]] += d;
          }
        }
      }
    }
  }

  using Tokens = TokenVector<F, kS>;
  /// Histograms of kGroup rows.
  struct TokenRows {
    typename Tokens::Part part[kGroup][Tokens::kParts];
  };

  LEMMASCOPE_INLINE TokenRows histograms(const std::uint8_t* x, int keys, const F* d_rows,
                                         int stride) const {
    TokenRows even{};
    TokenRows odd{};
    const auto add_key = [&](int m, TokenRows& sums) __attribute__((always_inline)) {
      const F* one_hot = arena_ + at_.one_hot + x[m] * token_pad();
#pragma GCC unroll 4
      for (int p = 0; p < Tokens::kParts; ++p) {
        const auto key = load_vector<Tokens::kWidth>(one_hot + p * Tokens::kWidth);
#pragma GCC unroll 4
        for (int j = 0; j < kGroup; ++j) sums.part[j][p] += d_rows[j * stride + m * kChunk] * key;
      }
    };
    int m = 0;
    for (; m + 1 < keys; m += 2) {
      add_key(m, even);
      add_key(m + 1, odd);
    }
    if (m < keys) add_key(m, even);
#pragma GCC unroll 4
    for (int j = 0; j < kGroup; ++j) {
      for (int p = 0; p < Tokens::kParts; ++p) even.part[j][p] += odd.part[j][p];
    }
    return even;
  }

  static LEMMASCOPE_INLINE void add_token_row(const TokenRows& rows, int j, F* to) {
#pragma GCC unroll 4
    for (int p = 0; p < Tokens::kParts; ++p, to += Tokens::kWidth) {
      store_vector<Tokens::kWidth>(to, load_vector<Tokens::kWidth>(to) + rows.part[j][p]);
    }
  }

  void backward(const std::uint8_t* x, int n, F* gradient) {
    const int w_stride = sizes_.w_stride();
    const int a2_stride = sizes_.a2_stride();
    F* d_low = arena_ + at_.d_low;
    const F* d_g = arena_ + at_.d_g;
    const F* d_logits = arena_ + at_.d_logits;
    set_product<F, 1>({d_low, kChunk, arena_ + at_.w_transposed, 1, whole_segments(low_width()),
                       d_logits, kChunk, low_width(), states(), kChunk});
    back_through_layer2();
    add_product<F, 1>({d_low, kChunk, arena_ + at_.a2_transposed, 1,
                       whole_segments(heads() * width()), d_g, kChunk, heads() * width(),
                       sizes_.width1(), kChunk});
    for (int k = 0; k < heads(); ++k) back_through_layer1(x, n, k);

    F* d_g_rows = arena_ + at_.d_g_rows;
    F* d_logits_rows = arena_ + at_.d_logits_rows;
    to_rows<F>(d_g, a2_stride, d_g_rows);
    to_rows<F>(d_logits, w_stride, d_logits_rows);
    F* d_a2 = gradient + sizes_.a2_offset();
    F* d_w = gradient + sizes_.w_offset();
    const F* low = arena_ + at_.low;
    add_product<F, kChunk>({d_a2 + width() * a2_stride, a2_stride, low, kChunk, 1, d_g_rows,
                            a2_stride, heads() * width(), kChunk, a2_stride});
    add_product<F, kChunk>({d_w + width() * w_stride, w_stride, low, kChunk, 1, d_logits_rows,
                            w_stride, low_width(), kChunk, w_stride});
    for (int c = 0; c < n; ++c) {
      const int token = x[c * length() + query()];
      add_row(d_a2 + token * a2_stride, d_g_rows + c * a2_stride, a2_stride);
      add_row(d_w + token * w_stride, d_logits_rows + c * w_stride, w_stride);
    }
  }

  static LEMMASCOPE_INLINE void add_row(F* to, const F* from, int n) {
    for (int j = 0; j < n; j += kSegment) add_to_segment<F>(to + j, load_segment(from + j));
  }

  /// Copies the layer-1 blocks to their place; the last position's rows of A2 and W are sums of
  /// token rows.
  void finish_gradient(F* gradient) const {
    for (int k = 0; k < heads(); ++k) {
      F* to = gradient + sizes_.a1_offset(k);
      const F* tt = arena_ + at_.grad_tt + std::ptrdiff_t{k} * states() * token_pad();
      const F* pt = arena_ + at_.grad_pt + std::ptrdiff_t{k} * length() * token_pad();
      const F* tp = arena_ + at_.grad_tp + std::ptrdiff_t{k} * states() * position_pad();
      for (int t = 0; t < states(); ++t, to += sizes_.a1_stride()) {
        for (int s = 0; s < states(); ++s) to[s] = tt[t * token_pad() + s];
        for (int m = 0; m < length(); ++m) to[states() + m] = tp[t * position_pad() + m];
      }
      for (int l = 0; l < length(); ++l, to += sizes_.a1_stride()) {
        for (int s = 0; s < states(); ++s) to[s] = pt[l * token_pad() + s];
        const F* pp = across(at_.grad_pp, k * pairs_of(length()) + pairs_of(l));
        for (int m = 0; m <= l; ++m) to[states() + m] = sum_of_chunk(pp + m * kChunk);
      }
    }
    const int q = states() + query();
    F* d_a2 = gradient + sizes_.a2_offset();
    F* d_w = gradient + sizes_.w_offset();
    for (int s = 0; s < states(); ++s) {
      add_row(d_a2 + q * sizes_.a2_stride(), d_a2 + s * sizes_.a2_stride(), sizes_.a2_stride());
      add_row(d_w + q * sizes_.w_stride(), d_w + s * sizes_.w_stride(), sizes_.w_stride());
    }
  }

  static LEMMASCOPE_INLINE F sum_of_chunk(const F* at) {
    V sum = load_segment(at);
    for (int c = kSegment; c < kChunk; c += kSegment) sum += load_segment(at + c);
    return sum_of<F>(sum);
  }

  const DisentangledSizes& sizes_;
  const F* weights_;
  F* arena_;
  DisentangledArena at_;
};

/// Calls `use` with the kernel class made for these sizes.
template <class F, class Use>
LEMMASCOPE_INLINE auto with_kernel(const DisentangledSizes& sizes, const F* weights, F* arena,
                                   Use use) {
  if (sizes.states <= kSegment) {
    Disentangled<F, 1> kernel(sizes, weights, arena);
    return use(kernel);
  }
  if (sizes.states <= 2 * kSegment) {
    Disentangled<F, 2> kernel(sizes, weights, arena);
    return use(kernel);
  }
  Disentangled<F, 0> kernel(sizes, weights, arena);
  return use(kernel);
}

template <class F>
static std::ptrdiff_t disentangled_arena_size(const DisentangledSizes& sizes) {
  return with_kernel<F>(sizes, nullptr, nullptr, [](auto& kernel) { return kernel.arena_size(); });
}

template <class F>
static void disentangled_prepare(const DisentangledSizes& sizes, const F* weights, F* arena) {
  with_kernel<F>(sizes, weights, arena, [](auto& kernel) { kernel.prepare(); });
}

template <class F>
static double disentangled_accumulate(const DisentangledSizes& sizes, const F* weights, F* arena,
                                      const std::uint8_t* tokens, const float* labels, int count,
                                      F* gradient, const StopFlag* stop) {
  return with_kernel<F>(sizes, weights, arena, [&](auto& kernel) {
    return kernel.accumulate(tokens, labels, count, gradient, stop);
  });
}

template <class F>
DisentangledKernel<F> disentangled_kernel() {
  return {disentangled_arena_size<F>, disentangled_prepare<F>, disentangled_accumulate<F>};
}

template DisentangledKernel<LEMMASCOPE_SCALAR> disentangled_kernel<LEMMASCOPE_SCALAR>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
