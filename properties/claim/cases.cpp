#include "properties/claim/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "properties/claim/parallel.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::claim {
namespace {

// Cases between two looks at the clock and at other threads' failures; also the unit of the
// fixed-order fold. Any value gives the same result; this one keeps bookkeeping far below the work.
constexpr std::int64_t kCasesPerSlot = 32;

constexpr const char* kWorkLimit = "too much work";

void add(Sharpness& sum, const Sharpness& more) {
  sum.relations += more.relations;
  sum.degenerate += more.degenerate;
  sum.largest_ratio = std::max(sum.largest_ratio, more.largest_ratio);
}

// Adds `later` (a slot that follows) to `sum`; ties in margin keep the earlier case.
void fold(Tally& sum, const Tally& later) {
  sum.tried += later.tried;
  sum.met += later.met;
  sum.relations += later.relations;
  for (const auto& [name, count] : later.excluded) sum.excluded[name] += count;
  if (later.tightest && (!sum.tightest || later.tightest->finding.margin.approximate <
                                              sum.tightest->finding.margin.approximate)) {
    sum.tightest = later.tightest;
  }
  if (!sum.failing) sum.failing = later.failing;
  if (!sum.unknown) sum.unknown = later.unknown;
  if (sum.too_much_work.empty()) sum.too_much_work = later.too_much_work;
  add(sum.sharpness, later.sharpness);
  sum.digest = hashed(sum.digest, later.digest);
}

void run_case(const Instance& instance, std::int64_t index, const Hypotheses& hypotheses,
              const Evaluation<Instance>& law, Tally& tally) {
  ++tally.tried;
  if (const auto* unmet = first_unmet(hypotheses, instance)) {
    if (++tally.excluded[unmet->name] == 1 && is_work_limit(*unmet)) {
      tally.too_much_work = unmet->why_not(instance);
    }
    return;
  }
  ++tally.met;
  const Transcript transcript;
  const CaseOutcome outcome = law(instance);
  add(tally.sharpness, transcript.sharpness());
  tally.digest =
      hashed(hashed(tally.digest, static_cast<std::uint64_t>(index)), transcript.digest());
  tally.relations += outcome.relations;
  auto found = [&](const Finding& f) { return CaseFinding{index, instance.summary(), f}; };
  if (outcome.tightest) {
    const double margin = outcome.tightest->margin.approximate;
    if (!tally.tightest || margin < tally.tightest->finding.margin.approximate) {
      tally.tightest = found(*outcome.tightest);
    }
  }
  if (outcome.holds == Truth::no) tally.failing = found(*outcome.failing);
  if (outcome.holds == Truth::unknown && !tally.unknown) tally.unknown = found(*outcome.failing);
}

}  // namespace

const Hypothesis<Instance>* first_unmet(const Hypotheses& hypotheses, const Instance& instance) {
  for (const auto& h : hypotheses) {
    if (h.met(instance) != Truth::yes) return &h;
  }
  return nullptr;
}

Hypothesis<Instance> work_limit(const std::function<double(const Instance&)>& cost,
                                const RunContext& context) {
  const double most = context.most_work;
  // Written so that an estimate that is not a number is beyond it.
  return {kWorkLimit, fmt::format("the law takes at most {:.2g} multiply-adds", most),
          [cost, most](const Instance& at) { return cost(at) <= most ? Truth::yes : Truth::no; },
          [cost, most](const Instance& at) { return most - cost(at); },
          [cost, most](const Instance& at) {
            return fmt::format(
                "{} needs about {:.2g} multiply-adds, more than {:.2g}; --most-work raises it",
                at.summary(), cost(at), most);
          }};
}

bool is_work_limit(const Hypothesis<Instance>& hypothesis) { return hypothesis.name == kWorkLimit; }

Tally run_cases(const Claim& record, const Domain<Instance>& domain, const Hypotheses& hypotheses,
                const Evaluation<Instance>& law, const RunContext& context) {
  const std::int64_t slots = (domain.cases + kCasesPerSlot - 1) / kCasesPerSlot;
  std::vector<Tally> tallies(static_cast<std::size_t>(slots));
  std::atomic<std::int64_t> first_failing_slot{slots};
  for_each_slot(context.jobs, slots, [&](std::int64_t slot) {
    if (slot > first_failing_slot || context.expired()) return;
    Tally& tally = tallies[static_cast<std::size_t>(slot)];
    const std::int64_t end = std::min(domain.cases, (slot + 1) * kCasesPerSlot);
    try {
      for (std::int64_t index = slot * kCasesPerSlot; index < end && !tally.failing; ++index) {
        give_up_if_asked();
        const CaseKey key = case_key(context.seed, key_id(record), domain.name, index);
        run_case(domain.at(index, key), index, hypotheses, law, tally);
      }
    } catch (const Interrupted&) {
      return;
    }
    tally.ran = true;
    if (!tally.failing) return;
    std::int64_t seen = first_failing_slot;
    while (slot < seen && !first_failing_slot.compare_exchange_weak(seen, slot)) {
    }
  });
  Tally sum;
  sum.ran = true;
  for (const Tally& tally : tallies) {
    if (!tally.ran) {
      sum.ran = false;  // the deadline came first; what follows a gap is not counted
      break;
    }
    fold(sum, tally);
    if (sum.failing) break;
  }
  return sum;
}

void conclude_counts(const Tally& tally, std::int64_t cases, CheckResult& result) {
  result.tried = tally.tried;
  result.met = tally.met;
  result.relations = tally.relations;
  result.excluded = tally.excluded;
  result.tightest = tally.tightest;
  result.failing = tally.failing;
  if (tally.sharpness.relations > 0) {
    result.sharpness = tally.sharpness;
    result.digest = hash_text(tally.digest);
  }
  if (tally.failing) {
    result.verdict = Verdict::refuted;
    result.reason = to_text(tally.failing->finding);
  } else if (!tally.ran) {
    result.verdict = Verdict::undecided;
    result.reason = fmt::format("the time budget ended after {} of {} cases", tally.tried, cases);
  } else if (!tally.too_much_work.empty()) {
    result.verdict = Verdict::undecided;
    result.reason = cases == 1
                        ? "the case was not run: " + tally.too_much_work
                        : fmt::format("{} of {} cases were not run: {}",
                                      tally.excluded.at(kWorkLimit), cases, tally.too_much_work);
  } else if (tally.unknown) {
    result.verdict = Verdict::undecided;
    result.failing = tally.unknown;
    result.reason = "an enclosure straddles the bound: " + to_text(tally.unknown->finding);
  } else if (tally.relations == 0) {
    result.verdict = Verdict::undecided;
    result.reason = tally.met == 0 ? "vacuous: no case met every hypothesis"
                                   : "vacuous: no case had a site to check";
  } else {
    result.verdict = Verdict::holds;
  }
}

}  // namespace lemmascope::claim
