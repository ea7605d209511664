// Loss and gradient of linear self-attention on regression tasks, by hand. Included by one source
// per instruction set.
//
// A layer maps every token by T = I + sum_h A_h G B_h, so that the context enters through G alone:
// G <- T G T^T, q <- T q. All but the weights lies in lanes, a task a lane. Of the last layer only
// the y-row of T is needed.
#pragma once

#include "sim/cpu/across_product.hpp"
#include "sim/regression/attention_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

template <class F>
class AttentionPass {
 public:
  LEMMASCOPE_INLINE AttentionPass(const AttentionSizes& sizes, const F* products, F* arena)
      : sizes_(sizes),
        products_(products),
        base_(arena),
        next_(arena),
        e_(sizes.token()),
        row_(std::ptrdiff_t{e_} * kChunk),
        square_(row_ * e_) {
    layers_ = next_;
    inner_ = {take(square_), take(square_), take(square_), take(row_), take(sizes.heads * square_)};
    layer_step_ = next_ - layers_;
    next_ += (sizes.layers - 1) * layer_step_;
    m_ = take(row_);
    d_m_ = take(row_);
    d_query_ = take(row_);
    d_score_ = take(row_);
    d_value_ = take(row_);
    d_gram_ = take(square_);
    d_map_ = take(square_);
    work_ = take(square_);
    more_ = take(square_);
  }

  LEMMASCOPE_INLINE std::ptrdiff_t arena_size() const { return next_ - base_; }

  double accumulate(const TaskChunk<F>& tasks, const F* weight, F* gradient) {
    forward(tasks);
    const F* q = layer(sizes_.layers - 1).query;
    double loss = 0;
    alignas(64) F slope[kChunk];
    for_lanes<F>([&](int k) {
      Across<F> sum = load_across(q + (e_ - 1) * kChunk + k);
      for (int i = 0; i < e_; ++i)
        sum += load_across(m_ + i * kChunk + k) * load_across(q + i * kChunk + k);
      for (int i = 0; i < sizes_.dimension; ++i) {
        sum += load_across(tasks.map + i * kChunk + k) * load_across(tasks.query + i * kChunk + k);
      }
      const Across<F> weighted = sum * load_across(weight + k);
      store_across<F>(slope + k, weighted);
      const Across<F> half = sum * weighted * F(0.5);
      for (int lane = 0; lane < kAcross<F>; ++lane) loss += half[lane];
    });
    if (gradient != nullptr) backward(slope, gradient);
    return loss;
  }

  /// s = -(T_1^T ... T_(K-1)^T (u_y + m))_x and s^T x.
  void respond(const TaskChunk<F>& tasks, F* prediction, F* sensitivity) {
    forward(tasks);
    copy(m_, d_query_, row_);
    for_lanes<F>([&](int k) {
      F* y = d_query_ + (e_ - 1) * kChunk + k;
      store_across<F>(y, load_across(y) + F(1));
    });
    for (int l = sizes_.layers - 2; l >= 0; --l) {
      transposed_times(layer(l).map, d_query_, d_m_);
      copy(d_m_, d_query_, row_);
    }
    for_lanes<F>([&](int k) {
      Across<F> sum{};
      for (int i = 0; i < sizes_.dimension; ++i) {
        const Across<F> s = -load_across(d_query_ + i * kChunk + k);
        store_across<F>(sensitivity + i * kChunk + k, s);
        sum += s * load_across(tasks.query + i * kChunk + k);
      }
      store_across<F>(prediction + k, sum);
    });
  }

 private:
  /// What is kept of a layer that is not the last: G and q before it, T, T G, and A_h G by head.
  struct Layer {
    F *gram, *map, *map_gram, *query, *value_gram;
  };

  LEMMASCOPE_INLINE F* take(std::ptrdiff_t elements) {
    F* at = next_;
    next_ += elements;
    return at;
  }
  LEMMASCOPE_INLINE Layer layer(int l) const {
    const std::ptrdiff_t by = l * layer_step_;
    return {inner_.gram + by, inner_.map + by, inner_.map_gram + by, inner_.query + by,
            inner_.value_gram + by};
  }
  LEMMASCOPE_INLINE const F* a(int l, int h) const { return products_ + sizes_.offset(l, h); }
  LEMMASCOPE_INLINE const F* b(int l, int h) const { return a(l, h) + sizes_.matrix(); }

  LEMMASCOPE_INLINE static void copy(const F* from, F* to, std::ptrdiff_t elements) {
    for (std::ptrdiff_t k = 0; k < elements; k += kAcross<F>) {
      store_across<F>(to + k, load_across(from + k));
    }
  }
  LEMMASCOPE_INLINE void transpose(const F* from, F* to) const {
    for (int i = 0; i < e_; ++i) {
      for (int j = 0; j < e_; ++j) {
        for_lanes<F>([&](int k) {
          store_across<F>(to + j * row_ + i * kChunk + k,
                          load_across(from + i * row_ + j * kChunk + k));
        });
      }
    }
  }

  /// C = W X for shared W (a transposed one by its steps) and X of `width` elements a row.
  LEMMASCOPE_INLINE void times(const F* w, int w_row, int w_k, int rows, const F* x, int width,
                               F* c) const {
    set_product(Product<F>{c, width, w, w_row, w_k, x, width, rows, e_, width});
  }
  LEMMASCOPE_INLINE void times_square(const F* w, const F* x, F* c) const {
    times(w, e_, 1, e_, x, static_cast<int>(row_), c);
  }
  /// C (+)= X W for shared W: row i of C is W^T times row i of X.
  template <bool kAdd>
  LEMMASCOPE_INLINE void square_times(const F* x, const F* w, int w_row, int w_k, F* c) const {
    for (int i = 0; i < e_; ++i) {
      product<kAdd>(
          Product<F>{c + i * row_, kChunk, w, w_k, w_row, x + i * row_, kChunk, e_, e_, kChunk});
    }
  }
  /// y = X^T v, lane by lane.
  LEMMASCOPE_INLINE void transposed_times(const F* x, const F* v, F* y) const {
    for_lanes<F>([&](int k) {
      for (int i = 0; i < e_; ++i) {
        Across<F> sum{};
        for (int j = 0; j < e_; ++j) {
          sum += load_across(x + j * row_ + i * kChunk + k) * load_across(v + j * kChunk + k);
        }
        store_across<F>(y + i * kChunk + k, sum);
      }
    });
  }
  /// C = X Y, or X^T Y, or X Y^T, lane by lane.
  LEMMASCOPE_INLINE void multiply(const F* x, const F* y, F* c) const {
    set_across_product(
        AcrossProduct<F>{c, row_, kChunk, x, row_, kChunk, y, row_, kChunk, e_, e_, e_});
  }
  LEMMASCOPE_INLINE void transposed_multiply(const F* x, const F* y, F* c) const {
    set_across_product(
        AcrossProduct<F>{c, row_, kChunk, x, kChunk, row_, y, row_, kChunk, e_, e_, e_});
  }
  LEMMASCOPE_INLINE void multiply_transposed(const F* x, const F* y, F* c) const {
    set_across_product(
        AcrossProduct<F>{c, row_, kChunk, x, row_, kChunk, y, kChunk, row_, e_, e_, e_});
  }

  /// G of the tokens (x, w^T x), and the query (x, 0).
  LEMMASCOPE_INLINE void embed(const TaskChunk<F>& tasks, F* gram, F* query) const {
    const int d = sizes_.dimension;
    for_lanes<F>([&](int k) {
      Across<F> square{};
      for (int i = 0; i < d; ++i) {
        Across<F> sum{};
        for (int j = 0; j < d; ++j) {
          const Across<F> c = load_across(tasks.covariance + (i * d + j) * kChunk + k);
          store_across<F>(gram + i * row_ + j * kChunk + k, c);
          sum += c * load_across(tasks.map + j * kChunk + k);
        }
        store_across<F>(gram + i * row_ + d * kChunk + k, sum);
        store_across<F>(gram + d * row_ + i * kChunk + k, sum);
        square += sum * load_across(tasks.map + i * kChunk + k);
        store_across<F>(query + i * kChunk + k, load_across(tasks.query + i * kChunk + k));
      }
      store_across<F>(gram + d * row_ + d * kChunk + k, square);
      store_across<F>(query + d * kChunk + k, Across<F>{});
    });
  }

  void forward(const TaskChunk<F>& tasks) {
    embed(tasks, inner_.gram, inner_.query);
    for (int l = 0; l + 1 < sizes_.layers; ++l) through(l);
    last();
  }

  LEMMASCOPE_INLINE void through(int l) {
    const Layer at = layer(l), next = layer(l + 1);
    for (int h = 0; h < sizes_.heads; ++h) {
      F* value = at.value_gram + h * square_;
      times_square(a(l, h), at.gram, value);
      if (h == 0) {
        square_times<false>(value, b(l, h), e_, 1, at.map);
      } else {
        square_times<true>(value, b(l, h), e_, 1, at.map);
      }
    }
    for_lanes<F>([&](int k) {
      for (int i = 0; i < e_; ++i) {
        F* entry = at.map + i * row_ + i * kChunk + k;
        store_across<F>(entry, load_across(entry) + F(1));
      }
    });
    multiply(at.map, at.gram, at.map_gram);
    multiply_transposed(at.map_gram, at.map, next.gram);
    for_lanes<F>([&](int k) {
      for (int i = 0; i < e_; ++i) {
        Across<F> sum{};
        for (int j = 0; j < e_; ++j) {
          sum += load_across(at.map + i * row_ + j * kChunk + k) *
                 load_across(at.query + j * kChunk + k);
        }
        store_across<F>(next.query + i * kChunk + k, sum);
      }
    });
  }

  /// m^T = sum_h a_h^T G B_h, a_h the y-row of A_h; G a_h of each head stays.
  LEMMASCOPE_INLINE void last() {
    const int l = sizes_.layers - 1;
    const Layer at = layer(l);
    for (int h = 0; h < sizes_.heads; ++h) {
      F* value = at.value_gram + h * square_;
      times(a(l, h) + (e_ - 1) * e_, 0, 1, 1, at.gram, static_cast<int>(row_), value);
      const Product<F> to_m{m_, kChunk, b(l, h), 1, e_, value, kChunk, e_, e_, kChunk};
      if (h == 0) {
        set_product(to_m);
      } else {
        add_product(to_m);
      }
    }
  }

  LEMMASCOPE_INLINE void backward(const F* slope, F* gradient) {
    last_back(slope, gradient);
    for (int l = sizes_.layers - 2; l >= 0; --l) through_back(l, gradient);
  }

  /// dm = c q, dq = c (m + u_y), dB_h = (G a_h) dm^T, da_h = G B_h dm, dG = sum_h of a_h (B_h
  /// dm)^T, made symmetric.
  LEMMASCOPE_INLINE void last_back(const F* slope, F* gradient) {
    const int l = sizes_.layers - 1;
    const Layer at = layer(l);
    for_lanes<F>([&](int k) {
      const Across<F> c = load_across(slope + k);
      for (int i = 0; i < e_; ++i) {
        store_across<F>(d_m_ + i * kChunk + k, c * load_across(at.query + i * kChunk + k));
        const F unit = i == e_ - 1 ? F(1) : F(0);
        store_across<F>(d_query_ + i * kChunk + k, c * (load_across(m_ + i * kChunk + k) + unit));
      }
    });
    for (int h = 0; h < sizes_.heads; ++h) {
      const F* value = at.value_gram + h * square_;
      F* d_a = gradient + sizes_.offset(l, h) + (e_ - 1) * e_;
      F* d_b = gradient + sizes_.offset(l, h) + sizes_.matrix();
      add_row_products(RowProducts<F>{d_b, e_, value, kChunk, d_m_, kChunk, e_, e_, kChunk});
      times(b(l, h), e_, 1, e_, d_m_, kChunk, d_value_);
      transposed_times(at.gram, d_value_, d_score_);
      add_row_sums(d_score_, e_, kChunk, d_a);
      if (sizes_.layers > 1) spread(a(l, h) + (e_ - 1) * e_, h == 0);
    }
  }

  LEMMASCOPE_INLINE void spread(const F* row, bool first) {
    for_lanes<F>([&](int k) {
      for (int i = 0; i < e_; ++i) {
        for (int j = 0; j < e_; ++j) {
          F* to = d_gram_ + i * row_ + j * kChunk + k;
          const Across<F> both = row[i] * load_across(d_value_ + j * kChunk + k) +
                                 row[j] * load_across(d_value_ + i * kChunk + k);
          store_across<F>(to, F(0.5) * both + (first ? Across<F>{} : load_across(to)));
        }
      }
    });
  }

  /// dT = dq' q^T + 2 dG' (T G); dA = dT (G B)^T, dB = (A G)^T dT; dq = T^T dq', dG = T^T dG' T +
  /// A^T dT B^T, made symmetric.
  LEMMASCOPE_INLINE void through_back(int l, F* gradient) {
    const Layer at = layer(l);
    multiply(d_gram_, at.map_gram, d_map_);
    for_lanes<F>([&](int k) {
      for (int i = 0; i < e_; ++i) {
        const Across<F> d = load_across(d_query_ + i * kChunk + k);
        for (int j = 0; j < e_; ++j) {
          F* to = d_map_ + i * row_ + j * kChunk + k;
          store_across<F>(to, F(2) * load_across(to) + d * load_across(at.query + j * kChunk + k));
        }
      }
    });
    for (int h = 0; h < sizes_.heads; ++h) {
      F* d_a = gradient + sizes_.offset(l, h);
      square_times<false>(at.gram, b(l, h), e_, 1, work_);
      const int width = static_cast<int>(row_);
      add_row_products(RowProducts<F>{d_a, e_, d_map_, row_, work_, row_, e_, e_, width});
      transpose(at.value_gram + h * square_, work_);
      transpose(d_map_, more_);
      add_row_products(
          RowProducts<F>{d_a + sizes_.matrix(), e_, work_, row_, more_, row_, e_, e_, width});
    }
    if (l > 0) inputs_back(l, at);
  }

  LEMMASCOPE_INLINE void inputs_back(int l, const Layer& at) {
    transposed_times(at.map, d_query_, d_m_);
    copy(d_m_, d_query_, row_);
    multiply(d_gram_, at.map, work_);
    transposed_multiply(at.map, work_, d_gram_);
    for (int h = 0; h < sizes_.heads; ++h) {
      times(a(l, h), 1, e_, e_, d_map_, static_cast<int>(row_), work_);
      square_times<false>(work_, b(l, h), 1, e_, more_);
      for_lanes<F>([&](int k) {
        for (int i = 0; i < e_; ++i) {
          for (int j = 0; j < e_; ++j) {
            F* to = d_gram_ + i * row_ + j * kChunk + k;
            const Across<F> both = load_across(more_ + i * row_ + j * kChunk + k) +
                                   load_across(more_ + j * row_ + i * kChunk + k);
            store_across<F>(to, load_across(to) + F(0.5) * both);
          }
        }
      });
    }
  }

  const AttentionSizes& sizes_;
  const F* products_;
  F* base_;
  F* next_;
  int e_;                  ///< entries of a token
  std::ptrdiff_t row_;     ///< elements of a token in lanes
  std::ptrdiff_t square_;  ///< of a matrix in lanes
  F* layers_;
  Layer inner_;  ///< of layer 0; those of the next are layer_step_ further
  std::ptrdiff_t layer_step_;
  F *m_, *d_m_, *d_query_, *d_score_, *d_value_, *d_gram_, *d_map_, *work_, *more_;
};

template <class F>
static std::ptrdiff_t attention_arena_size(const AttentionSizes& sizes) {
  return AttentionPass<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static double attention_accumulate(const AttentionSizes& sizes, const F* products, F* arena,
                                   const TaskChunk<F>& tasks, const F* weight, F* gradient) {
  return AttentionPass<F>(sizes, products, arena).accumulate(tasks, weight, gradient);
}
template <class F>
static void attention_respond(const AttentionSizes& sizes, const F* products, F* arena,
                              const TaskChunk<F>& tasks, F* prediction, F* sensitivity) {
  AttentionPass<F>(sizes, products, arena).respond(tasks, prediction, sensitivity);
}

template <class F>
AttentionKernel<F> attention_kernel() {
  return {attention_arena_size<F>, attention_accumulate<F>, attention_respond<F>};
}
template AttentionKernel<float> attention_kernel<float>();
template AttentionKernel<double> attention_kernel<double>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
