// How a claim about instances runs: keyed cases, hypotheses, the law, shrinking, confirmation,
// twins. Include only where ClaimAbout<Instance> is instantiated (one source per kind of instance).
#pragma once

#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>

#include "properties/claim/claim_about.hpp"
#include "properties/claim/parallel.hpp"
#include "properties/claim/replay_token.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

/// Cases between two looks at the clock and at other threads' failures; also the unit of the
/// fixed-order fold. Any value gives the same result; this one keeps bookkeeping far below the
/// work.
inline constexpr std::int64_t kCasesPerSlot = 32;

/// A shrunk witness keeps at least this share of the original's violation margin (one tenth), so
/// that a counterexample does not fade while it gets simpler.
inline constexpr double kKeptMarginShare = 0.1;

/// Evaluations a shrink may spend; a bound, never reached by the small instances of the suite.
inline constexpr int kShrinkBudget = 20000;

template <class I>
using Hypotheses = std::vector<Hypothesis<I>>;

/// The first hypothesis `instance` does not certainly meet.
template <class I>
const Hypothesis<I>* first_unmet(const Hypotheses<I>& hypotheses, const I& instance) {
  for (const auto& h : hypotheses) {
    if (h.met(instance) != Truth::yes) return &h;
  }
  return nullptr;
}

/// What a slot of cases, or a whole domain, amounts to.
struct Tally {
  bool ran = false;
  std::int64_t tried = 0;
  std::int64_t met = 0;
  std::int64_t relations = 0;
  std::map<std::string, std::int64_t> excluded;
  std::optional<CaseFinding> tightest;
  std::optional<CaseFinding> failing;
  std::optional<CaseFinding> unknown;
};

/// Adds `later` (a slot that follows) to `sum`; ties in margin keep the earlier case.
void fold(Tally& sum, const Tally& later);

/// The instance of a case. A sample is drawn under a lock: RapidCheck's gen::exec keeps its context
/// in process-wide statics, so two draws at a time would mix their contexts. The draw depends on
/// the key alone, so the lock changes no result.
template <class I>
I instance_of(const Domain<I>& domain, std::int64_t index, const CaseKey& key) {
  static std::mutex drawing;
  std::unique_lock lock(drawing, std::defer_lock);
  if (domain.scope == Scope::sample) lock.lock();
  return domain.at(index, key).value();
}

template <class I>
void run_case(const Domain<I>& domain, std::int64_t index, const CaseKey& key,
              const Hypotheses<I>& hypotheses, const Evaluation<I>& law, Tally& tally) {
  using Traits = InstanceTraits<I>;
  const I instance = instance_of(domain, index, key);
  ++tally.tried;
  if (const auto* unmet = first_unmet(hypotheses, instance)) {
    ++tally.excluded[unmet->name];
    return;
  }
  ++tally.met;
  const CaseOutcome outcome = law(instance);
  tally.relations += outcome.relations;
  auto found = [&](const Finding& f) { return CaseFinding{index, Traits::summary(instance), f}; };
  if (outcome.tightest) {
    const double margin = outcome.tightest->margin.approximate;
    if (!tally.tightest || margin < tally.tightest->finding.margin.approximate) {
      tally.tightest = found(*outcome.tightest);
    }
  }
  if (outcome.holds == Truth::no) tally.failing = found(*outcome.failing);
  if (outcome.holds == Truth::unknown && !tally.unknown) tally.unknown = found(*outcome.failing);
}

/// Runs all cases of a domain, stopping at the first failing one in case order. The result does not
/// depend on the number of threads: cases after the first failing one are not counted.
template <class I>
Tally run_cases(const std::string& claim, const Domain<I>& domain, const Hypotheses<I>& hypotheses,
                const Evaluation<I>& law, const RunContext& context) {
  const std::int64_t slots = (domain.cases + kCasesPerSlot - 1) / kCasesPerSlot;
  std::vector<Tally> tallies(static_cast<std::size_t>(slots));
  std::atomic<std::int64_t> first_failing_slot{slots};
  for_each_slot(context.jobs, slots, [&](std::int64_t slot) {
    if (slot > first_failing_slot || context.expired()) return;
    Tally& tally = tallies[static_cast<std::size_t>(slot)];
    const std::int64_t end = std::min(domain.cases, (slot + 1) * kCasesPerSlot);
    for (std::int64_t index = slot * kCasesPerSlot; index < end && !tally.failing; ++index) {
      const CaseKey key = case_key(context.seed, claim, domain.name, index);
      run_case(domain, index, key, hypotheses, law, tally);
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

/// A counterexample on its way to the smallest one.
template <class I>
struct Shrunk {
  I instance;
  CaseOutcome outcome;
  int accepted = 0;
  int tried = 0;
};

/// Walks the shrink tree greedily: the first simpler case that meets every hypothesis, still breaks
/// the law and keeps kKeptMarginShare of the original margin is taken, until none is left.
template <class I>
Shrunk<I> shrink(rc::Shrinkable<I> node, const Hypotheses<I>& hypotheses,
                 const Evaluation<I>& law) {
  Shrunk<I> best{node.value(), law(node.value()), 0, 0};
  const double least = -kKeptMarginShare * best.outcome.failing->margin.approximate;
  for (bool moved = true; moved;) {
    moved = false;
    auto candidates = node.shrinks();
    while (auto candidate = candidates.next()) {
      if (++best.tried > kShrinkBudget) return best;
      const I instance = candidate->value();
      if (first_unmet(hypotheses, instance) != nullptr) continue;
      CaseOutcome outcome = law(instance);
      if (outcome.holds != Truth::no || -outcome.failing->margin.approximate < least) continue;
      best.instance = instance;
      best.outcome = std::move(outcome);
      ++best.accepted;
      node = *candidate;
      moved = true;
      break;
    }
  }
  return best;
}

/// Shrinks a failing case, has it confirmed and writes the witness; sets verdict and reason.
template <class I>
void conclude_refutation(const Claim& record, const Domain<I>& domain, std::int64_t first_case,
                         const Hypotheses<I>& hypotheses, const Evaluation<I>& law,
                         const Evaluation<I>& confirmation, const RunContext& context,
                         CheckResult& result) {
  using Traits = InstanceTraits<I>;
  const std::int64_t index = result.failing->case_index;
  const auto node = domain.at(index, case_key(context.seed, record.id, domain.name, index));
  const I original = node.value();
  const Finding original_finding = result.failing->finding;
  const Shrunk<I> smallest = shrink(node, hypotheses, law);
  const Truth second_opinion = !confirmation(smallest.instance).holds;
  result.failing->instance = Traits::summary(smallest.instance);
  result.failing->finding = *smallest.outcome.failing;

  const std::string token = replay_token(
      {record.id, Traits::summary(original), context.profile, context.seed, first_case + index});
  nlohmann::json met = nlohmann::json::array();
  for (const auto& h : hypotheses) met.push_back({{"name", h.name}, {"met", true}});
  nlohmann::json witness = {
      {"schema", "lemmascope/witness/1"},
      {"claim", record.id},
      {"statement", record.statement},
      {"replay", token},
      {"instance", Traits::to_json(smallest.instance)},
      {"summary", Traits::summary(smallest.instance)},
      {"violated", to_json(*smallest.outcome.failing)},
      {"hypotheses", met},
      {"original",
       {{"instance", Traits::to_json(original)},
        {"summary", Traits::summary(original)},
        {"violated", to_json(original_finding)}}},
      {"shrink",
       {{"accepted", smallest.accepted},
        {"tried", smallest.tried},
        {"kept_margin_share", kKeptMarginShare}}},
      {"confirmation",
       {{"route", record.confirmation}, {"agrees", std::string(to_text(second_opinion))}}}};
  result.witness = std::make_shared<const nlohmann::json>(std::move(witness));
  if (second_opinion == Truth::yes) {
    result.verdict = Verdict::refuted;
    result.reason = fmt::format("{} ({})", to_text(result.failing->finding), token);
  } else {
    result.verdict = Verdict::suspect;
    result.contradiction = second_opinion == Truth::no && result.evidence >= Evidence::interval;
    result.reason = fmt::format("one route says no, the independent route says {} ({})",
                                second_opinion == Truth::no ? "yes" : "neither", token);
  }
}

/// Copies the counts and sets the verdict of everything but a refutation.
void conclude_counts(const Tally& tally, std::int64_t cases, CheckResult& result);

/// One law over one domain, to its verdict.
template <class I>
CheckResult run_check(const Claim& record, const Domain<I>& domain, std::int64_t first_case,
                      Evidence evidence, const Hypotheses<I>& hypotheses, const Evaluation<I>& law,
                      const Evaluation<I>* confirmation, const RunContext& context) {
  CheckResult result;
  result.name = domain.name;
  result.domain = domain.description;
  result.evidence = evidence;
  result.scope = domain.scope;
  const Tally tally = run_cases(record.id, domain, hypotheses, law, context);
  conclude_counts(tally, domain.cases, result);
  if (result.failing && confirmation != nullptr) {
    conclude_refutation(record, domain, first_case, hypotheses, law, *confirmation, context,
                        result);
  }
  return result;
}

/// A variant of the law over the claim's domains: a wrong twin stops at the first domain that
/// refutes it; a control must hold on all.
template <class I>
CheckResult run_variant(const Claim& record, const std::vector<ProfiledDomain<I>>& domains,
                        Evidence evidence, const Hypotheses<I>& hypotheses,
                        const Evaluation<I>& law, const RunContext& context) {
  CheckResult sum;
  for (const auto& profiled : domains) {
    const CheckResult one = run_check<I>(record, profiled(context.profile), 0, evidence, hypotheses,
                                         law, nullptr, context);
    const auto tried = sum.tried, met = sum.met, relations = sum.relations;
    // A domain without a site says nothing about the variant as long as another one does.
    const bool speaks = one.relations > 0 || one.verdict == Verdict::error;
    const bool worse = speaks && (sum.relations == 0 || one.verdict != Verdict::holds);
    if (sum.name.empty() || worse) sum = one;
    sum.tried = tried + one.tried;
    sum.met = met + one.met;
    sum.relations = relations + one.relations;
    if (one.verdict == Verdict::refuted || one.verdict == Verdict::error) break;
  }
  return sum;
}

/// The non-degenerate instances: every hypothesis is met, both routes agree, and the law holds
/// unless the claim expects a refutation.
template <class I>
CheckResult run_example(const Claim& record, const std::vector<I>& examples, Evidence evidence,
                        const Hypotheses<I>& hypotheses, const Evaluation<I>& law,
                        const Evaluation<I>& confirmation) {
  CheckResult result;
  result.name = "example";
  result.evidence = evidence;
  result.scope = Scope::instance;
  result.verdict = Verdict::holds;
  for (const I& instance : examples) {
    result.domain += (result.domain.empty() ? "" : "; ") + InstanceTraits<I>::summary(instance);
    ++result.tried;
    if (const auto* unmet = first_unmet(hypotheses, instance)) {
      result.verdict = Verdict::error;
      result.reason = fmt::format("the example does not meet '{}'", unmet->name);
      return result;
    }
    ++result.met;
    const CaseOutcome outcome = law(instance);
    const CaseOutcome second = confirmation(instance);
    result.relations += outcome.relations + second.relations;
    if (outcome.tightest)
      result.tightest = {{0, InstanceTraits<I>::summary(instance), *outcome.tightest}};
    if ((outcome.holds & !second.holds) == Truth::yes ||
        (!outcome.holds & second.holds) == Truth::yes) {
      result.verdict = Verdict::suspect;
      result.contradiction = true;
      result.reason = "the two routes contradict each other on the example";
      return result;
    }
    if (record.expected == Verdict::holds && outcome.holds != Truth::yes) {
      result.verdict = Verdict::refuted;
      result.failing = {{0, InstanceTraits<I>::summary(instance), *outcome.failing}};
      result.reason = "the law fails on the example: " + to_text(*outcome.failing);
      return result;
    }
  }
  return result;
}

/// Both routes on one instance, as JSON for `replay`; no route where a hypothesis is not met.
template <class I>
nlohmann::json replay_instance(const Claim& record, const I& instance,
                               const Hypotheses<I>& hypotheses, const Evaluation<I>& law,
                               const Evaluation<I>& confirmation) {
  nlohmann::json report = {{"claim", record.id},
                           {"instance", InstanceTraits<I>::to_json(instance)},
                           {"summary", InstanceTraits<I>::summary(instance)},
                           {"hypotheses", nlohmann::json::array()},
                           {"routes", nlohmann::json::array()}};
  for (const auto& h : hypotheses) {
    report["hypotheses"].push_back({{"name", h.name},
                                    {"statement", h.statement},
                                    {"met", std::string(to_text(h.met(instance)))}});
  }
  // A law may rely on what its hypotheses promise: outside them it is not asked.
  const auto& judged = report["hypotheses"];
  const bool all_met = std::all_of(judged.begin(), judged.end(),
                                   [](const nlohmann::json& h) { return h["met"] == "yes"; });
  if (!all_met) return report;
  auto route = [&](const std::string& name, const Evaluation<I>& evaluation) {
    const CaseOutcome outcome = evaluation(instance);
    nlohmann::json entry = {{"route", name},
                            {"holds", std::string(to_text(outcome.holds))},
                            {"relations", outcome.relations}};
    if (outcome.tightest) entry["tightest"] = to_json(*outcome.tightest);
    if (outcome.failing) entry["failing"] = to_json(*outcome.failing);
    report["routes"].push_back(entry);
  };
  route("law", law);
  route(record.confirmation, confirmation);
  return report;
}

template <class I>
ClaimAbout<I>::ClaimAbout(std::string id) {
  parts_.record.id = std::move(id);
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::states(std::string statement) {
  parts_.record.statement = std::move(statement);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::latex(std::string formula) {
  parts_.record.latex = std::move(formula);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::from(Source source) {
  parts_.record.source = std::move(source);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::formally(std::string text) {
  parts_.record.formal = std::move(text);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::differs(std::string text) {
  parts_.record.divergence = std::move(text);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::uncertain(std::string text) {
  parts_.record.uncertain.push_back(std::move(text));
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::assumes(Hypothesis<I> hypothesis) {
  parts_.record.hypotheses.push_back({hypothesis.name, hypothesis.statement});
  parts_.hypotheses.push_back(std::move(hypothesis));
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::uses(std::vector<std::string> claims) {
  parts_.record.uses = std::move(claims);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::tagged(std::vector<std::string> tags) {
  parts_.record.tags = std::move(tags);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::expects(Verdict verdict) {
  parts_.record.expected = verdict;
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::over(ProfiledDomain<I> domain) {
  parts_.domains.push_back(std::move(domain));
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::law(Evidence evidence, Evaluation<I> evaluation) {
  parts_.evidence = evidence;
  parts_.law = std::move(evaluation);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::confirmed_by(std::string route, Evaluation<I> evaluation) {
  parts_.record.confirmation = std::move(route);
  parts_.confirmation = std::move(evaluation);
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::twin(std::string name, Evaluation<I> evaluation) {
  parts_.variants.push_back({std::move(name), Twin::Kind::wrong, std::move(evaluation), {}});
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::control(std::string name, Evaluation<I> evaluation,
                                      std::vector<Hypothesis<I>> also) {
  parts_.variants.push_back(
      {std::move(name), Twin::Kind::control, std::move(evaluation), std::move(also)});
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::example(I instance) {
  parts_.examples.push_back(std::move(instance));
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::also_checked(Check check) {
  parts_.record.checks.push_back(std::move(check));
  return *this;
}
template <class I>
ClaimAbout<I>& ClaimAbout<I>::also_twin(Twin twin) {
  parts_.record.twins.push_back(std::move(twin));
  return *this;
}

/// Refuses a record with a missing part, naming it.
void require_complete(const Claim& record, bool has_law, bool has_domain, bool has_confirmation,
                      bool has_variant, bool has_example);

template <class I>
ClaimAbout<I>::operator Claim() const {
  require_complete(parts_.record, bool(parts_.law), !parts_.domains.empty(),
                   bool(parts_.confirmation), !parts_.variants.empty(), !parts_.examples.empty());
  const auto parts = std::make_shared<const Parts>(parts_);
  Claim claim = parts->record;
  std::vector<Check> checks;
  for (std::size_t d = 0; d < parts->domains.size(); ++d) {
    const std::string name = parts->domains[d](Profile::quick).name;
    checks.push_back({name, [parts, d](const RunContext& context) {
                        std::int64_t first_case = 0;
                        for (std::size_t e = 0; e < d; ++e) {
                          first_case += parts->domains[e](context.profile).cases;
                        }
                        return run_check<I>(parts->record, parts->domains[d](context.profile),
                                            first_case, parts->evidence, parts->hypotheses,
                                            parts->law, &parts->confirmation, context);
                      }});
  }
  claim.checks.insert(claim.checks.begin(), checks.begin(), checks.end());
  std::vector<Twin> twins;
  for (const auto& variant : parts->variants) {
    twins.push_back({variant.name, variant.kind, [parts, variant](const RunContext& context) {
                       Hypotheses<I> hypotheses = parts->hypotheses;
                       hypotheses.insert(hypotheses.end(), variant.also.begin(),
                                         variant.also.end());
                       return run_variant<I>(parts->record, parts->domains, parts->evidence,
                                             hypotheses, variant.evaluation, context);
                     }});
  }
  claim.twins.insert(claim.twins.begin(), twins.begin(), twins.end());
  claim.example = [parts](const RunContext&) {
    return run_example<I>(parts->record, parts->examples, parts->evidence, parts->hypotheses,
                          parts->law, parts->confirmation);
  };
  claim.replay = [parts](const nlohmann::json& instance) {
    return replay_instance<I>(parts->record, InstanceTraits<I>::from_json(instance),
                              parts->hypotheses, parts->law, parts->confirmation);
  };
  claim.instance_at = [parts](const RunContext& context, std::int64_t index) {
    std::int64_t local = index;
    for (const auto& profiled : parts->domains) {
      const Domain<I> domain = profiled(context.profile);
      if (local < domain.cases) {
        const CaseKey key = case_key(context.seed, parts->record.id, domain.name, local);
        return InstanceTraits<I>::to_json(domain.at(local, key).value());
      }
      local -= domain.cases;
    }
    refuse(fmt::format("{} has no case {} in this profile", parts->record.id, index));
  };
  return claim;
}

}  // namespace lemmascope::claim
