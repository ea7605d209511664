// Loss and gradient of the reduced model f = X^T S(S(mask A1) X A2^T x_T), by hand. Included by one
// source per instruction set.
//
// a = S(mask A1) does not depend on the sequence, so it is computed once per step and a chunk of
// sequences is three matrix products: z = R a^T with R_j = A2[x_T, x_j]; back, dR = dz a and dA1 =
// J(a) dz^T R, where p = softmax z, f = histogram p, df = -y / (f + eps), dz = p (df[x] - p .
// df[x]).
#pragma once

#include "sim/cpu/octets.hpp"
#include "sim/model/reduced_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// kS octets of tokens; 0 means any number.
template <class F, int kS>
class Reduced {
 public:
  using V = Values<F>;
  using I = Indices<F>;
  static constexpr int kSequences = 16;
  static constexpr int kTable = kS > 0 ? kS * kOctet : 256;  ///< entries of a table over tokens

  LEMMASCOPE_INLINE Reduced(const ReducedSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes),
        weights_(weights),
        attention_(arena),
        attention_transposed_(attention_ + square()),
        scores_(attention_transposed_ + square()),
        probabilities_(scores_ + rows()),
        read_(probabilities_ + rows()),
        d_scores_(read_ + rows()),
        d_read_(d_scores_ + rows()),
        d_attention_(d_read_ + rows()) {}

  LEMMASCOPE_INLINE std::ptrdiff_t arena_size() const { return 3 * square() + 5 * rows() + 64; }

  void prepare() {
    const int stride = sizes_.a1_stride();
    for (int i = 0; i < sizes_.length; ++i) {
      const F* from = weights_ + i * stride;
      F* row = attention_ + i * stride;
      F largest = from[0];
      for (int j = 1; j <= i; ++j) largest = from[j] > largest ? from[j] : largest;
      for (int j = 0; j < stride; j += kOctet) store8<F>(row + j, exp8(load8(from + j) - largest));
      for (int j = i + 1; j < stride; ++j) row[j] = 0;
      F sum = 0;
      for (int j = 0; j <= i; ++j) sum += row[j];
      const F scale = F(1) / sum;
      for (int j = 0; j <= i; ++j) row[j] *= scale;
      for (int j = 0; j < sizes_.length; ++j) attention_transposed_[j * stride + i] = row[j];
    }
  }

  double accumulate(const std::uint8_t* tokens, const float* labels, int count, F* gradient) {
    if (gradient != nullptr) {
      for (std::ptrdiff_t k = 0; k < sizes_.storage(); ++k) gradient[k] = 0;
      for (std::ptrdiff_t k = 0; k < square(); ++k) d_attention_[k] = 0;
    }
    double loss = 0;
    for (int first = 0; first < count; first += kSequences) {
      const int n = count - first < kSequences ? count - first : kSequences;
      const std::uint8_t* x = tokens + std::ptrdiff_t{first} * sizes_.length;
      loss += forward(x, labels + std::ptrdiff_t{first} * sizes_.states, n);
      if (gradient != nullptr) backward(x, n, gradient + sizes_.a2_offset());
    }
    if (gradient != nullptr) finish_gradient(gradient);
    return loss;
  }

 private:
  LEMMASCOPE_INLINE std::ptrdiff_t square() const {
    return std::ptrdiff_t{sizes_.length} * sizes_.a1_stride() + 16;
  }
  LEMMASCOPE_INLINE std::ptrdiff_t rows() const {
    return std::ptrdiff_t{kSequences} * sizes_.a1_stride() + 16;
  }

  double forward(const std::uint8_t* x, const float* labels, int n) {
    const int stride = sizes_.a1_stride();
    for (int c = 0; c < n; ++c) {
      const std::uint8_t* tokens = x + c * sizes_.length;
      const F* row = weights_ + sizes_.a2_offset() + tokens[sizes_.length - 1] * sizes_.a2_stride();
      for (int j = 0; j < stride; j += kOctet) {
        store8<F>(read_ + c * stride + j,
                  look_up<kS>(row, load_tokens<F>(tokens, j, sizes_.length)));
        store8<F>(scores_ + c * stride + j, V{});
      }
    }
    add_product<F>({scores_, stride, read_, stride, 1, attention_transposed_, stride, n,
                    sizes_.length, stride});
    double loss = 0;
    for (int c = 0; c < n; ++c) {
      loss += read_out(x + c * sizes_.length, labels + c * sizes_.states, c);
    }
    return loss;
  }

  LEMMASCOPE_INLINE F largest_score(const F* z) const {
    V best = fill8(z[0]);
    int i = 0;
    for (; i + kOctet <= sizes_.length; i += kOctet) best = Largest{}(best, load8(z + i));
    F largest = largest_of<F>(best);
    for (; i < sizes_.length; ++i) largest = z[i] > largest ? z[i] : largest;
    return largest;
  }

  /// Softmax over positions, loss, and d_scores of one sequence.
  LEMMASCOPE_INLINE double read_out(const std::uint8_t* x, const float* label, int c) {
    const int stride = sizes_.a1_stride();
    F* p = probabilities_ + c * stride;
    const F* z = scores_ + c * stride;
    const F largest = largest_score(z);
    for (int i = 0; i < stride; i += kOctet) store8<F>(p + i, exp8(load8(z + i) - largest));
    for (int i = sizes_.length; i < stride; ++i) p[i] = 0;
    V total{};
    for (int i = 0; i < stride; i += kOctet) total += load8(p + i);
    const F scale = F(1) / sum_of<F>(total);
    for (int i = 0; i < stride; i += kOctet) store8<F>(p + i, load8(p + i) * scale);
    alignas(64) F f[kTable] = {};
    alignas(64) F d_f[kTable];
    for (int i = 0; i < sizes_.length; ++i) f[x[i]] += p[i];
    F label_sum = 0;
    for (int s = 0; s < sizes_.states; ++s) label_sum += F(label[s]);
    const F label_scale = sizeof(F) == 8 ? F(1) / label_sum : F(1);
    const double loss = losses(label, label_scale, f, d_f);
    F mean = 0;
    for (int s = 0; s < sizes_.states; ++s) mean += f[s] * d_f[s];  // sum_i p_i d_f[x_i]
    F* d = d_scores_ + c * stride;
    for (int i = 0; i < stride; i += kOctet) {
      store8<F>(d + i, load8(p + i) * (look_up<kS>(d_f, load_tokens<F>(x, i, sizes_.length)) - mean));
    }
    return loss;
  }

  LEMMASCOPE_INLINE double losses(const float* label, F label_scale, const F* f, F* d_f) const {
    const F smoothing = static_cast<F>(sizes_.smoothing);
    // f + smoothing may be 0 where the label is not (smoothing 0 and a token that never occurs).
    // The floor keeps the loss finite and large; the gradient there is zero either way, because no
    // position carries the token.
    const V floor = fill8(sizeof(F) == 4 ? F(1e-37) : F(1e-300));
    alignas(64) F y[kTable] = {};
    for (int s = 0; s < sizes_.states; ++s) y[s] = F(label[s]) * label_scale;
    V sum{};
    for (int s = 0; s < sizes_.states; s += kOctet) {
      const V target = load8(y + s);
      const V output = Largest{}(load8(f + s) + smoothing, floor);
      sum -= target * log8(output);
      store8<F>(d_f + s, -target / output);
    }
    return static_cast<double>(sum_of<F>(sum));
  }

  void backward(const std::uint8_t* x, int n, F* d_a2) {
    const int stride = sizes_.a1_stride();
    add_product<F>(
        {d_attention_, stride, d_scores_, 1, stride, read_, stride, sizes_.length, n, stride});
    for (int k = 0; k < n * stride; k += kOctet) store8<F>(d_read_ + k, V{});
    add_product<F>(
        {d_read_, stride, d_scores_, stride, 1, attention_, stride, n, sizes_.length, stride});
    for (int c = 0; c < n; ++c) {
      const std::uint8_t* tokens = x + c * sizes_.length;
      F* row = d_a2 + tokens[sizes_.length - 1] * sizes_.a2_stride();
      for (int j = 0; j < sizes_.length; ++j) row[tokens[j]] += d_read_[c * stride + j];
    }
  }

  /// The softmax Jacobian is the same for all sequences: dA1_i = a_i (d_i - a_i . d_i).
  void finish_gradient(F* gradient) {
    const int stride = sizes_.a1_stride();
    for (int i = 0; i < sizes_.length; ++i) {
      const F* a = attention_ + i * stride;
      const F* d = d_attention_ + i * stride;
      F mean = 0;
      for (int j = 0; j <= i; ++j) mean += a[j] * d[j];
      for (int j = 0; j <= i; ++j) gradient[i * stride + j] = a[j] * (d[j] - mean);
    }
  }

  const ReducedSizes& sizes_;
  const F* weights_;
  F* attention_;
  F* attention_transposed_;
  F* scores_;
  F* probabilities_;
  F* read_;
  F* d_scores_;
  F* d_read_;
  F* d_attention_;
};

template <class F, class Use>
LEMMASCOPE_INLINE auto with_reduced(const ReducedSizes& sizes, const F* weights, F* arena,
                                    Use use) {
  if (sizes.states <= 8) {
    Reduced<F, 1> kernel(sizes, weights, arena);
    return use(kernel);
  }
  if (sizes.states <= 16) {
    Reduced<F, 2> kernel(sizes, weights, arena);
    return use(kernel);
  }
  Reduced<F, 0> kernel(sizes, weights, arena);
  return use(kernel);
}

template <class F>
static std::ptrdiff_t reduced_arena_size(const ReducedSizes& sizes) {
  return with_reduced<F>(sizes, nullptr, nullptr, [](auto& kernel) { return kernel.arena_size(); });
}
template <class F>
static void reduced_prepare(const ReducedSizes& sizes, const F* weights, F* arena) {
  with_reduced<F>(sizes, weights, arena, [](auto& kernel) { kernel.prepare(); });
}
template <class F>
static double reduced_accumulate(const ReducedSizes& sizes, const F* weights, F* arena,
                                 const std::uint8_t* tokens, const float* labels, int count,
                                 F* gradient) {
  return with_reduced<F>(sizes, weights, arena, [&](auto& kernel) {
    return kernel.accumulate(tokens, labels, count, gradient);
  });
}

template <class F>
ReducedKernel<F> reduced_kernel() {
  return {reduced_arena_size<F>, reduced_prepare<F>, reduced_accumulate<F>};
}
template ReducedKernel<float> reduced_kernel<float>();
template ReducedKernel<double> reduced_kernel<double>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
