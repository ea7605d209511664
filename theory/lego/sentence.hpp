// A sentence: clauses x = g y in some order, which make one chain from a root.
#pragma once

#include <string>
#include <vector>

#include "theory/lego/finite_group.hpp"

namespace lemmascope::lego {

constexpr int kRoot = -1;        ///< what the first variable of the chain is made from
constexpr int kUnresolved = -1;  ///< no value yet

/// "variable = element previous": x_i = g_i x_{i-1}. The root is the identity, so that the clause
/// of the first variable says its value.
struct Clause {
  int variable;
  Element element;
  int previous;
};

/// Clauses in the order in which they are written; variables are 0, ..., size - 1.
using Sentence = std::vector<Clause>;

/// Throws PreconditionError unless every variable has one clause and they make one chain.
void require_chain(const Sentence& sentence, const FiniteGroup& group);

/// The variables from the one next to the root on.
std::vector<int> chain_order(const Sentence& sentence);

/// The value of each variable, found by following the chain.
std::vector<Element> true_values(const Sentence& sentence, const FiniteGroup& group);

/// A sentence and what its variables are called.
struct WrittenSentence {
  Sentence sentence;
  std::vector<std::string> names;
};

/// "b=-a; a=+1; c=+b" over Z_2; over other groups "b=r1*a; a=s0; c=r2*b": an element by name or
/// table index, then * and a variable unless it is the root's clause. Throws PreconditionError with
/// the clause at fault.
WrittenSentence parse_sentence(const std::string& text, const FiniteGroup& group);

}  // namespace lemmascope::lego
