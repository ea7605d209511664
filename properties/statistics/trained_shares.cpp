#include "properties/statistics/trained_shares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "properties/claim/parallel.hpp"
#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/ledger.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::statistics {
namespace {

using claim::CheckResult;
using claim::RunContext;
using claim::Verdict;

int trainings_for(const TrainedShares& shares, claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return shares.quick;
    case claim::Profile::pr:
      return shares.pr;
    case claim::Profile::nightly:
      return shares.nightly;
  }
  return shares.quick;
}

/// A bound of one training with what was seen of it.
struct Judged {
  std::string where;
  claim::Finding finding;
  bool refuted = false;
  double margin = 0;  ///< room within the bound; negative: not shown
};

Judged judge(const BoundedShare& bound, std::size_t training, const SeenShare& seen,
             double error_rate) {
  // Nothing to go by: every share is possible.
  const auto limits =
      seen.of == 0 ? ConfidenceInterval{0, 1} : clopper_pearson(seen.count, seen.of, error_rate);
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
          {"error_rate", kAssertionRate},
          {"error_rate_of_each", rate_of_each},
          {"shares", shares}};
}

CheckResult run(const TrainedShares& shares, const RunContext& context) {
  CheckResult result;
  result.name = shares.name;
  result.domain = shares.description;
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::instance;
  const int count = trainings_for(shares, context.profile);
  std::vector<std::vector<SeenShare>> seen(static_cast<std::size_t>(count));
  claim::for_each_slot(context.jobs, count, [&](std::int64_t k) {
    if (context.expired()) return;
    try {
      for (const BoundedShare& bound : shares.bounds) {
        seen[static_cast<std::size_t>(k)].push_back(
            bound.seen({context.seed, static_cast<std::uint32_t>(k)}));
      }
    } catch (const Interrupted&) {
      // Not trained.
    }
  });
  if (std::any_of(seen.begin(), seen.end(),
                  [&](const auto& of) { return of.size() < shares.bounds.size(); })) {
    result.verdict = Verdict::undecided;
    result.reason = "the time budget ended before all networks were trained";
    return result;
  }
  result.tried = result.met = count;
  result.relations = count * static_cast<std::int64_t>(shares.bounds.size());
  const double rate_of_each = kAssertionRate / static_cast<double>(result.relations);
  std::vector<Judged> all;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    for (std::size_t b = 0; b < shares.bounds.size(); ++b) {
      all.push_back(judge(shares.bounds[b], k, seen[k][b], rate_of_each));
    }
  }
  decide(all, result);
  result.measured =
      std::make_shared<const nlohmann::json>(measured(shares.name, all, rate_of_each));
  return result;
}

}  // namespace

claim::Check shares_check(const TrainedShares& shares) {
  return {shares.name, [shares](const RunContext& context) { return run(shares, context); }, 1};
}

claim::Twin shares_twin(const TrainedShares& shares) {
  return {shares.name, claim::Twin::Kind::wrong,
          [shares](const RunContext& context) { return run(shares, context); }, 1};
}

bool seen_within(const TrainedShares& shares, const TrialKey& key) {
  return std::all_of(shares.bounds.begin(), shares.bounds.end(), [&](const BoundedShare& bound) {
    const SeenShare seen = bound.seen(key);
    const double limit = bound.value * static_cast<double>(seen.of);
    const auto count = static_cast<double>(seen.count);
    return seen.of > 0 && (bound.at_least ? count >= limit : count <= limit);
  });
}

}  // namespace lemmascope::statistics
