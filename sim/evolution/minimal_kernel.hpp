// Loss and gradient of the minimal model, by hand. Included by one source per instruction set.
//
// f_p,i = sum over q <= p with x_q = i of sum over s <= q of v_(q-s+1) W[x_p, x_s]. With
// c_l(q) = sum over s <= q with x_s = l of v_(q-s+1) and S_il(p) the sum of c_l(q) over q <= p with
// x_q = i, f_p,i = sum over l of W[x_p, l] S_il(p). A row c_l is a sum of shifted copies of v, a
// token each, whatever the number of states, and so is the gradient of v of rows of that of c. The
// rest runs over positions with a chunk of sequences in lanes.
#pragma once

#include "sim/cpu/across.hpp"
#include "sim/cpu/elementary.hpp"
#include "sim/evolution/minimal_plan.hpp"

namespace lemmascope::evolution::LEMMASCOPE_ISA {

using namespace sim::LEMMASCOPE_ISA;

template <class F>
class MinimalPass {
 public:
  LEMMASCOPE_INLINE MinimalPass(const MinimalSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes),
        weights_(weights),
        lags_(weights + sizes.lags_offset()),
        base_(arena),
        next_(arena),
        row_((sizes.length + 31) / 16 * 16) {
    const std::ptrdiff_t lanes = std::ptrdiff_t{sizes.states} * sizes.length * kChunk;
    rows_ = take(std::ptrdiff_t{sizes.states} * row_);
    hot_ = take(lanes);
    seen_ = take(lanes);
    out_ = take(lanes);
    const std::ptrdiff_t pairs = std::ptrdiff_t{sizes.states} * sizes.states * kChunk;
    sums_ = take(pairs);
    d_weights_ = take(pairs);
    d_lags_ = take(row_);
  }

  LEMMASCOPE_INLINE std::ptrdiff_t arena_size() const { return next_ - base_; }

  double accumulate(const MinimalBatch& batch, F* gradient) {
    const int k = sizes_.states;
    clear(d_weights_, std::ptrdiff_t{k} * k * kChunk);
    clear(d_lags_, row_);
    double loss = 0;
    for (int first = 0; first < batch.count; first += kChunk) {
      if (batch.stop != nullptr && __atomic_load_n(&batch.stop->raised, __ATOMIC_RELAXED) != 0) {
        break;
      }
      const int n = batch.count - first < kChunk ? batch.count - first : kChunk;
      const std::uint8_t* tokens = batch.tokens + std::ptrdiff_t{first} * (sizes_.length + 1);
      read(tokens, n);
      forward();
      loss += sizes_.margin > 0 ? margin_loss(tokens, n) : entropy_loss(tokens, n);
      if (gradient == nullptr) continue;
      weights_back();
      seen_back();
      lags_back(tokens, n);
    }
    if (gradient != nullptr) {
      for (int e = 0; e < k * k; ++e) {
        F sum = 0;
        for (int c = 0; c < kChunk; ++c) sum += d_weights_[e * kChunk + c];
        gradient[e] = sum;
      }
      for (int j = 0; j < sizes_.length; ++j) gradient[sizes_.lags_offset() + j] = d_lags_[j];
    }
    return loss;
  }

  void last(const MinimalBatch& batch, F* out) {
    const int k = sizes_.states, end = (sizes_.length - 1) * kChunk;
    for (int first = 0; first < batch.count; first += kChunk) {
      const int n = batch.count - first < kChunk ? batch.count - first : kChunk;
      read(batch.tokens + std::ptrdiff_t{first} * (sizes_.length + 1), n);
      forward();
      for (int c = 0; c < n; ++c) {
        for (int i = 0; i < k; ++i) *out++ = of(out_, i)[end + c];
      }
    }
  }

 private:
  F* take(std::ptrdiff_t n) {
    F* at = next_;
    next_ += (n + 31) / 16 * 16;
    return at;
  }
  static void clear(F* at, std::ptrdiff_t n) {
    for (std::ptrdiff_t e = 0; e < n; ++e) at[e] = 0;
  }
  /// The part of an array over (state, position, sequence) that belongs to a state.
  F* of(F* array, int state) const {
    return array + std::ptrdiff_t{state} * sizes_.length * kChunk;
  }

  /// One-hot tokens and c of every sequence; lanes without one stay zero.
  void read(const std::uint8_t* tokens, int n) {
    const int k = sizes_.states, t = sizes_.length;
    clear(hot_, std::ptrdiff_t{k} * t * kChunk);
    if (n < kChunk) clear(seen_, std::ptrdiff_t{k} * t * kChunk);
    for (int c = 0; c < n; ++c) {
      const std::uint8_t* x = tokens + std::ptrdiff_t{c} * (t + 1);
      clear(rows_, std::ptrdiff_t{k} * row_);
      for (int s = 0; s < t; ++s) {
        hot_[(std::ptrdiff_t{x[s]} * t + s) * kChunk + c] = 1;
        F* __restrict row = rows_ + std::ptrdiff_t{x[s]} * row_ + s;
        const F* __restrict lags = lags_;
        for (int j = 0; j < t - s; ++j) row[j] += lags[j];
      }
      for (int l = 0; l < k; ++l) {
        F* to = of(seen_, l) + c;
        const F* row = rows_ + std::ptrdiff_t{l} * row_;
        for (int q = 0; q < t; ++q) to[std::ptrdiff_t{q} * kChunk] = row[q];
      }
    }
  }

  /// Row x_p of W, entry l, in every lane.
  LEMMASCOPE_INLINE Across<F> row_of_weights(int p, int lane, int l) const {
    Across<F> value{};
    for (int m = 0; m < sizes_.states; ++m) {
      value += load_across(of(hot_, m) + p * kChunk + lane) * weights_[m * sizes_.states + l];
    }
    return value;
  }

  void forward() {
    const int k = sizes_.states;
    for_lanes<F>([&](int lane) {
      for (int e = 0; e < k * k; ++e) store_across<F>(sums_ + e * kChunk + lane, Across<F>{});
      for (int p = 0; p < sizes_.length; ++p) {
        const int at = p * kChunk + lane;
        Across<F> row[kMostMinimalStates];
        for (int l = 0; l < k; ++l) row[l] = row_of_weights(p, lane, l);
        for (int i = 0; i < k; ++i) {
          const Across<F> hot = load_across(of(hot_, i) + at);
          Across<F> f{};
          for (int l = 0; l < k; ++l) {
            F* sum = sums_ + (i * k + l) * kChunk + lane;
            const Across<F> all = load_across(sum) + hot * load_across(of(seen_, l) + at);
            store_across<F>(sum, all);
            f += row[l] * all;
          }
          store_across<F>(of(out_, i) + at, f);
        }
      }
    });
  }

  /// The summed loss; f becomes its gradient, zero in lanes without a sequence.
  double entropy_loss(const std::uint8_t* tokens, int n) {
    const int k = sizes_.states, t = sizes_.length;
    double loss = 0;
    for_lanes<F>([&](int lane) {
      for (int p = 0; p < t; ++p) {
        const int at = p * kChunk + lane;
        Across<F> largest = load_across(out_ + at);
        for (int i = 1; i < k; ++i) largest = Largest{}(largest, load_across(of(out_, i) + at));
        Across<F> parts[kMostMinimalStates], total{};
        for (int i = 0; i < k; ++i) {
          parts[i] = exp_of<F>(load_across(of(out_, i) + at) - largest);
          total += parts[i];
        }
        const Across<F> logs = log_of<F>(total) + largest, scale = F(1) / total;
        for (int c = 0; c < kAcross<F>; ++c) {
          if (lane + c >= n) break;
          const int next = tokens[std::ptrdiff_t{lane + c} * (t + 1) + p + 1];
          loss += static_cast<double>(logs[c] - of(out_, next)[at + c]);
        }
        for (int i = 0; i < k; ++i) store_across<F>(of(out_, i) + at, parts[i] * scale);
        for (int c = 0; c < kAcross<F>; ++c) {
          if (lane + c < n) {
            of(out_, tokens[std::ptrdiff_t{lane + c} * (t + 1) + p + 1])[at + c] -= F(1);
          } else {
            for (int i = 0; i < k; ++i) of(out_, i)[at + c] = 0;
          }
        }
      }
    });
    return loss;
  }

  double margin_loss(const std::uint8_t* tokens, int n) {
    const int k = sizes_.states, t = sizes_.length;
    const F margin = F(sizes_.margin), share = F(1) / F(k);
    double loss = 0;
    for (int p = 0; p < t; ++p) {
      for (int c = 0; c < kChunk; ++c) {
        const int at = p * kChunk + c;
        const int next = c < n ? tokens[std::ptrdiff_t{c} * (t + 1) + p + 1] : -1;
        const F own = c < n ? of(out_, next)[at] : F(0);
        int active = 0;
        for (int i = 0; i < k; ++i) {
          if (i == next) continue;
          F& f = of(out_, i)[at];
          const F room = margin + f - own;
          const bool counts = c < n && room > 0;
          if (counts) loss += static_cast<double>(share * room);
          f = counts ? share : F(0);
          active += counts ? 1 : 0;
        }
        if (c < n) of(out_, next)[at] = -share * F(active);
      }
    }
    return loss;
  }

  /// dW[m, l] += over p with x_p = m, sum over i of df_i S_il(p), with S summed again.
  void weights_back() {
    const int k = sizes_.states;
    for_lanes<F>([&](int lane) {
      for (int e = 0; e < k * k; ++e) store_across<F>(sums_ + e * kChunk + lane, Across<F>{});
      for (int p = 0; p < sizes_.length; ++p) {
        const int at = p * kChunk + lane;
        Across<F> row[kMostMinimalStates]{};
        for (int i = 0; i < k; ++i) {
          const Across<F> hot = load_across(of(hot_, i) + at), d = load_across(of(out_, i) + at);
          for (int l = 0; l < k; ++l) {
            F* sum = sums_ + (i * k + l) * kChunk + lane;
            const Across<F> all = load_across(sum) + hot * load_across(of(seen_, l) + at);
            store_across<F>(sum, all);
            row[l] += d * all;
          }
        }
        for (int m = 0; m < k; ++m) {
          const Across<F> hot = load_across(of(hot_, m) + at);
          for (int l = 0; l < k; ++l) {
            F* d = d_weights_ + (m * k + l) * kChunk + lane;
            store_across<F>(d, load_across(d) + hot * row[l]);
          }
        }
      }
    });
  }

  /// c becomes its gradient: dc_l(q) = sum over p >= q of df_(x_q) W[x_p, l], from the end.
  void seen_back() {
    const int k = sizes_.states;
    for_lanes<F>([&](int lane) {
      for (int e = 0; e < k * k; ++e) store_across<F>(sums_ + e * kChunk + lane, Across<F>{});
      for (int p = sizes_.length - 1; p >= 0; --p) {
        const int at = p * kChunk + lane;
        for (int l = 0; l < k; ++l) {
          const Across<F> weight = row_of_weights(p, lane, l);
          Across<F> d{};
          for (int i = 0; i < k; ++i) {
            F* sum = sums_ + (i * k + l) * kChunk + lane;
            const Across<F> all = load_across(sum) + weight * load_across(of(out_, i) + at);
            store_across<F>(sum, all);
            d += load_across(of(hot_, i) + at) * all;
          }
          store_across<F>(of(seen_, l) + at, d);
        }
      }
    });
  }

  void lags_back(const std::uint8_t* tokens, int n) {
    const int k = sizes_.states, t = sizes_.length;
    for (int c = 0; c < n; ++c) {
      const std::uint8_t* x = tokens + std::ptrdiff_t{c} * (t + 1);
      for (int l = 0; l < k; ++l) {
        const F* from = of(seen_, l) + c;
        F* row = rows_ + std::ptrdiff_t{l} * row_;
        for (int q = 0; q < t; ++q) row[q] = from[std::ptrdiff_t{q} * kChunk];
      }
      for (int s = 0; s < t; ++s) {
        const F* __restrict row = rows_ + std::ptrdiff_t{x[s]} * row_ + s;
        F* __restrict lags = d_lags_;
        for (int j = 0; j < t - s; ++j) lags[j] += row[j];
      }
    }
  }

  const MinimalSizes& sizes_;
  const F *weights_, *lags_;
  F *base_, *next_;
  int row_;         ///< elements of a row over positions
  F* rows_;         ///< c or its gradient of one sequence, a row a state
  F *hot_, *seen_;  ///< one-hot tokens; c or its gradient
  F* out_;          ///< f or its gradient
  F *sums_, *d_weights_, *d_lags_;
};

template <class F>
static std::ptrdiff_t minimal_arena_size(const MinimalSizes& sizes) {
  return MinimalPass<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static double minimal_accumulate(const MinimalSizes& sizes, const F* weights, F* arena,
                                 const MinimalBatch& batch, F* gradient) {
  return MinimalPass<F>(sizes, weights, arena).accumulate(batch, gradient);
}
template <class F>
static void minimal_last(const MinimalSizes& sizes, const F* weights, F* arena,
                         const MinimalBatch& batch, F* out) {
  MinimalPass<F>(sizes, weights, arena).last(batch, out);
}

template <class F>
MinimalKernel<F> minimal_kernel() {
  return {minimal_arena_size<F>, minimal_accumulate<F>, minimal_last<F>};
}
template MinimalKernel<float> minimal_kernel<float>();
template MinimalKernel<double> minimal_kernel<double>();

}  // namespace lemmascope::evolution::LEMMASCOPE_ISA
