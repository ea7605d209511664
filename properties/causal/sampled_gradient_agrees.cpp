// The bridge between simulation and exact theory: the sampled gradient is the exact population
// gradient up to its confidence radius.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/causal/forest_sites.hpp"
#include "properties/causal/training_sequences.hpp"
#include "properties/statistics/concentration.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/causal/reduced_model.hpp"
#include "sim/causal/sampler.hpp"
#include "sim/causal/task.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "theory/causal/population_gradient.hpp"

namespace lemmascope::causal {
namespace {

using claim::CheckResult;

constexpr int kNodes = 4;

markov::Chain the_chain() { return markov::two_state_chain(Rational(3, 10), Rational(4, 10)); }
markov::CausalForest the_forest() { return markov::CausalForest({-1, 0, 0, 1}); }
// A match strength of one keeps the entries well above their confidence radii.
Rational match_strength() { return 1; }

int sequences(claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return 1 << 18;
    case claim::Profile::pr:
      return 1 << 20;
    case claim::Profile::nightly:
      return 1 << 22;
  }
  return 1 << 18;
}

/// One entry of dL/dA1 with its sample and its exact value. |p_i w_i| <= 1 and a_ij |R_j - a_i . R|
/// <= beta/4 bound a single sequence's value, so its range is beta / 2.
struct Entry {
  int i, j;
  statistics::MeanEstimate sample;
  Interval exact;
};

// Means and variances of every sequence's own gradient, in one pass and fixed order.
std::vector<Entry> sampled_entries(const statistics::TrialKey& trial, int count) {
  const auto prior = markov::Prior::single(the_chain());
  const auto task = Task::in_context_tree(the_forest(), 2, row_law_of(prior));
  const ReducedModel<double> model(2, kNodes + 1, to_double(finite_length_epsilon()),
                                   to_double(match_strength()));
  const auto elements = static_cast<std::size_t>(model.storage());
  sim::AlignedBuffer<double> weights(elements), gradient(elements),
      arena(static_cast<std::size_t>(model.arena_size()));
  model.initialise({weights.data(), elements}, {});
  model.prepare(weights.data(), arena.data());
  const auto block = model.blocks().front();
  std::vector<std::vector<double>> values(static_cast<std::size_t>((kNodes + 1) * (kNodes + 1)));
  const sim::StreamKey key{trial.root_seed, trial.run, sim::Purpose::probe};
  const auto batch = Sampler(task).draw(key, 0, count);
  for (int b = 0; b < count; ++b) {
    model.accumulate(weights.data(), arena.data(), batch.view().part(b, 1), gradient.data());
    for (int i = 0; i <= kNodes; ++i) {
      for (int j = 0; j <= i; ++j) {
        values[static_cast<std::size_t>(i * (kNodes + 1) + j)].push_back(
            gradient.data()[block.offset + std::ptrdiff_t{i} * block.stride + j]);
      }
    }
  }
  const auto exact = population_gradient(
      ReducedWeights<Interval>::initial(kNodes + 1, 2, Interval(match_strength())), the_forest(),
      prior, finite_length_epsilon());
  std::vector<Entry> entries;
  for (int i = 1; i <= kNodes; ++i) {  // row 0 has one entry and is zero
    for (int j = 0; j <= i; ++j) {
      entries.push_back(
          {i, j, statistics::mean_of(values[static_cast<std::size_t>(i * (kNodes + 1) + j)]),
           exact.position_scores(i, j)});
    }
  }
  return entries;
}

/// One comparison: its name, the run whose sequences it draws, and the sign of the exact gradient
/// (-1 gives the wrong twin).
struct Comparison {
  const char* name;
  std::uint32_t run;
  int sign;
};

constexpr Comparison kCheck{"two-state-tree", 0, 1};
constexpr Comparison kOppositeSign{"opposite-sign", 0, -1};

CheckResult compare(const claim::RunContext& context, const Comparison& comparison) {
  CheckResult result;
  result.name = comparison.name;
  result.domain = fmt::format("parents {}, chain {}, A1 = 0, A2 = I, {} sequences",
                              markov::to_text(the_forest()), markov::to_text(the_chain()),
                              sequences(context.profile));
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  result.verdict = claim::Verdict::holds;
  const auto entries = sampled_entries({context.seed, comparison.run}, sequences(context.profile));
  const double rate = statistics::kAssertionRate;
  const double share = rate / static_cast<double>(entries.size());
  const double range = to_double(match_strength()) / 2;
  double widest = 0, largest = 0, variance = 0;
  for (const Entry& entry : entries) {
    ++result.tried, ++result.met, ++result.relations;
    const auto interval = statistics::bernstein_interval(entry.sample, range, share);
    const double radius = (interval.upper - interval.lower) / 2;
    const double expected = comparison.sign * static_cast<double>(entry.exact.middle());
    widest = std::max(widest, radius);
    variance = std::max(variance, entry.sample.variance);
    largest = std::max(largest, std::abs(expected));
    claim::Finding finding{claim::site("i", entry.i, "j", entry.j),
                           claim::quantity(std::abs(entry.sample.mean - expected)),
                           claim::Op::less_equal, claim::quantity(radius),
                           claim::quantity(radius - std::abs(entry.sample.mean - expected))};
    auto& kept = finding.margin.approximate < 0 ? result.failing : result.tightest;
    if (!kept || finding.margin.approximate < kept->finding.margin.approximate) {
      kept = {0, "mean against exact", finding};
    }
  }
  if (result.failing) {
    result.verdict = claim::Verdict::refuted;
    result.reason = "the sample mean leaves its radius: " + claim::to_text(result.failing->finding);
  }
  result.measured = std::make_shared<const nlohmann::json>(nlohmann::json{
      {"assertion", std::string("causal/sampled-gradient-agrees/") + comparison.name},
      {"rule", "empirical Bernstein, union over entries"},
      {"error_rate", rate},
      {"samples", sequences(context.profile)},
      {"smallest_detectable_discrepancy", 2 * widest},
      {"samples_needed",
       statistics::empirical_bernstein_samples(largest / 200, variance, range, share)},
      {"samples_needed_for", "a discrepancy of a hundredth of the largest entry"},
      {"largest_entry", largest},
      {"seed", std::to_string(context.seed)}});
  return result;
}

}  // namespace

claim::Claim sampled_gradient_agrees_claim() {
  return statistics::ClaimByTrials("causal/sampled-gradient-agrees")
      .states(
          "The gradient averaged over sampled sequences lies within its confidence radius of the "
          "exact population gradient.")
      .latex(
          R"(|\hat{\partial L/\partial A^{(1)}_{ij}} - \partial L/\partial A^{(1)}_{ij}| \le r_{ij})")
      .from({"arXiv 2402.14735", "population gradients of Algorithm 1"})
      .formally(
          "Every entry of every row, at A1 = 0 and A2 = I; sampler and hand-written backward pass "
          "on one side, enumeration with outward rounding on the other.")
      .differs("a check of this tool's simulation, not a statement of the paper")
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"training"})
      .mathematics({"theory/causal/population_gradient.hpp: population_gradient",
                    "sim/causal/reduced_model.hpp: ReducedModel"})
      .tested_by({"tests/sim/causal/reduced_model_test.cpp: "
                  "ReducedModel.GradientEqualsComplexStepOfTheDefinition",
                  "tests/theory/causal/population_gradient_test.cpp: "
                  "PopulationGradient.OverlapsForwardDifferentiationOfTheLiteralLoss"})
      .measured_by(claim::Check{kCheck.name,
                                [](const claim::RunContext& c) { return compare(c, kCheck); }, 1})
      .twin(claim::Twin{"the gradient has the opposite sign", claim::Twin::Kind::wrong,
                        [](const claim::RunContext& c) { return compare(c, kOppositeSign); }, 1})
      .confirmed_by(
          "enumeration in interval arithmetic beside sampled sequences; empirical Bernstein radii")
      .example("the entries of a run that no check draws", [](const statistics::TrialKey& key) {
        claim::RunContext context;
        context.seed = key.root_seed;
        return compare(context, {kCheck.name, key.run, kCheck.sign}).verdict ==
               claim::Verdict::holds;
      });
}

}  // namespace lemmascope::causal
