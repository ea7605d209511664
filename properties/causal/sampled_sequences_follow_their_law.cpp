// The sampler's joint law of all tokens against the exact one, by the distribution function of a
// statistic that no wrong law leaves alone: the rank of a sequence by its exact probability.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "properties/causal/forest_sites.hpp"
#include "properties/causal/training_sequences.hpp"
#include "properties/claim/parallel.hpp"
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

// ---- one Dirichlet row, for concentrations and numbers of states over all that may be asked for

/// Tokens drawn from one row.
constexpr int kDrawsOfARow = 4;
/// Parameters drawn in a run, beside the stated ones, and the runs they and their rows belong to.
constexpr int kDrawnRows = 24;
constexpr std::uint32_t kRunOfParameters = 1;
constexpr std::uint32_t kFirstRunOfRows = 1000;

/// A concentration and a number of states.
struct RowParameters {
  Rational concentration;
  int states = 2;
};

/// Both sides of every choice the sampler makes by its parameters: the largest power (1/15), rows
/// just long enough for a power, one tail or two (1/2), no power (1), whole blocks of states (17).
std::vector<RowParameters> stated_rows() {
  return {{Rational(1, 10), 3},    {Rational(1, 10), 2},   {Rational(1, 15), 17},
          {Rational(1, 16), 18},   {Rational(1, 17), 16},  {Rational(1, 20), 10},
          {Rational(1, 2), 2},     {Rational(51, 100), 2}, {Rational(1), 10},
          {Rational(1, 10000), 2}, {Rational(1000), 200}};
}

/// Uniform in logarithm over the whole range; every second concentration is one over a whole
/// number.
RowParameters drawn_row(std::uint64_t seed, int k) {
  sim::Stream stream({seed, kRunOfParameters, sim::Purpose::chain}, static_cast<std::uint64_t>(k));
  const auto log_uniform = [&](double least, double most) {
    return least * std::pow(most / least, stream.next_uniform());
  };
  const double concentration = log_uniform(1e-4, 1000);
  const double whole = std::floor(log_uniform(2, 10000));
  const int states = static_cast<int>(std::floor(log_uniform(2, 200.999)));
  return {k % 2 == 0 ? Rational(1) / Rational(whole) : Rational(concentration), states};
}

/// The ways kDrawsOfARow tokens can agree with one another: token i is the agreement[i]-th new
/// token.
using Agreement = std::vector<int>;

/// Every agreement with its exact probability: the urn gives an old token with n balls (alpha + n)
/// / (S alpha + i) and a new one the rest, by i tokens before.
std::map<Agreement, Rational> agreement_law(const RowParameters& row) {
  std::map<Agreement, Rational> law;
  const std::function<void(Agreement, int, const Rational&)> extend =
      [&](Agreement prefix, int seen, const Rational& probability) {
        const auto i = static_cast<int>(prefix.size());
        if (i == kDrawsOfARow) {
          law[prefix] += probability;
          return;
        }
        const Rational balls = row.states * row.concentration + i;
        for (int t = 0; t <= seen && t < row.states; ++t) {
          const auto before = std::count(prefix.begin(), prefix.end(), t);
          const Rational share = t < seen ? Rational(row.concentration + before)
                                          : Rational((row.states - seen) * row.concentration);
          Agreement next = prefix;
          next.push_back(t);
          extend(std::move(next), std::max(seen, t + 1), Rational(probability * share / balls));
        }
      };
  extend({}, 0, Rational(1));
  return law;
}

Agreement agreement_of(std::span<const std::uint8_t> tokens) {
  Agreement agreement;
  std::vector<std::uint8_t> seen;
  for (const std::uint8_t token : tokens) {
    const auto at = std::find(seen.begin(), seen.end(), token);
    agreement.push_back(static_cast<int>(at - seen.begin()));
    if (at == seen.end()) seen.push_back(token);
  }
  return agreement;
}

/// sup |F_n - F| of the agreement's rank by probability, for `count` rows drawn under run `run`.
double row_distance(const RowParameters& sampled, const RowParameters& stated,
                    const statistics::TrialKey& trial, int count) {
  const markov::CausalDag roots(
      std::vector<std::vector<markov::Position>>(static_cast<std::size_t>(kDrawsOfARow)));
  const Task task = Task::in_context_dag(roots, {}, sampled.states,
                                         to_double(sampled.concentration), RootLaw::dirichlet);
  const auto batch =
      Sampler(task).draw({trial.root_seed, trial.run, sim::Purpose::probe}, 0, count);
  std::map<Agreement, std::int64_t> seen;
  for (int b = 0; b < count; ++b) ++seen[agreement_of(batch.view().sequence(b))];
  std::vector<std::pair<Rational, std::int64_t>> ranked;
  for (const auto& [agreement, probability] : agreement_law(stated)) {
    ranked.emplace_back(probability, seen[agreement]);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::int64_t> counts;
  std::vector<double> probabilities;
  for (const auto& [probability, n] : ranked) {
    counts.push_back(n);
    probabilities.push_back(to_double(probability));
  }
  return statistics::distance_from(counts, probabilities);
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

/// What was measured, and what is known about it.
struct Measured {
  std::string name;
  std::string domain;
  int count = 0;
  double distance = 0;
  double error_rate = statistics::kAssertionRate;
  /// Between the law sampled from and the stated one: zero unless a twin makes them differ.
  double exact_distance = 0;
};

CheckResult decided(const Measured& m, const claim::RunContext& context) {
  CheckResult result;
  result.name = m.name;
  result.domain = m.domain;
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  result.tried = result.met = result.relations = 1;
  const double radius = statistics::dkw_radius(m.count, m.error_rate);
  const claim::CaseFinding found{0,
                                 "distribution of the rank",
                                 {{},
                                  claim::quantity(m.distance),
                                  claim::Op::less_equal,
                                  claim::quantity(radius),
                                  claim::quantity(radius - m.distance)}};
  const bool agrees = m.distance <= radius;
  result.verdict = agrees ? claim::Verdict::holds : claim::Verdict::refuted;
  (agrees ? result.tightest : result.failing) = found;
  if (!agrees) {
    result.reason = "the sample leaves the band: " + claim::to_text(found.finding);
  }
  result.measured = std::make_shared<const nlohmann::json>(
      nlohmann::json{{"assertion", "causal/sampled-sequences-follow-their-law/" + m.name},
                     {"rule", "Dvoretzky-Kiefer-Wolfowitz with Massart's constant"},
                     {"samples", m.count},
                     {"distance", m.distance},
                     {"radius", radius},
                     {"error_rate", statistics::kAssertionRate},
                     {"smallest_detectable_discrepancy", 2 * radius},
                     {"samples_needed", statistics::dkw_samples(0.005, m.error_rate)},
                     {"samples_needed_for", "a discrepancy of 0.01"},
                     {"power", 1 - m.error_rate},
                     {"exact_discrepancy", m.exact_distance},
                     {"seed", std::to_string(context.seed)}});
  return result;
}

/// `run` names the sequences drawn under the seed.
CheckResult compare(const Experiment& e, double exact_distance, const claim::RunContext& context,
                    std::uint32_t run = 0) {
  const int count = sequences(context.profile);
  return decided(
      {e.name, fmt::format("{}; {} sequences", e.domain, count), count,
       sampled_distance(e, {context.seed, run}, count), statistics::kAssertionRate, exact_distance},
      context);
}

/// Every row once; the farthest from its law decides, at an error rate split over all of them.
CheckResult rows_of_any_parameters(const claim::RunContext& context) {
  std::vector<RowParameters> rows = stated_rows();
  for (int k = 0; k < kDrawnRows; ++k) rows.push_back(drawn_row(context.seed, k));
  const int count = sequences(context.profile) / 4;
  std::vector<double> distances(rows.size());
  claim::for_each_slot(context.jobs, static_cast<std::int64_t>(rows.size()), [&](std::int64_t k) {
    const auto at = static_cast<std::size_t>(k);
    const auto run = kFirstRunOfRows + static_cast<std::uint32_t>(k);
    distances[at] = row_distance(rows[at], rows[at], {context.seed, run}, count);
  });
  const auto worst = static_cast<std::size_t>(std::max_element(distances.begin(), distances.end()) -
                                              distances.begin());
  CheckResult result = decided(
      {"rows-of-any-concentration",
       fmt::format("{} pairs of a concentration in [1/10000, 1000] and 2 to 200 states, {} of them "
                   "drawn, half of those 1 over a whole number; farthest: concentration {}, {} "
                   "states; {} rows each",
                   rows.size(), kDrawnRows, to_double(rows[worst].concentration),
                   rows[worst].states, count),
       count, distances[worst], statistics::kAssertionRate / static_cast<double>(rows.size())},
      context);
  result.tried = result.met = result.relations = static_cast<std::int64_t>(rows.size());
  return result;
}

// Wrong: rows of concentration 1/9 for 1/10.
CheckResult another_concentration(const claim::RunContext& context) {
  const RowParameters stated{Rational(1, 10), 10}, sampled{Rational(1, 9), 10};
  Rational f = 0, exact = 0;
  std::vector<std::pair<Rational, Rational>> ranked;
  const auto other = agreement_law(sampled);
  for (const auto& [agreement, p] : agreement_law(stated)) {
    ranked.emplace_back(p, other.at(agreement));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [p, q] : ranked) {
    f += p - q;
    exact = std::max<Rational>(exact, abs(f));
  }
  const int count = sequences(context.profile);
  return decided({"rows-of-another-concentration",
                  fmt::format("rows of 10 states, concentration 1/9 for 1/10; {} rows", count),
                  count, row_distance(sampled, stated, {context.seed, kFirstRunOfRows}, count),
                  statistics::kAssertionRate, to_double(exact)},
                 context);
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
          "parents' tokens, so every probability is rational; roots are uniform. Rows of any "
          "concentration: four tokens of one row, which of them agree.")
      .differs(
          "a check of this tool's sampler, not a statement of the paper; it supports equality up "
          "to twice the radius of the band")
      .uncertain(
          "roots of the several-parents task: stated uniform, drawn from a Dirichlet row by the "
          "authors' code (here the second twin)")
      .tagged({"training"})
      .proved_in_part({"causal/PairLawAlongPaths"})
      .mathematics({"sim/causal/sampler.hpp: Sampler"})
      .tested_by({"tests/sim/causal/sampler_test.cpp: "
                  "Sampler.AgreesWithAnIndependentComputationInDoublePrecision",
                  "tests/properties/causal/training_sequences_test.cpp: "
                  "EverySequence.IsALawWithTheExactPosteriorPredictive"})
      .measured_by(claim::Check{"forest", stated_forest, 1})
      .measured_by(claim::Check{"dag", stated_dag, 1})
      .measured_by(claim::Check{"rows-of-any-concentration", rows_of_any_parameters, 1})
      .twin(claim::Twin{"rows have concentration 1/9 for 1/10", claim::Twin::Kind::wrong,
                        another_concentration, 1})
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
