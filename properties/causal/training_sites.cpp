#include "properties/causal/training_sites.hpp"

#include <fmt/format.h>

#include <cmath>

#include "theory/causal/bayes.hpp"
#include "theory/causal/degree_threshold.hpp"
#include "theory/causal/stage_one_flow.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

Matrix<Rational> finite_drive(const ForestInstance& at, DriveMethod method) {
  return drive<Rational>(at.prior(), at.forest, finite_length_epsilon(), method);
}

Rational least_parent_gap(const Matrix<Rational>& k, const markov::CausalForest& forest) {
  std::optional<Rational> least;
  for (Position i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i)) continue;
    const Rational gap = parent_gap(k, forest, i);
    if (!least || gap < *least) least = gap;
  }
  require(least.has_value(), "expected a forest with at least one edge");
  return *least;
}

Rational stage_one_rate(const ForestInstance& at) { return Rational(at.states()); }

long steps_to_parent(const ForestInstance& at, const Rational& gap, const Rational& delta) {
  // Rounded up in double: at most one step more or less than the exact bound, which the claims that
  // use it do not depend on.
  const double time =
      parent_time_bound<double>(at.forest.size(), to_double(gap), 1.0, to_double(delta));
  return static_cast<long>(std::ceil(time / to_double(stage_one_rate(at))));
}

template <Elementary N>
N loss_gap(const markov::Prior& prior, const markov::CausalForest& forest) {
  const Rational length(forest.size() + 1);
  const auto law = hard_adjacency_law<N>(prior, forest, QueryAttention::itself);
  const N match = log(from_rational<N>(length));
  const N normaliser = log(from_rational<N>(Rational(1 + prior.states() / length)));
  return stage_two_loss<N>(law, match, Rational(1 / length)).loss + normaliser -
         oracle_loss<N>(prior);
}

template double loss_gap(const markov::Prior&, const markov::CausalForest&);
template Real50 loss_gap(const markov::Prior&, const markov::CausalForest&);
template Interval loss_gap(const markov::Prior&, const markov::CausalForest&);

double fitted_exponent(const std::vector<double>& x, const std::vector<double>& y) {
  require(x.size() == y.size() && x.size() >= 2, "a fit needs two points or more");
  double mean_x = 0, mean_y = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    mean_x += std::log(x[k]) / static_cast<double>(x.size());
    mean_y += std::log(y[k]) / static_cast<double>(x.size());
  }
  double covariance = 0, variance = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    covariance += (std::log(x[k]) - mean_x) * (std::log(y[k]) - mean_y);
    variance += (std::log(x[k]) - mean_x) * (std::log(x[k]) - mean_x);
  }
  return covariance / variance;
}

claim::Hypothesis<ForestInstance> some_edge() {
  return {"an edge", "the forest has at least one edge",
          [](const ForestInstance& at) { return truth(at.forest.edge_count() > 0); }};
}

claim::Hypothesis<ForestInstance> chain_graph() {
  return {"chain graph", "every position but the first is the child of the one before it",
          [](const ForestInstance& at) {
            return truth(at.forest == markov::CausalForest::chain(at.forest.size()));
          }};
}

claim::Hypothesis<ForestInstance> gamma_at_least(const Rational& least) {
  return {fmt::format("gamma at least {}", lemmascope::to_text(least)),
          fmt::format(
              "min pi >= gamma/S and ||B||_F >= gamma for every chain of the prior with gamma = {}",
              lemmascope::to_text(least)),
          [least](const ForestInstance& at) {
            return truth(at.tables->irreducible() && at.tables->gamma() >= least);
          }};
}

claim::Hypothesis<ForestInstance> degrees_below_threshold() {
  return {"degrees below the threshold",
          "deg p - deg j is at most T(c-1)/(2c), c = T(1 + eps), for every parent p of a node and "
          "every other earlier position j; degrees count children and parent",
          [](const ForestInstance& at) {
            const auto surplus = largest_degree_surplus(at.forest);
            return truth(!surplus || *surplus <= degree_threshold(at.forest.size() + 1,
                                                                  finite_length_epsilon()));
          }};
}

claim::Hypothesis<ForestInstance> permutation_symmetric() {
  return {"permutation symmetric", "the prior is invariant under renaming tokens",
          [](const ForestInstance& at) { return truth(at.prior().is_permutation_symmetric()); }};
}

claim::Hypothesis<ForestInstance> positive_chains() {
  return {"positive chains", "every entry of every chain of the prior is positive",
          [](const ForestInstance& at) {
            for (const auto& atom : at.prior().atoms()) {
              const Matrix<Rational>& rows = atom.chain.matrix();
              for (Eigen::Index k = 0; k < rows.size(); ++k) {
                if (rows(k) <= 0) return Truth::no;
              }
            }
            return Truth::yes;
          }};
}

claim::CheckResult concluded(std::string name, std::string domain, claim::Evidence evidence,
                             claim::Scope scope, std::int64_t cases,
                             const claim::CaseOutcome& outcome) {
  claim::CheckResult result;
  result.name = std::move(name);
  result.domain = std::move(domain);
  result.evidence = evidence;
  result.scope = scope;
  result.tried = result.met = cases;
  result.relations = outcome.relations;
  if (outcome.tightest) result.tightest = {0, result.name, *outcome.tightest};
  if (outcome.failing) {
    result.failing = {0, result.name, *outcome.failing};
    result.reason = claim::to_text(*outcome.failing);
  }
  result.verdict = outcome.holds == Truth::yes  ? claim::Verdict::holds
                   : outcome.holds == Truth::no ? claim::Verdict::refuted
                                                : claim::Verdict::undecided;
  return result;
}

}  // namespace lemmascope::causal
