// The sampler's joint law of all tokens against the exact one, by the distribution function of a
// statistic that no wrong law leaves alone: the rank of a sequence by its exact probability.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "properties/causal/forest_sites.hpp"
#include "properties/causal/training_sequences.hpp"
#include "properties/statistics/concentration.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/causal/sampler.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

using claim::CheckResult;

/// The probability of every token sequence, in lexicographic order.
using SequenceLaw = std::vector<Rational>;

/// What is sampled and the law it is said to follow.
struct Experiment {
  const char* name;
  std::string domain;
  Task task;
  SequenceLaw stated;
};

int sequences(claim::Profile profile) {
  constexpr int kQuick = 1 << 16;
  return profile == claim::Profile::quick ? kQuick
         : profile == claim::Profile::pr  ? 4 * kQuick
                                          : 16 * kQuick;
}

/// All sequences of `length` tokens in lexicographic order, each with the probability that
/// `next(prefix)` (a law over the next token) gives it.
SequenceLaw law_by(int states, int length,
                   const std::function<Vector<Rational>(const std::vector<int>&)>& next) {
  SequenceLaw law;
  std::vector<int> prefix;
  const std::function<void(const Rational&)> extend = [&](const Rational& probability) {
    if (static_cast<int>(prefix.size()) == length) {
      law.push_back(probability);
      return;
    }
    const Vector<Rational> step = next(prefix);
    for (int s = 0; s < states; ++s) {
      prefix.push_back(s);
      extend(Rational(probability * step[s]));
      prefix.pop_back();
    }
  };
  extend(Rational(1));
  return law;
}

// ---- the single-parent task with one chain

const markov::CausalForest& the_forest() {
  static const markov::CausalForest forest({-1, 0, -1, 2, 2, -1, 5});
  return forest;
}
markov::Chain the_chain() { return markov::two_state_chain(Rational(3, 10), Rational(4, 10)); }

enum class ForestRoots { stationary, uniform };

SequenceLaw forest_law(ForestRoots roots) {
  const auto chain = the_chain();
  const auto uniform = Vector<Rational>::Constant(2, Rational(1, 2)).eval();
  const Vector<Rational> root =
      roots == ForestRoots::stationary ? markov::stationary_law(chain) : uniform;
  return law_by(2, the_forest().size() + 1, [&](const std::vector<int>& prefix) {
    const auto i = static_cast<markov::Position>(prefix.size());
    if (i == the_forest().size()) return uniform;  // the query
    if (the_forest().is_root(i)) return root;
    Vector<Rational> row(2);
    for (int s = 0; s < 2; ++s) {
      row[s] = chain(prefix[static_cast<std::size_t>(the_forest().parent(i))], s);
    }
    return row;
  });
}

Experiment forest_with(ForestRoots roots) {
  return {roots == ForestRoots::stationary ? "forest" : "forest-with-uniform-roots",
          fmt::format("parents {}, chain {}, uniform query", markov::to_text(the_forest()),
                      markov::to_text(the_chain())),
          Task::in_context_tree(the_forest(), 2, row_law_of(markov::Prior::single(the_chain()))),
          forest_law(roots)};
}

// ---- the several-parents task with Dirichlet rows, which integrate to Polya urns

const markov::CausalDag& the_dag() {
  static const markov::CausalDag dag({{}, {}, {0, 1}, {}, {1, 2}, {0, 3}, {3, 4}});
  return dag;
}
const Rational kConcentration(1, 10);

/// Given the prefix, token i is s with probability (alpha + n_s) / (S alpha + n): n_s of the n
/// earlier nodes with the same parents' tokens had token s. Uniform roots are not drawn from an
/// urn.
SequenceLaw dag_law(RootLaw roots) {
  return law_by(2, the_dag().size(), [&](const std::vector<int>& prefix) {
    const auto tokens_of_parents = [&](markov::Position i) {
      std::vector<int> tokens;
      for (const auto p : the_dag().parents(i))
        tokens.push_back(prefix[static_cast<std::size_t>(p)]);
      return tokens;
    };
    const auto i = static_cast<markov::Position>(prefix.size());
    const std::vector<int> mine = tokens_of_parents(i);
    Vector<Rational> urn = Vector<Rational>::Constant(2, kConcentration);
    const bool drawn = !mine.empty() || roots == RootLaw::dirichlet;
    for (markov::Position j = 0; j < i && drawn; ++j) {
      if (tokens_of_parents(j) == mine) urn[prefix[static_cast<std::size_t>(j)]] += 1;
    }
    const Rational balls = urn[0] + urn[1];
    for (int s = 0; s < 2; ++s) urn[s] /= balls;
    return urn;
  });
}

Experiment dag_with(RootLaw sampled) {
  return {sampled == RootLaw::uniform ? "dag" : "dag-with-dirichlet-roots",
          "7 nodes, four of them with two parents, Dirichlet(1/10) rows, uniform roots",
          Task::in_context_dag(the_dag(), {4, 5}, 2, to_double(kConcentration), sampled),
          dag_law(RootLaw::uniform)};
}

// ---- the comparison

/// Sequences in order of falling probability, equal ones in lexicographic order.
std::vector<std::size_t> by_probability(const SequenceLaw& law) {
  std::vector<std::size_t> order(law.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return law[a] > law[b]; });
  return order;
}

/// sup |F - G| of the rank (by `law`) under two laws.
double distance_between(const SequenceLaw& law, const SequenceLaw& other) {
  Rational f = 0, g = 0, distance = 0;
  for (const std::size_t k : by_probability(law)) {
    f += law[k];
    g += other[k];
    distance = std::max<Rational>(distance, abs(Rational(f - g)));
  }
  return to_double(distance);
}

double sampled_distance(const Experiment& e, const statistics::TrialKey& trial, int count) {
  const auto batch =
      Sampler(e.task).draw({trial.root_seed, trial.run, sim::Purpose::probe}, 0, count);
  std::vector<std::int64_t> seen(e.stated.size());
  for (int b = 0; b < count; ++b) {
    std::size_t index = 0;
    for (const std::uint8_t token : batch.view().sequence(b)) {
      index = index * static_cast<std::size_t>(e.task.states()) + token;
    }
    ++seen[index];
  }
  std::vector<std::int64_t> counts;
  std::vector<double> probabilities;
  for (const std::size_t k : by_probability(e.stated)) {
    counts.push_back(seen[k]);
    probabilities.push_back(to_double(e.stated[k]));
  }
  return statistics::distance_from(counts, probabilities);
}

/// `exact_distance` is that between the law sampled from and the stated one: zero unless a twin
/// makes them differ. `run` names the sequences drawn under the seed.
CheckResult compare(const Experiment& e, double exact_distance, const claim::RunContext& context,
                    std::uint32_t run = 0) {
  CheckResult result;
  result.name = e.name;
  const int count = sequences(context.profile);
  result.domain = fmt::format("{}; {} sequences", e.domain, count);
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  result.tried = result.met = result.relations = 1;
  const double radius = statistics::dkw_radius(count, statistics::kAssertionRate);
  const double distance = sampled_distance(e, {context.seed, run}, count);
  const claim::CaseFinding found{0,
                                 "distribution of the rank",
                                 {{},
                                  claim::quantity(distance),
                                  claim::Op::less_equal,
                                  claim::quantity(radius),
                                  claim::quantity(radius - distance)}};
  const bool agrees = distance <= radius;
  result.verdict = agrees ? claim::Verdict::holds : claim::Verdict::refuted;
  (agrees ? result.tightest : result.failing) = found;
  if (!agrees) {
    result.reason = "the sample leaves the band: " + claim::to_text(found.finding);
  }
  result.measured = std::make_shared<const nlohmann::json>(nlohmann::json{
      {"assertion", std::string("causal/sampled-sequences-follow-their-law/") + e.name},
      {"rule", "Dvoretzky-Kiefer-Wolfowitz with Massart's constant"},
      {"samples", count},
      {"distance", distance},
      {"radius", radius},
      {"error_rate", statistics::kAssertionRate},
      {"smallest_detectable_discrepancy", 2 * radius},
      {"samples_needed", statistics::dkw_samples(0.005, statistics::kAssertionRate)},
      {"samples_needed_for", "a discrepancy of 0.01"},
      {"power", 1 - statistics::kAssertionRate},
      {"exact_discrepancy", exact_distance},
      {"seed", std::to_string(context.seed)}});
  return result;
}

CheckResult stated_forest(const claim::RunContext& context) {
  return compare(forest_with(ForestRoots::stationary), 0, context);
}
CheckResult stated_dag(const claim::RunContext& context) {
  return compare(dag_with(RootLaw::uniform), 0, context);
}

// Wrong: roots of the single-parent task are uniform.
CheckResult uniform_roots(const claim::RunContext& context) {
  const double exact =
      distance_between(forest_law(ForestRoots::uniform), forest_law(ForestRoots::stationary));
  return compare(forest_with(ForestRoots::uniform), exact, context);
}

// Wrong: the authors' code draws the roots of the several-parents task from a Dirichlet row.
CheckResult authors_roots(const claim::RunContext& context) {
  const double exact = distance_between(dag_law(RootLaw::uniform), dag_law(RootLaw::dirichlet));
  return compare(dag_with(RootLaw::dirichlet), exact, context);
}

}  // namespace

claim::Claim sampled_sequences_follow_their_law_claim() {
  return statistics::ClaimByTrials("causal/sampled-sequences-follow-their-law")
      .states(
          "Sampled token sequences have the exact joint law of their task: the distribution "
          "function of their rank by exact probability stays inside its confidence band.")
      .latex(R"(\sup_k |F_n(k) - F(k)| \le \sqrt{\ln(2/\alpha) / (2n)})")
      .from({"arXiv 2402.14735", "Task 2.4 and the several-parents task of Section 6"})
      .formally(
          "The rank of a sequence is its place when all S^T are sorted by falling exact "
          "probability, equal ones lexicographically. Forest: stationary roots, one rational "
          "chain, uniform query. DAG: Dirichlet rows integrate to a Polya urn for each tuple of "
          "parents' tokens, so every probability is rational; roots are uniform.")
      .differs(
          "a check of this tool's sampler, not a statement of the paper; it supports equality up "
          "to twice the radius of the band")
      .uncertain(
          "roots of the several-parents task: stated uniform, drawn from a Dirichlet row by the "
          "authors' code (here the second twin)")
      .tagged({"training"})
      .mathematics({"sim/causal/sampler.hpp: Sampler"})
      .tested_by({"tests/sim/causal/sampler_test.cpp: "
                  "Sampler.AgreesWithAnIndependentComputationInDoublePrecision",
                  "tests/properties/causal/training_sequences_test.cpp: "
                  "EverySequence.IsALawWithTheExactPosteriorPredictive"})
      .measured_by(claim::Check{"forest", stated_forest, 1})
      .measured_by(claim::Check{"dag", stated_dag, 1})
      .twin(claim::Twin{"the roots of the forest are uniform", claim::Twin::Kind::wrong,
                        uniform_roots, 1})
      .twin(claim::Twin{"the roots of the DAG are drawn as the authors' code draws them",
                        claim::Twin::Kind::wrong, authors_roots, 1})
      .confirmed_by(
          "the law of every sequence in exact rational arithmetic beside the sampler; the "
          "Dvoretzky-Kiefer-Wolfowitz band")
      .example("the forest from a run that no check draws", [](const statistics::TrialKey& key) {
        claim::RunContext context;
        context.seed = key.root_seed;
        const CheckResult result =
            compare(forest_with(ForestRoots::stationary), 0, context, key.run);
        return result.verdict == claim::Verdict::holds;
      });
}

}  // namespace lemmascope::causal
