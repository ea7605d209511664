// Theorem 4.4 on trees with explicit constants: both stages trained, attention, match strength and
// loss enclosed.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/causal/hard_stage_two.hpp"
#include "properties/causal/instances/forest_charts.hpp"
#include "properties/causal/training_sites.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/causal/bayes.hpp"
#include "theory/causal/certified_training.hpp"
#include "theory/causal/exact_training.hpp"
#include "theory/causal/phase_map.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

constexpr int kMostChildren = 2;

int most_children(const CausalForest& forest) {
  std::vector<int> children(static_cast<std::size_t>(forest.size()), 0);
  int most = 0;
  for (Position i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) most = std::max(most, ++children[forest.parent(i)]);
  }
  return most;
}

claim::Hypothesis<ForestInstance> few_children() {
  return {
      "at most two children", "no position has more than two children",
      [](const ForestInstance& at) { return truth(most_children(at.forest) <= kMostChildren); }};
}
claim::Hypothesis<ForestInstance> targets_win() {
  return {"targets win",
          "in every row of the exact K, smoothing 1/T, the parent certainly has the largest entry, "
          "and in the query's row the query itself",
          [](const ForestInstance& at) {
            return truth(at.forest.edge_count() > 0 &&
                         least_gap_at_zero(at.prior(), at.forest, true) > 0);
          }};
}

ForestInstance on(CausalForest forest, const markov::Chain& chain) {
  return forest_instance(std::move(forest), Prior::orbit(chain));
}
markov::Chain chain_of_two() { return markov::parse_chain("7/10,3/10;4/10,6/10"); }

claim::ProfiledDomain<ForestInstance> small_trees() {
  return [](claim::Profile profile) {
    const bool quick = profile == claim::Profile::quick;
    const int most = quick ? 3 : profile == claim::Profile::pr ? 6 : 8;
    std::vector<const char*> chains{"7/10,3/10;4/10,6/10"};
    if (!quick) chains.insert(chains.end(), {"1/4,3/4;2/3,1/3", "4/5,1/5;1/2,1/2"});
    std::vector<ForestInstance> all;
    for (const auto& forest : named_forests(2, most)) {
      if (forest.root_count() > 1 || most_children(forest) > kMostChildren) continue;
      for (const char* chain : chains) all.push_back(on(forest, markov::parse_chain(chain)));
    }
    return domain::family_domain<ForestInstance>(
        "small-trees",
        fmt::format("chains and binary trees up to T = {} under the orbits of {}", most + 1,
                    fmt::join(chains, " and ")),
        std::move(all), forest_charts(PriorKind::orbit, most, 2));
  };
}

// S(S-1)/2 log T / T, as causal/main-theorem has it.
Interval constant(int states) { return Interval(Rational(states * (states - 1), 2)); }

// Everything between the two sequences.
Interval trained_match(const CertifiedTraining& result) {
  return Interval::with_endpoints(result.match_lower.backend().data(),
                                  result.match_upper.backend().data());
}

void add_theorem(const CertifiedTraining& result, int length, int states, bool with_rate,
                 claim::Findings<Interval>& findings) {
  findings.add(claim::at_most(Interval(result.missing), Interval(Rational(1, length))),
               claim::site("1 - attention, T", length));
  findings.add(claim::is_greater(trained_match(result), Interval(0)),
               claim::site("beta, T", length));
  if (!with_rate) return;
  findings.add(claim::at_most(result.share_of_rate, constant(states)),
               claim::site("loss gap over log T / T, T", length));
}

claim::CaseOutcome theorem_is_certified(const ForestInstance& at) {
  claim::Findings<Interval> findings;
  add_theorem(certified_training(at.prior(), at.forest), at.forest.size() + 1, at.states(), true,
              findings);
  return findings.outcome();
}

// Wrong: a tenth of log T / T.
claim::CaseOutcome a_tenth_of_the_gap(const ForestInstance& at) {
  claim::Findings<Interval> findings;
  findings.add(claim::at_most(certified_training(at.prior(), at.forest).share_of_rate,
                              Interval(Rational(1, 10))),
               claim::site("T", at.forest.size() + 1));
  return findings.outcome();
}

// Other route: Algorithm 1 itself by exact population gradients; what it reaches lies in the
// enclosures.
claim::CaseOutcome training_lies_in_the_enclosures(const ForestInstance& at) {
  const CertifiedTraining result = certified_training(at.prior(), at.forest);
  const TrainingSettings& settings = result.settings;
  const int length = at.forest.size() + 1, states = at.states();
  TrainingPlan<Real50> plan;
  plan.initial_match = from_rational<Real50>(settings.beta0);
  plan.first_step_size = from_rational<Real50>(Rational(settings.rate * length / settings.beta0));
  plan.first_steps = settings.first_steps;
  plan.second_step_size = from_rational<Real50>(Rational(settings.second_step * (states - 1)));
  plan.second_steps = settings.second_steps;
  TrainingPoint<Real50> end;
  const auto keep_last = [&end](const TrainingPoint<Real50>& now, const ReducedWeights<Real50>&) {
    end = now;
  };
  const auto trained =
      train_exactly<Real50>(plan, at.forest, at.prior(), Rational(1, length), keep_last);
  const auto attention = attention::causal_attention(trained.weights.position_scores);
  claim::Findings<Real50> findings;
  for (Position i = 1; i < at.forest.size(); ++i) {
    findings.add(claim::at_least(attention(i, at.forest.parent(i)), Real50(1 - result.missing)),
                 claim::site("i", i));
  }
  const Real50 normaliser = log(from_rational<Real50>(Rational(length + states, length)));
  const Real50 gap = end.loss + normaliser - oracle_loss<Real50>(at.prior());
  findings.add(claim::at_least(end.match_strength, result.match_lower));
  findings.add(claim::at_most(end.match_strength, result.match_upper));
  findings.add(claim::at_least(gap, result.gap.lower()));
  findings.add(claim::at_most(gap, result.gap.upper()));
  return findings.outcome();
}

// Double-precision multiply-adds: four hundred slopes of stage 2, each 65 nodes times every chain,
// query and target, and K by enclosures, twice.
double certified_work(const ForestInstance& at) {
  const double length = at.forest.size() + 1, states = at.states(),
               atoms = static_cast<double>(at.prior().atoms().size()) / std::tgamma(states + 1);
  const double slope = 65 * atoms * states * (states + 1) * length * (4 * states * states + 40);
  const double drive =
      atoms * states * length * (states * states * length + states * length * length);
  return 400 * slope + 2 * claim::kIntervalTerm * drive;
}

/// A row of the table.
struct Row {
  const char* graph;
  int states, length;
};
constexpr Row kQuick[] = {{"chain", 2, 8}, {"star", 2, 8}};
constexpr Row kPr[] = {{"binary-tree", 2, 8}, {"chain", 2, 16}, {"binary-tree", 2, 16},
                       {"star", 2, 16},       {"chain", 2, 32}, {"binary-tree", 2, 32},
                       {"star", 2, 32},       {"chain", 2, 64}, {"binary-tree", 2, 64},
                       {"star", 2, 64},       {"chain", 3, 8},  {"chain", 3, 16},
                       {"chain", 3, 32}};
constexpr Row kNightly[] = {{"chain", 2, 128}, {"binary-tree", 2, 128}, {"star", 2, 128},
                            {"chain", 3, 64},  {"chain", 3, 128},       {"chain", 10, 8},
                            {"chain", 10, 16}, {"chain", 10, 32},       {"chain", 10, 64},
                            {"chain", 10, 128}};

std::vector<Row> rows_of(claim::Profile profile) {
  std::vector<Row> rows(std::begin(kQuick), std::end(kQuick));
  if (profile == claim::Profile::quick) return rows;
  rows.insert(rows.end(), std::begin(kPr), std::end(kPr));
  if (profile == claim::Profile::pr) return rows;
  rows.insert(rows.end(), std::begin(kNightly), std::end(kNightly));
  return rows;
}

// Base chains of the table: ours for two and three states; (1/2) I + (1/20) 11^T for ten.
markov::Chain base_chain(int states) {
  if (states == 2) return chain_of_two();
  if (states == 3) return markov::parse_chain("1/2,3/10,1/5;1/10,3/5,3/10;1/4,1/4,1/2");
  Matrix<Rational> rows = Matrix<Rational>::Constant(states, states, Rational(1, 2 * states));
  for (int s = 0; s < states; ++s) rows(s, s) += Rational(1, 2);
  return markov::Chain(rows);
}

void add_row(const Row& row, const CertifiedTraining& result, nlohmann::json& table) {
  const auto number = [](const Real50& value) { return static_cast<double>(value); };
  const std::pair<const char*, nlohmann::json> cells[] = {
      {"graph", row.graph},
      {"S", row.states},
      {"T", row.length},
      {"beta0", to_double(result.settings.beta0)},
      {"kappa", to_double(result.settings.rate)},
      {"steps_of_stage_1", result.settings.first_steps},
      {"missing_attention_at_most", number(result.missing)},
      {"steps_of_stage_2", result.settings.second_steps},
      {"beta_at_least", number(result.match_lower)},
      {"beta_at_most", number(result.match_upper)},
      {"gap_at_least", number(result.gap.lower())},
      {"gap_at_most", number(result.gap.upper())},
      {"gap_of_the_uniform_prediction", number(result.uniform_gap.middle())},
      {"C_in_log_T_over_T", number(result.share_of_rate.upper())}};
  for (const auto& [name, value] : cells) table[name].push_back(value);
}

// Larger trees, one after the other; the table is kept with the result. Stars are left out of the
// bound on the gap: their effective length does not grow.
claim::CheckResult larger_trees(const claim::RunContext& context) {
  claim::Findings<Interval> findings;
  nlohmann::json table = nlohmann::json::object();
  const auto rows = rows_of(context.profile);
  for (const Row& row : rows) {
    const auto forest = graph_family(row.graph, row.length - 1);
    const auto result = certified_training(shift_representatives(base_chain(row.states)), forest);
    add_theorem(result, row.length, row.states, most_children(forest) <= kMostChildren, findings);
    add_row(row, result, table);
  }
  auto result = concluded(
      "larger-trees",
      fmt::format("{} trees of T = {} to {} under relabelled shift orbits, trained through both "
                  "stages",
                  rows.size(), rows.front().length, rows.back().length),
      claim::Evidence::interval, claim::Scope::instance, static_cast<std::int64_t>(rows.size()),
      findings.outcome());
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
      .latex(R"(1-a_{i,p(i)}\le\tfrac1T,\qquad \beta_{n_2}\in[\beta_{\min},\beta_{\max}],\qquad
  L(\hat\theta)+\log(1+S\epsilon)-L^*\le C\,\tfrac{\log T}{T})")
      .from({"arXiv 2402.14735", "Theorem 4.4"})
      .formally(
          "A chain of inequalities, each a scalar enclosure: a remainder in beta0 uniform in A1; "
          "one number per row for its attention after n1 steps; the price of soft attention; two "
          "scalar sequences around beta after n2 steps; the loss by an integral over one message "
          "pass of the tree, its quadrature error included. Smoothing 1/T, prediction normalised, "
          "permutation-symmetric prior with constant mean; beta0, the rate of stage 1 and both "
          "numbers of steps are chosen from K and printed. Certified: attention, the range of "
          "beta, the loss gap from both sides and C, at most S(S-1)/2; stars, whose gap does not "
          "fall, without that ceiling.")
      .differs(
          "Scope: trees with at most two children a node, at the stated T, chains and settings; "
          "not for all T, not for later roots (of those only attention: "
          "causal/stage-one-is-certified-on-forests), and the paper's exponent is not addressed. "
          "A bound above the gap of the uniform prediction (at T = 8, and on stars) is true but "
          "says little")
      .uncertain(
          "whether the paper's L* is the oracle's loss or the Bayes loss (their gap vanishes)")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(permutation_symmetric())
      .assumes(gamma_at_least(Rational(1, 4)))
      .assumes(tree())
      .assumes(few_children())
      .assumes(targets_win())
      .uses({"causal/drive-remainder-is-uniform", "causal/attention-follows-one-number",
             "causal/soft-attention-costs-little", "causal/stage-two-stays-in-two-sequences",
             "causal/loss-is-a-log-integral", "causal/normalised-gap-is-a-divergence",
             "causal/parent-dominates-below-degree-threshold"})
      .tagged({"main-theorem"})
      .over(small_trees())
      .attacked({0, 100, 2000})
      .mathematics({"theory/causal/certified_training.hpp: certified_training",
                    "theory/causal/log_integral_loss.hpp: hard_loss_by_integral"})
      .tested_by({"tests/theory/causal/certified_training_test.cpp: "
                  "CertifiedTraining.ContainsTheExactTrainingOfTheChainAtLengthSix"})
      .costs(certified_work)
      .law(claim::Evidence::interval, theorem_is_certified)
      .confirmed_by("Algorithm 1 itself with exact population gradients in fifty digits",
                    training_lies_in_the_enclosures)
      .values_uncompared("the law reads bounds, the other route what training reaches within them")
      .twin("the gap is a tenth of log T / T", a_tenth_of_the_gap)
      .also_checked({"larger-trees", larger_trees})
      .example(on(CausalForest::chain(3), chain_of_two()));
}

}  // namespace lemmascope::causal
