// Loss and gradient of the encoder, by hand. Included by one source per instruction set.
//
// x_0 = token + position embedding; a layer is x <- x + O attend(N x), x <- x + M2 relu(M1 N x),
// with N the normalisation to mean 0 and variance 1 (its gain and shift would only repeat what the
// maps after it can do); the read-out is R N x, or the embedding's E N x. A chunk of sequences lies
// in lanes: an activation is an array over (feature, position, sequence), so that a map of all
// positions of all sequences is one product, and attention, normalisation and softmax run down and
// never across lanes.
//
// The last layer only computes what is read of it: its keys and values are those of all positions,
// everything after them is of the positions with a read-out. What is left out had a gradient of
// zero, so sums are the same bit for bit.
#pragma once

#include "sim/cpu/across_product.hpp"
#include "sim/cpu/across_softmax.hpp"
#include "sim/transformer/encoder_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

template <class F>
class EncoderPass {
 public:
  LEMMASCOPE_INLINE EncoderPass(const EncoderSizes& sizes, const F* weights, F* arena)
      : sizes_(sizes),
        weights_(weights),
        base_(arena),
        next_(arena),
        columns_(sizes.length * kChunk),
        read_columns_(sizes.reads() * kChunk) {
    const std::ptrdiff_t stream = std::ptrdiff_t{sizes.width} * columns_;
    const std::ptrdiff_t hidden = std::ptrdiff_t{sizes.hidden} * columns_;
    const std::ptrdiff_t queries =
        std::ptrdiff_t{sizes.learned_heads() * sizes.head_width()} * columns_;
    tokens_ = reinterpret_cast<std::int32_t*>(take(columns_));
    for (int h = 0; h < sizes.heads; ++h) {
      fixed_[h] = take(sizes.patterns[h] == HeadPattern::learned ? 0 : pattern_size());
    }
    layers_ = next_;
    activations_ = {take(stream),
                    take(stream),
                    take(columns_),
                    take(queries),
                    take(queries),
                    take(stream),
                    take(stream),
                    take(stream),
                    take(columns_),
                    take(hidden),
                    take(sizes.learned_heads() * pattern_size()),
                    take(sizes.query_identity ? pattern_size() : 0),
                    take(sizes.value_identity ? pattern_size() : 0)};
    layer_step_ = next_ - layers_;
    next_ += (sizes.layers - 1) * layer_step_;
    const std::ptrdiff_t reads = std::ptrdiff_t{sizes.width} * read_columns_;
    read_from_ = take(reads);
    read_normal_ = take(reads);
    read_ = take(reads);
    read_scale_ = take(read_columns_);
    logits_ = take(std::ptrdiff_t{sizes.classes} * read_columns_);
    d_read_ = take(reads);
    d_read_normal_ = take(reads);
    d_stream_ = take(stream);
    d_normal_ = take(stream);
    d_attended_ = take(stream);
    d_values_ = take(stream);
    d_queries_ = take(queries);
    d_keys_ = take(queries);
    d_hidden_ = take(hidden);
    d_pattern_ = take(pattern_size());
    through_ = take(with_identity() ? stream : 0);
    d_gram_ = take(sizes.query_identity ? pattern_size() : 0);
    d_mixed_ = take(sizes.value_identity ? pattern_size() : 0);
  }

  LEMMASCOPE_INLINE std::ptrdiff_t arena_size() const { return next_ - base_; }

  double accumulate(const EncoderBatch& batch, F* gradient) {
    if (gradient != nullptr) clear(gradient, sizes_.storage());
    double loss = 0;
    for (int first = 0; first < batch.count; first += kChunk) {
      if (batch.stop != nullptr && __atomic_load_n(&batch.stop->raised, __ATOMIC_RELAXED) != 0) {
        break;
      }
      const int n = at_most(batch.count - first, kChunk);
      forward(batch.tokens + std::ptrdiff_t{first} * sizes_.length, n);
      loss += loss_of(batch.targets + std::ptrdiff_t{first} * sizes_.reads(), n);
      if (gradient != nullptr) backward(gradient);
    }
    return loss;
  }

  void logits(const std::uint8_t* tokens, int count, F* out) {
    for (int first = 0; first < count; first += kChunk) {
      const int n = at_most(count - first, kChunk);
      forward(tokens + std::ptrdiff_t{first} * sizes_.length, n);
      for (int c = 0; c < n; ++c) {
        for (int r = 0; r < sizes_.reads(); ++r) {
          for (int k = 0; k < sizes_.classes; ++k) {
            *out++ = logits_[k * read_columns_ + r * kChunk + c];
          }
        }
      }
    }
  }

 private:
  /// What a layer's forward pass leaves for its backward pass.
  struct Layer {
    F* x;            ///< the stream that enters
    F* normal;       ///< N x
    F* scale;        ///< 1 / deviation of every column of x
    F *query, *key;  ///< of the learned heads
    F* value;
    F* attended;
    F* middle;  ///< the stream after attention; its normalisation replaces it
    F* middle_scale;
    F* hidden;   ///< after the rectifier
    F* pattern;  ///< of the learned heads
    F* gram;     ///< products of columns of N x
    F* mixed;    ///< the heads' patterns, each times its multiple of the identity, summed
  };

  /// The positions that a layer goes on with, and what enters them: all, or those with a read-out.
  struct Going {
    bool all;
    int count;    ///< positions; query, attended, middle, hidden are over these
    int columns;  ///< count * kChunk
    const F *x, *normal;
  };
  Going going(int l, const Layer& at) const {
    if (l + 1 < sizes_.layers) return {true, sizes_.length, columns_, at.x, at.normal};
    return {false, sizes_.reads(), read_columns_, read_from_, read_normal_};
  }
  int position_of(const Going& on, int i) const {
    return on.all ? i : sizes_.first_read + i * sizes_.read_every;
  }
  /// An array over (feature, position, sequence) at the positions with a read-out.
  void pick_reads(const F* all, F* reads) const {
    for_reads([&](std::ptrdiff_t from, std::ptrdiff_t to) { reads[to] = all[from]; });
  }
  void put_reads(const F* reads, F* all) const {
    for_reads([&](std::ptrdiff_t to, std::ptrdiff_t from) { all[to] = reads[from]; });
  }
  template <class Move>
  LEMMASCOPE_INLINE void for_reads(const Move& move) const {
    for (int i = 0; i < sizes_.width; ++i) {
      for (int r = 0; r < sizes_.reads(); ++r) {
        const int position = sizes_.first_read + r * sizes_.read_every;
        for (int c = 0; c < kChunk; ++c) {
          move(i * columns_ + position * kChunk + c, i * read_columns_ + r * kChunk + c);
        }
      }
    }
  }

  F* take(std::ptrdiff_t n) {
    F* at = next_;
    next_ += (n + 31) / 16 * 16;
    return at;
  }
  std::ptrdiff_t pattern_size() const {
    return std::ptrdiff_t{sizes_.length} * sizes_.length * kChunk;
  }
  bool with_identity() const { return sizes_.query_identity || sizes_.value_identity; }
  static void clear(F* at, std::ptrdiff_t n) {
    for (std::ptrdiff_t k = 0; k < n; ++k) at[k] = 0;
  }
  Layer layer(int l) const {
    Layer at = activations_;
    F** const parts[] = {&at.x,       &at.normal,   &at.scale,  &at.query,        &at.key,
                         &at.value,   &at.attended, &at.middle, &at.middle_scale, &at.hidden,
                         &at.pattern, &at.gram,     &at.mixed};
    for (F** part : parts) *part += l * layer_step_;
    return at;
  }
  /// The stream after layer l.
  F* after(int l) const { return l + 1 < sizes_.layers ? layer(l + 1).x : read_; }
  const F* weight(int l, LayerBlock block) const {
    return weights_ + sizes_.layer_offset(l, block);
  }

  // ---- maps -------------------------------------------------------------------------------------

  /// out = W^T in + bias (bias may be null), over `columns` columns.
  void map(const F* in, const F* w, const F* bias, F* out, int rows, int depth, int columns) const {
    if (bias != nullptr) {
      for (int i = 0; i < rows; ++i) {
        for (int k = 0; k < columns; k += kAcross<F>) {
          store_across<F>(out + i * columns + k, fill_across(bias[i]));
        }
      }
      add_product<F>({out, columns, w, 1, rows, in, columns, rows, depth, columns});
    } else {
      set_product<F>({out, columns, w, 1, rows, in, columns, rows, depth, columns});
    }
  }
  /// d_in = (or, to add, +=) W d_out for a W of `rows` x `depth`.
  void map_back(const F* d_out, const F* w, F* d_in, int rows, int depth, int columns,
                bool add = false) const {
    const Product<F> p{d_in, columns, w, depth, 1, d_out, columns, rows, depth, columns};
    add ? add_product<F>(p) : set_product<F>(p);
  }
  /// The gradients of W (rows x depth) and of the bias.
  void weigh(const F* in, const F* d_out, F* d_w, F* d_bias, int rows, int depth,
             int columns) const {
    add_row_products<F>({d_w, depth, in, columns, d_out, columns, rows, depth, columns});
    if (d_bias != nullptr) add_row_sums<F>(d_out, depth, columns, d_bias);
  }

  // ---- normalisation ----------------------------------------------------------------------------

  /// Every column of `x` to mean 0 and variance 1 (plus epsilon), in `out`, which may be x.
  void normalise(const F* x, F* out, F* scales, int columns) const {
    const F width = F(sizes_.width);
    for (int k = 0; k < columns; k += kAcross<F>) {
      Across<F> sum{}, squares{};
      for (int i = 0; i < sizes_.width; ++i) sum += load_across(x + i * columns + k);
      const Across<F> mean = sum / width;
      for (int i = 0; i < sizes_.width; ++i) {
        const Across<F> centred = load_across(x + i * columns + k) - mean;
        squares += centred * centred;
      }
      const Across<F> scale = reciprocal_root(squares / width + F(1e-5));  // PyTorch's epsilon
      store_across<F>(scales + k, scale);
      for (int i = 0; i < sizes_.width; ++i) {
        const int at = i * columns + k;
        store_across<F>(out + at, (load_across(x + at) - mean) * scale);
      }
    }
  }
  static Across<F> reciprocal_root(Across<F> value) {
    Across<F> root;
#pragma GCC unroll 16
    for (int lane = 0; lane < kAcross<F>; ++lane) {
      root[lane] = sizeof(F) == 4 ? static_cast<F>(__builtin_sqrtf(static_cast<float>(value[lane])))
                                  : static_cast<F>(__builtin_sqrt(value[lane]));
    }
    return F(1) / root;
  }
  /// d_x += the gradient that `above`, the gradient of `normal`, leaves before the normalisation.
  void normalise_back(const F* normal, const F* scales, const F* above, F* d_x, int columns) const {
    const F width = F(sizes_.width);
    for (int k = 0; k < columns; k += kAcross<F>) {
      Across<F> sum{}, along{};
      for (int i = 0; i < sizes_.width; ++i) {
        const Across<F> d = load_across(above + i * columns + k);
        sum += d;
        along += d * load_across(normal + i * columns + k);
      }
      sum /= width;
      along /= width;
      const Across<F> scale = load_across(scales + k);
      for (int i = 0; i < sizes_.width; ++i) {
        const int at = i * columns + k;
        store_across<F>(d_x + at,
                        load_across(d_x + at) + scale * (load_across(above + at) - sum -
                                                         along * load_across(normal + at)));
      }
    }
  }

  // ---- attention --------------------------------------------------------------------------------

  void fix_patterns() {
    for (int h = 0; h < sizes_.heads; ++h) {
      if (sizes_.patterns[h] == HeadPattern::learned) continue;
      for (int i = 0; i < sizes_.length; ++i) {
        for (int c = 0; c < kChunk; ++c) fix_row(h, i, c);
      }
    }
  }
  void fix_row(int h, int i, int c) {
    const auto meets = [&](int j) {
      return sizes_.patterns[h] == HeadPattern::same_token
                 ? tokens_[j * kChunk + c] == tokens_[i * kChunk + c]
                 : j / sizes_.segment == i / sizes_.segment;
    };
    int count = 0;
    for (int j = 0; j < sizes_.length; ++j) count += meets(j) ? 1 : 0;
    for (int j = 0; j < sizes_.length; ++j) {
      fixed_[h][(i * sizes_.length + j) * kChunk + c] = meets(j) ? F(1) / F(count) : F(0);
    }
  }
  /// Of one head: `row` elements from one row to the next, a row being over (position, sequence).
  struct Pattern {
    const F* at;
    std::ptrdiff_t row;
  };
  Pattern pattern_of(const Layer& at, const Going& on, int h) const {
    const std::ptrdiff_t row = sizes_.length * kChunk;
    if (sizes_.patterns[h] == HeadPattern::learned) return {at.pattern + h * pattern_size(), row};
    return on.all ? Pattern{fixed_[h], row}
                  : Pattern{fixed_[h] + sizes_.first_read * row, sizes_.read_every * row};
  }
  F score_scale() const {
    return F(1) / static_cast<F>(__builtin_sqrt(static_cast<double>(sizes_.head_width())));
  }
  F* of_head(F* features, int h, int columns) const {
    return features + std::ptrdiff_t{h} * sizes_.head_width() * columns;
  }

  /// out += scale * in.
  static void add_scaled(const F* in, F scale, std::ptrdiff_t n, F* out) {
    for (std::ptrdiff_t k = 0; k < n; ++k) out[k] += scale * in[k];
  }
  /// The same over rows of a pattern; those of `out` have `out_row` elements from one to the next.
  void add_rows_scaled(const Pattern& in, F scale, int rows, F* out, std::ptrdiff_t out_row) const {
    for (int i = 0; i < rows; ++i) {
      add_scaled(in.at + i * in.row, scale, sizes_.length * kChunk, out + i * out_row);
    }
  }
  F inner_product(const F* a, const Pattern& b, int rows) const {
    const int row = sizes_.length * kChunk;
    Across<F> sum{};
    for (int i = 0; i < rows; ++i) {
      for (int k = 0; k < row; k += kAcross<F>) {
        sum += load_across(a + i * row + k) * load_across(b.at + i * b.row + k);
      }
    }
    F total = 0;
    for (int lane = 0; lane < kAcross<F>; ++lane) total += sum[lane];
    return total;
  }

  void attend(int l, const Going& on) {
    const Layer at = layer(l);
    const int t = sizes_.length, w = sizes_.head_width(), row = t * kChunk;
    if (sizes_.query_identity) {
      set_across_product<F>({at.gram, row, kChunk, on.normal, kChunk, on.columns, at.normal,
                             columns_, kChunk, on.count, t, sizes_.width});
    }
    if (sizes_.value_identity) clear(at.mixed, std::ptrdiff_t{on.count} * row);
    for (int h = 0; h < sizes_.heads; ++h) {
      if (sizes_.patterns[h] == HeadPattern::learned) {
        F* p = at.pattern + h * pattern_size();
        set_across_product<F>({p, row, kChunk, of_head(at.query, h, on.columns), kChunk, on.columns,
                               of_head(at.key, h, columns_), columns_, kChunk, on.count, t, w,
                               score_scale()});
        if (sizes_.query_identity) {
          add_scaled(at.gram, weight(l, LayerBlock::query_identity)[h],
                     std::ptrdiff_t{on.count} * row, p);
        }
        for (int i = 0; i < on.count; ++i) {
          const int seen = sizes_.causal ? position_of(on, i) + 1 : t;
          softmax_across<F>(p + i * row, seen, p + i * row);
          clear(p + i * row + seen * kChunk, std::ptrdiff_t{t - seen} * kChunk);
        }
      }
      const Pattern p = pattern_of(at, on, h);
      set_across_product<F>({of_head(at.attended, h, on.columns), on.columns, kChunk,
                             of_head(at.value, h, columns_), columns_, kChunk, p.at, kChunk, p.row,
                             w, on.count, t});
      if (sizes_.value_identity) {
        add_rows_scaled(p, weight(l, LayerBlock::value_identity)[h], on.count, at.mixed, row);
      }
    }
  }
  /// What reaches the stream through the identity in values alone.
  void add_through_identity(const Layer& at, const Going& on) {
    const int t = sizes_.length, row = t * kChunk;
    set_across_product<F>({through_, on.columns, kChunk, at.normal, columns_, kChunk, at.mixed,
                           kChunk, row, sizes_.width, on.count, t});
    add_scaled(through_, F(1), std::ptrdiff_t{sizes_.width} * on.columns, at.middle);
  }

  /// From the gradient of the stream, `above`, to those of the patterns through the identity in
  /// values (d_mixed_, for a multiple of one) and of N x (through_).
  void identity_back(const Layer& at, const Going& on, const F* above) {
    const int t = sizes_.length, row = t * kChunk;
    if (!sizes_.value_identity) {
      clear(through_, std::ptrdiff_t{sizes_.width} * columns_);
      return;
    }
    set_across_product<F>({d_mixed_, row, kChunk, above, kChunk, on.columns, at.normal, columns_,
                           kChunk, on.count, t, sizes_.width});
    set_across_product<F>({through_, columns_, kChunk, above, on.columns, kChunk, at.mixed, row,
                           kChunk, sizes_.width, t, on.count});
  }
  /// From the gradient of products of columns of N x to that of N x, added to through_.
  /// d_normal_ is overwritten.
  void gram_back(const Layer& at) {
    const int t = sizes_.length;
    for (int i = 0; i < t; ++i) {  // both columns of a product: the sum with the transpose
      for (int j = 0; j <= i; ++j) {
        F* one = d_gram_ + (i * t + j) * kChunk;
        F* other = d_gram_ + (j * t + i) * kChunk;
        for (int c = 0; c < kChunk; ++c) one[c] = other[c] = one[c] + other[c];
      }
    }
    set_across_product<F>({d_normal_, columns_, kChunk, at.normal, columns_, kChunk, d_gram_,
                           kChunk, t * kChunk, sizes_.width, t, t});
    add_scaled(d_normal_, F(1), std::ptrdiff_t{sizes_.width} * columns_, through_);
  }

  /// From the gradients of what was attended and of the stream, `above`, to those of values,
  /// queries and keys, and of the multiples of the identity.
  void attend_back(int l, const Going& on, const F* above, F* gradient) {
    const Layer at = layer(l);
    const int t = sizes_.length, w = sizes_.head_width(), row = t * kChunk;
    const auto g = [&](LayerBlock block) { return gradient + sizes_.layer_offset(l, block); };
    if (with_identity()) identity_back(at, on, above);
    if (sizes_.query_identity) clear(d_gram_, pattern_size());
    for (int h = 0; h < sizes_.heads; ++h) {
      const Pattern p = pattern_of(at, on, h);
      F* attended = of_head(d_attended_, h, on.columns);
      set_across_product<F>({of_head(d_values_, h, columns_), columns_, kChunk, attended,
                             on.columns, kChunk, p.at, p.row, kChunk, w, t, on.count});
      if (sizes_.value_identity) {
        g(LayerBlock::value_identity)[h] += inner_product(d_mixed_, p, on.count);
      }
      if (sizes_.patterns[h] != HeadPattern::learned) continue;
      set_across_product<F>({d_pattern_, row, kChunk, attended, kChunk, on.columns,
                             of_head(at.value, h, columns_), columns_, kChunk, on.count, t, w});
      if (sizes_.value_identity) {
        add_scaled(d_mixed_, weight(l, LayerBlock::value_identity)[h],
                   std::ptrdiff_t{on.count} * row, d_pattern_);
      }
      for (int i = 0; i < on.count; ++i) {
        back_through_softmax<F>(p.at + i * row, d_pattern_ + i * row, t, d_pattern_ + i * row);
      }
      if (sizes_.query_identity) {
        g(LayerBlock::query_identity)[h] += inner_product(d_pattern_, {at.gram, row}, on.count);
        add_rows_scaled({d_pattern_, row}, weight(l, LayerBlock::query_identity)[h], on.count,
                        d_gram_ + position_of(on, 0) * row, on.all ? row : sizes_.read_every * row);
      }
      set_across_product<F>({of_head(d_queries_, h, on.columns), on.columns, kChunk,
                             of_head(at.key, h, columns_), columns_, kChunk, d_pattern_, kChunk,
                             row, w, on.count, t, score_scale()});
      set_across_product<F>({of_head(d_keys_, h, columns_), columns_, kChunk,
                             of_head(at.query, h, on.columns), on.columns, kChunk, d_pattern_, row,
                             kChunk, w, t, on.count, score_scale()});
    }
    if (sizes_.query_identity) gram_back(at);
  }

  // ---- forward ----------------------------------------------------------------------------------

  void forward(const std::uint8_t* tokens, int n) {
    embed(tokens, n);
    fix_patterns();
    for (int l = 0; l < sizes_.layers; ++l) layer_forward(l);
    normalise(read_, read_, read_scale_, read_columns_);
    if (sizes_.read_by_embedding) {
      set_product<F>({logits_, read_columns_, weights_, sizes_.width, 1, read_, read_columns_,
                      sizes_.classes, sizes_.width, read_columns_});
      scale_logits();
    } else {
      map(read_, weights_ + sizes_.read_out_offset(), weights_ + sizes_.read_out_bias_offset(),
          logits_, sizes_.classes, sizes_.width, read_columns_);
    }
  }
  /// By the embedding's 1 / sqrt(width); their gradient, by the same.
  void scale_logits() {
    const F scale = F(1) / static_cast<F>(__builtin_sqrt(static_cast<double>(sizes_.width)));
    const std::ptrdiff_t n = std::ptrdiff_t{sizes_.classes} * read_columns_;
    for (std::ptrdiff_t k = 0; k < n; ++k) logits_[k] *= scale;
  }

  /// Lanes without a sequence repeat the last one.
  void embed(const std::uint8_t* tokens, int n) {
    F* x = activations_.x;
    for (int i = 0; i < sizes_.length; ++i) {
      const F* position = weights_ + sizes_.position_offset() + std::ptrdiff_t{i} * sizes_.width;
      for (int c = 0; c < kChunk; ++c) {
        const int token = tokens[at_most(c, n - 1) * sizes_.length + i];
        tokens_[i * kChunk + c] = token;
        const F* row = weights_ + std::ptrdiff_t{token} * sizes_.width;
        F* to = x + i * kChunk + c;
        for (int f = 0; f < sizes_.width; ++f) to[f * columns_] = row[f] + position[f];
      }
    }
  }

  void layer_forward(int l) {
    const Layer at = layer(l);
    const int d = sizes_.width, queries = sizes_.learned_heads() * sizes_.head_width();
    const auto w = [&](LayerBlock block) { return weight(l, block); };
    normalise(at.x, at.normal, at.scale, columns_);
    const Going on = going(l, at);
    if (!on.all) {
      pick_reads(at.x, read_from_);
      pick_reads(at.normal, read_normal_);
    }
    map(on.normal, w(LayerBlock::query), w(LayerBlock::query_bias), at.query, queries, d,
        on.columns);
    map(at.normal, w(LayerBlock::key), nullptr, at.key, queries, d, columns_);
    map(at.normal, w(LayerBlock::value), w(LayerBlock::value_bias), at.value, d, d, columns_);
    attend(l, on);
    map(at.attended, w(LayerBlock::output), w(LayerBlock::output_bias), at.middle, d, d,
        on.columns);
    add_scaled(on.x, F(1), std::ptrdiff_t{d} * on.columns, at.middle);
    if (sizes_.value_identity) add_through_identity(at, on);
    through_network(l, on);
  }

  /// The two-layer network, on the stream after attention.
  void through_network(int l, const Going& on) {
    const Layer at = layer(l);
    const int d = sizes_.width;
    const auto w = [&](LayerBlock block) { return weight(l, block); };
    F* out = after(l);
    // The stream goes on in `out`, to which the network is added.
    for (int i = 0; i < d; ++i) {
      const F bias = w(LayerBlock::down_bias)[i];
      const int row = i * on.columns;
      for (int k = 0; k < on.columns; ++k) out[row + k] = at.middle[row + k] + bias;
    }
    normalise(at.middle, at.middle, at.middle_scale, on.columns);
    map(at.middle, w(LayerBlock::hidden), w(LayerBlock::hidden_bias), at.hidden, sizes_.hidden, d,
        on.columns);
    for (std::ptrdiff_t k = 0; k < std::ptrdiff_t{sizes_.hidden} * on.columns; ++k) {
      at.hidden[k] = at.hidden[k] > F(0) ? at.hidden[k] : F(0);
    }
    add_product<F>({out, on.columns, w(LayerBlock::down), 1, d, at.hidden, on.columns, d,
                    sizes_.hidden, on.columns});
  }

  /// The summed loss; the logits become its gradient.
  double loss_of(const std::uint8_t* targets, int n) {
    double loss = 0;
    const int classes = sizes_.classes;
    for (int r = 0; r < sizes_.reads(); ++r) {
      for (int first = 0; first < kChunk; first += kAcross<F>) {
        F* z = logits_ + r * kChunk + first;
        Across<F> largest = load_across(z);
        for (int k = 1; k < classes; ++k) {
          largest = Largest{}(largest, load_across(z + k * read_columns_));
        }
        Across<F> total{};
        for (int k = 0; k < classes; ++k) {
          total += exp_of<F>(load_across(z + k * read_columns_) - largest);
        }
        for (int lane = 0; lane < kAcross<F>; ++lane) {
          const int c = first + lane;
          const std::uint8_t target = c < n ? targets[c * sizes_.reads() + r] : kNoTarget;
          if (target == kNoTarget) continue;
          loss += __builtin_log(static_cast<double>(total[lane])) -
                  static_cast<double>(z[target * read_columns_ + lane] - largest[lane]);
        }
        for (int k = 0; k < classes; ++k) {
          Across<F> p = exp_of<F>(load_across(z + k * read_columns_) - largest) / total;
          for (int lane = 0; lane < kAcross<F>; ++lane) {
            const int c = first + lane;
            const std::uint8_t target = c < n ? targets[c * sizes_.reads() + r] : kNoTarget;
            p[lane] = target == kNoTarget ? F(0) : p[lane] - (target == k ? F(1) : F(0));
          }
          store_across<F>(z + k * read_columns_, p);
        }
      }
    }
    return loss;
  }

  // ---- backward ---------------------------------------------------------------------------------

  /// From the gradient of the logits to those of the read-out and of what it reads (d_normal_).
  void read_back(F* gradient) {
    const int d = sizes_.width;
    if (sizes_.read_by_embedding) {
      scale_logits();
      weigh(logits_, read_, gradient, nullptr, sizes_.classes, d, read_columns_);
      set_product<F>({d_normal_, read_columns_, weights_, 1, d, logits_, read_columns_, d,
                      sizes_.classes, read_columns_});
      return;
    }
    weigh(read_, logits_, gradient + sizes_.read_out_offset(),
          gradient + sizes_.read_out_bias_offset(), d, sizes_.classes, read_columns_);
    map_back(logits_, weights_ + sizes_.read_out_offset(), d_normal_, d, sizes_.classes,
             read_columns_);
  }

  void backward(F* gradient) {
    const int d = sizes_.width;
    read_back(gradient);
    clear(d_read_, std::ptrdiff_t{d} * read_columns_);
    normalise_back(read_, read_scale_, d_normal_, d_read_, read_columns_);
    for (int l = sizes_.layers - 1; l >= 0; --l) layer_backward(l, gradient);
    embed_back(gradient);
  }

  /// From the gradient of the stream after layer l to that before it, in d_stream_. After the last
  /// layer it is that of what is read, d_read_.
  void layer_backward(int l, F* gradient) {
    const Layer at = layer(l);
    const Going on = going(l, at);
    const int d = sizes_.width;
    F* above = on.all ? d_stream_ : d_read_;
    network_back(l, on, above, gradient);
    weigh(at.attended, above, gradient + sizes_.layer_offset(l, LayerBlock::output),
          gradient + sizes_.layer_offset(l, LayerBlock::output_bias), d, d, on.columns);
    map_back(above, weight(l, LayerBlock::output), d_attended_, d, d, on.columns);
    attend_back(l, on, above, gradient);
    attention_maps_back(l, on, gradient);
    if (with_identity()) add_scaled(through_, F(1), std::ptrdiff_t{d} * columns_, d_normal_);
    if (!on.all) {
      clear(d_stream_, std::ptrdiff_t{d} * columns_);
      put_reads(d_read_, d_stream_);
    }
    normalise_back(at.normal, at.scale, d_normal_, d_stream_, columns_);
  }

  /// `above` from after the two-layer network to before it, in place.
  void network_back(int l, const Going& on, F* above, F* gradient) {
    const Layer at = layer(l);
    const int d = sizes_.width;
    const auto w = [&](LayerBlock block) { return weight(l, block); };
    const auto g = [&](LayerBlock block) { return gradient + sizes_.layer_offset(l, block); };
    weigh(at.hidden, above, g(LayerBlock::down), g(LayerBlock::down_bias), sizes_.hidden, d,
          on.columns);
    map_back(above, w(LayerBlock::down), d_hidden_, sizes_.hidden, d, on.columns);
    for (std::ptrdiff_t k = 0; k < std::ptrdiff_t{sizes_.hidden} * on.columns; ++k) {
      d_hidden_[k] = at.hidden[k] > F(0) ? d_hidden_[k] : F(0);
    }
    weigh(at.middle, d_hidden_, g(LayerBlock::hidden), g(LayerBlock::hidden_bias), d, sizes_.hidden,
          on.columns);
    map_back(d_hidden_, w(LayerBlock::hidden), d_normal_, d, sizes_.hidden, on.columns);
    normalise_back(at.middle, at.middle_scale, d_normal_, above, on.columns);
  }

  /// From the gradients of values, queries and keys to that of N x, d_normal_.
  void attention_maps_back(int l, const Going& on, F* gradient) {
    const Layer at = layer(l);
    const int d = sizes_.width, queries = sizes_.learned_heads() * sizes_.head_width();
    const auto w = [&](LayerBlock block) { return weight(l, block); };
    const auto g = [&](LayerBlock block) { return gradient + sizes_.layer_offset(l, block); };
    weigh(at.normal, d_values_, g(LayerBlock::value), g(LayerBlock::value_bias), d, d, columns_);
    map_back(d_values_, w(LayerBlock::value), d_normal_, d, d, columns_);
    if (queries == 0) return;
    weigh(on.normal, d_queries_, g(LayerBlock::query), g(LayerBlock::query_bias), d, queries,
          on.columns);
    F* to = on.all ? d_normal_ : d_read_normal_;
    if (!on.all) pick_reads(d_normal_, d_read_normal_);
    map_back(d_queries_, w(LayerBlock::query), to, d, queries, on.columns, true);
    if (!on.all) put_reads(d_read_normal_, d_normal_);
    weigh(at.normal, d_keys_, g(LayerBlock::key), nullptr, d, queries, columns_);
    map_back(d_keys_, w(LayerBlock::key), d_normal_, d, queries, columns_, true);
  }

  /// Lanes without a sequence have no targets, so their gradient is zero.
  void embed_back(F* gradient) {
    for (int i = 0; i < sizes_.length; ++i) {
      F* position = gradient + sizes_.position_offset() + std::ptrdiff_t{i} * sizes_.width;
      for (int c = 0; c < kChunk; ++c) {
        F* row = gradient + std::ptrdiff_t{tokens_[i * kChunk + c]} * sizes_.width;
        const F* from = d_stream_ + i * kChunk + c;
        for (int f = 0; f < sizes_.width; ++f) {
          row[f] += from[f * columns_];
          position[f] += from[f * columns_];
        }
      }
    }
  }

  const EncoderSizes& sizes_;
  const F* weights_;
  F* base_;
  F* next_;
  int columns_;       ///< positions of a chunk
  int read_columns_;  ///< those with a read-out
  std::int32_t* tokens_;
  F* fixed_[kMostHeads];
  F* layers_;
  Layer activations_;  ///< of layer 0; those of the next are layer_step_ further
  std::ptrdiff_t layer_step_;
  /// The stream and its normalisation where the last layer goes on, and what is read.
  F *read_from_, *read_normal_, *read_, *read_scale_, *logits_;
  F *d_read_, *d_read_normal_, *d_stream_, *d_normal_, *d_attended_, *d_values_, *d_queries_,
      *d_keys_, *d_hidden_, *d_pattern_;
  F *through_, *d_gram_, *d_mixed_;  ///< of the identity in queries and values
};

template <class F>
static std::ptrdiff_t encoder_arena_size(const EncoderSizes& sizes) {
  return EncoderPass<F>(sizes, nullptr, nullptr).arena_size();
}
template <class F>
static double encoder_accumulate(const EncoderSizes& sizes, const F* weights, F* arena,
                                 const EncoderBatch& batch, F* gradient) {
  return EncoderPass<F>(sizes, weights, arena).accumulate(batch, gradient);
}
template <class F>
static void encoder_logits(const EncoderSizes& sizes, const F* weights, F* arena,
                           const std::uint8_t* tokens, int count, F* out) {
  EncoderPass<F>(sizes, weights, arena).logits(tokens, count, out);
}

template <class F>
EncoderKernel<F> encoder_kernel() {
  return {encoder_arena_size<F>, encoder_accumulate<F>, encoder_logits<F>};
}
template EncoderKernel<float> encoder_kernel<float>();
template EncoderKernel<double> encoder_kernel<double>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
