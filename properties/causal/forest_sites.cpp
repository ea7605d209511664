#include "properties/causal/forest_sites.hpp"

#include <cmath>

#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

template <class Visit>
void visit_rivals(const ForestInstance& at, const ForestNumbers& numbers, const Visit& visit) {
  const CausalForest& forest = at.forest;
  for (Position i = 0; i < forest.size(); ++i) {
    const Position p = forest.parent(i);
    if (p == markov::kNoParent) continue;
    const Position g = forest.parent(p);
    const Rational grandparent = g == markov::kNoParent ? Rational(0) : numbers.drive(i, g);
    for (Position j = 0; j < i; ++j) {
      if (j == p) continue;
      visit(Rival{i, p, j, numbers.drive(i, p), numbers.drive(i, j), numbers.drive(i, i),
                  numbers.information(i, p), numbers.information(i, j), grandparent,
                  at.tables->gamma()});
    }
  }
}

template <class Visit>
void visit_rivals_and_self(const ForestInstance& at, const ForestNumbers& numbers,
                           const Visit& visit) {
  visit_rivals(at, numbers, visit);
  for (Position i = 0; i < at.forest.size(); ++i) {
    const Position p = at.forest.parent(i);
    if (p == markov::kNoParent) continue;
    const Rational& self = numbers.drive(i, i);
    visit(Rival{i, p, i, numbers.drive(i, p), self, self, numbers.information(i, p),
                numbers.information(i, i), Rational(0), at.tables->gamma()});
  }
}

template <class Visit>
void visit_edges(const ForestInstance& at, const ForestNumbers& numbers, const Visit& visit) {
  for (Position i = 0; i < at.forest.size(); ++i) {
    const Position p = at.forest.parent(i);
    if (p == markov::kNoParent) continue;
    visit(Edge{i, p, numbers.drive(i, p), numbers.drive(i, i), numbers.information(i, p),
               at.tables->gamma()});
  }
}

template <class Visit>
void visit_relatives(const ForestInstance& at, const ForestNumbers& numbers, const Visit& visit) {
  for (Position i = 0; i < at.forest.size(); ++i) {
    for (Position j = 0; j < i; ++j) {
      const auto kin = at.forest.kinship(j, i);
      if (kin) visit(Relatives{i, j, kin->up, kin->down, numbers.drive(i, j), numbers.drive(i, i)});
    }
  }
}

template <class Visit>
void visit_roots(const ForestInstance& at, const ForestNumbers& numbers, const Visit& visit) {
  for (Position i = 0; i < at.forest.size(); ++i) {
    if (!at.forest.is_root(i)) continue;
    for (Position j = 0; j < i; ++j) visit(RootPair{i, j, numbers.drive(i, j)});
  }
}

}  // namespace

ForestNumbers by_kinship(const ForestInstance& at) {
  const int n = at.forest.size();
  ForestNumbers numbers{Matrix<Rational>::Zero(n, n), Matrix<Rational>::Zero(n, n)};
  for (Position i = 0; i < n; ++i) {
    for (Position j = 0; j <= i; ++j) {
      const auto kin = at.forest.kinship(j, i);
      if (!kin) continue;
      numbers.drive(i, j) = at.tables->drive(kin->up, kin->down);
      numbers.information(i, j) = at.tables->information(kin->up, kin->down);
    }
  }
  return numbers;
}

Rational finite_length_epsilon() { return Rational(1, 100); }

namespace {

ForestNumbers scaled_drive(const ForestInstance& at, DriveMethod method) {
  const int n = at.forest.size();
  const Matrix<Rational> k =
      drive<Rational>(at.prior(), at.forest, finite_length_epsilon(), method);
  return {Rational(at.states()) * k.topLeftCorner(n, n), Matrix<Rational>::Zero(n, n)};
}

}  // namespace

ForestNumbers by_finite_length(const ForestInstance& at) {
  return scaled_drive(at, DriveMethod::quadrature);
}

ForestNumbers by_finite_length_enumeration(const ForestInstance& at) {
  return scaled_drive(at, DriveMethod::enumeration);
}

ForestNumbers by_pair_laws(const ForestInstance& at) {
  const int n = at.forest.size();
  return {limit_gradient_by_pair_laws(at.forest, at.prior()), Matrix<Rational>::Zero(n, n)};
}

ForestNumbers by_enumeration(const ForestInstance& at) {
  const int n = at.forest.size();
  ForestNumbers numbers{limit_gradient_by_enumeration(at.forest, at.prior()),
                        Matrix<Rational>::Zero(n, n)};
  for (const auto& atom : at.prior().atoms()) {
    numbers.information += atom.weight * chi2_information_by_enumeration(at.forest, atom.chain);
  }
  return numbers;
}

#define LEMMASCOPE_AT_EVERY(name, SiteType, visit_all)                                             \
  claim::Evaluation<ForestInstance> name(Law<SiteType> law, Route route) {                         \
    return claim::at_every<Rational, ForestInstance>(                                              \
        [route](const ForestInstance& at, const auto& visit) { visit_all(at, route(at), visit); }, \
        law);                                                                                      \
  }
LEMMASCOPE_AT_EVERY(at_every_rival, Rival, visit_rivals)
LEMMASCOPE_AT_EVERY(at_every_rival_or_self, Rival, visit_rivals_and_self)
LEMMASCOPE_AT_EVERY(at_every_edge, Edge, visit_edges)
LEMMASCOPE_AT_EVERY(at_every_pair_of_relatives, Relatives, visit_relatives)
LEMMASCOPE_AT_EVERY(at_every_root, RootPair, visit_roots)
#undef LEMMASCOPE_AT_EVERY

double sequence_work(const ForestInstance& at, double each) {
  return std::pow(at.states(), at.forest.size() + 1) * each;
}

double gradient_work(const ForestInstance& at) {
  const double states = at.states(), atoms = static_cast<double>(at.prior().atoms().size());
  // Measured at T = 13: exponentials and quotients, each tens of times a product.
  constexpr double kOfEach = 30;
  const double each = states * (atoms + states) + at.forest.size();
  return sequence_work(at, kOfEach * each * claim::kIntervalTerm) / std::tgamma(states + 1);
}

claim::Hypothesis<ForestInstance> irreducible() {
  return {"irreducible",
          "every chain of the prior is irreducible, so its stationary law is positive",
          [](const ForestInstance& at) { return truth(at.tables->irreducible()); }};
}
claim::Hypothesis<ForestInstance> single_chain() {
  return {"single chain", "the prior is one chain",
          [](const ForestInstance& at) { return truth(at.prior().atoms().size() == 1); }};
}
claim::Hypothesis<ForestInstance> two_states() {
  return {"two states", "the vocabulary has two tokens",
          [](const ForestInstance& at) { return truth(at.states() == 2); }};
}
claim::Hypothesis<ForestInstance> constant_mean() {
  return {"constant mean", "E[pi] = (1/S) 1 1^T over the prior",
          [](const ForestInstance& at) { return truth(at.tables->constant_mean()); }};
}
claim::Hypothesis<ForestInstance> regular_with_gamma() {
  return {"lower bound and non-degeneracy",
          "min pi >= gamma/S and ||B||_F >= gamma > 0 for every chain of the prior, gamma the "
          "smaller of S min pi and ||B||_F rounded down to a multiple of 1/64",
          [](const ForestInstance& at) {
            return truth(at.tables->irreducible() && at.tables->gamma() > 0);
          }};
}

claim::Hypothesis<ForestInstance> informative_edges() {
  return {"informative edges", "the chi-squared information of an edge is positive for every chain",
          [](const ForestInstance& at) {
            bool informative = at.tables->irreducible();
            for (std::size_t k = 0; informative && k < at.tables->atoms(); ++k) {
              informative = at.tables->table(k).information(0, 1) > 0;
            }
            return truth(informative);
          }};
}

ForestInstance two_state_chain_on_three_positions() {
  return forest_instance(CausalForest::chain(3),
                         Prior::single(markov::two_state_chain(Rational(3, 10), Rational(4, 10))));
}

ForestInstance two_state_orbit_on_three_positions() {
  return forest_instance(CausalForest::chain(3),
                         Prior::orbit(markov::two_state_chain(Rational(3, 10), Rational(4, 10))));
}

}  // namespace lemmascope::causal
