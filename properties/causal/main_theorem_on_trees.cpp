// Theorem 4.4 on trees with explicit constants: both stages trained, attention, match strength and
// loss enclosed.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/causal/bayes.hpp"
#include "theory/causal/certified_training.hpp"
#include "theory/causal/exact_training.hpp"
#include "theory/causal/phase_map.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;

// Settings that certify every tree of the small family: beta0 leaves most of the least gap, which
// is above 1/250 there.
TrainingSettings small_settings() {
  return {Rational(1, 5000), Rational(400), 200, Rational(4), 8};
}

ForestInstance on(CausalForest tree) {
  return forest_instance(std::move(tree), two_state_orbit_on_three_positions().prior());
}

// Chain, star and binary tree; position 0 is the only root.
claim::ProfiledDomain<ForestInstance> small_trees() {
  return [](claim::Profile profile) {
    std::vector<ForestInstance> all;
    const int most = profile == claim::Profile::quick ? 3 : 5;
    for (int nodes = 3; nodes <= most; ++nodes) {
      for (const char* family : {"chain", "star", "binary-tree"}) {
        all.push_back(on(graph_family(family, nodes)));
      }
    }
    return domain::family_domain<ForestInstance>(
        "small-trees",
        fmt::format("chain, star and binary tree up to T = {} under the orbit of "
                    "7/10,3/10;4/10,6/10",
                    most + 1),
        std::move(all));
  };
}

CertifiedTraining certified(const ForestInstance& at, const TrainingSettings& settings) {
  return certified_training(at.prior().atoms().front().chain, at.forest, settings);
}

Interval point(const Real50& value) { return Interval(value); }

void add_theorem(const CertifiedTraining& result, int length, int states,
                 claim::Findings<Interval>& findings) {
  const Interval constant(Rational(states * (states - 1), 2));
  findings.add(claim::at_most(point(result.missing), Interval(Rational(1, length))),
               claim::site("1 - attention, T", length));
  findings.add(claim::is_greater(point(result.match_lower), Interval(0)),
               claim::site("beta, T", length));
  findings.add(claim::at_most(result.share_of_rate, constant),
               claim::site("loss gap over log T / T, T", length));
}

claim::CaseOutcome theorem_is_certified(const ForestInstance& at) {
  claim::Findings<Interval> findings;
  add_theorem(certified(at, small_settings()), at.forest.size() + 1, at.states(), findings);
  return findings.outcome();
}

// Wrong: a tenth of log T / T.
claim::CaseOutcome a_tenth_of_the_gap(const ForestInstance& at) {
  claim::Findings<Interval> findings;
  findings.add(
      claim::at_most(certified(at, small_settings()).share_of_rate, Interval(Rational(1, 10))));
  return findings.outcome();
}

// Other route: Algorithm 1 itself by exact population gradients; what it reaches lies in the
// enclosures.
claim::CaseOutcome training_lies_in_the_enclosures(const ForestInstance& at) {
  const TrainingSettings settings = small_settings();
  const CertifiedTraining result = certified(at, settings);
  const int length = at.forest.size() + 1;
  TrainingPlan<Real50> plan;
  plan.initial_match = from_rational<Real50>(settings.beta0);
  plan.first_step_size = from_rational<Real50>(Rational(settings.rate * length / settings.beta0));
  plan.first_steps = settings.first_steps;
  plan.second_step_size = from_rational<Real50>(settings.second_step);
  plan.second_steps = settings.second_steps;
  TrainingPoint<Real50> end;
  train_exactly<Real50>(plan, at.forest, at.prior(), Rational(1, length),
                        [&](const TrainingPoint<Real50>& now) { end = now; });
  const Real50 normaliser = log(from_rational<Real50>(Rational(length + at.states(), length)));
  claim::Findings<Real50> findings;
  findings.add(claim::at_least(end.parent_attention, Real50(1 - result.missing)));
  findings.add(claim::at_least(end.match_strength, result.match_lower));
  findings.add(claim::at_most(end.match_strength, result.match_upper));
  findings.add(claim::at_most(Real50(end.loss + normaliser - oracle_loss<Real50>(at.prior())),
                              result.gap.upper()));
  return findings.outcome();
}

/// A row of the table at the paper's own size: beta0 and kappa leave at least nine tenths of every
/// gap and put kappa times the least gap near four.
struct Row {
  const char* graph;
  int length;
  const char* beta0;
  int rate;
  long first_steps, second_steps;
};
constexpr Row kQuick[] = {{"chain", 6, "12/10000", 158, 152, 10}};
constexpr Row kPr[] = {{"chain", 8, "12/10000", 147, 258, 63},
                       {"binary-tree", 8, "11/10000", 162, 260, 51},
                       {"star", 8, "59/100000", 297, 260, 49}};
constexpr Row kNightly[] = {{"chain", 16, "12/10000", 125, 1026, 104},
                            {"binary-tree", 16, "14/10000", 125, 1030, 84},
                            {"chain", 32, "75/100000", 158, 4107, 143},
                            {"chain", 64, "44/100000", 267, 16404, 190},
                            {"chain", 128, "28/100000", 418, 16421, 222}};

std::vector<Row> rows_of(claim::Profile profile) {
  if (profile == claim::Profile::quick) return {std::begin(kQuick), std::end(kQuick)};
  std::vector<Row> rows(std::begin(kPr), std::end(kPr));
  if (profile == claim::Profile::nightly) {
    rows.insert(rows.end(), std::begin(kNightly), std::end(kNightly));
  }
  return rows;
}

// Larger trees, one after the other; the table is kept with the result. Stars are left out of the
// bound on the gap: their effective length does not grow.
claim::CheckResult larger_trees(const claim::RunContext& context) {
  const auto chain = two_state_orbit_on_three_positions().prior().atoms().front().chain;
  claim::Findings<Interval> findings;
  nlohmann::json table = nlohmann::json::array();
  const auto rows = rows_of(context.profile);
  for (const Row& row : rows) {
    const auto result = certified_training(chain, graph_family(row.graph, row.length - 1),
                                           {parse_rational(row.beta0), Rational(row.rate),
                                            row.first_steps, Rational(4), row.second_steps});
    add_theorem(result, row.length, chain.states(), findings);
    table.push_back(
        {{"graph", row.graph},
         {"T", row.length},
         {"missing_attention_at_most", result.missing.convert_to<double>()},
         {"beta_lower", result.match_lower.convert_to<double>()},
         {"beta_upper", result.match_upper.convert_to<double>()},
         {"gap_at_most", result.gap.upper().convert_to<double>()},
         {"gap_of_the_uniform_prediction", result.uniform_gap.middle().convert_to<double>()},
         {"C_in_log_T_over_T", result.share_of_rate.upper().convert_to<double>()}});
  }
  auto result = concluded("larger-trees",
                          fmt::format("trees of T = {} to {} under the relabelled shift orbit of "
                                      "7/10,3/10;4/10,6/10, trained through both stages",
                                      rows.front().length, rows.back().length),
                          claim::Evidence::interval, claim::Scope::instance,
                          static_cast<std::int64_t>(rows.size()), findings.outcome());
  result.measured = std::make_shared<const nlohmann::json>(std::move(table));
  return result;
}

}  // namespace

claim::Claim main_theorem_on_trees_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/main-theorem-on-trees")
      .states(
          "On trees Algorithm 1, both stages trained with stated steps, certainly puts attention 1 "
          "- 1/T on every parent, and its loss exceeds the oracle's by at most C log T / T with a "
          "printed C.")
      .latex(R"(1-a_{i,p(i)}\le\tfrac1T,\qquad \beta_{n_2}\in[\underline\beta,\overline\beta],\qquad
  L(\hat\theta)+\log(1+S\epsilon)-L^*\le C\,\tfrac{\log T}{T})")
      .from({"arXiv 2402.14735", "Theorem 4.4"})
      .formally(
          "A chain of inequalities, each a scalar enclosure: a remainder in beta0 uniform in A1; "
          "one number per row for its attention after n1 steps; the price of soft attention; two "
          "scalar sequences around beta after n2 steps; the loss by an integral over one message "
          "pass of the tree, its quadrature error included. Smoothing 1/T, prediction normalised, "
          "relabelled shift orbit of 7/10,3/10;4/10,6/10 (for two states the orbit prior).")
      .differs(
          "certified at stated T, chain, beta0 and step counts, not for all; only trees (later "
          "roots are not covered), only two states here; C is printed, the paper's exponent is not "
          "addressed. The links are proved on paper; a bound above the gap of the uniform "
          "prediction "
          "(on stars, and at T = 8) is true but says little")
      .uncertain(
          "whether the paper's L* is the oracle's loss or the Bayes loss (their gap vanishes)")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes({"a tree", "position 0 is the only root",
                [](const ForestInstance& at) { return truth(at.forest.root_count() == 1); }})
      .assumes(some_edge())
      .uses({"causal/drive-remainder-is-uniform", "causal/parent-dominates-below-degree-threshold",
             "causal/main-theorem"})
      .tagged({"main-theorem"})
      .over(small_trees())
      .mathematics({"theory/causal/certified_training.hpp: certified_training",
                    "theory/causal/log_integral_loss.hpp: hard_loss_by_integral"})
      .tested_by({"tests/theory/causal/certified_training_test.cpp: "
                  "CertifiedTraining.ContainsTheExactTrainingOfTheChainAtLengthSix"})
      .law(claim::Evidence::interval, theorem_is_certified)
      .confirmed_by("Algorithm 1 itself with exact population gradients in fifty digits",
                    training_lies_in_the_enclosures)
      .values_uncompared("the law reads bounds, the other route what training reaches within them")
      .twin("the gap is a tenth of log T / T", a_tenth_of_the_gap)
      .also_checked({"larger-trees", larger_trees})
      .example(on(CausalForest::chain(3)));
}

}  // namespace lemmascope::causal
