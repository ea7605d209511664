// Loss and gradient of the attention-only transformer with relative positions, by hand. Included by
// one source per instruction set.
//
// x_0 = token embedding; a layer adds softmax(mask(A)) x V with A_ij = (x_i Q + r_(i-j)) (x_j K)^T
// over the root of the head's width; the logits are x U. A chunk of sequences lies in lanes: an
// activation is an array over (feature, position, sequence). Attention matrices are square with
// zeros after the diagonal up to the end of its block, and every sum over positions ends or begins
// with that block. What r takes part in is a product with an array over (distance, position): a row
// r_d of it with all keys.
#pragma once

#include "sim/cpu/across_product.hpp"
#include "sim/cpu/across_softmax.hpp"
#include "sim/evolution/attention_plan.hpp"

namespace lemmascope::evolution::LEMMASCOPE_ISA {

using namespace sim::LEMMASCOPE_ISA;

template <class F>
class AttentionPass {
 public:
  LEMMASCOPE_INLINE AttentionPass(const AttentionSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes),
        weights_(weights),
        base_(arena),
        next_(arena),
        columns_(sizes.length * kChunk) {
    const std::ptrdiff_t stream = std::ptrdiff_t{sizes.width} * columns_;
    const std::ptrdiff_t inner = std::ptrdiff_t{sizes.inner()} * columns_;
    tokens_ = reinterpret_cast<std::int32_t*>(take(columns_));
    layers_ = next_;
    activations_ = {take(stream),
                    take(inner),
                    take(inner),
                    take(inner),
                    take(sizes.maps_output() ? inner : 0),
                    take(sizes.heads * square())};
    layer_step_ = next_ - layers_;
    next_ += (sizes.layers - 1) * layer_step_;
    last_ = take(stream);
    logits_ = take(std::ptrdiff_t{sizes.states} * columns_);
    d_stream_ = take(stream);
    d_attended_ = take(sizes.maps_output() ? inner : 0);
    d_query_ = take(inner);
    d_key_ = take(inner);
    d_value_ = take(inner);
    d_pattern_ = take(square());
    by_distance_ = take(square());
    relative_ = take(std::ptrdiff_t{sizes.length} * sizes.head_width);
    d_relative_ = take(std::ptrdiff_t{sizes.length} * sizes.head_width);
  }

  LEMMASCOPE_INLINE std::ptrdiff_t arena_size() const { return next_ - base_; }

  double accumulate(const AttentionBatch& batch, F* gradient) {
    if (gradient != nullptr) clear(gradient, sizes_.storage());
    double loss = 0;
    for (int first = 0; first < batch.count; first += kChunk) {
      if (batch.stop != nullptr && __atomic_load_n(&batch.stop->raised, __ATOMIC_RELAXED) != 0) {
        break;
      }
      const int n = at_most(batch.count - first, kChunk);
      const std::uint8_t* tokens = batch.tokens + std::ptrdiff_t{first} * (sizes_.length + 1);
      forward(tokens, n);
      loss += loss_of(tokens, n);
      if (gradient != nullptr) backward(gradient);
    }
    return loss;
  }

  void last(const AttentionBatch& batch, F* out) {
    const int end = (sizes_.length - 1) * kChunk;
    for (int first = 0; first < batch.count; first += kChunk) {
      const int n = at_most(batch.count - first, kChunk);
      forward(batch.tokens + std::ptrdiff_t{first} * (sizes_.length + 1), n);
      for (int c = 0; c < n; ++c) {
        for (int k = 0; k < sizes_.states; ++k) *out++ = logits_[k * columns_ + end + c];
      }
    }
  }

 private:
  /// What a layer's forward pass leaves for its backward pass.
  struct Layer {
    F* x;  ///< the stream that enters
    F *query, *key, *value;
    F* attended;  ///< where it is mapped before it is added
    F* pattern;   ///< of each head
  };

  F* take(std::ptrdiff_t n) {
    F* at = next_;
    next_ += (n + 31) / 16 * 16;
    return at;
  }
  std::ptrdiff_t square() const { return std::ptrdiff_t{sizes_.length} * columns_; }
  static void clear(F* at, std::ptrdiff_t n) {
    for (std::ptrdiff_t e = 0; e < n; ++e) at[e] = 0;
  }
  Layer layer(int l) const {
    Layer at = activations_;
    F** const parts[] = {&at.x, &at.query, &at.key, &at.value, &at.attended, &at.pattern};
    for (F** part : parts) *part += l * layer_step_;
    return at;
  }
  F* after(int l) const { return l + 1 < sizes_.layers ? layer(l + 1).x : last_; }
  const F* weight(int l, AttentionBlock block) const {
    return weights_ + sizes_.layer_offset(l, block);
  }
  F* of_head(F* features, int h) const {
    return features + std::ptrdiff_t{h} * sizes_.head_width * columns_;
  }
  F scale() const {
    return F(1) / static_cast<F>(__builtin_sqrt(static_cast<double>(sizes_.head_width)));
  }
  /// The end of the block of positions that begins at i.
  int end_of(int i) const { return at_most(i + kBlock, sizes_.length); }

  // ---- maps -------------------------------------------------------------------------------------

  void map(const F* in, const F* w, F* out, int rows, int depth) const {
    set_product<F>({out, columns_, w, 1, rows, in, columns_, rows, depth, columns_});
  }
  void map_back(const F* d_out, const F* w, F* d_in, int rows, int depth, bool add) const {
    const Product<F> p{d_in, columns_, w, depth, 1, d_out, columns_, rows, depth, columns_};
    add ? add_product<F>(p) : set_product<F>(p);
  }
  void weigh(const F* in, const F* d_out, F* d_w, int rows, int depth) const {
    add_row_products<F>({d_w, depth, in, columns_, d_out, columns_, rows, depth, columns_});
  }

  // ---- attention --------------------------------------------------------------------------------

  /// The head's columns of the distances' embeddings, together.
  void gather_relative(int l, int h) {
    const F* from = weight(l, AttentionBlock::relative) + h * sizes_.head_width;
    for (int d = 0; d < sizes_.length; ++d) {
      for (int f = 0; f < sizes_.head_width; ++f) {
        relative_[d * sizes_.head_width + f] = from[std::ptrdiff_t{d} * sizes_.inner() + f];
      }
    }
  }

  /// by_distance(d, j) = r_d . k_j for d + j < length.
  void keys_by_distance(const F* key) {
    const int w = sizes_.head_width;
    for (int d = 0; d < sizes_.length; d += kRows) {
      const int rows = at_most(kRows, sizes_.length - d);
      set_product<F>({by_distance_ + std::ptrdiff_t{d} * columns_, columns_, relative_ + d * w, w,
                      1, key, columns_, rows, w, (sizes_.length - d) * kChunk});
    }
  }

  void attend(int l, const Layer& at, F* out) {
    const int t = sizes_.length, w = sizes_.head_width;
    for (int h = 0; h < sizes_.heads; ++h) {
      F *p = at.pattern + h * square(), *key = of_head(at.key, h);
      gather_relative(l, h);
      keys_by_distance(key);
      for (int i = 0; i < t; i += kBlock) {
        const int end = end_of(i);
        F* rows = p + std::ptrdiff_t{i} * columns_;
        set_across_product<F>({rows, columns_, kChunk, of_head(at.query, h) + i * kChunk, kChunk,
                               columns_, key, columns_, kChunk, end - i, end, w, F(1)});
        for (int n = i; n < end; ++n) attend_row(p + std::ptrdiff_t{n} * columns_, n, end);
        set_across_product<F>({of_head(out, h) + i * kChunk, columns_, kChunk, of_head(at.value, h),
                               columns_, kChunk, rows, kChunk, columns_, w, end - i, end});
      }
    }
  }
  /// Scores of position i, to which the distances are added, become attention.
  void attend_row(F* row, int i, int end) {
    const F by = scale();
    for_lanes<F>([&](int lane) {
      for (int j = 0; j <= i; ++j) {
        F* at = row + j * kChunk + lane;
        const F* near = by_distance_ + std::ptrdiff_t{i - j} * columns_ + j * kChunk + lane;
        store_across<F>(at, (load_across(at) + load_across(near)) * by);
      }
    });
    softmax_across<F>(row, i + 1, row);
    clear(row + (i + 1) * kChunk, std::ptrdiff_t{end - i - 1} * kChunk);
  }

  /// From the gradient of what was attended to those of values, queries, keys and distances.
  void attend_back(int l, const Layer& at, F* above, F* gradient) {
    const int t = sizes_.length, w = sizes_.head_width;
    for (int h = 0; h < sizes_.heads; ++h) {
      const F* p = at.pattern + h * square();
      F* d = of_head(above, h);
      clear(by_distance_, square());
      for (int i = 0; i < t; i += kBlock) {
        const int end = end_of(i);
        F* rows = d_pattern_ + std::ptrdiff_t{i} * columns_;
        set_across_product<F>({rows, columns_, kChunk, d + i * kChunk, kChunk, columns_,
                               of_head(at.value, h), columns_, kChunk, end - i, end, w, scale()});
        for (int n = i; n < end; ++n) attend_row_back(p, n, end);
        set_across_product<F>({of_head(d_query_, h) + i * kChunk, columns_, kChunk,
                               of_head(at.key, h), columns_, kChunk, rows, kChunk, columns_, w,
                               end - i, end});
      }
      for (int j = 0; j < t; j += kBlock) {
        const std::ptrdiff_t corner = std::ptrdiff_t{j} * columns_ + j * kChunk;
        const int columns = end_of(j) - j, depth = t - j;
        set_across_product<F>({of_head(d_value_, h) + j * kChunk, columns_, kChunk, d + j * kChunk,
                               columns_, kChunk, p + corner, columns_, kChunk, w, columns, depth});
        set_across_product<F>({of_head(d_key_, h) + j * kChunk, columns_, kChunk,
                               of_head(at.query, h) + j * kChunk, columns_, kChunk,
                               d_pattern_ + corner, columns_, kChunk, w, columns, depth});
      }
      distances_back(l, h, at, gradient);
    }
  }
  void attend_row_back(const F* pattern, int i, int end) {
    F* row = d_pattern_ + std::ptrdiff_t{i} * columns_;
    back_through_softmax<F>(pattern + std::ptrdiff_t{i} * columns_, row, i + 1, row);
    clear(row + (i + 1) * kChunk, std::ptrdiff_t{end - i - 1} * kChunk);
    for_lanes<F>([&](int lane) {
      for (int j = 0; j <= i; ++j) {
        store_across<F>(by_distance_ + std::ptrdiff_t{i - j} * columns_ + j * kChunk + lane,
                        load_across(row + j * kChunk + lane));
      }
    });
  }
  void distances_back(int l, int h, const Layer& at, F* gradient) {
    const int w = sizes_.head_width, t = sizes_.length;
    F* d_key = of_head(d_key_, h);
    clear(d_relative_, std::ptrdiff_t{t} * w);
    gather_relative(l, h);
    for (int d = 0; d < t; d += kRows) {
      const int rows = at_most(kRows, t - d), width = (t - d) * kChunk;
      const F* of_rows = by_distance_ + std::ptrdiff_t{d} * columns_;
      add_product<F>({d_key, columns_, relative_ + d * w, 1, w, of_rows, columns_, w, rows, width});
      add_row_products<F>({d_relative_ + d * w, w, of_rows, columns_, of_head(at.key, h), columns_,
                           rows, w, width});
    }
    F* to = gradient + sizes_.layer_offset(l, AttentionBlock::relative) + h * w;
    for (int d = 0; d < t; ++d) {
      for (int f = 0; f < w; ++f)
        to[std::ptrdiff_t{d} * sizes_.inner() + f] += d_relative_[d * w + f];
    }
  }

  // ---- forward ----------------------------------------------------------------------------------

  /// Lanes without a sequence repeat the last one.
  void forward(const std::uint8_t* tokens, int n) {
    const int d = sizes_.width, inner = sizes_.inner();
    for (int i = 0; i < sizes_.length; ++i) {
      for (int c = 0; c < kChunk; ++c) {
        const int token = tokens[at_most(c, n - 1) * (sizes_.length + 1) + i];
        tokens_[i * kChunk + c] = token;
        const F* row = weights_ + std::ptrdiff_t{token} * d;
        F* to = activations_.x + i * kChunk + c;
        for (int f = 0; f < d; ++f) to[f * columns_] = row[f];
      }
    }
    for (int l = 0; l < sizes_.layers; ++l) {
      const Layer at = layer(l);
      F* out = after(l);
      map(at.x, weight(l, AttentionBlock::query), at.query, inner, d);
      map(at.x, weight(l, AttentionBlock::key), at.key, inner, d);
      map(at.x, weight(l, AttentionBlock::value), at.value, inner, d);
      attend(l, at, sizes_.maps_output() ? at.attended : out);
      if (sizes_.maps_output()) {
        map(at.attended, weight(l, AttentionBlock::output), out, d, inner);
      }
      for (std::ptrdiff_t e = 0; e < std::ptrdiff_t{d} * columns_; ++e) out[e] += at.x[e];
    }
    map(last_, weights_ + sizes_.read_out_offset(), logits_, sizes_.states, d);
  }

  /// The summed loss; the logits become its gradient, zero in lanes without a sequence.
  double loss_of(const std::uint8_t* tokens, int n) {
    const int k = sizes_.states, t = sizes_.length;
    double loss = 0;
    for (int i = 0; i < t; ++i) {
      for_lanes<F>([&](int lane) {
        F* z = logits_ + i * kChunk + lane;
        Across<F> largest = load_across(z);
        for (int m = 1; m < k; ++m) largest = Largest{}(largest, load_across(z + m * columns_));
        Across<F> total{};
        for (int m = 0; m < k; ++m) total += exp_of<F>(load_across(z + m * columns_) - largest);
        const Across<F> logs = log_of<F>(total) + largest;
        for (int c = 0; c < kAcross<F>; ++c) {
          if (lane + c >= n) break;
          const int next = tokens[std::ptrdiff_t{lane + c} * (t + 1) + i + 1];
          loss += static_cast<double>(logs[c] - z[next * columns_ + c]);
        }
        for (int m = 0; m < k; ++m) {
          F* entry = z + m * columns_;
          store_across<F>(entry, exp_of<F>(load_across(entry) - largest) / total);
        }
        for (int c = 0; c < kAcross<F>; ++c) {
          if (lane + c < n) {
            z[tokens[std::ptrdiff_t{lane + c} * (t + 1) + i + 1] * columns_ + c] -= F(1);
          } else {
            for (int m = 0; m < k; ++m) z[m * columns_ + c] = 0;
          }
        }
      });
    }
    return loss;
  }

  // ---- backward ---------------------------------------------------------------------------------

  void backward(F* gradient) {
    const int d = sizes_.width, inner = sizes_.inner();
    weigh(last_, logits_, gradient + sizes_.read_out_offset(), d, sizes_.states);
    map_back(logits_, weights_ + sizes_.read_out_offset(), d_stream_, d, sizes_.states, false);
    for (int l = sizes_.layers - 1; l >= 0; --l) {
      const Layer at = layer(l);
      const auto g = [&](AttentionBlock block) { return gradient + sizes_.layer_offset(l, block); };
      F* above = d_stream_;
      if (sizes_.maps_output()) {
        weigh(at.attended, d_stream_, g(AttentionBlock::output), inner, d);
        map_back(d_stream_, weight(l, AttentionBlock::output), d_attended_, inner, d, false);
        above = d_attended_;
      }
      attend_back(l, at, above, gradient);
      weigh(at.x, d_query_, g(AttentionBlock::query), d, inner);
      weigh(at.x, d_key_, g(AttentionBlock::key), d, inner);
      weigh(at.x, d_value_, g(AttentionBlock::value), d, inner);
      map_back(d_query_, weight(l, AttentionBlock::query), d_stream_, d, inner, true);
      map_back(d_key_, weight(l, AttentionBlock::key), d_stream_, d, inner, true);
      map_back(d_value_, weight(l, AttentionBlock::value), d_stream_, d, inner, true);
    }
    for (int i = 0; i < sizes_.length; ++i) {
      for (int c = 0; c < kChunk; ++c) {
        F* row = gradient + std::ptrdiff_t{tokens_[i * kChunk + c]} * d;
        const F* from = d_stream_ + i * kChunk + c;
        for (int f = 0; f < d; ++f) row[f] += from[f * columns_];
      }
    }
  }

  static constexpr int kBlock = 4;  ///< positions whose sums end together
  static constexpr int kRows = 8;   ///< distances whose products have one width

  const AttentionSizes& sizes_;
  const F* weights_;
  F *base_, *next_;
  int columns_;  ///< positions of a chunk
  std::int32_t* tokens_;
  F* layers_;
  Layer activations_;  ///< of layer 0; those of the next are layer_step_ further
  std::ptrdiff_t layer_step_;
  F *last_, *logits_, *d_stream_, *d_attended_, *d_query_, *d_key_, *d_value_, *d_pattern_;
  F* by_distance_;  ///< over (distance, position)
  F *relative_, *d_relative_;
};

template <class F>
static std::ptrdiff_t attention_arena_size(const AttentionSizes& sizes) {
  return AttentionPass<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static double attention_accumulate(const AttentionSizes& sizes, const F* weights, F* arena,
                                   const AttentionBatch& batch, F* gradient) {
  return AttentionPass<F>(sizes, weights, arena).accumulate(batch, gradient);
}
template <class F>
static void attention_last(const AttentionSizes& sizes, const F* weights, F* arena,
                           const AttentionBatch& batch, F* out) {
  AttentionPass<F>(sizes, weights, arena).last(batch, out);
}

template <class F>
AttentionKernel<F> attention_kernel() {
  return {attention_arena_size<F>, attention_accumulate<F>, attention_last<F>};
}
template AttentionKernel<float> attention_kernel<float>();
template AttentionKernel<double> attention_kernel<double>();

}  // namespace lemmascope::evolution::LEMMASCOPE_ISA
