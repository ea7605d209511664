// Loss and gradient of the reduced model f = X^T S(S(mask A1) X A2^T x_T), by hand. Included by one
// source per instruction set.
//
// a = S(mask A1) does not depend on the sequence and is computed once a step. With R_j = A2[x_T,
// x_j], z = a R, p = softmax z, f = histogram p: back, df = -y / (f + eps), dz = p (df[x] - p .
// df[x]), dR = a^T dz and dA1 = J(a) dz R^T. 16 sequences lie across the lanes
// (sim/cpu/across.hpp).
#pragma once

#include "sim/causal/reduced_plan.hpp"
#include "sim/cpu/across_softmax.hpp"
#include "sim/cpu/across_tokens.hpp"

namespace lemmascope::causal::LEMMASCOPE_ISA {

using namespace sim;                  // shared lane primitives
using namespace sim::LEMMASCOPE_ISA;  // and those of this instruction set

template <class F>
class Reduced {
 public:
  using A = Across<F>;

  Reduced(const ReducedSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes), weights_(weights), base_(arena), next_(arena) {
    attention_ = take(square());
    attention_transposed_ = take(square());
    d_attention_ = take(square());
    tokens_ = take(stride() * kChunk);
    one_hot_ = take(sizes.states * kChunk);
    table_ = take(sizes.states * kChunk);
    read_ = take(stride() * kChunk);
    read_rows_ = take(stride() * kChunk);
    scores_ = take(stride() * kChunk);
    p_ = take(stride() * kChunk);
    f_ = take(sizes.states * kChunk);
    labels_ = take(sizes.states * kChunk);
    d_f_ = take(sizes.a2_stride() * kChunk);
    d_row_ = take(sizes.a2_stride() * kChunk);
    d_rows_ = take(sizes.a2_stride() * kChunk);
  }

  std::ptrdiff_t arena_size() const { return next_ - base_; }

  void prepare() {
    for (int i = 0; i < length(); ++i) {
      const F* from = weights_ + i * stride();
      F* row = attention_ + i * stride();
      F largest = from[0];
      for (int j = 1; j <= i; ++j) largest = from[j] > largest ? from[j] : largest;
      for (int j = 0; j < stride(); j += kSegment) {
        // Entries past the diagonal may be larger; they are overwritten.
        const Segment<F> score = load_segment(from + j) - largest;
        store_segment<F>(row + j, exp_of<F>(score < Segment<F>{} ? score : Segment<F>{}));
      }
      for (int j = i + 1; j < stride(); ++j) row[j] = 0;
      F sum = 0;
      for (int j = 0; j <= i; ++j) sum += row[j];
      const F scale = F(1) / sum;
      for (int j = 0; j <= i; ++j) row[j] *= scale;
      for (int j = 0; j < length(); ++j) attention_transposed_[j * stride() + i] = row[j];
    }
  }

  double accumulate(const std::uint8_t* tokens, const float* labels, int count, F* gradient,
                    const sim::StopFlag* stop) {
    if (gradient != nullptr) {
      for (std::ptrdiff_t k = 0; k < sizes_.storage(); ++k) gradient[k] = 0;
      for (std::ptrdiff_t k = 0; k < square(); ++k) d_attention_[k] = 0;
    }
    double loss = 0;
    for (int first = 0; first < count; first += kChunk) {
      if (stop != nullptr && __atomic_load_n(&stop->raised, __ATOMIC_RELAXED) != 0) break;
      const int n = count - first < kChunk ? count - first : kChunk;
      const std::uint8_t* x = tokens + std::ptrdiff_t{first} * length();
      read_tokens<F>(x, length(), n, positions(), tokens_, nullptr);
      read_labels(labels + std::ptrdiff_t{first} * states(), states(), n, labels_);
      forward();
      loss += losses();
      if (gradient != nullptr) backward(x, n, gradient + sizes_.a2_offset());
    }
    if (gradient != nullptr) finish_gradient(gradient);
    return loss;
  }

 private:
  int states() const { return sizes_.states; }
  int length() const { return sizes_.length; }
  int stride() const { return sizes_.a1_stride(); }
  int positions() const { return whole_segments(length()); }
  std::ptrdiff_t square() const { return std::ptrdiff_t{length()} * stride(); }
  F* take(std::ptrdiff_t n) {
    F* at = next_;
    next_ += (n + 15) / 16 * 16;
    return at;
  }

  void forward() {
    // Every sequence's own row of A2, then R and z.
    one_hot_across<F>(tokens_ + (length() - 1) * kChunk, states(), one_hot_);
    set_product<F, 1>({table_, kChunk, weights_ + sizes_.a2_offset(), 1, sizes_.a2_stride(),
                       one_hot_, kChunk, states(), states(), kChunk});
    look_up_across<F, false, 1>(tokens_, length(), states(), {table_}, {read_});
    set_product<F, 1>({scores_, kChunk, attention_transposed_, 1, stride(), read_, kChunk, length(),
                       length(), kChunk});
    softmax_across<F>(scores_, length(), p_);
    histograms_across<F, 1>(tokens_, length(), states(), {p_}, {f_});
  }

  /// - sum_s y_s log(f_s + smoothing), and d_f.
  double losses() const {
    const auto smoothing = static_cast<F>(sizes_.smoothing);
    // f + smoothing may be 0 where the label is not (smoothing 0 and a token that never occurs).
    // The floor keeps the loss finite and large; the gradient there is zero either way, because no
    // position carries the token.
    const A floor = fill_across(sizeof(F) == 4 ? F(1e-37) : F(1e-300));
    alignas(64) F loss[kChunk];
    for_lanes<F>([&](int lane) {
      A sum{};
      for (int s = 0; s < states(); ++s) {
        const int at = s * kChunk + lane;
        const A target = load_across(labels_ + at);
        const A output = Largest{}(load_across(f_ + at) + smoothing, floor);
        sum -= target * log_of<F>(output);
        store_across<F>(d_f_ + at, -target / output);
      }
      store_across<F>(loss + lane, sum);
    });
    double total = 0;
    for (const F value : loss) total += static_cast<double>(value);
    return total;
  }

  void backward(const std::uint8_t* x, int n, F* d_a2) {
    F* d_scores = scores_;
    look_up_across<F, false, 1>(tokens_, length(), states(), {d_f_}, {d_scores});
    back_through_softmax<F>(p_, d_scores, length(), d_scores);
    to_rows<F>(read_, stride(), read_rows_);
    add_product<F, kChunk>({d_attention_, stride(), d_scores, kChunk, 1, read_rows_, stride(),
                            length(), kChunk, stride()});
    F* d_read = read_;
    set_product<F, 1>(
        {d_read, kChunk, attention_, 1, stride(), d_scores, kChunk, length(), length(), kChunk});
    histograms_across<F, 1>(tokens_, length(), states(), {d_read}, {d_row_});
    to_rows<F>(d_row_, sizes_.a2_stride(), d_rows_);
    for (int c = 0; c < n; ++c) {
      F* row = d_a2 + x[c * length() + length() - 1] * sizes_.a2_stride();
      const F* from = d_rows_ + c * sizes_.a2_stride();
      for (int s = 0; s < sizes_.a2_stride(); s += kSegment) {
        add_to_segment<F>(row + s, load_segment(from + s));
      }
    }
  }

  /// The softmax Jacobian is the same for all sequences: dA1_i = a_i (d_i - a_i . d_i).
  void finish_gradient(F* gradient) const {
    for (int i = 0; i < length(); ++i) {
      const F* a = attention_ + i * stride();
      const F* d = d_attention_ + i * stride();
      F mean = 0;
      for (int j = 0; j <= i; ++j) mean += a[j] * d[j];
      for (int j = 0; j <= i; ++j) gradient[i * stride() + j] = a[j] * (d[j] - mean);
    }
  }

  const ReducedSizes& sizes_;
  const F* weights_;
  F* base_;
  F* next_;
  F *attention_, *attention_transposed_, *d_attention_;  ///< length x stride
  F* tokens_;                                            ///< across, by position
  F *one_hot_, *table_;    ///< of the query, and its row of A2, across, by state
  F *read_, *read_rows_;   ///< R across, by position, and as rows
  F *scores_, *p_;         ///< across, by position
  F *f_, *labels_, *d_f_;  ///< across, by state
  F *d_row_, *d_rows_;     ///< gradient of the query's row of A2, across and as rows
};

template <class F>
static std::ptrdiff_t reduced_arena_size(const ReducedSizes& sizes) {
  return Reduced<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static void reduced_prepare(const ReducedSizes& sizes, const F* weights, F* arena) {
  Reduced<F>(sizes, weights, arena).prepare();
}
template <class F>
static double reduced_accumulate(const ReducedSizes& sizes, const F* weights, F* arena,
                                 const std::uint8_t* tokens, const float* labels, int count,
                                 F* gradient, const sim::StopFlag* stop) {
  return Reduced<F>(sizes, weights, arena).accumulate(tokens, labels, count, gradient, stop);
}

template <class F>
ReducedKernel<F> reduced_kernel() {
  return {reduced_arena_size<F>, reduced_prepare<F>, reduced_accumulate<F>};
}
template ReducedKernel<float> reduced_kernel<float>();
template ReducedKernel<double> reduced_kernel<double>();

}  // namespace lemmascope::causal::LEMMASCOPE_ISA
