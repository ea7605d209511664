// The sampling kernel: 16 sequences in the lanes of a vector, each from a stream of its own, so
// that a sequence does not depend on its neighbours. Included by one source per instruction set;
// all give the same bits.
//
// Words of a sequence's stream: entry (row, state) of its table is word row * states + state; token
// i has word drawn_rows * states + i. Where chains are fixed, word 0 says which of them.
#pragma once

#include "sim/data/sampler_plan.hpp"
#include "sim/random/gamma_law.hpp"
#include "sim/random/philox_lanes.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

LEMMASCOPE_INLINE void draw_words(const SamplerPlan& plan, const SamplerStream& stream,
                                  std::uint64_t first, std::uint32_t* words) {
  const PhiloxLanes lanes = philox_lanes(stream.key, first, stream.purpose, stream.run);
  const int table_words = plan.drawn_rows * plan.states;
  const int begin = plan.fixed_chains == 1 ? table_words / 4 : 0;  // one fixed table draws nothing
  const int end = (table_words + plan.length + 3) / 4;
  for (int block = begin; block < end; ++block) {
    Words four[4];
    philox_block(lanes, static_cast<std::uint32_t>(block), four);
    for (int k = 0; k < 4; ++k) {
      store(reinterpret_cast<float*>(words) + (4 * block + k) * kLanes,
            reinterpret_cast<Floats>(four[k]));
    }
  }
}

/// The table polynomial of one octave per lane; `tail` in (0, 1) is exact to 31 bits.
LEMMASCOPE_INLINE Floats tail_polynomial(const float* side, Floats tail) {
  const Ints bits = as_ints(tail);
  const Ints octave = 126 - (bits >> 23);
  const Floats t = as_floats((bits & 0x007fffff) | 0x3f800000) - 1.5f;
  Floats value = look_up_32(side, octave);
#pragma GCC unroll 8
  for (int k = 1; k < GammaTable::kCoefficients; ++k) {
    value = value * t + look_up_32(side + k * GammaTable::kOctaves, octave);
  }
  return value;
}

/// The two tails of a word: u = (h + 1/2) / 2^31 with h its upper 31 bits, and 1 - u, each rounded
/// once.
struct Tails {
  Floats lower, upper;
};
LEMMASCOPE_INLINE Tails tails(Words word) {
  const Floats below_one = broadcast(0x1.fffffep-1f);
  const Ints h = reinterpret_cast<Ints>(word >> 1);
  const Ints g = 0x7fffffff - h;
  return {smaller((to_floats(h) + 0.5f) * 0x1p-31f, below_one),
          smaller((to_floats(g) + 0.5f) * 0x1p-31f, below_one)};
}

LEMMASCOPE_INLINE Floats table_value(const GammaTable& gamma, const Tails& tail) {
  Floats value = tail_polynomial(gamma.upper[0].data(), tail.upper);
  if (gamma.two_sided) {
    const Floats low = tail_polynomial(gamma.lower[0].data(), tail.lower);
    value = tail.lower < 0.5f ? low : value;
  }
  return value;
}

/// u^power for the few integer powers a table asks for.
LEMMASCOPE_INLINE Floats integer_power(Floats u, int power) {
  Floats result = broadcast(1.0f);
  for (int bit = 8; bit > 0; bit /= 2) {
    result = result * result;
    if ((power & bit) != 0) result = result * u;
  }
  return result;
}

template <int kPower>
LEMMASCOPE_INLINE void power_variates(const SamplerPlan& plan, const std::uint32_t* words,
                                      float* rows) {
  const int entries = plan.drawn_rows * plan.states;
  for (int k = 0; k < entries; ++k) {
    const auto word =
        reinterpret_cast<Words>(load(reinterpret_cast<const float*>(words) + k * kLanes));
    const Tails tail = tails(word);
    const int power = kPower >= 0 ? kPower : plan.gamma->power;
    const Floats x = integer_power(tail.lower, power) * table_value(*plan.gamma, tail);
    store(rows + k * kLanes, larger(x, broadcast(kSmallestVariate)));
  }
}

/// Variates of a row divided by the row's largest, computed through logarithms.
LEMMASCOPE_INLINE void logarithm_variates(const SamplerPlan& plan, const std::uint32_t* words,
                                          float* rows) {
  for (int row = 0; row < plan.drawn_rows; ++row) {
    float* entries = rows + row * plan.states * kLanes;
    Floats largest = broadcast(-3e38f);
    for (int s = 0; s < plan.states; ++s) {
      const int k = row * plan.states + s;
      const auto word =
          reinterpret_cast<Words>(load(reinterpret_cast<const float*>(words) + k * kLanes));
      const Tails tail = tails(word);
      const Floats log_x =
          logarithm(tail.lower) * plan.gamma->inverse_shape + table_value(*plan.gamma, tail);
      largest = larger(largest, log_x);
      store(entries + s * kLanes, log_x);
    }
    for (int s = 0; s < plan.states; ++s) {
      const Floats relative = load(entries + s * kLanes) - largest;
      store(entries + s * kLanes, exponential(larger(relative, broadcast(kLogSmallestVariate))));
    }
  }
}

LEMMASCOPE_INLINE void copy_fixed_rows(const SamplerPlan& plan, const std::uint32_t* words,
                                       float* rows) {
  const int entries = plan.drawn_rows * plan.states;
  if (plan.fixed_chains == 1) {
    for (int k = 0; k < entries; ++k) store(rows + k * kLanes, broadcast(plan.fixed_rows[k]));
    return;
  }
  for (int lane = 0; lane < kLanes; ++lane) {
    const std::uint64_t word = words[lane];
    const auto chain =
        static_cast<int>((word * static_cast<std::uint64_t>(plan.fixed_chains)) >> 32);
    for (int k = 0; k < entries; ++k) {
      rows[k * kLanes + lane] = plan.fixed_rows[chain * entries + k];
    }
  }
}

LEMMASCOPE_INLINE void normalise_rows(const SamplerPlan& plan, float* rows) {
  for (int row = 0; row < plan.drawn_rows; ++row) {
    float* entries = rows + row * plan.states * kLanes;
    Floats sum = load(entries);
    for (int s = 1; s < plan.states; ++s) sum = sum + load(entries + s * kLanes);
    const Floats scale = plan.keep / sum;
    for (int s = 0; s < plan.states; ++s) {
      store(entries + s * kLanes, load(entries + s * kLanes) * scale + plan.floor);
    }
  }
}

/// Grassmann-Taksar-Heyman elimination, no subtraction. Weights are rescaled to at most one as they
/// appear: nearly reducible chains would overflow single precision otherwise.
LEMMASCOPE_INLINE void stationary_row(int states, const float* rows, float* p, float* out) {
  const auto at = [&](int i, int j) { return p + (i * states + j) * kLanes; };
  for (int k = 0; k < states * states; ++k) store(p + k * kLanes, load(rows + k * kLanes));
  for (int k = states - 1; k > 0; --k) {
    Floats leaving = load(at(k, 0));
    for (int j = 1; j < k; ++j) leaving = leaving + load(at(k, j));
    const Floats scale = 1.0f / leaving;
    for (int i = 0; i < k; ++i) {
      const Floats into = load(at(i, k)) * scale;
      store(at(i, k), into);
      for (int j = 0; j < k; ++j) store(at(i, j), load(at(i, j)) + into * load(at(k, j)));
    }
  }
  store(out, broadcast(1.0f));
  for (int k = 1; k < states; ++k) {
    Floats weight = load(out) * load(at(0, k));
    for (int j = 1; j < k; ++j) weight = weight + load(out + j * kLanes) * load(at(j, k));
    const Floats shrink = 1.0f / larger(weight, broadcast(1.0f));
    for (int j = 0; j < k; ++j) store(out + j * kLanes, load(out + j * kLanes) * shrink);
    store(out + k * kLanes, weight * shrink);
  }
  Floats sum = load(out);
  for (int s = 1; s < states; ++s) sum = sum + load(out + s * kLanes);
  const Floats scale = 1.0f / sum;
  for (int s = 0; s < states; ++s) store(out + s * kLanes, load(out + s * kLanes) * scale);
}

/// cumulative[lane][row][s] = sum of entries 0..s for s < states - 1; above that 2, which no
/// uniform reaches.
LEMMASCOPE_INLINE void accumulate_rows(const SamplerPlan& plan, const float* rows,
                                       float* cumulative) {
  const int lane_stride = plan.total_rows * plan.row_stride;
  for (int row = 0; row < plan.total_rows; ++row) {
    const float* entries = rows + row * plan.states * kLanes;
    Floats sum{};
    for (int begin = 0; begin < plan.row_stride; begin += 16) {
      Floats block[16];
      for (int k = 0; k < 16; ++k) {
        const int s = begin + k;
        if (s < plan.states - 1) sum = sum + load(entries + s * kLanes);
        block[k] = s < plan.states - 1 ? sum : broadcast(2.0f);
      }
      store_transposed(block, cumulative + row * plan.row_stride + begin, lane_stride);
    }
  }
}

LEMMASCOPE_INLINE int table_row(const SamplerPlan& plan, const std::int32_t* tokens, int node,
                                int lane) {
  int offset = 0;
  for (int k = plan.parent_begin[node]; k < plan.parent_begin[node + 1]; ++k) {
    offset = offset * plan.states + tokens[plan.parents[k] * kLanes + lane];
  }
  return plan.first_row[node] + offset;
}

LEMMASCOPE_INLINE int draw_token(const SamplerPlan& plan, const float* row, float uniform) {
  int token = count_at_most(row, uniform);
  for (int begin = 16; begin < plan.row_stride; begin += 16) {
    token += count_at_most(row + begin, uniform);
  }
  return token;
}

LEMMASCOPE_INLINE void draw_tokens(const SamplerPlan& plan, const SamplerScratch& scratch) {
  const std::uint32_t* words = scratch.words + plan.drawn_rows * plan.states * kLanes;
  const int lane_stride = plan.total_rows * plan.row_stride;
  for (int i = 0; i < plan.node_count; ++i) {
    const auto word =
        reinterpret_cast<Words>(load(reinterpret_cast<const float*>(words) + i * kLanes));
    float uniform[kLanes];
    store(uniform, (to_floats(reinterpret_cast<Ints>(word >> 8)) + 0.5f) * 0x1p-24f);
    const bool one_parent = plan.parent_begin[i + 1] - plan.parent_begin[i] == 1;
    const std::int32_t* parent = scratch.tokens + plan.parents[plan.parent_begin[i]] * kLanes;
    const float* table = scratch.cumulative + plan.first_row[i] * plan.row_stride;
    for (int lane = 0; lane < kLanes; ++lane) {
      const int offset =
          one_parent ? parent[lane] : table_row(plan, scratch.tokens, i, lane) - plan.first_row[i];
      scratch.tokens[i * kLanes + lane] =
          draw_token(plan, table + lane * lane_stride + offset * plan.row_stride, uniform[lane]);
    }
  }
  if (plan.node_count == plan.length) return;
  const int query = plan.length - 1;
  for (int lane = 0; lane < kLanes; ++lane) {
    const std::uint64_t word = words[query * kLanes + lane];
    scratch.tokens[query * kLanes + lane] =
        static_cast<std::int32_t>((word * static_cast<std::uint64_t>(plan.states)) >> 32);
  }
}

LEMMASCOPE_INLINE void write_batch(const SamplerPlan& plan, const SamplerScratch& scratch,
                                   int count, std::uint8_t* tokens, float* labels) {
  for (int lane = 0; lane < count; ++lane) {
    for (int i = 0; i < plan.length; ++i) {
      tokens[lane * plan.length + i] = static_cast<std::uint8_t>(scratch.tokens[i * kLanes + lane]);
    }
    const int row = table_row(plan, scratch.tokens, plan.node_count, lane);
    const float* entries = scratch.rows + row * plan.states * kLanes + lane;
    for (int s = 0; s < plan.states; ++s) labels[lane * plan.states + s] = entries[s * kLanes];
  }
}

void sample_lanes(const SamplerPlan& plan, const SamplerStream& stream,
                  const SamplerScratch& scratch, std::uint64_t first, int count,
                  std::uint8_t* tokens, float* labels) {
  draw_words(plan, stream, first, scratch.words);
  if (plan.fixed_rows != nullptr) {
    copy_fixed_rows(plan, scratch.words, scratch.rows);
  } else if (plan.gamma->form == GammaForm::logarithm) {
    logarithm_variates(plan, scratch.words, scratch.rows);
  } else if (plan.gamma->power == 10 && !plan.gamma->two_sided) {
    power_variates<10>(plan, scratch.words, scratch.rows);  // the experiments' concentration 0.1
  } else {
    power_variates<-1>(plan, scratch.words, scratch.rows);
  }
  normalise_rows(plan, scratch.rows);
  float* root = scratch.rows + plan.drawn_rows * plan.states * kLanes;
  if (plan.stationary_root) stationary_row(plan.states, scratch.rows, scratch.elimination, root);
  if (plan.uniform_root) {
    for (int s = 0; s < plan.states; ++s) {
      store(root + s * kLanes, broadcast(1.0f / static_cast<float>(plan.states)));
    }
  }
  accumulate_rows(plan, scratch.rows, scratch.cumulative);
  draw_tokens(plan, scratch);
  write_batch(plan, scratch, count, tokens, labels);
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
