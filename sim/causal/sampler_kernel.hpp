// The sampling kernel: 16 sequences in the lanes of a vector, each from a stream of its own, so
// that a sequence does not depend on its neighbours. Included by one source per instruction set;
// all give the same bits.
//
// Words of a sequence's stream: entry (row, state) of its table is word row * states + state; token
// i has word drawn_rows * states + i. Where chains are fixed, word 0 says which of them.
#pragma once

#include "sim/causal/sampler_plan.hpp"
#include "sim/cpu/elementary.hpp"
#include "sim/random/gamma_law.hpp"
#include "sim/random/philox_lanes.hpp"

namespace lemmascope::causal::LEMMASCOPE_ISA {

using namespace sim;                  // shared lane primitives
using namespace sim::LEMMASCOPE_ISA;  // and those of this instruction set

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

/// One side of a sim::GammaTable, copied to where the compiler knows that nothing else writes: it
/// stays in registers while variates are stored.
struct HeldSide {
  Floats low[sim::GammaTable::kCoefficients];   // octaves 0..15
  Floats high[sim::GammaTable::kCoefficients];  // octaves 16..31
};
LEMMASCOPE_INLINE HeldSide held(const sim::GammaTable::Side& side) {
  HeldSide all;
#pragma GCC unroll 8
  for (int k = 0; k < sim::GammaTable::kCoefficients; ++k) {
    all.low[k] = load(&side[k][0]);
    all.high[k] = load(&side[k][16]);
  }
  return all;
}

/// The table polynomial of one octave per lane; `tail` in (0, 1) is exact to 31 bits.
LEMMASCOPE_INLINE Floats tail_polynomial(const HeldSide& side, Floats tail) {
  const Ints bits = as_ints(tail);
  const Ints octave = 126 - (bits >> 23);
  const Floats t = as_floats((bits & 0x007fffff) | 0x3f800000) - 1.5f;
  Floats value = look_up_32(side.low[0], side.high[0], octave);
#pragma GCC unroll 8
  for (int k = 1; k < sim::GammaTable::kCoefficients; ++k) {
    value = value * t + look_up_32(side.low[k], side.high[k], octave);
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

struct HeldTable {
  HeldSide upper, lower;  ///< lower only if two_sided
  bool two_sided;
};
LEMMASCOPE_INLINE HeldTable held(const sim::GammaTable& gamma) {
  HeldTable table{held(gamma.upper), {}, gamma.two_sided};
  if (gamma.two_sided) table.lower = held(gamma.lower);
  return table;
}

LEMMASCOPE_INLINE Floats table_value(const HeldTable& table, const Tails& tail) {
  Floats value = tail_polynomial(table.upper, tail.upper);
  if (table.two_sided) {
    const Floats low = tail_polynomial(table.lower, tail.lower);
    value = tail.lower < 0.5f ? low : value;
  }
  return value;
}

/// u^power for the few integer powers a table asks for, 0 to kLargestPower.
LEMMASCOPE_INLINE Floats integer_power(Floats u, int power) {
  constexpr int kHighestBit = 8;
  static_assert(2 * kHighestBit - 1 == sim::kLargestPower);
  Floats result = broadcast(1.0f);
  for (int bit = kHighestBit; bit > 0; bit /= 2) {
    result = result * result;
    if ((power & bit) != 0) result = result * u;
  }
  return result;
}

template <int kPower>
LEMMASCOPE_INLINE void power_variates(const SamplerPlan& plan, const std::uint32_t* words,
                                      float* rows) {
  const int entries = plan.drawn_rows * plan.states;
  HeldTable table = held(*plan.gamma);
  if constexpr (kPower >= 0) table.two_sided = false;  // as its caller has seen
  for (int k = 0; k < entries; ++k) {
    const auto word =
        reinterpret_cast<Words>(load(reinterpret_cast<const float*>(words) + k * kLanes));
    const Tails tail = tails(word);
    const int power = kPower >= 0 ? kPower : plan.gamma->power;
    const Floats x = integer_power(tail.lower, power) * table_value(table, tail);
    store(rows + k * kLanes, larger(x, broadcast(kSmallestVariate)));
  }
}

/// Variates of a row divided by the row's largest, computed through logarithms.
LEMMASCOPE_INLINE void logarithm_variates(const SamplerPlan& plan, const std::uint32_t* words,
                                          float* rows) {
  const HeldTable table = held(*plan.gamma);
  for (int row = 0; row < plan.drawn_rows; ++row) {
    float* entries = rows + row * plan.states * kLanes;
    Floats largest = broadcast(-3e38f);
    for (int s = 0; s < plan.states; ++s) {
      const int k = row * plan.states + s;
      const auto word =
          reinterpret_cast<Words>(load(reinterpret_cast<const float*>(words) + k * kLanes));
      const Tails tail = tails(word);
      const Floats log_x =
          log_of_floats(tail.lower) * plan.gamma->inverse_shape + table_value(table, tail);
      largest = larger(largest, log_x);
      store(entries + s * kLanes, log_x);
    }
    for (int s = 0; s < plan.states; ++s) {
      const Floats relative = load(entries + s * kLanes) - largest;
      store(entries + s * kLanes,
            exp_within_range(larger(relative, broadcast(kLogSmallestVariate))));
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

/// Grassmann-Taksar-Heyman elimination, no subtraction. An entry takes all its updates at once,
/// when its row or column is next. Weights are rescaled to at most one as they appear: nearly
/// reducible chains would overflow single precision otherwise. kStates: their number when it is
/// known here, 0 when `any` says it.
template <int kStates>
LEMMASCOPE_INLINE void stationary_row(int any, const float* rows, float* p, float* out) {
  const int states = kStates > 0 ? kStates : any;
  const auto at = [&](int i, int j) { return p + (i * states + j) * kLanes; };
  // The rate i -> j through the states already eliminated, those after k.
  const auto updated = [&](int i, int j, int k) {
    Floats rate = load(rows + (i * states + j) * kLanes);
    for (int via = states - 1; via > k; --via) rate = rate + load(at(i, via)) * load(at(via, j));
    return rate;
  };
  for (int k = states - 1; k > 0; --k) {
    Floats leaving = updated(k, 0, k);
    store(at(k, 0), leaving);
    for (int j = 1; j < k; ++j) {
      const Floats rate = updated(k, j, k);
      store(at(k, j), rate);
      leaving = leaving + rate;
    }
    const Floats scale = 1.0f / leaving;
    for (int i = 0; i < k; ++i) store(at(i, k), updated(i, k, k) * scale);
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

template <int kStride>
LEMMASCOPE_INLINE int draw_token(const float* row, int stride, float uniform) {
  int token = count_at_most(row, uniform);
  if constexpr (kStride == 0) {
    for (int begin = 16; begin < stride; begin += 16) token += count_at_most(row + begin, uniform);
  }
  return token;
}

/// kStride: the stride of cumulative rows, 16, or 0 for any.
template <int kStride>
LEMMASCOPE_INLINE void draw_tokens(const SamplerPlan& plan, const SamplerScratch& scratch) {
  const std::uint32_t* words = scratch.words + plan.drawn_rows * plan.states * kLanes;
  const int stride = kStride > 0 ? kStride : plan.row_stride;
  const std::ptrdiff_t lane_stride = std::ptrdiff_t{plan.total_rows} * stride;
  for (int i = 0; i < plan.node_count; ++i) {
    const auto word =
        reinterpret_cast<Words>(load(reinterpret_cast<const float*>(words) + i * kLanes));
    alignas(64) float uniform[kLanes];
    store(uniform, (to_floats(reinterpret_cast<Ints>(word >> 8)) + 0.5f) * 0x1p-24f);
    const float* table = scratch.cumulative + plan.first_row[i] * stride;
    std::int32_t* token = scratch.tokens + i * kLanes;
    if (plan.parent_begin[i + 1] - plan.parent_begin[i] == 1) {
      const std::int32_t* parent = scratch.tokens + plan.parents[plan.parent_begin[i]] * kLanes;
#pragma GCC unroll 4
      for (int lane = 0; lane < kLanes; ++lane, table += lane_stride) {
        token[lane] = draw_token<kStride>(table + parent[lane] * stride, stride, uniform[lane]);
      }
    } else {
      for (int lane = 0; lane < kLanes; ++lane, table += lane_stride) {
        const int offset = table_row(plan, scratch.tokens, i, lane) - plan.first_row[i];
        token[lane] = draw_token<kStride>(table + offset * stride, stride, uniform[lane]);
      }
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
  // A store of bytes might change anything the compiler sees through a reference, so it is shown
  // copies.
  const std::int32_t* drawn = scratch.tokens;
  const int length = plan.length;
  const int states = plan.states;
  for (int lane = 0; lane < count; ++lane) {
    const int row = table_row(plan, drawn, plan.node_count, lane);
    const float* entries = scratch.rows + row * states * kLanes + lane;
    for (int s = 0; s < states; ++s) labels[s] = entries[s * kLanes];
    for (int i = 0; i < length; ++i) {
      tokens[i] = static_cast<std::uint8_t>(drawn[i * kLanes + lane]);
    }
    tokens += length;
    labels += states;
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
  if (plan.stationary_root && plan.states == 10) {  // the experiments' number
    stationary_row<10>(10, scratch.rows, scratch.elimination, root);
  } else if (plan.stationary_root) {
    stationary_row<0>(plan.states, scratch.rows, scratch.elimination, root);
  }
  if (plan.uniform_root) {
    for (int s = 0; s < plan.states; ++s) {
      store(root + s * kLanes, broadcast(1.0f / static_cast<float>(plan.states)));
    }
  }
  accumulate_rows(plan, scratch.rows, scratch.cumulative);
  if (plan.row_stride == 16) {
    draw_tokens<16>(plan, scratch);
  } else {
    draw_tokens<0>(plan, scratch);
  }
  write_batch(plan, scratch, count, tokens, labels);
}

}  // namespace lemmascope::causal::LEMMASCOPE_ISA
