// Loss and gradient of the standard transformer, by hand. Included by one source per instruction
// set.
//
// x0_i = token embedding + position embedding; layer: x <- x + relu(relu(y V M1) M2) M3 with y =
// S(mask(x A x^T)) x; f = softmax(x2_T W). The second layer is needed at the last position only.
// Rows of a chunk of sequences are stacked, so that everything but the attention itself is a
// product of tall matrices.
#pragma once

#include "sim/cpu/elementary.hpp"
#include "sim/cpu/segments.hpp"
#include "sim/cpu/small_product.hpp"
#include "sim/transformer/mlp_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

template <class F>
class Mlp {
 public:
  using V = Segment<F>;
  static constexpr int kSequences = 8;

  /// Activations of one layer: `rows` rows each.
  struct Layer {
    F* y;   ///< attention output
    F* u;   ///< y V
    F* h1;  ///< relu(u M1)
    F* h2;  ///< relu(h1 M2)
  };

  LEMMASCOPE_INLINE Mlp(const MlpSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes), weights_(weights), base_(arena), next_(arena) {
    const std::ptrdiff_t square = std::ptrdiff_t{sizes.width()} * sizes.stride();
    const std::ptrdiff_t rows = std::ptrdiff_t{kSequences} * sizes.length * sizes.stride();
    const std::ptrdiff_t queries = std::ptrdiff_t{kSequences} * sizes.stride();
    for (auto& layer : transposed_) {
      for (F*& block : layer) block = take(square);
    }
    w_transposed_ = take(std::ptrdiff_t{sizes.states} * sizes.stride());
    x0_ = take(rows);
    x1_ = take(rows);
    q_ = take(rows);
    first_ = {take(rows), take(rows), take(rows), take(rows)};
    pattern_ = take(std::ptrdiff_t{kSequences} * sizes.length * pattern_stride());
    d_pattern_ = take(std::ptrdiff_t{sizes.length} * pattern_stride());
    x_transposed_ = take(std::ptrdiff_t{sizes.width()} * pattern_stride());
    d_x0_ = take(rows);
    d_x1_ = take(rows);
    d_a_ = take(rows);
    d_b_ = take(rows);
    query1_ = take(queries);
    query2_ = take(queries);
    q2_ = take(queries);
    second_ = {take(queries), take(queries), take(queries), take(queries)};
    weights2_ = take(std::ptrdiff_t{kSequences} * pattern_stride());
    d_query1_ = take(queries);
    d_query2_ = take(queries);
    d_q2_ = take(queries);
    d_c_ = take(queries);
    d_d_ = take(queries);
    logits_ = take(std::ptrdiff_t{kSequences} * sizes.w_stride());
    d_logits_ = take(std::ptrdiff_t{kSequences} * sizes.w_stride());
  }

  LEMMASCOPE_INLINE std::ptrdiff_t arena_size() const { return next_ - base_; }

  void prepare() {
    const int d = sizes_.width();
    const int stride = sizes_.stride();
    for (int layer = 0; layer < 2; ++layer) {
      for (int block = 0; block < MlpSizes::kLayerBlocks; ++block) {
        transpose(weight(layer, block), stride, d, d, transposed_[layer][block], stride);
      }
    }
    transpose(weights_ + sizes_.w_offset(), sizes_.w_stride(), d, sizes_.states, w_transposed_,
              stride);
  }

  double accumulate(const std::uint8_t* tokens, const float* labels, int count, F* gradient,
                    const StopFlag* stop) {
    if (gradient != nullptr) clear(gradient, sizes_.storage());
    double loss = 0;
    for (int first = 0; first < count; first += kSequences) {
      if (stop != nullptr && __atomic_load_n(&stop->raised, __ATOMIC_RELAXED) != 0) break;
      const int n = count - first < kSequences ? count - first : kSequences;
      const std::uint8_t* x = tokens + std::ptrdiff_t{first} * sizes_.length;
      forward(x, n);
      for (int c = 0; c < n; ++c) {
        loss += read_out(c, labels + std::ptrdiff_t{first + c} * sizes_.states);
      }
      if (gradient != nullptr) backward(x, n, gradient);
    }
    return loss;
  }

 private:
  enum Block { kA, kV, kM1, kM2, kM3 };

  F* take(std::ptrdiff_t n) {
    F* at = next_;
    next_ += (n + 31) / 16 * 16;
    return at;
  }
  LEMMASCOPE_INLINE int pattern_stride() const { return padded(sizes_.length); }
  LEMMASCOPE_INLINE const F* weight(int layer, int block) const {
    return weights_ + sizes_.layer_offset(layer, block);
  }
  static void clear(F* at, std::ptrdiff_t n) {
    for (std::ptrdiff_t k = 0; k < n; ++k) at[k] = 0;
  }
  static void transpose(const F* from, int from_stride, int rows, int columns, F* to,
                        int to_stride) {
    for (int j = 0; j < columns; ++j) {
      for (int i = 0; i < rows; ++i) to[j * to_stride + i] = from[i * from_stride + j];
    }
  }

  /// out (+)= in W for `rows` rows.
  void multiply(const F* in, const F* matrix, F* out, int rows, bool add = false) {
    const int stride = sizes_.stride();
    if (!add) clear(out, std::ptrdiff_t{rows} * stride);
    add_product<F>({out, stride, in, stride, 1, matrix, stride, rows, sizes_.width(), stride});
  }
  /// gradient += in^T d_out.
  void add_outer(const F* in, const F* d_out, F* gradient, int rows) {
    const int stride = sizes_.stride();
    add_product<F>({gradient, stride, in, 1, stride, d_out, stride, sizes_.width(), rows, stride});
  }
  static void rectify(F* h, std::ptrdiff_t n) {
    for (std::ptrdiff_t k = 0; k < n; k += kSegment) {
      store_segment<F>(h + k, Largest{}(load_segment(h + k), V{}));
    }
  }
  static void rectify_back(const F* h, F* d, std::ptrdiff_t n) {
    for (std::ptrdiff_t k = 0; k < n; k += kSegment) {
      const V zero{};
      store_segment<F>(d + k, load_segment(h + k) > zero ? load_segment(d + k) : zero);
    }
  }

  /// x + relu(relu(y V M1) M2) M3 for `rows` rows; keeps the activations.
  void feed_forward(int layer, const Layer& at, const F* x, F* out, int rows) {
    const std::ptrdiff_t size = std::ptrdiff_t{rows} * sizes_.stride();
    multiply(at.y, weight(layer, kV), at.u, rows);
    multiply(at.u, weight(layer, kM1), at.h1, rows);
    rectify(at.h1, size);
    multiply(at.h1, weight(layer, kM2), at.h2, rows);
    rectify(at.h2, size);
    for (std::ptrdiff_t k = 0; k < size; ++k) out[k] = x[k];
    multiply(at.h2, weight(layer, kM3), out, rows, true);
  }

  /// Gradients of the layer's four matrices; d_out is left alone, and `d_y` receives the gradient
  /// of y.
  void feed_back(int layer, const Layer& at, const F* d_out, F* scratch, F* d_y, int rows,
                 F* gradient) {
    const std::ptrdiff_t size = std::ptrdiff_t{rows} * sizes_.stride();
    const auto block = [&](int b) { return gradient + sizes_.layer_offset(layer, b); };
    add_outer(at.h2, d_out, block(kM3), rows);
    multiply(d_out, transposed_[layer][kM3], scratch, rows);
    rectify_back(at.h2, scratch, size);
    add_outer(at.h1, scratch, block(kM2), rows);
    multiply(scratch, transposed_[layer][kM2], d_y, rows);
    rectify_back(at.h1, d_y, size);
    add_outer(at.u, d_y, block(kM1), rows);
    multiply(d_y, transposed_[layer][kM1], scratch, rows);
    add_outer(at.y, scratch, block(kV), rows);
    multiply(scratch, transposed_[layer][kV], d_y, rows);
  }

  /// Softmax of the first n entries of a padded row; the rest become zero.
  LEMMASCOPE_INLINE void softmax(F* row, int n) const {
    F largest = row[0];
    for (int j = 1; j < n; ++j) largest = row[j] > largest ? row[j] : largest;
    for (int j = 0; j < pattern_stride(); j += kSegment) {
      store_segment<F>(row + j, exp_of<F>(load_segment(row + j) - largest));
    }
    F sum = 0;
    for (int j = 0; j < n; ++j) sum += row[j];
    const F scale = F(1) / sum;
    for (int j = 0; j < pattern_stride(); ++j) row[j] = j < n ? row[j] * scale : F(0);
  }
  /// d <- p (d - p . d).
  LEMMASCOPE_INLINE void softmax_back(const F* p, F* d) const {
    F mean = 0;
    for (int j = 0; j < sizes_.length; ++j) mean += p[j] * d[j];
    for (int j = 0; j < pattern_stride(); ++j) d[j] = p[j] * (d[j] - mean);
  }

  F* of_sequence(F* rows, int c) const {
    return rows + std::ptrdiff_t{c} * sizes_.length * sizes_.stride();
  }
  F* pattern(int c) const {
    return pattern_ + std::ptrdiff_t{c} * sizes_.length * pattern_stride();
  }

  void forward(const std::uint8_t* tokens, int n) {
    const int stride = sizes_.stride();
    const int length = sizes_.length;
    const int d = sizes_.width();
    for (int row = 0; row < n * length; ++row) {
      const F* token = weights_ + sizes_.token_offset() + tokens[row] * stride;
      const F* position = weights_ + sizes_.position_offset() + row % length * stride;
      for (int j = 0; j < stride; ++j) x0_[row * stride + j] = token[j] + position[j];
    }
    multiply(x0_, weight(0, kA), q_, n * length);
    for (int c = 0; c < n; ++c) {
      F* x = of_sequence(x0_, c);
      transpose(x, stride, length, d, x_transposed_, pattern_stride());
      F* p = pattern(c);
      clear(p, std::ptrdiff_t{length} * pattern_stride());
      add_product<F>({p, pattern_stride(), of_sequence(q_, c), stride, 1, x_transposed_,
                      pattern_stride(), length, d, pattern_stride()});
      for (int i = 0; i < length; ++i) softmax(p + i * pattern_stride(), i + 1);
      F* y = of_sequence(first_.y, c);
      clear(y, std::ptrdiff_t{length} * stride);
      add_product<F>({y, stride, p, pattern_stride(), 1, x, stride, length, length, stride});
    }
    feed_forward(0, first_, x0_, x1_, n * length);
    second_layer(n);
  }

  void second_layer(int n) {
    const int stride = sizes_.stride();
    const int length = sizes_.length;
    for (int c = 0; c < n; ++c) {
      const F* last = of_sequence(x1_, c) + (length - 1) * stride;
      for (int j = 0; j < stride; ++j) query1_[c * stride + j] = last[j];
    }
    multiply(query1_, weight(1, kA), q2_, n);
    for (int c = 0; c < n; ++c) {
      const F* x = of_sequence(x1_, c);
      F* p = weights2_ + c * pattern_stride();
      for (int i = 0; i < length; ++i) p[i] = dot(q2_ + c * stride, x + i * stride);
      softmax(p, length);
      clear(second_.y + c * stride, stride);
      for (int i = 0; i < length; ++i) add_scaled(p[i], x + i * stride, second_.y + c * stride);
    }
    feed_forward(1, second_, query1_, query2_, n);
    clear(logits_, std::ptrdiff_t{n} * sizes_.w_stride());
    add_product<F>({logits_, sizes_.w_stride(), query2_, stride, 1, weights_ + sizes_.w_offset(),
                    sizes_.w_stride(), n, sizes_.width(), sizes_.w_stride()});
  }

  LEMMASCOPE_INLINE F dot(const F* a, const F* b) const {
    V sum{};
    for (int j = 0; j < sizes_.stride(); j += kSegment)
      sum += load_segment(a + j) * load_segment(b + j);
    return sum_of<F>(sum);
  }
  LEMMASCOPE_INLINE void add_scaled(F scale, const F* from, F* to) const {
    for (int j = 0; j < sizes_.stride(); j += kSegment) {
      store_segment<F>(to + j, load_segment(to + j) + scale * load_segment(from + j));
    }
  }

  double read_out(int c, const float* label) {
    const F* z = logits_ + c * sizes_.w_stride();
    F* out = d_logits_ + c * sizes_.w_stride();
    F largest = z[0];
    F label_sum = 0;
    for (int s = 0; s < sizes_.states; ++s) {
      largest = z[s] > largest ? z[s] : largest;
      label_sum += F(label[s]);
    }
    const F label_scale = sizeof(F) == 8 ? F(1) / label_sum : F(1);
    for (int j = 0; j < sizes_.w_stride(); j += kSegment) {
      store_segment<F>(out + j, exp_of<F>(load_segment(z + j) - largest));
    }
    F total = 0;
    F target = 0;
    for (int s = 0; s < sizes_.states; ++s) {
      total += out[s];
      target += F(label[s]) * label_scale * (z[s] - largest);
    }
    const F scale = F(1) / total;
    for (int s = 0; s < sizes_.w_stride(); ++s) {
      out[s] = s < sizes_.states ? out[s] * scale - F(label[s]) * label_scale : F(0);
    }
    const double weight_sum = sizeof(F) == 8 ? 1.0 : static_cast<double>(label_sum);
    return weight_sum * __builtin_log(static_cast<double>(total)) - static_cast<double>(target);
  }

  void backward(const std::uint8_t* tokens, int n, F* gradient) {
    const int stride = sizes_.stride();
    const int w_stride = sizes_.w_stride();
    add_product<F>({gradient + sizes_.w_offset(), w_stride, query2_, 1, stride, d_logits_, w_stride,
                    sizes_.width(), n, w_stride});
    clear(d_query2_, std::ptrdiff_t{n} * stride);
    add_product<F>({d_query2_, stride, d_logits_, w_stride, 1, w_transposed_, stride, n,
                    sizes_.states, stride});
    clear(d_x1_, std::ptrdiff_t{n} * sizes_.length * stride);
    second_layer_back(n, gradient);
    const int rows = n * sizes_.length;
    feed_back(0, first_, d_x1_, d_a_, d_b_, rows, gradient);  // d_b_: gradient of y
    for (std::ptrdiff_t k = 0; k < std::ptrdiff_t{rows} * stride; ++k) d_x0_[k] = d_x1_[k];
    for (int c = 0; c < n; ++c) attention_back(c);
    multiply(d_a_, transposed_[0][kA], d_x0_, rows, true);  // d_a_: gradient of q
    add_outer(x0_, d_a_, gradient + sizes_.layer_offset(0, kA), rows);
    for (int row = 0; row < rows; ++row) {
      add_scaled(1, d_x0_ + row * stride, gradient + sizes_.token_offset() + tokens[row] * stride);
      add_scaled(1, d_x0_ + row * stride,
                 gradient + sizes_.position_offset() + row % sizes_.length * stride);
    }
  }

  void second_layer_back(int n, F* gradient) {
    const int stride = sizes_.stride();
    const int length = sizes_.length;
    feed_back(1, second_, d_query2_, d_c_, d_d_, n, gradient);  // d_d_: gradient of y
    for (int c = 0; c < n; ++c) {
      const F* x = of_sequence(x1_, c);
      F* d_x = of_sequence(d_x1_, c);
      const F* p = weights2_ + c * pattern_stride();
      const F* d_y = d_d_ + c * stride;
      F* d_score = d_pattern_;
      clear(d_score, pattern_stride());
      for (int i = 0; i < length; ++i) {
        d_score[i] = dot(d_y, x + i * stride);
        add_scaled(p[i], d_y, d_x + i * stride);
      }
      softmax_back(p, d_score);
      clear(d_q2_ + c * stride, stride);
      for (int i = 0; i < length; ++i) {
        add_scaled(d_score[i], x + i * stride, d_q2_ + c * stride);
        add_scaled(d_score[i], q2_ + c * stride, d_x + i * stride);
      }
    }
    for (std::ptrdiff_t k = 0; k < std::ptrdiff_t{n} * stride; ++k) d_query1_[k] = d_query2_[k];
    multiply(d_q2_, transposed_[1][kA], d_query1_, n, true);
    add_outer(query1_, d_q2_, gradient + sizes_.layer_offset(1, kA), n);
    for (int c = 0; c < n; ++c) {
      add_scaled(1, d_query1_ + c * stride, of_sequence(d_x1_, c) + (length - 1) * stride);
    }
  }

  /// From the gradient of y (in d_b_) to the gradients of q (in d_a_) and x0.
  void attention_back(int c) {
    const int stride = sizes_.stride();
    const int length = sizes_.length;
    const F* d_y = of_sequence(d_b_, c);
    const F* x = of_sequence(x0_, c);
    const F* p = pattern(c);
    transpose(x, stride, length, sizes_.width(), x_transposed_, pattern_stride());
    clear(d_pattern_, std::ptrdiff_t{length} * pattern_stride());
    add_product<F>({d_pattern_, pattern_stride(), d_y, stride, 1, x_transposed_, pattern_stride(),
                    length, sizes_.width(), pattern_stride()});
    for (int i = 0; i < length; ++i) {
      softmax_back(p + i * pattern_stride(), d_pattern_ + i * pattern_stride());
    }
    F* d_x = of_sequence(d_x0_, c);
    add_product<F>({d_x, stride, p, 1, pattern_stride(), d_y, stride, length, length, stride});
    F* d_q = of_sequence(d_a_, c);
    clear(d_q, std::ptrdiff_t{length} * stride);
    add_product<F>(
        {d_q, stride, d_pattern_, pattern_stride(), 1, x, stride, length, length, stride});
    add_product<F>({d_x, stride, d_pattern_, 1, pattern_stride(), of_sequence(q_, c), stride,
                    length, length, stride});
  }

  const MlpSizes& sizes_;
  const F* weights_;
  F* base_;
  F* next_;
  F* transposed_[2][MlpSizes::kLayerBlocks];
  F* w_transposed_;
  F *x0_, *x1_, *q_;
  Layer first_, second_;
  F *pattern_, *d_pattern_, *x_transposed_;
  F *d_x0_, *d_x1_, *d_a_, *d_b_;
  F *query1_, *query2_, *q2_, *weights2_;
  F *d_query1_, *d_query2_, *d_q2_, *d_c_, *d_d_;
  F *logits_, *d_logits_;
};

template <class F>
static std::ptrdiff_t mlp_arena_size(const MlpSizes& sizes) {
  return Mlp<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static void mlp_prepare(const MlpSizes& sizes, const F* weights, F* arena) {
  Mlp<F>(sizes, weights, arena).prepare();
}
template <class F>
static double mlp_accumulate(const MlpSizes& sizes, const F* weights, F* arena,
                             const std::uint8_t* tokens, const float* labels, int count,
                             F* gradient, const StopFlag* stop) {
  return Mlp<F>(sizes, weights, arena).accumulate(tokens, labels, count, gradient, stop);
}

template <class F>
MlpKernel<F> mlp_kernel() {
  return {mlp_arena_size<F>, mlp_prepare<F>, mlp_accumulate<F>};
}
template MlpKernel<float> mlp_kernel<float>();
template MlpKernel<double> mlp_kernel<double>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
