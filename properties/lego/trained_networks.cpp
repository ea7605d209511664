#include "properties/lego/trained_networks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "properties/claim/parallel.hpp"
#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/training_memo.hpp"
#include "sim/train/trainer.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::lego {
namespace {

using claim::CheckResult;
using claim::RunContext;
using claim::Verdict;

int trainings_for(const TrainedNetworks& networks, claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return networks.quick;
    case claim::Profile::pr:
      return networks.pr;
    case claim::Profile::nightly:
      return networks.nightly;
  }
  return networks.quick;
}

/// Trains in single precision, looking at nothing on the way, and asks once at the end.
Outcomes train_and_ask(const ChainPlan& plan) {
  ChainPlan training = plan;
  training.evaluation_sentences = 1;
  training.evaluate_every = plan.steps;
  const ChainExperiment<float> experiment(training);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(plan.steps);
  return ChainExperiment<float>(plan).outcomes(trainer.weights());
}

std::shared_ptr<const Outcomes> outcomes_of(const ChainPlan& plan,
                                            const statistics::TrialKey& key) {
  ChainPlan mine = plan;
  mine.seed = key.root_seed;
  mine.run = key.run;
  const ChainExperiment<float> experiment(mine);
  static statistics::TrainingMemo<std::string, Outcomes> memo;
  return memo.of(fmt::format("{}; {}", sim::to_text(experiment.plan()), experiment.to_text()),
                 [&mine] { return train_and_ask(mine); });
}

/// How often what a bound is about happened, and of how many.
struct Seen {
  std::int64_t count = 0, of = 0;
};

Seen seen(const ShareBound& bound, const Outcomes& outcomes) {
  Seen all;
  for (std::size_t k = 0; k < outcomes.sentences(); ++k) {
    if (!bound.asked(outcomes, k)) continue;
    ++all.of;
    all.count += bound.happens(outcomes, k) ? 1 : 0;
  }
  return all;
}

/// A bound of one training with what was seen of it.
struct Judged {
  std::string where;
  claim::Finding finding;
  bool refuted = false;
  double margin = 0;  ///< room within the bound; negative: not shown
};

Judged judge(const ShareBound& bound, std::size_t training, const Seen& seen, double error_rate) {
  // Nothing to go by: every share is possible.
  const auto limits = seen.of == 0 ? statistics::ConfidenceInterval{0, 1}
                                   : statistics::clopper_pearson(seen.count, seen.of, error_rate);
  Judged judged;
  judged.where = fmt::format("training {}, {}", training, bound.what);
  judged.finding.lhs = claim::proportion(seen.count, seen.of, limits.lower, limits.upper);
  judged.finding.op = bound.at_least ? claim::Op::greater_equal : claim::Op::less_equal;
  judged.finding.rhs = claim::quantity(bound.value);
  judged.margin = bound.at_least ? limits.lower - bound.value : bound.value - limits.upper;
  judged.refuted = bound.at_least ? limits.upper < bound.value : limits.lower > bound.value;
  judged.finding.margin = claim::quantity(judged.margin);
  return judged;
}

/// The one nearest to breaking decides; what is refuted is nearer than what is open.
void decide(const std::vector<Judged>& all, CheckResult& result) {
  const Judged& worst =
      *std::min_element(all.begin(), all.end(), [](const Judged& a, const Judged& b) {
        return std::pair(!a.refuted, a.margin) < std::pair(!b.refuted, b.margin);
      });
  const claim::CaseFinding found{0, worst.where, worst.finding};
  if (!worst.refuted && worst.margin >= 0) {
    result.verdict = Verdict::holds;
    result.tightest = found;
    return;
  }
  result.verdict = worst.refuted ? Verdict::refuted : Verdict::undecided;
  result.failing = found;
  result.reason = fmt::format("{}: {}, {} {} {}", worst.where, claim::to_text(worst.finding.lhs),
                              worst.refuted ? "which is not" : "which may not be",
                              claim::to_text(worst.finding.op), claim::to_text(worst.finding.rhs));
}

nlohmann::json measured(const std::string& name, const std::vector<Judged>& all,
                        double rate_of_each) {
  nlohmann::json shares = nlohmann::json::object();
  for (const Judged& judged : all) shares[judged.where] = claim::to_json(judged.finding.lhs);
  return {{"assertion", name},
          {"rule", "Clopper-Pearson, two-sided, for every training and bound"},
          {"error_rate", statistics::kAssertionRate},
          {"error_rate_of_each", rate_of_each},
          {"shares", shares}};
}

std::string in_words(const ChainPlan& plan) {
  return fmt::format(
      "{} clauses over {}, {} names; {} attention, {} tied layers of width {} with {} heads; {} "
      "steps of Adam {} on {} sentences each; {} fresh sentences",
      plan.law.clauses, plan.law.group.name(), plan.law.alphabet,
      plan.attention == Attention::learned ? "learned" : "hard-coded", plan.layers, plan.width,
      plan.heads, plan.steps, plan.rate, plan.batch, plan.evaluation_sentences);
}

CheckResult run(const TrainedNetworks& networks, const RunContext& context) {
  CheckResult result;
  result.name = networks.name;
  result.domain = in_words(networks.plan);
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  const int count = trainings_for(networks, context.profile);
  std::vector<std::shared_ptr<const Outcomes>> trained(static_cast<std::size_t>(count));
  claim::for_each_slot(context.jobs, count, [&](std::int64_t k) {
    if (context.expired()) return;
    try {
      trained[static_cast<std::size_t>(k)] =
          outcomes_of(networks.plan, {context.seed, static_cast<std::uint32_t>(k)});
    } catch (const Interrupted&) {
      // Not trained.
    }
  });
  if (std::find(trained.begin(), trained.end(), nullptr) != trained.end()) {
    result.verdict = Verdict::undecided;
    result.reason = "the time budget ended before all networks were trained";
    return result;
  }
  result.tried = result.met = count;
  result.relations = count * static_cast<std::int64_t>(networks.bounds.size());
  const double rate_of_each = statistics::kAssertionRate / static_cast<double>(result.relations);
  std::vector<Judged> all;
  for (std::size_t k = 0; k < trained.size(); ++k) {
    for (const ShareBound& bound : networks.bounds) {
      all.push_back(judge(bound, k, seen(bound, *trained[k]), rate_of_each));
    }
  }
  decide(all, result);
  result.measured =
      std::make_shared<const nlohmann::json>(measured(networks.name, all, rate_of_each));
  return result;
}

bool every_sentence(const Outcomes&, std::size_t) { return true; }

ShareBound accuracy(int i, bool at_least, double value) {
  return {fmt::format("x{} right", i),
          [i](const Outcomes& all, std::size_t k) { return all.is_right(k, i); }, every_sentence,
          at_least, value};
}

}  // namespace

ShareBound accuracy_at_least(int i, double value) { return accuracy(i, true, value); }
ShareBound accuracy_at_most(int i, double value) { return accuracy(i, false, value); }

ShareBound ahead(int i, int j) {
  return {fmt::format("x{} right where only one of x{} and x{} is", i, i, j),
          [i](const Outcomes& all, std::size_t k) { return all.is_right(k, i); },
          [i, j](const Outcomes& all, std::size_t k) {
            return all.is_right(k, i) != all.is_right(k, j);
          },
          true, 0.5};
}

ShareBound chains_ahead_of_branches() {
  const auto on_chain = [](const Outcomes& all, std::size_t k) {
    return all.is_right(k, all.clauses);
  };
  return {"right on the chain where right on only one of chain and branch", on_chain,
          [on_chain](const Outcomes& all, std::size_t k) {
            return on_chain(all, k) != (all.branch_right[k] != 0);
          },
          true, 0.5};
}

claim::Check networks_check(const TrainedNetworks& networks) {
  return {networks.name, [networks](const RunContext& context) { return run(networks, context); },
          1};
}

claim::Twin networks_twin(const TrainedNetworks& networks) {
  return {networks.name, claim::Twin::Kind::wrong,
          [networks](const RunContext& context) { return run(networks, context); }, 1};
}

bool seen_within(const TrainedNetworks& networks, const statistics::TrialKey& key) {
  const auto outcomes = outcomes_of(networks.plan, key);
  return std::all_of(networks.bounds.begin(), networks.bounds.end(), [&](const ShareBound& bound) {
    const Seen all = seen(bound, *outcomes);
    const double limit = bound.value * static_cast<double>(all.of);
    const auto count = static_cast<double>(all.count);
    return all.of > 0 && (bound.at_least ? count >= limit : count <= limit);
  });
}

ChainPlan learned_plan(const char* group) {
  ChainPlan plan{.law = {group_by_name(group), 4, 8}};
  plan.width = 16;
  plan.hidden = 32;
  plan.heads = 4;
  plan.steps = 1300;
  plan.batch = 64;
  plan.rate = 6e-3;
  plan.evaluation_sentences = 8192;
  return plan;
}

ChainPlan three_clauses_plan(Attention attention) {
  ChainPlan plan{.law = {group_by_name("z2"), 3, 3}};
  plan.supervised = 3;
  plan.attention = attention;
  plan.width = 16;
  plan.hidden = 32;
  plan.layers = 5;  // association and manipulation in turn: two layers a clause after the first
  plan.steps = 1400;
  plan.batch = 32;
  plan.rate = 4e-3;
  plan.evaluation_sentences = 4096;
  return plan;
}

}  // namespace lemmascope::lego
