// Loss and gradient of the disentangled transformer from one-hot inputs, by hand. Included by one
// source per instruction set.
//
// Inputs are one-hot, so nothing multiplies by X: a score of layer 1 is a sum of four table
// entries,
//   A[x_l, x_m] + A[x_l, S+m] + A[S+l, x_m] + A[S+l, S+m],
// its exponential a product of four entries exponentiated once per step, and mixing tokens is a
// histogram. Only the last position queries layer 2. With a^k the attention of head k, q the last
// position and
//   h_q = [x_q, e_q, v^1, ..],  v^k = [histogram of a^k_q, a^k_q],
//   g = A2^T h_q,  w^k_m = g^k[x_m] + g^k[S+m],
//   L_l = g^0[x_l] + g^0[S+l] + sum_k (a^k w^k)_l,  a2 = softmax L,  b^k = a2 a^k,
//   o = [histogram a2, a2, histogram b^k, b^k, ..],  f = softmax(W [h_q, o]),
// the backward pass is (dz = f - y, [dh, do] = W^T dz)
//   r^k_m = do^k[x_m] + do^k[S+m],  da2_l = do^0[x_l] + do^0[S+l] + sum_k (a^k r^k)_l,
//   dL = a2 (da2 - a2.da2),  e^k = dL a^k,  dg = [histogram dL, dL, histogram e^k, e^k, ..],
//   dv^k = dh^k + A2^k dg,
//   dS^k_lm = a^k_lm (a2_l r^k_m + dL_l w^k_m - c^k_l),  c^k_l = a2_l (a^k r^k)_l + dL_l (a^k
//   w^k)_l,
// with row q receiving a_qm (u_m - a_q.u), u_m = dv[x_m] + dv[S+m], besides.
//
// Positions and tokens lie 8 to a vector. Work proceeds stage by stage over chunks of 16 sequences:
// independent work for an out-of-order core, and the products with A2 and W become matrix products.
#pragma once

#include <type_traits>

#include "sim/cpu/octets.hpp"
#include "sim/model/disentangled_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

inline constexpr int kChunk = 16;

/// Token tables of kTokenOctets octets, held in the machine's own vectors.
template <class F, int kTokenOctets>
struct TokenVector {
  static constexpr int kTokens = kTokenOctets * kOctet;
  static constexpr int kWidth = Row<F>::kWidth < kTokens ? Row<F>::kWidth : kTokens;
  static constexpr int kParts = kTokens / kWidth;
  using Types = RowType<F, kWidth* static_cast<int>(sizeof(F))>;
  using Part = typename Types::Type;

  static LEMMASCOPE_INLINE Part load(const F* from) {
    return *reinterpret_cast<const typename Types::Unaligned*>(from);
  }
  static LEMMASCOPE_INLINE void store(F* to, Part value) {
    *reinterpret_cast<typename Types::Unaligned*>(to) = value;
  }
};

/// Offsets into a worker's arena, in elements.
struct DisentangledArena {
  std::ptrdiff_t tt, pt, tp, pp;  ///< layer-1 tables, per head (see prepare)
  std::ptrdiff_t w_transposed;    ///< states x padded(low)
  std::ptrdiff_t a2_transposed;   ///< width1 x padded(heads * width)
  std::ptrdiff_t one_hot;         ///< row s is 1 at s
  std::ptrdiff_t lowest;          ///< states' minima while preparing
  std::ptrdiff_t use_products;    ///< 1: tables are exponentials; 0: logarithms
  std::ptrdiff_t index;           ///< tokens as integers of F's size, per sequence
  std::ptrdiff_t rows;            ///< unnormalised attention, [head][sequence][l][m]
  std::ptrdiff_t inverse, mixed_w, mixed_r, w, r;       ///< per head and sequence, over positions
  std::ptrdiff_t a2, d_score;                           ///< per sequence, over positions
  std::ptrdiff_t low, g, logits, d_logits, d_low, d_g;  ///< per sequence
  std::ptrdiff_t grad_tt, grad_pt, grad_tp, grad_pp;    ///< layer-1 gradient, per head
  std::ptrdiff_t gradient_begin, gradient_size;
  std::ptrdiff_t total;
};

/// The kernel for sequences of kLength tokens in kStates states and kHeads heads, known when
/// compiled; 0 means any number.
template <class F, int kLength, int kStates, int kHeads>
class Disentangled {
 public:
  using V = Values<F>;
  using I = Indices<F>;

  LEMMASCOPE_INLINE Disentangled(const DisentangledSizes& sizes, const F* weights, F* arena)
      : weights_(weights),
        arena_(arena),
        states_(sizes.states),
        length_(sizes.length),
        heads_(sizes.heads),
        at_(arena_layout(this->sizes())) {}

  LEMMASCOPE_INLINE static constexpr DisentangledArena arena_layout(const DisentangledSizes& s) {
    const int tp = position_octets(s.length) * kOctet;
    const int sp = token_octets(s.states) * kOctet;
    const int low = s.heads * s.width() + s.width1();
    const std::ptrdiff_t per_position = std::ptrdiff_t{kChunk} * tp;
    std::ptrdiff_t next = 0;
    const auto take = [&next](std::ptrdiff_t n) {
      const std::ptrdiff_t offset = next;
      next +=
          (n + 31) / 16 * 16;  // at least 16 elements of slack for vector reads past a row's end
      return offset;
    };
    DisentangledArena a{};
    a.tt = take(std::ptrdiff_t{s.heads} * s.states * sp);
    a.pt = take(std::ptrdiff_t{s.heads} * s.length * sp);
    a.tp = take(std::ptrdiff_t{s.heads} * s.states * tp);
    a.pp = take(std::ptrdiff_t{s.heads} * s.length * tp);
    a.w_transposed = take(std::ptrdiff_t{s.states} * DisentangledSizes::padded(low));
    a.a2_transposed =
        take(std::ptrdiff_t{s.width1()} * DisentangledSizes::padded(s.heads * s.width()));
    a.one_hot = take(std::ptrdiff_t{s.states} * sp);
    a.lowest = take(tp);
    a.use_products = take(1);
    a.index = take(per_position);
    a.rows = take(s.heads * per_position * s.length);
    a.inverse = take(s.heads * per_position);
    a.mixed_w = take(s.heads * per_position);
    a.mixed_r = take(s.heads * per_position);
    a.w = take(s.heads * per_position);
    a.r = take(s.heads * per_position);
    a.a2 = take(per_position);
    a.d_score = take(per_position);
    a.low = take(std::ptrdiff_t{kChunk} * low_stride(s));
    a.g = take(std::ptrdiff_t{kChunk} * g_stride(s));
    a.logits = take(std::ptrdiff_t{kChunk} * s.w_stride());
    a.d_logits = take(std::ptrdiff_t{kChunk} * s.w_stride());
    a.d_low = take(std::ptrdiff_t{kChunk} * low_stride(s));
    a.d_g = take(std::ptrdiff_t{kChunk} * g_stride(s));
    a.gradient_begin = next;
    a.grad_tt = take(std::ptrdiff_t{s.heads} * s.states * sp);
    a.grad_pt = take(std::ptrdiff_t{s.heads} * s.length * sp);
    a.grad_tp = take(std::ptrdiff_t{s.heads} * s.states * tp);
    a.grad_pp = take(std::ptrdiff_t{s.heads} * s.length * tp);
    a.gradient_size = next - a.gradient_begin;
    a.total = next;
    return a;
  }

  // ------------------------------------------------------------------ tables

  void prepare() {
    for (int s = 0; s < states(); ++s) arena_[at_.one_hot + s * token_pad() + s] = 1;
    F lowest = 0;
    for (int k = 0; k < heads(); ++k) {
      shift_rows(k);
      const F bound = lowest_row_maximum(k);
      lowest = bound < lowest ? bound : lowest;
    }
    // A product of four table entries may not underflow where it matters: see lowest_row_maximum.
    const bool products = lowest > (sizeof(F) == 4 ? F(-60) : F(-600));
    arena_[at_.use_products] = products ? F(1) : F(0);
    if (products) {
      for (int k = 0; k < heads(); ++k) exponentiate_tables(k);
    }
    transpose(weights_ + sizes().w_offset() + std::ptrdiff_t{width()} * sizes().w_stride(),
              sizes().w_stride(), low_width(), states(), arena_ + at_.w_transposed,
              DisentangledSizes::padded(low_width()));
    transpose(weights_ + sizes().a2_offset() + std::ptrdiff_t{width()} * sizes().a2_stride(),
              sizes().a2_stride(), heads() * width(), sizes().width1(), arena_ + at_.a2_transposed,
              DisentangledSizes::padded(heads() * width()));
  }

  // ------------------------------------------------------------------ loss and gradient

  double accumulate(const std::uint8_t* tokens, const float* labels, int count, F* gradient) {
    if (gradient != nullptr) {
      clear(gradient, sizes().storage());
      clear(arena_ + at_.gradient_begin, at_.gradient_size);
    }
    double loss = 0;
    for (int first = 0; first < count; first += kChunk) {
      const int n = count - first < kChunk ? count - first : kChunk;
      const std::uint8_t* x = tokens + std::ptrdiff_t{first} * length();
      forward(x, n);
      loss += read_out(x, labels + std::ptrdiff_t{first} * states(), n, gradient != nullptr);
      if (gradient != nullptr) backward(x, n, gradient);
    }
    if (gradient != nullptr) finish_gradient(gradient);
    return loss;
  }

 private:
  static constexpr int kT = (kLength + kOctet - 1) / kOctet;
  static constexpr int kS = (kStates + kOctet - 1) / kOctet;
  static_assert(kS <= 2, "tables of more than 16 tokens are read from memory: use kStates = 0");
  static constexpr int kLocalT = kT > 0 ? kT : kLongestSequence / kOctet;
  static constexpr int kLocalS = kS > 0 ? kS : 1;  // tokens beyond 16 go through memory
  static constexpr int kTableOctets = kS > 0 ? kS : 256 / kOctet;
  using Tokens = TokenVector<F, kLocalS>;
  using Part = typename Tokens::Part;

  static constexpr int position_octets(int length) {
    return kT > 0 ? kT : (length + kOctet - 1) / kOctet;
  }
  static constexpr int token_octets(int states) {
    return kS > 0 ? kS : (states + kOctet - 1) / kOctet;
  }
  static constexpr int low_stride(const DisentangledSizes& s) {
    return DisentangledSizes::padded(s.heads * s.width() + s.width1()) + 16;
  }
  static constexpr int g_stride(const DisentangledSizes& s) { return s.a2_stride() + 16; }
  LEMMASCOPE_INLINE int states() const { return kStates > 0 ? kStates : states_; }
  LEMMASCOPE_INLINE int length() const { return kLength > 0 ? kLength : length_; }
  LEMMASCOPE_INLINE int heads() const { return kHeads > 0 ? kHeads : heads_; }
  LEMMASCOPE_INLINE DisentangledSizes sizes() const { return {states(), length(), heads()}; }
  LEMMASCOPE_INLINE int width() const { return states() + length(); }
  /// Width of what layer 2 and W read besides one-hot entries: the v of each head, then o.
  LEMMASCOPE_INLINE int low_width() const { return heads() * width() + sizes().width1(); }
  LEMMASCOPE_INLINE int octets() const { return position_octets(length()); }
  LEMMASCOPE_INLINE int position_pad() const { return octets() * kOctet; }
  LEMMASCOPE_INLINE int token_pad() const { return token_octets(states()) * kOctet; }

  LEMMASCOPE_INLINE F* per_head(std::ptrdiff_t offset, int k, int rows, int row_size) const {
    return arena_ + offset + std::ptrdiff_t{k} * rows * row_size;
  }
  /// A vector over positions of head k, sequence c.
  LEMMASCOPE_INLINE F* over_positions(std::ptrdiff_t offset, int k, int c) const {
    return arena_ + offset + (std::ptrdiff_t{k} * kChunk + c) * position_pad();
  }
  LEMMASCOPE_INLINE F* attention_rows(int k, int c) const {
    return arena_ + at_.rows + (std::ptrdiff_t{k} * kChunk + c) * length() * position_pad();
  }
  LEMMASCOPE_INLINE F* low_row(int c) const { return arena_ + at_.low + c * low_stride(sizes()); }
  LEMMASCOPE_INLINE F* d_low_row(int c) const {
    return arena_ + at_.d_low + c * low_stride(sizes());
  }
  LEMMASCOPE_INLINE F* g_row(int c) const { return arena_ + at_.g + c * g_stride(sizes()); }
  LEMMASCOPE_INLINE F* d_g_row(int c) const { return arena_ + at_.d_g + c * g_stride(sizes()); }
  LEMMASCOPE_INLINE I index(int c, int octet) const {
    return reinterpret_cast<I>(load8(arena_ + at_.index + c * position_pad() + octet * kOctet));
  }
  /// 1 at positions of the sequence, 0 in the padding.
  LEMMASCOPE_INLINE V valid(int octet) const {
    V v;
    for (int lane = 0; lane < kOctet; ++lane)
      v[lane] = octet * kOctet + lane < length() ? F(1) : F(0);
    return v;
  }

  static LEMMASCOPE_INLINE void clear(F* at, std::ptrdiff_t n) {
    for (std::ptrdiff_t k = 0; k < n; ++k) at[k] = 0;
  }
  static void transpose(const F* from, int from_stride, int rows, int columns, F* to,
                        int to_stride) {
    for (int j = 0; j < columns; ++j) {
      for (int i = 0; i < rows; ++i) to[j * to_stride + i] = from[i * from_stride + j];
    }
  }

  static constexpr F kMasked = F(-1e30);

  /// Copies A1's four blocks into tables, each half row shifted to have maximum 0 over the entries
  /// a causal row can use. A softmax row uses one entry of each half row for every key, so shifts
  /// cancel.
  void shift_rows(int k) {
    const F* a1 = weights_ + sizes().a1_offset(k);
    for (int row = 0; row < width(); ++row) {
      const F* from = a1 + row * sizes().a1_stride();
      const bool token = row < states();
      const int line = token ? row : row - states();
      F* left = per_head(token ? at_.tt : at_.pt, k, token ? states() : length(), token_pad()) +
                line * token_pad();
      F* right = per_head(token ? at_.tp : at_.pp, k, token ? states() : length(), position_pad()) +
                 line * position_pad();
      const int keys = token ? length() : line + 1;
      F left_max = from[0];
      for (int s = 1; s < states(); ++s) left_max = from[s] > left_max ? from[s] : left_max;
      F right_max = from[states()];
      for (int m = 1; m < keys; ++m) {
        right_max = from[states() + m] > right_max ? from[states() + m] : right_max;
      }
      for (int s = 0; s < states(); ++s) left[s] = from[s] - left_max;
      for (int m = 0; m < keys; ++m) right[m] = from[states() + m] - right_max;
      for (int m = keys; m < position_pad(); ++m) right[m] = token ? F(0) : kMasked;
    }
  }

  /// A lower bound of the largest score any row of any sequence can have. If its exponential is far
  /// from underflow, an entry lost to underflow is negligible against its row's sum.
  F lowest_row_maximum(int k) {
    const F* tt = per_head(at_.tt, k, states(), token_pad());
    const F* pt = per_head(at_.pt, k, length(), token_pad());
    const F* tp = per_head(at_.tp, k, states(), position_pad());
    const F* pp = per_head(at_.pp, k, length(), position_pad());
    F* lowest_tp = arena_ + at_.lowest;
    F lowest_tt = 0;
    for (int m = 0; m < length(); ++m) lowest_tp[m] = tp[m];
    for (int s = 0; s < states(); ++s) {
      for (int t = 0; t < states(); ++t) {
        lowest_tt = tt[s * token_pad() + t] < lowest_tt ? tt[s * token_pad() + t] : lowest_tt;
      }
      for (int m = 0; m < length(); ++m) {
        const F value = tp[s * position_pad() + m];
        lowest_tp[m] = value < lowest_tp[m] ? value : lowest_tp[m];
      }
    }
    F lowest = 0;
    for (int l = 0; l < length(); ++l) {
      F best = kMasked;
      for (int m = 0; m <= l; ++m) {
        const F value = pp[l * position_pad() + m] + lowest_tp[m];
        best = value > best ? value : best;
      }
      F lowest_pt = 0;
      for (int s = 0; s < states(); ++s) {
        lowest_pt = pt[l * token_pad() + s] < lowest_pt ? pt[l * token_pad() + s] : lowest_pt;
      }
      const F bound = best + lowest_pt + lowest_tt;
      lowest = bound < lowest ? bound : lowest;
    }
    return lowest;
  }

  void exponentiate_tables(int k) {
    const auto exponentiate = [](F* table, int n) {
      for (int j = 0; j < n; j += kOctet) store8<F>(table + j, exp8(load8(table + j)));
    };
    exponentiate(per_head(at_.tt, k, states(), token_pad()), states() * token_pad());
    exponentiate(per_head(at_.pt, k, length(), token_pad()), length() * token_pad());
    exponentiate(per_head(at_.tp, k, states(), position_pad()), states() * position_pad());
    F* pp = per_head(at_.pp, k, length(), position_pad());
    exponentiate(pp, length() * position_pad());
    for (int l = 0; l < length(); ++l) {
      for (int m = l + 1; m < position_pad(); ++m) pp[l * position_pad() + m] = 0;
    }
  }

  // ------------------------------------------------------------------ histograms and reductions

  /// out[s] = sum over m of weight[m] 1(x_m = s); writes token_pad() entries.
  LEMMASCOPE_INLINE void histogram(const std::uint8_t* x, const F* weight, F* out) const {
    if constexpr (kS > 0) {
      Part even[Tokens::kParts]{};
      Part odd[Tokens::kParts]{};
      const F* one_hot = arena_ + at_.one_hot;
      int m = 0;
      for (; m + 1 < length(); m += 2) {
        for (int p = 0; p < Tokens::kParts; ++p) {
          even[p] += weight[m] * Tokens::load(one_hot + x[m] * token_pad() + p * Tokens::kWidth);
          odd[p] +=
              weight[m + 1] * Tokens::load(one_hot + x[m + 1] * token_pad() + p * Tokens::kWidth);
        }
      }
      for (int p = 0; p < Tokens::kParts; ++p) {
        if (m < length()) {
          even[p] += weight[m] * Tokens::load(one_hot + x[m] * token_pad() + p * Tokens::kWidth);
        }
        Tokens::store(out + p * Tokens::kWidth, even[p] + odd[p]);
      }
    } else {
      for (int s = 0; s < states(); ++s) out[s] = 0;
      for (int m = 0; m < length(); ++m) out[x[m]] += weight[m];
    }
  }

  /// The histograms of two weights at once: each token's one-hot row is read once.
  LEMMASCOPE_INLINE void histograms(const std::uint8_t* x, const F* weight1, const F* weight2,
                                    F* out1, F* out2) const {
    if constexpr (kS > 0) {
      const F* one_hot = arena_ + at_.one_hot;
      const int pairs = length() / 2;
      for (int p = 0; p < Tokens::kParts; ++p) {
        // Two chains for each sum hide the latency of an addition.
        Part even1{}, odd1{}, even2{}, odd2{};
        const auto key = [&](int m) {
          return Tokens::load(one_hot + x[m] * token_pad() + p * Tokens::kWidth);
        };
        for (int pair = 0; pair < pairs; ++pair) {
          const int m = 2 * pair;
          const Part first = key(m);
          const Part second = key(m + 1);
          even1 += weight1[m] * first;
          even2 += weight2[m] * first;
          odd1 += weight1[m + 1] * second;
          odd2 += weight2[m + 1] * second;
        }
        if (length() % 2 == 1) {
          const Part last = key(length() - 1);
          even1 += weight1[length() - 1] * last;
          even2 += weight2[length() - 1] * last;
        }
        Tokens::store(out1 + p * Tokens::kWidth, even1 + odd1);
        Tokens::store(out2 + p * Tokens::kWidth, even2 + odd2);
      }
    } else {
      histogram(x, weight1, out1);
      histogram(x, weight2, out2);
    }
  }

  /// [histogram of weight, weight] as one packed block of `width()` elements. `weight` must be zero
  /// in its padding.
  LEMMASCOPE_INLINE void pack(const std::uint8_t* x, const F* weight, F* out) const {
    histogram(x, weight, out);
    for (int b = 0; b < octets(); ++b) {
      store8<F>(out + states() + b * kOctet, load8(weight + b * kOctet));
    }
  }

  /// value[x_m] + value[S + m] for the positions of one octet.
  LEMMASCOPE_INLINE V unpack(const F* block, int c, int octet) const {
    return look_up<kS>(block, index(c, octet)) + load8(block + states() + octet * kOctet);
  }

  /// out_l = sum_m rows[l][m] w[m] inverse_l.
  LEMMASCOPE_INLINE void mix(const F* rows, const F* w, const F* inverse, F* out) const {
    V weights[kLocalT];
    for (int b = 0; b < octets(); ++b) weights[b] = load8(w + b * kOctet);
    const int octet_count = octets();
#pragma GCC unroll 4
    for (int group = 0; group < octet_count; ++group) {
      V sums[kOctet];
#pragma GCC unroll 8
      for (int j = 0; j < kOctet; ++j) {
        const int l = group * kOctet + j;
        V sum{};
        if (l < length()) {
#pragma GCC unroll 4
          for (int b = 0; b <= group; ++b) {
            sum += load8(rows + l * position_pad() + b * kOctet) * weights[b];
          }
        }
        sums[j] = sum;
      }
      store8<F>(out + group * kOctet,
                reduce_rows<F>(sums, Sum{}) * load8(inverse + group * kOctet));
    }
  }

  /// out[m] = sum_l weight_l rows[l][m].
  LEMMASCOPE_INLINE void mix_transposed(const F* rows, const F* weight, F* out) const {
    V sums[kLocalT];
    for (int b = 0; b < octets(); ++b) sums[b] = V{};
    const int octet_count = octets();
#pragma GCC unroll 4
    for (int group = 0; group < octet_count; ++group) {
      const int end = (group + 1) * kOctet < length() ? (group + 1) * kOctet : length();
      for (int l = group * kOctet; l < end; ++l) {
#pragma GCC unroll 4
        for (int b = 0; b <= group; ++b) {
          sums[b] += weight[l] * load8(rows + l * position_pad() + b * kOctet);
        }
      }
    }
    for (int b = 0; b < octets(); ++b) store8<F>(out + b * kOctet, sums[b]);
  }

  // ------------------------------------------------------------------ forward

  LEMMASCOPE_INLINE void read_tokens(const std::uint8_t* x, int c) {
    for (int b = 0; b < octets(); ++b) {
      const I tokens = load_tokens<F>(x, b * kOctet, length());
      store8<F>(arena_ + at_.index + c * position_pad() + b * kOctet, reinterpret_cast<V>(tokens));
    }
  }

  /// Unnormalised attention rows of head k, and the inverses of their sums.
  template <bool kProducts>
  LEMMASCOPE_INLINE void attend(const std::uint8_t* x, int k, int c) {
    const F* tt = per_head(at_.tt, k, states(), token_pad());
    const F* pt = per_head(at_.pt, k, length(), token_pad());
    const F* tp = per_head(at_.tp, k, states(), position_pad());
    const F* pp = per_head(at_.pp, k, length(), position_pad());
    F* rows = attention_rows(k, c);
    F* inverse = over_positions(at_.inverse, k, c);
    I tokens[kLocalT];
    for (int b = 0; b < octets(); ++b) tokens[b] = index(c, b);
    const int octet_count = octets();
#pragma GCC unroll 4
    for (int group = 0; group < octet_count; ++group) {
      V totals[kOctet];
      for (int j = 0; j < kOctet; ++j) {
        const int l = group * kOctet + j;
        totals[j] = fill8(F(1));
        if (l >= length()) continue;
        V table[kTableOctets];
        const int token_octet_count = token_octets(states());
#pragma GCC unroll 2
        for (int p = 0; p < token_octet_count; ++p) {
          const V token_part = load8(tt + x[l] * token_pad() + p * kOctet);
          const V position_part = load8(pt + l * token_pad() + p * kOctet);
          table[p] = kProducts ? token_part * position_part : token_part + position_part;
        }
        V total = kProducts ? V{} : fill8(kMasked);
#pragma GCC unroll 4
        for (int b = 0; b <= group; ++b) {
          const V by_token = look_up_in<kS, F>(table, tokens[b]);
          const V token_part = load8(tp + x[l] * position_pad() + b * kOctet);
          const V position_part = load8(pp + l * position_pad() + b * kOctet);
          const V value = kProducts ? by_token * (token_part * position_part)
                                    : by_token + (token_part + position_part);
          store8<F>(rows + l * position_pad() + b * kOctet, value);
          total = kProducts ? total + value : Largest{}(total, value);
        }
        totals[j] = total;
      }
      if constexpr (kProducts) {
        store8<F>(inverse + group * kOctet, F(1) / reduce_rows<F>(totals, Sum{}));
      } else {
        const V largest = reduce_rows<F>(totals, Largest{});
        for (int j = 0; j < kOctet; ++j) {
          const int l = group * kOctet + j;
          totals[j] = fill8(F(1));
          if (l >= length()) continue;
          totals[j] = V{};
#pragma GCC unroll 4
          for (int b = 0; b <= group; ++b) {
            F* at = rows + l * position_pad() + b * kOctet;
            const V score = load8(at);
            const V masked = fill8(kMasked / 2);
            const V value = score > masked ? exp8(score - largest[j]) : V{};
            store8<F>(at, value);
            totals[j] += value;
          }
        }
        store8<F>(inverse + group * kOctet, F(1) / reduce_rows<F>(totals, Sum{}));
      }
    }
    // The query's row, normalised and packed: v^k.
    const int q = length() - 1;
    alignas(64) F query[kLocalT * kOctet];
    for (int b = 0; b < octets(); ++b) {
      store8<F>(query + b * kOctet, load8(rows + q * position_pad() + b * kOctet) * inverse[q]);
    }
    pack(x, query, low_row(c) + k * width());
  }

  /// g and the logits start from the rows that the query's token and position select.
  LEMMASCOPE_INLINE void select_rows(const F* matrix, int stride, int token, F* out) const {
    const F* by_token = matrix + token * stride;
    const F* by_position = matrix + (states() + length() - 1) * stride;
    for (int j = 0; j < stride; j += kOctet) {
      store8<F>(out + j, load8(by_token + j) + load8(by_position + j));
    }
  }

  LEMMASCOPE_INLINE void attend_from_query(const std::uint8_t* x, int c) {
    const F* g = g_row(c);
    V scores[kLocalT];
    for (int b = 0; b < octets(); ++b) scores[b] = unpack(g, c, b);
    for (int k = 0; k < heads(); ++k) {
      F* w = over_positions(at_.w, k, c);
      for (int b = 0; b < octets(); ++b) {
        store8<F>(w + b * kOctet, unpack(g + (1 + k) * width(), c, b));
      }
      F* mixed = over_positions(at_.mixed_w, k, c);
      mix(attention_rows(k, c), w, over_positions(at_.inverse, k, c), mixed);
      for (int b = 0; b < octets(); ++b) scores[b] += load8(mixed + b * kOctet);
    }
    V largest = fill8(kMasked);
    for (int b = 0; b < octets(); ++b) {
      const V masked = fill8(kMasked);
      scores[b] = valid(b) > F(0) ? scores[b] : masked;
      largest = Largest{}(largest, scores[b]);
    }
    const F shift = largest_of<F>(largest);
    V total{};
    for (int b = 0; b < octets(); ++b) {
      scores[b] = exp8(scores[b] - shift) * valid(b);
      total += scores[b];
    }
    const F scale = F(1) / sum_of<F>(total);
    F* a2 = over_positions(at_.a2, 0, c);
    for (int b = 0; b < octets(); ++b) store8<F>(a2 + b * kOctet, scores[b] * scale);
    F* out = low_row(c) + heads() * width();
    mix_and_pack(x, c, a2, out);
  }

  /// Packs `weight` itself and sum_l weight_l a^k_l for each head: 1 + heads blocks.
  LEMMASCOPE_INLINE void mix_and_pack(const std::uint8_t* x, int c, const F* weight, F* out) {
    alignas(64) F mixed[kLocalT * kOctet];
    mix_by_head(0, c, weight, mixed);
    // Both histograms write past their block's tokens, so they come before the positions, in order.
    alignas(64) F tokens1[kTableOctets * kOctet];
    alignas(64) F tokens2[kTableOctets * kOctet];
    histograms(x, weight, mixed, tokens1, tokens2);
    write_block(tokens1, weight, out);
    write_block(tokens2, mixed, out + width());
    for (int k = 1; k < heads(); ++k) {
      mix_by_head(k, c, weight, mixed);
      pack(x, mixed, out + (1 + k) * width());
    }
  }

  LEMMASCOPE_INLINE void mix_by_head(int k, int c, const F* weight, F* mixed) const {
    const F* inverse = over_positions(at_.inverse, k, c);
    alignas(64) F scaled[kLocalT * kOctet];
    for (int b = 0; b < octets(); ++b) {
      store8<F>(scaled + b * kOctet, load8(weight + b * kOctet) * load8(inverse + b * kOctet));
    }
    mix_transposed(attention_rows(k, c), scaled, mixed);
  }

  LEMMASCOPE_INLINE void write_block(const F* tokens, const F* positions, F* out) const {
    for (int p = 0; p < token_octets(states()); ++p) {
      store8<F>(out + p * kOctet, load8(tokens + p * kOctet));
    }
    for (int b = 0; b < octets(); ++b) {
      store8<F>(out + states() + b * kOctet, load8(positions + b * kOctet));
    }
  }

  void forward(const std::uint8_t* x, int n) {
    const bool products = arena_[at_.use_products] > 0;
    for (int c = 0; c < n; ++c) read_tokens(x + c * length(), c);
    for (int c = 0; c < n; ++c) {
      for (int k = 0; k < heads(); ++k) {
        if (products) {
          attend<true>(x + c * length(), k, c);
        } else {
          attend<false>(x + c * length(), k, c);
        }
      }
    }
    const F* a2 = weights_ + sizes().a2_offset();
    for (int c = 0; c < n; ++c) {
      select_rows(a2, sizes().a2_stride(), x[c * length() + length() - 1], g_row(c));
    }
    add_product<F>({g_row(0), g_stride(sizes()), low_row(0), low_stride(sizes()), 1,
                    a2 + width() * sizes().a2_stride(), sizes().a2_stride(), n, heads() * width(),
                    sizes().a2_stride()});
    for (int c = 0; c < n; ++c) attend_from_query(x + c * length(), c);
  }

  /// Softmax, loss and d_logits = f - y.
  double read_out(const std::uint8_t* x, const float* labels, int n, bool with_gradient) {
    const F* w = weights_ + sizes().w_offset();
    F* logits = arena_ + at_.logits;
    const int stride = sizes().w_stride();
    for (int c = 0; c < n; ++c) {
      select_rows(w, stride, x[c * length() + length() - 1], logits + c * stride);
    }
    add_product<F>({logits, stride, low_row(0), low_stride(sizes()), 1, w + width() * stride,
                    stride, n, low_width(), stride});
    double loss = 0;
    for (int c = 0; c < n; ++c) {
      loss += read_out_one(logits + c * stride, labels + c * states(), c, with_gradient);
    }
    return loss;
  }

  LEMMASCOPE_INLINE double read_out_one(const F* z, const float* label, int c, bool with_gradient) {
    F label_sum = 0;
    F target = 0;
    F largest = z[0];
    for (int s = 0; s < states(); ++s) {
      label_sum += F(label[s]);
      largest = z[s] > largest ? z[s] : largest;
    }
    // Labels are single precision; training in double needs them to sum to one in double.
    const F label_scale = sizeof(F) == 8 ? F(1) / label_sum : F(1);
    F* out = arena_ + at_.d_logits + c * sizes().w_stride();
    for (int j = 0; j < sizes().w_stride(); j += kOctet) {
      store8<F>(out + j, exp8(load8(z + j) - largest));
    }
    F total = 0;
    for (int s = 0; s < states(); ++s) {
      total += out[s];
      target += F(label[s]) * (z[s] - largest);
    }
    if (with_gradient) {
      const F scale = F(1) / total;
      for (int s = 0; s < states(); ++s) out[s] = out[s] * scale - F(label[s]) * label_scale;
      for (int s = states(); s < sizes().w_stride(); ++s) out[s] = 0;
    }
    const double weight = sizeof(F) == 8 ? 1.0 : static_cast<double>(label_sum);
    return weight * __builtin_log(static_cast<double>(total)) -
           static_cast<double>(target * label_scale);
  }

  // ------------------------------------------------------------------ backward

  LEMMASCOPE_INLINE void back_through_layer2(const std::uint8_t* x, int c) {
    const F* d_out = d_low_row(c) + heads() * width();
    const F* a2 = over_positions(at_.a2, 0, c);
    V d_a2[kLocalT];
    for (int b = 0; b < octets(); ++b) d_a2[b] = unpack(d_out, c, b);
    for (int k = 0; k < heads(); ++k) {
      F* r = over_positions(at_.r, k, c);
      for (int b = 0; b < octets(); ++b) {
        store8<F>(r + b * kOctet, unpack(d_out + (1 + k) * width(), c, b));
      }
      F* mixed = over_positions(at_.mixed_r, k, c);
      mix(attention_rows(k, c), r, over_positions(at_.inverse, k, c), mixed);
      for (int b = 0; b < octets(); ++b) d_a2[b] += load8(mixed + b * kOctet);
    }
    V product{};
    for (int b = 0; b < octets(); ++b) product += load8(a2 + b * kOctet) * d_a2[b];
    const F mean = sum_of<F>(product);
    F* d_score = over_positions(at_.d_score, 0, c);
    for (int b = 0; b < octets(); ++b) {
      store8<F>(d_score + b * kOctet, load8(a2 + b * kOctet) * (d_a2[b] - mean));
    }
    F* d_g = d_g_row(c);
    mix_and_pack(x, c, d_score, d_g);
    for (int j = sizes().width1(); j < sizes().a2_stride(); ++j) d_g[j] = 0;
  }

  /// Per-position coefficients of dS_lm = rows_lm (alpha_l r_m + beta_l w_m - gamma_l).
  struct Coefficients {
    alignas(64) F alpha[kLocalT * kOctet];
    alignas(64) F beta[kLocalT * kOctet];
    alignas(64) F gamma[kLocalT * kOctet];
  };

  LEMMASCOPE_INLINE void coefficients(int k, int c, Coefficients& out) const {
    const F* inverse = over_positions(at_.inverse, k, c);
    const F* a2 = over_positions(at_.a2, 0, c);
    const F* d_score = over_positions(at_.d_score, 0, c);
    const F* mixed_w = over_positions(at_.mixed_w, k, c);
    const F* mixed_r = over_positions(at_.mixed_r, k, c);
    for (int b = 0; b < octets(); ++b) {
      const int j = b * kOctet;
      const V alpha = load8(a2 + j) * load8(inverse + j);
      const V beta = load8(d_score + j) * load8(inverse + j);
      store8<F>(out.alpha + j, alpha);
      store8<F>(out.beta + j, beta);
      store8<F>(out.gamma + j, alpha * load8(mixed_r + j) + beta * load8(mixed_w + j));
    }
  }

  /// Adds dS of head k, sequence c to the four blocks of the layer-1 gradient.
  LEMMASCOPE_INLINE void back_through_layer1(const std::uint8_t* x, int k, int c) {
    Coefficients at;
    coefficients(k, c, at);
    F* grad_tp = per_head(at_.grad_tp, k, states(), position_pad());
    F* grad_pp = per_head(at_.grad_pp, k, length(), position_pad());
    const F* rows = attention_rows(k, c);
    V r[kLocalT];
    V w[kLocalT];
    for (int b = 0; b < octets(); ++b) {
      r[b] = load8(over_positions(at_.r, k, c) + b * kOctet);
      w[b] = load8(over_positions(at_.w, k, c) + b * kOctet);
    }
    V from_query[kLocalT];
    query_part(k, c, from_query);
    constexpr int kGroup = 4;  // rows whose token histograms run side by side
    alignas(64) F d_rows[kGroup][kLocalT * kOctet];
    const int position_count = length();
#pragma GCC unroll 8
    for (int begin = 0; begin < position_count; begin += kGroup) {
      const int group = begin / kOctet;
      const int n = length() - begin < kGroup ? length() - begin : kGroup;
      for (int j = 0; j < n; ++j) {
        const int l = begin + j;
#pragma GCC unroll 4
        for (int b = 0; b <= group; ++b) {
          const V row = load8(rows + l * position_pad() + b * kOctet);
          V d = row * (at.alpha[l] * r[b] + (at.beta[l] * w[b] - at.gamma[l]));
          if (l == length() - 1) d += from_query[b];
          store8<F>(d_rows[j] + b * kOctet, d);
          F* pp = grad_pp + l * position_pad() + b * kOctet;
          store8<F>(pp, load8(pp) + d);
          F* tp = grad_tp + x[l] * position_pad() + b * kOctet;
          store8<F>(tp, load8(tp) + d);
        }
      }
      for (int j = n; j < kGroup; ++j) {
        for (int b = 0; b <= group; ++b) store8<F>(d_rows[j] + b * kOctet, V{});
      }
      add_histograms(x, k, begin, n, d_rows);
    }
  }

  template <int kGroup>
  LEMMASCOPE_INLINE void add_histograms(const std::uint8_t* x, int k, int begin, int n,
                                        const F (&d_rows)[kGroup][kLocalT * kOctet]) {
    F* grad_tt = per_head(at_.grad_tt, k, states(), token_pad());
    F* grad_pt = per_head(at_.grad_pt, k, length(), token_pad());
    const int keys = begin + n;
    if constexpr (kS > 0) {
      const F* one_hot = arena_ + at_.one_hot;
      Part sums[kGroup][Tokens::kParts]{};
#pragma GCC unroll 4
      for (int m = 0; m < keys; ++m) {
        for (int p = 0; p < Tokens::kParts; ++p) {
          const Part key = Tokens::load(one_hot + x[m] * token_pad() + p * Tokens::kWidth);
#pragma GCC unroll 4
          for (int j = 0; j < kGroup; ++j) sums[j][p] += d_rows[j][m] * key;
        }
      }
      for (int j = 0; j < n; ++j) {
        for (int p = 0; p < Tokens::kParts; ++p) {
          F* pt = grad_pt + (begin + j) * token_pad() + p * Tokens::kWidth;
          Tokens::store(pt, Tokens::load(pt) + sums[j][p]);
          F* tt = grad_tt + x[begin + j] * token_pad() + p * Tokens::kWidth;
          Tokens::store(tt, Tokens::load(tt) + sums[j][p]);
        }
      }
    } else {
      for (int j = 0; j < n; ++j) {
        for (int m = 0; m < keys; ++m) {
          grad_pt[(begin + j) * token_pad() + x[m]] += d_rows[j][m];
          grad_tt[x[begin + j] * token_pad() + x[m]] += d_rows[j][m];
        }
      }
    }
  }

  /// What reaches the query's own first-layer row through h_q: a_qm (u_m - a_q.u).
  LEMMASCOPE_INLINE void query_part(int k, int c, V* out) const {
    const int q = length() - 1;
    const F* d_v = d_low_row(c) + k * width();
    const F* row = attention_rows(k, c) + q * position_pad();
    const F inverse = over_positions(at_.inverse, k, c)[q];
    V sum{};
    for (int b = 0; b < octets(); ++b) {
      out[b] = unpack(d_v, c, b);
      sum += load8(row + b * kOctet) * out[b];
    }
    const F mean = sum_of<F>(sum) * inverse;
    for (int b = 0; b < octets(); ++b) {
      out[b] = load8(row + b * kOctet) * inverse * (out[b] - mean);
    }
  }

  void backward(const std::uint8_t* x, int n, F* gradient) {
    const int low_pad = DisentangledSizes::padded(low_width());
    const int w_stride = sizes().w_stride();
    const int a2_stride = sizes().a2_stride();
    const F* d_logits = arena_ + at_.d_logits;
    clear(d_low_row(0), std::ptrdiff_t{n} * low_stride(sizes()));
    add_product<F>({d_low_row(0), low_stride(sizes()), d_logits, w_stride, 1,
                    arena_ + at_.w_transposed, low_pad, n, states(), low_pad});
    for (int c = 0; c < n; ++c) back_through_layer2(x + c * length(), c);
    add_product<F>({d_low_row(0), low_stride(sizes()), d_g_row(0), g_stride(sizes()), 1,
                    arena_ + at_.a2_transposed, DisentangledSizes::padded(heads() * width()), n,
                    sizes().width1(), DisentangledSizes::padded(heads() * width())});
    for (int c = 0; c < n; ++c) {
      for (int k = 0; k < heads(); ++k) back_through_layer1(x + c * length(), k, c);
    }
    F* d_a2 = gradient + sizes().a2_offset();
    F* d_w = gradient + sizes().w_offset();
    add_product<F>({d_a2 + width() * a2_stride, a2_stride, low_row(0), 1, low_stride(sizes()),
                    d_g_row(0), g_stride(sizes()), heads() * width(), n, a2_stride});
    add_product<F>({d_w + width() * w_stride, w_stride, low_row(0), 1, low_stride(sizes()),
                    d_logits, w_stride, low_width(), n, w_stride});
    for (int c = 0; c < n; ++c) {
      const int token = x[c * length() + length() - 1];
      add_row(d_a2 + token * a2_stride, d_g_row(c), a2_stride);
      add_row(d_w + token * w_stride, d_logits + c * w_stride, w_stride);
    }
  }

  static LEMMASCOPE_INLINE void add_row(F* to, const F* from, int n) {
    for (int j = 0; j < n; j += kOctet) store8<F>(to + j, load8(to + j) + load8(from + j));
  }

  /// Copies the layer-1 blocks to their place; the last position's rows of A2 and W are sums of
  /// token rows.
  void finish_gradient(F* gradient) {
    for (int k = 0; k < heads(); ++k) {
      F* to = gradient + sizes().a1_offset(k);
      for (int row = 0; row < width(); ++row, to += sizes().a1_stride()) {
        const bool token = row < states();
        const int line = token ? row : row - states();
        const int rows = token ? states() : length();
        const F* left =
            per_head(token ? at_.grad_tt : at_.grad_pt, k, rows, token_pad()) + line * token_pad();
        const F* right = per_head(token ? at_.grad_tp : at_.grad_pp, k, rows, position_pad()) +
                         line * position_pad();
        for (int s = 0; s < states(); ++s) to[s] = left[s];
        for (int m = 0; m < length(); ++m) to[states() + m] = right[m];
      }
    }
    const int q = states() + length() - 1;
    F* d_a2 = gradient + sizes().a2_offset();
    F* d_w = gradient + sizes().w_offset();
    for (int s = 0; s < states(); ++s) {
      add_row(d_a2 + q * sizes().a2_stride(), d_a2 + s * sizes().a2_stride(), sizes().a2_stride());
      add_row(d_w + q * sizes().w_stride(), d_w + s * sizes().w_stride(), sizes().w_stride());
    }
  }

  const F* weights_;
  F* arena_;
  int states_, length_, heads_;
  DisentangledArena at_;
};

/// Calls `use` with the kernel class made for these sizes.
template <class F, class Use>
LEMMASCOPE_INLINE auto with_kernel(const DisentangledSizes& s, const F* weights, F* arena,
                                   Use use) {
  const auto is = [&s](int length, int states, int heads) {
    return s.length == length && s.states == states && s.heads == heads;
  };
  // The shapes of the paper's experiments.
  if (is(20, 10, 1)) {
    Disentangled<F, 20, 10, 1> kernel(s, weights, arena);
    return use(kernel);
  }
  if (is(20, 3, 1)) {
    Disentangled<F, 20, 3, 1> kernel(s, weights, arena);
    return use(kernel);
  }
  if (is(32, 5, 2)) {
    Disentangled<F, 32, 5, 2> kernel(s, weights, arena);
    return use(kernel);
  }
  if (is(32, 5, 3)) {
    Disentangled<F, 32, 5, 3> kernel(s, weights, arena);
    return use(kernel);
  }
  Disentangled<F, 0, 0, 0> kernel(s, weights, arena);
  return use(kernel);
}

template <class F>
static std::ptrdiff_t disentangled_arena_size(const DisentangledSizes& sizes) {
  return with_kernel<F>(sizes, nullptr, nullptr, [&sizes](auto& kernel) {
    return std::remove_reference_t<decltype(kernel)>::arena_layout(sizes).total;
  });
}

template <class F>
static void disentangled_prepare(const DisentangledSizes& sizes, const F* weights, F* arena) {
  with_kernel<F>(sizes, weights, arena, [](auto& kernel) { kernel.prepare(); });
}

template <class F>
static double disentangled_accumulate(const DisentangledSizes& sizes, const F* weights, F* arena,
                                      const std::uint8_t* tokens, const float* labels, int count,
                                      F* gradient) {
  return with_kernel<F>(sizes, weights, arena, [&](auto& kernel) {
    return kernel.accumulate(tokens, labels, count, gradient);
  });
}

template <class F>
DisentangledKernel<F> disentangled_kernel() {
  return {disentangled_arena_size<F>, disentangled_prepare<F>, disentangled_accumulate<F>};
}

template DisentangledKernel<LEMMASCOPE_SCALAR> disentangled_kernel<LEMMASCOPE_SCALAR>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
