#include "properties/lego/trained_networks.hpp"

#include <fmt/format.h>

#include "properties/encoder/trained_once.hpp"

namespace lemmascope::lego {
namespace {

std::shared_ptr<const Outcomes> outcomes_of(const ChainPlan& plan,
                                            const statistics::TrialKey& key) {
  return encoder::trained_once<ChainExperiment<float>>(
      plan, key, [](const auto& experiment, auto weights) { return experiment.outcomes(weights); });
}

statistics::SeenShare seen(const ShareBound& bound, const Outcomes& outcomes) {
  statistics::SeenShare all;
  for (std::size_t k = 0; k < outcomes.sentences(); ++k) {
    if (!bound.asked(outcomes, k)) continue;
    ++all.of;
    all.count += bound.happens(outcomes, k) ? 1 : 0;
  }
  return all;
}

std::string in_words(const ChainPlan& plan) {
  return fmt::format(
      "{} clauses over {}, {} names; {} attention, {} tied layers of width {} with {} heads; {} "
      "steps of Adam {} on {} sentences each; {} fresh sentences",
      plan.law.clauses, plan.law.group.name(), plan.law.alphabet,
      plan.attention == Attention::learned ? "learned" : "hard-coded", plan.layers, plan.width,
      plan.heads, plan.steps, plan.rate, plan.batch, plan.evaluation_size);
}

statistics::TrainedShares shares_of(const TrainedNetworks& networks) {
  statistics::TrainedShares shares{networks.name, in_words(networks.plan), {}};
  shares.quick = networks.quick;
  shares.pr = networks.pr;
  shares.nightly = networks.nightly;
  for (const ShareBound& bound : networks.bounds) {
    shares.bounds.push_back({bound.what,
                             [plan = networks.plan, bound](const statistics::TrialKey& key) {
                               return seen(bound, *outcomes_of(plan, key));
                             },
                             bound.at_least, bound.value});
  }
  return shares;
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
  return statistics::shares_check(shares_of(networks));
}

claim::Twin networks_twin(const TrainedNetworks& networks) {
  return statistics::shares_twin(shares_of(networks));
}

bool seen_within(const TrainedNetworks& networks, const statistics::TrialKey& key) {
  return statistics::seen_within(shares_of(networks), key);
}

ChainPlan learned_plan(const char* group) {
  ChainPlan plan{{}, {group_by_name(group), 4, 8}};
  plan.layers = 3;
  plan.width = 16;
  plan.hidden = 32;
  plan.heads = 4;
  plan.steps = 1300;
  plan.batch = 64;
  plan.rate = 6e-3;
  plan.evaluation_size = 8192;
  return plan;
}

ChainPlan three_clauses_plan(Attention attention) {
  ChainPlan plan{{}, {group_by_name("z2"), 3, 3}};
  plan.supervised = 3;
  plan.attention = attention;
  plan.width = 16;
  plan.hidden = 32;
  plan.heads = 2;
  plan.layers = 5;  // association and manipulation in turn: two layers a clause after the first
  plan.steps = 1400;
  plan.batch = 32;
  plan.rate = 4e-3;
  plan.evaluation_size = 4096;
  return plan;
}

}  // namespace lemmascope::lego
