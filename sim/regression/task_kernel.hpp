// Draws regression tasks, a task a lane. Included by one source per instruction set.
#pragma once

#include "sim/cpu/across_product.hpp"
#include "sim/cpu/elementary.hpp"
#include "sim/random/philox_lanes.hpp"
#include "sim/regression/task_plan.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

static_assert(kTaskLanes == kChunk);

/// cos(2 pi u) and sin(2 pi u) for 0 <= u <= 1: with r = u - 1/2 and h = pi r, |h| <= pi/2, they
/// are 2 sin^2 h - 1 and -2 sin h cos h. Taylor series to h^21 and h^22, remainders below 2^-55.
template <class F>
LEMMASCOPE_INLINE void cosine_and_sine_of_turn(Across<F> u, Across<F>& cosine, Across<F>& sine) {
  const Across<F> h = (u - F(0.5)) * F(3.14159265358979323846);
  const Across<F> square = h * h;
  Across<F> s = fill_across<F>(1), c = fill_across<F>(1);
#pragma GCC unroll 16
  for (int k = 10; k >= 1; --k) s = F(1) - s * square * F(1.0 / (2 * k * (2 * k + 1)));
#pragma GCC unroll 16
  for (int k = 11; k >= 1; --k) c = F(1) - c * square * F(1.0 / (2 * k * (2 * k - 1)));
  s *= h;
  cosine = F(2) * s * s - F(1);
  sine = F(-2) * s * c;
}

template <class F>
LEMMASCOPE_INLINE Across<F> root_of(Across<F> x) {
#pragma GCC unroll 16
  for (int lane = 0; lane < kAcross<F>; ++lane) {
    x[lane] = sizeof(F) == 4 ? static_cast<F>(__builtin_sqrtf(static_cast<float>(x[lane])))
                             : static_cast<F>(__builtin_sqrt(static_cast<double>(x[lane])));
  }
  return x;
}

/// As many words as a vector of F has lanes.
template <int kWords>
struct SomeWords;
#define LEMMASCOPE_WORDS(COUNT)                                                                \
  template <>                                                                                  \
  struct SomeWords<COUNT> {                                                                    \
    typedef std::uint32_t Type __attribute__((vector_size(4 * COUNT), aligned(4), may_alias)); \
  };
LEMMASCOPE_WORDS(2)
LEMMASCOPE_WORDS(4)
LEMMASCOPE_WORDS(8)
LEMMASCOPE_WORDS(16)
#undef LEMMASCOPE_WORDS

/// The numbers of 16 streams in turn.
template <class F>
class LaneNumbers {
 public:
  LEMMASCOPE_INLINE explicit LaneNumbers(const TaskStreams& from)
      : streams_(philox_lanes(from.key, from.first, from.purpose, from.run)) {}

  /// Strictly above 0 and up to 1: (word + 1/2) / 2^32, rounded.
  LEMMASCOPE_INLINE void uniform(F* out) {
    next_words();
    for_lanes<F>([&](int lane) { store_across<F>(out + lane, turn(words_ + lane)); });
  }

  LEMMASCOPE_INLINE void normal(F* out) {
    has_spare_ = !has_spare_;
    if (!has_spare_) {
      for_lanes<F>([&](int lane) { store_across<F>(out + lane, load_across(spare_ + lane)); });
      return;
    }
    next_words();
    for_lanes<F>([&](int lane) {
      const Across<F> radius = root_of<F>(log_of<F>(turn(words_ + lane)) * F(-2));
      store_across<F>(spare_ + lane, radius);
    });
    next_words();
    for_lanes<F>([&](int lane) {
      const Across<F> radius = load_across(spare_ + lane);
      Across<F> cosine, sine;
      cosine_and_sine_of_turn<F>(turn(words_ + lane), cosine, sine);
      store_across<F>(out + lane, radius * cosine);
      store_across<F>(spare_ + lane, radius * sine);
    });
  }

 private:
  LEMMASCOPE_INLINE static Across<F> turn(const std::uint32_t* words) {
    const auto at = *reinterpret_cast<const typename SomeWords<kAcross<F>>::Type*>(words);
    return (__builtin_convertvector(at, Across<F>) + F(0.5)) * F(0x1p-32);
  }

  LEMMASCOPE_INLINE void next_words() {
    if (next_ % 4 == 0) philox_block(streams_, next_ / 4, block_);
    *reinterpret_cast<Words*>(words_) = block_[next_ % 4];
    ++next_;
  }

  PhiloxLanes streams_;
  Words block_[4];
  std::uint32_t next_ = 0;
  alignas(64) std::uint32_t words_[kChunk];
  alignas(64) F spare_[kChunk];
  bool has_spare_ = false;
};

/// C = X X^T of `examples` over (example, entry, task): the tiles on and below the diagonal, and
/// their mirror images.
template <class F>
static void set_covariance(const F* examples, int context, int dimension, F* covariance) {
  const std::ptrdiff_t row = std::ptrdiff_t{dimension} * kChunk;
  const AcrossProduct<F> product{covariance, row, kChunk, examples,  kChunk,    row,
                                 examples,   row, kChunk, dimension, dimension, context};
  for (int i = 0; i < dimension; i += kTileRows) {
    for (int j = 0; j < i + kTileRows && j < dimension; j += kTileColumns) {
      for_lanes<F>([&](int lane) { across_tile(product, i, j, lane); });
    }
  }
  for (int i = 0; i < dimension; ++i) {
    for (int j = 0; j < i; ++j) {
      for_lanes<F>([&](int lane) {
        store_across<F>(covariance + j * row + i * kChunk + lane,
                        load_across(covariance + i * row + j * kChunk + lane));
      });
    }
  }
}

template <class F>
static void draw_tasks(const TaskLaw& law, const TaskStreams& from, F* scratch, F* memory) {
  const int d = law.dimension;
  const auto chunk = TaskChunk<F>::at(memory, d);
  LaneNumbers<F> numbers(from);
  const auto scaled = [](F* at, const double* scale) {
    if (scale == nullptr) return;
    for_lanes<F>([&](int k) { store_across<F>(at + k, load_across(at + k) * F(*scale)); });
  };
  const auto entry_of = [](const double* all, int i) { return all == nullptr ? all : all + i; };
  const auto input = [&](F* at) {
    for (int i = 0; i < d; ++i) {
      F* entry = at + i * kChunk;
      if (law.inputs == InputKind::gaussian) {
        numbers.normal(entry);
      } else {
        numbers.uniform(entry);
        const F width = F(2 * law.half_width);
        for_lanes<F>(
            [&](int k) { store_across<F>(entry + k, (load_across(entry + k) - F(0.5)) * width); });
      }
      scaled(entry, entry_of(law.input_scale, i));
    }
  };
  for (int i = 0; i < d; ++i) {
    numbers.normal(chunk.map + i * kChunk);
    scaled(chunk.map + i * kChunk, entry_of(law.map_scale, i));
  }
  input(chunk.query);
  for (int n = 0; n < law.context; ++n) input(scratch + std::ptrdiff_t{n} * d * kChunk);
  set_covariance(scratch, law.context, d, chunk.covariance);
}

template <class F>
TaskKernel<F> task_kernel() {
  return {draw_tasks<F>};
}
template TaskKernel<float> task_kernel<float>();
template TaskKernel<double> task_kernel<double>();

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
