// Sequences for in-context learning of Markov chains: a fresh chain each, started from its
// stationary law, and the laws of chains that the experiments of arXiv 2402.11004 mix.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"

namespace lemmascope::evolution {

enum class ChainLaw {
  uniform_rows,       ///< independent rows, uniform on the simplex
  equal_rows,         ///< one such row for all: tokens are independent
  doubly_stochastic,  ///< uniform rows balanced to unit columns: every token is as frequent
  mixture,            ///< two states between those extremes, by `balance`
};

/// What a sequence is drawn from.
struct SequenceLaw {
  int states = 3;    ///< k
  int length = 100;  ///< t; a sequence has one token more, the last target
  int order = 1;     ///< tokens that the next one depends on, 1 or 2
  ChainLaw chains = ChainLaw::uniform_rows;
  /// Of a mixture, p: x uniform, y uniform within 1/5 of x + p (1 - 2x), clipped to [0, 1]; rows
  /// (a, 1-a) and (b, 1-b) with (a, b) one of (x, y) and (y, x).
  double balance = 0;
  /// Whether the first token of order 1 follows the stationary law; else it is uniform, as in the
  /// authors' program.
  bool stationary_start = true;
};

/// Throws PreconditionError on a law that is none of these: fewer than two states or more than 16,
/// lengths outside 2 ... 1024, an order other than 1 and 2, mixtures of other than two states.
void require_law(const SequenceLaw& law);
std::string to_text(const SequenceLaw& law);

/// Draws sequence `index`: law.length + 1 tokens, and unless null the row that the last target is
/// drawn from. With order 2 the first two tokens are uniform.
void draw_sequence(const SequenceLaw& law, const sim::StreamKey& key, std::uint64_t index,
                   std::uint8_t* tokens, double* last_row);

/// The stationary law of a chain with positive rows, by elimination without subtractions
/// (Grassmann, Taksar and Heyman 1985). `rows` is states x states and is overwritten.
std::vector<double> stationary_by_elimination(std::vector<double>& rows, int states);

/// What uniform, unigram, bigram and (with order 2) trigram strategies predict after the first
/// `law.length` tokens: add-one frequencies, a row of `states` each.
enum class Strategy { uniform, unigram, bigram, trigram };
inline constexpr int kMostStrategies = 4;
/// Three, or four with order 2.
int strategies_of(const SequenceLaw& law);
void predict(const SequenceLaw& law, const std::uint8_t* tokens, Strategy strategy, double* row);

}  // namespace lemmascope::evolution
