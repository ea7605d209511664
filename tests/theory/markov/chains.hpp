// Chains shared by the tests of the Markov and information rooms.
#pragma once

#include <rapidcheck.h>

#include <vector>

#include "tests/theory/numeric/refusal.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::testing {

/// A chain of each kind the theorems speak of: two and three states, sticky, alternating, with
/// zeros, doubly stochastic, and with independent tokens.
inline std::vector<markov::Chain> example_chains() {
  std::vector<markov::Chain> chains;
  for (const char* text : {"7/10,3/10;4/10,6/10", "8/10,2/10;3/10,7/10", "1/100,99/100;9/10,1/10",
                           "1/3,2/3;1/3,2/3", "0,1;1,0", "1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2",
                           "0,1/2,1/2;1,0,0;1/3,0,2/3", "1/5,3/10,1/2;1/2,1/5,3/10;3/10,1/2,1/5"}) {
    chains.push_back(markov::parse_chain(text));
  }
  return chains;
}

/// A positive chain whose entries spread over `decades` powers of ten, like draws from
/// Dirichlet(0.1).
inline markov::Chain any_spread_chain(int states, int decades) {
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    Rational sum = 0;
    for (int t = 0; t < states; ++t) {
      const int exponent = *rc::gen::inRange(0, decades + 1);
      rows(s, t) = parse_rational(fmt::format("{}e-{}", *rc::gen::inRange(1, 10), exponent));
      sum += rows(s, t);
    }
    for (int t = 0; t < states; ++t) rows(s, t) /= sum;
  }
  return markov::Chain(rows);
}

inline markov::Chain any_chain(int states) { return any_spread_chain(states, 1); }

}  // namespace lemmascope::testing
