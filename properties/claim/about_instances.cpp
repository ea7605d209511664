#include "properties/claim/about_instances.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/attack/attack.hpp"
#include "properties/claim/cross_check.hpp"
#include "properties/claim/refutation.hpp"
#include "properties/claim/replay_token.hpp"
#include "properties/claim/sentence.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {
namespace {

/// A claim and its parts, as the closures of its checks share them.
struct Parts {
  Claim record;
  AboutInstances about;
};
using SharedParts = std::shared_ptr<const Parts>;

// The claim's hypotheses, or those given, and what the run allows a case to cost.
Hypotheses within_limit(Hypotheses hypotheses, const AboutInstances& about,
                        const RunContext& context) {
  if (about.cost) hypotheses.push_back(work_limit(about.cost, context));
  return hypotheses;
}

CheckResult run_check(const Claim& record, const Domain<Instance>& domain, Evidence evidence,
                      const Hypotheses& hypotheses, const Evaluation<Instance>& law,
                      const RunContext& context) {
  CheckResult result;
  result.name = domain.name;
  result.domain = domain.description;
  result.evidence = evidence;
  result.scope = domain.scope;
  conclude_counts(run_cases(record, domain, hypotheses, law, context), domain.cases, result);
  return result;
}

// The route whose values stand beside the law's; empty when the record says why there is none.
Evaluation<Instance> route_of_values(const Parts& parts) {
  if (parts.about.values) return parts.about.values;
  return parts.record.values_uncompared.empty() ? parts.about.confirmation : Evaluation<Instance>{};
}

// The failing case of the d-th domain, to its verdict. A counterexample that nobody had the time
// to confirm decides nothing, and is told.
void conclude_failing(const Parts& parts, std::size_t d, const Domain<Instance>& domain,
                      const RunContext& context, CheckResult& result) {
  const AboutInstances& about = parts.about;
  std::int64_t first_case = 0;
  for (std::size_t e = 0; e < d; ++e) first_case += about.domains[e](context.profile).cases;
  const std::int64_t index = result.failing->case_index;
  const Instance original =
      domain.at(index, case_key(context.seed, key_id(parts.record), domain.name, index));
  // Somebody's own instance has no number by which it could be found again: its witness has it.
  const std::string token = parts.record.one_instance
                                ? ""
                                : replay_token({parts.record.id, original.summary(),
                                                context.profile, context.seed, first_case + index});
  try {
    conclude_refutation(
        {parts.record, original, token, about.hypotheses, about.law, about.confirmation}, result);
  } catch (const Interrupted&) {
    result.verdict = Verdict::undecided;
    result.reason = fmt::format(
        "one route says no ({}), and the time budget ended before it was confirmed", result.reason);
  }
}

// The claim's law over its d-th domain, to its verdict.
CheckResult run_domain(const Parts& parts, std::size_t d, const RunContext& context) {
  const AboutInstances& about = parts.about;
  const Domain<Instance> domain = about.domains[d](context.profile);
  const Hypotheses hypotheses = within_limit(about.hypotheses, about, context);
  CheckResult result =
      run_check(parts.record, domain, about.evidence, hypotheses, about.law, context);
  if (result.failing && result.verdict == Verdict::refuted) {
    conclude_failing(parts, d, domain, context, result);
  }
  if (result.verdict == Verdict::holds || result.verdict == Verdict::refuted) {
    cross_check({parts.record, domain, hypotheses, about.law, route_of_values(parts)}, context,
                result);
  }
  return result;
}

// The charts of all domains, each once.
std::vector<attack::InstanceChart> charts_of(const AboutInstances& about, Profile profile) {
  std::vector<attack::InstanceChart> charts;
  std::set<std::string> names;
  for (const auto& profiled : about.domains) {
    for (auto& chart : profiled(profile).charts) {
      if (names.insert(chart.name).second) charts.push_back(std::move(chart));
    }
  }
  return charts;
}

// The answer of a question that is worth asking once, from any thread.
template <class Question>
std::function<bool()> answered_once(Question question) {
  struct Answer {
    std::once_flag asked;
    bool is = false;
  };
  return [question, answer = std::make_shared<Answer>()] {
    std::call_once(answer->asked, [&] { answer->is = question(); });
    return answer->is;
  };
}

std::int64_t evaluations_of(const AboutInstances& about, const RunContext& context) {
  if (context.attack_evaluations) return *context.attack_evaluations;
  switch (context.profile) {
    case Profile::quick:
      return about.effort.quick;
    case Profile::pr:
      return about.effort.pr;
    case Profile::nightly:
      return about.effort.nightly;
  }
  return about.effort.quick;
}

// A violation that the attack found, to its verdict: smaller, confirmed, written down.
void conclude_violation(const Parts& parts, const Instance& original, std::int64_t evaluations,
                        const RunContext& context, CheckResult& result) {
  const CaseOutcome outcome = parts.about.law(original);
  result.failing = CaseFinding{0, original.summary(), *outcome.failing};
  conclude_refutation({parts.record, original,
                       replay_token({parts.record.id, original.summary(), context.profile,
                                     context.seed, 0, evaluations}),
                       parts.about.hypotheses, parts.about.law, parts.about.confirmation},
                      result);
}

CheckResult run_attack(const Parts& parts, const RunContext& context) {
  CheckResult result;
  result.name = "attack";
  result.evidence = parts.about.evidence;
  result.scope = Scope::instance;
  const std::int64_t evaluations = evaluations_of(parts.about, context);
  if (evaluations <= 0) {
    result.reason = "not attacked: the run has no evaluations for it";
    return result;
  }
  const auto charts = charts_of(parts.about, context.profile);
  const Hypotheses hypotheses = within_limit(parts.about.hypotheses, parts.about, context);
  attack::Outcome outcome =
      attack::attack({parts.record, hypotheses, parts.about.law, charts}, evaluations, context);
  const AttackRecord& record = outcome.record;
  result.tried = record.evaluations;
  result.met = record.evaluations - record.outside;
  if (outcome.violation) {
    conclude_violation(parts, *outcome.violation, evaluations, context, result);
  } else if (outcome.out_of_time) {
    result.verdict = Verdict::undecided;
    result.reason = fmt::format("the time budget ended after {} evaluations", record.evaluations);
  } else if (!record.smallest_margin) {
    result.verdict = Verdict::undecided;
    result.reason = fmt::format("none of {} evaluations met every hypothesis{}", record.evaluations,
                                record.threw > 0 ? ": " + record.first_thrown : "");
  } else {
    result.verdict = Verdict::holds;
    result.reason = fmt::format("no violation in {} evaluations", record.evaluations);
  }
  if (!outcome.trace.empty()) {
    result.measured =
        std::make_shared<const nlohmann::json>(nlohmann::json{{"trace", outcome.trace}});
  }
  result.attack = std::move(outcome.record);
  return result;
}

Hypotheses hypotheses_of(const AboutInstances& about, const Variant& variant) {
  Hypotheses kept;
  for (const auto& h : about.hypotheses) {
    const auto& dropped = variant.dropped;
    if (std::find(dropped.begin(), dropped.end(), h.name) == dropped.end()) kept.push_back(h);
  }
  kept.insert(kept.end(), variant.also.begin(), variant.also.end());
  return kept;
}

// A variant of the law over the claim's domains: a wrong twin stops at the first domain that
// refutes it; a control must hold on all.
CheckResult run_variant(const Parts& parts, const Variant& variant, const RunContext& context) {
  const Hypotheses hypotheses =
      within_limit(hypotheses_of(parts.about, variant), parts.about, context);
  const auto& law = variant.evaluation ? variant.evaluation : parts.about.law;
  CheckResult sum;
  for (const auto& profiled : parts.about.domains) {
    const Domain<Instance> domain = profiled(context.profile);
    CheckResult one =
        run_check(parts.record, domain, parts.about.evidence, hypotheses, law, context);
    if (variant.kind == Twin::Kind::wrong && one.verdict == Verdict::refuted) {
      one.strength = strength_of(parts.record, domain, hypotheses, law, context);
    }
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

// Both routes on one example; false when the example's verdict is decided and no more are needed.
bool run_one_example(const Parts& parts, const Instance& instance, CheckResult& result) {
  const AboutInstances& about = parts.about;
  result.domain += (result.domain.empty() ? "" : "; ") + instance.summary();
  ++result.tried;
  if (const auto* unmet = first_unmet(about.hypotheses, instance)) {
    result.verdict = Verdict::error;
    result.reason = fmt::format("the example does not meet '{}'", unmet->name);
    return false;
  }
  ++result.met;
  Transcript law_says(Transcript::Keep::entries);
  const CaseOutcome outcome = about.law(instance);
  Transcript route_says(Transcript::Keep::entries);
  const CaseOutcome second = about.confirmation(instance);
  result.relations += outcome.relations + second.relations;
  if (outcome.tightest) result.tightest = {{0, instance.summary(), *outcome.tightest}};
  const Truth only_second = (!outcome.holds) & second.holds;
  const Truth only_law = outcome.holds & (!second.holds);
  if (only_law == Truth::yes || only_second == Truth::yes) {
    result.verdict = Verdict::suspect;
    result.contradiction = true;
    result.reason = "the two routes contradict each other on the example";
    return false;
  }
  const Comparison values = compare(law_says.entries(), route_says.entries());
  const bool comparable = !about.values && parts.record.values_uncompared.empty();
  if (comparable && !values.disagreement.empty()) {
    result.verdict = Verdict::suspect;
    result.contradiction = values.rigorous;
    result.reason = "the two routes give other values on the example: " + values.disagreement;
    return false;
  }
  if (parts.record.expected == Verdict::holds && outcome.holds != Truth::yes) {
    result.verdict = Verdict::refuted;
    result.failing = {{0, instance.summary(), *outcome.failing}};
    result.reason = "the law fails on the example: " + to_text(*outcome.failing);
    return false;
  }
  return true;
}

// The non-degenerate instances: every hypothesis is met, both routes agree, and the law holds
// unless the claim expects a refutation.
CheckResult run_example(const Parts& parts) {
  CheckResult result;
  result.name = "example";
  result.evidence = parts.about.evidence;
  result.scope = Scope::instance;
  result.verdict = Verdict::holds;
  for (const Instance& instance : parts.about.examples) {
    if (!run_one_example(parts, instance, result)) break;
  }
  return result;
}

nlohmann::json route_json(const std::string& name, const CaseOutcome& outcome) {
  nlohmann::json entry = {{"route", name},
                          {"holds", std::string(to_text(outcome.holds))},
                          {"relations", outcome.relations}};
  if (outcome.tightest) entry["tightest"] = to_json(*outcome.tightest);
  if (outcome.failing) entry["failing"] = to_json(*outcome.failing);
  return entry;
}

// Both routes on one instance, as JSON for `replay`; none where a hypothesis is not met.
nlohmann::json replay_instance(const Parts& parts, const Instance& instance) {
  const AboutInstances& about = parts.about;
  nlohmann::json report = {{"claim", parts.record.id},
                           {"instance", instance.to_json()},
                           {"summary", instance.summary()},
                           {"hypotheses", nlohmann::json::array()},
                           {"routes", nlohmann::json::array()}};
  for (const auto& h : about.hypotheses) {
    report["hypotheses"].push_back({{"name", h.name},
                                    {"statement", h.statement},
                                    {"met", std::string(to_text(h.met(instance)))}});
  }
  // A law may rely on what its hypotheses promise (tables that only irreducible chains have):
  // outside them it is not asked.
  if (first_unmet(about.hypotheses, instance) != nullptr) return report;
  report["routes"] = {route_json("law", about.law(instance)),
                      route_json(parts.record.confirmation, about.confirmation(instance))};
  return report;
}

nlohmann::json numbered_instance(const Parts& parts, const RunContext& context,
                                 std::int64_t index) {
  std::int64_t local = index;
  for (const auto& profiled : parts.about.domains) {
    const Domain<Instance> domain = profiled(context.profile);
    if (local < domain.cases) {
      const CaseKey key = case_key(context.seed, key_id(parts.record), domain.name, local);
      return domain.at(local, key).to_json();
    }
    local -= domain.cases;
  }
  refuse(fmt::format("{} has no case {} in this profile", parts.record.id, index));
}

// The law on somebody's own instance. Twins and example are about the family: they stay out.
CheckResult run_on(const Parts& parts, const Instance& instance, const RunContext& context) {
  const auto* unmet = first_unmet(parts.about.hypotheses, instance);
  if (unmet == nullptr) {
    CheckResult result = run_domain(parts, 0, context);
    if (result.met == 1 && result.relations == 0) {
      result.verdict = Verdict::skipped;
      result.reason = "the claim says nothing about this instance: it has no site";
    }
    return result;
  }
  CheckResult result;
  result.name = "instance";
  result.domain = instance.summary();
  result.evidence = parts.about.evidence;
  result.verdict = Verdict::skipped;
  result.reason = fmt::format("hypothesis not met: '{}' ({})", unmet->name, unmet->statement);
  result.tried = 1;
  result.excluded[unmet->name] = 1;
  return result;
}

std::shared_ptr<const Claim> claim_on(const SharedParts& family, const Instance& instance) {
  if (&instance.kind() != family->about.kind) return nullptr;
  Parts one = *family;
  one.record.one_instance = true;
  one.about.domains = {[instance](Profile) {
    Domain<Instance> domain;
    domain.name = "instance";
    domain.description = instance.summary();
    domain.scope = Scope::instance;
    domain.cases = 1;
    domain.at = [instance](std::int64_t, const CaseKey&) { return instance; };
    return domain;
  }};
  const auto parts = std::make_shared<const Parts>(std::move(one));
  auto claim = std::make_shared<Claim>(parts->record);
  claim->proved_by = {};
  claim->twins = {};
  claim->checks = {{"instance", [parts, instance](const RunContext& context) {
                      return run_on(*parts, instance, context);
                    }}};
  claim->replay = [parts](const nlohmann::json& json) {
    return replay_instance(*parts, instance_from_json(*parts->about.kind, json));
  };
  return claim;
}

// Certificates of the first examples and of a few keyed cases of every domain.
std::vector<Certificate> certificates_of(const Parts& parts, const RunContext& context) {
  std::vector<Certificate> all;
  const auto add = [&](const Instance& instance) {
    for (Certificate& one : parts.about.certify(instance)) {
      one.instance = instance.summary();
      all.push_back(std::move(one));
    }
  };
  for (const Instance& instance : parts.about.examples) add(instance);
  for (const auto& profiled : parts.about.domains) {
    const Domain<Instance> domain = profiled(context.profile);
    std::int64_t too_large = 0;
    const auto picked = picked_cases(parts.record, domain,
                                     within_limit(parts.about.hypotheses, parts.about, context),
                                     context, kLargestCompared, too_large);
    // Spread over the picked cases, which are in the order of the domain.
    const std::size_t count = std::min<std::size_t>(picked.size(), kCertifiedCases);
    for (std::size_t k = 0; k < count; ++k) add(picked[k * picked.size() / count].instance);
  }
  return all;
}

void require_known(const Claim& record, const Variant& variant) {
  for (const std::string& name : variant.dropped) {
    const bool known = std::any_of(record.hypotheses.begin(), record.hypotheses.end(),
                                   [&](const auto& h) { return h.name == name; });
    if (!known) {
      refuse(fmt::format("claim {}: twin '{}' drops '{}', which the claim does not assume",
                         record.id, variant.name, name));
    }
  }
}

void add_checks(const SharedParts& parts, Claim& claim) {
  std::vector<Check> checks;
  for (std::size_t d = 0; d < parts->about.domains.size(); ++d) {
    checks.push_back(
        {parts->about.domains[d](Profile::quick).name,
         [parts, d](const RunContext& context) { return run_domain(*parts, d, context); }});
  }
  claim.checks.insert(claim.checks.begin(), checks.begin(), checks.end());
}

void add_twins(const SharedParts& parts, Claim& claim) {
  std::vector<Twin> twins;
  for (const Variant& variant : parts->about.variants) {
    require_known(claim, variant);
    twins.push_back({variant.name, variant.kind, [parts, variant](const RunContext& context) {
                       return run_variant(*parts, variant, context);
                     }});
  }
  claim.twins.insert(claim.twins.begin(), twins.begin(), twins.end());
}

}  // namespace

AboutInstances::AboutInstances() = default;
AboutInstances::AboutInstances(const AboutInstances&) = default;
AboutInstances::AboutInstances(AboutInstances&&) noexcept = default;
AboutInstances& AboutInstances::operator=(const AboutInstances&) = default;
AboutInstances& AboutInstances::operator=(AboutInstances&&) noexcept = default;
AboutInstances::~AboutInstances() = default;

Claim finished(const Claim& record, const AboutInstances& about) {
  require(!about.values || record.values_uncompared.empty(),
          record.id + " has a route of values and says why it has none");
  require_complete(record, {{bool(about.law), "law"},
                            {!about.domains.empty(), "domain"},
                            {bool(about.confirmation), "independent route"},
                            {!about.variants.empty(), "wrong twin or control"},
                            {!about.examples.empty(), "non-degenerate example"}});
  const auto parts = std::make_shared<const Parts>(Parts{record, about});
  Claim claim = record;
  add_checks(parts, claim);
  add_twins(parts, claim);
  require_twins_named_apart(claim);
  if (parts->about.certify) {
    claim.certificates = [parts](const RunContext& context) {
      return certificates_of(*parts, context);
    };
  }
  // No evaluations, no attack: the claim says beside that why its charts do not suit it.
  if (about.effort.quick > 0) {
    claim.attack_effort = about.effort;
    claim.has_charts =
        answered_once([parts] { return !charts_of(parts->about, Profile::quick).empty(); });
    claim.attack = [parts](const RunContext& context) { return run_attack(*parts, context); };
  }
  claim.example = [parts](const RunContext&) { return run_example(*parts); };
  claim.replay = [parts](const nlohmann::json& instance) {
    return replay_instance(*parts, instance_from_json(*parts->about.kind, instance));
  };
  claim.about = [parts](const Instance& instance) { return claim_on(parts, instance); };
  claim.instance_at = [parts](const RunContext& context, std::int64_t index) {
    return numbered_instance(*parts, context, index);
  };
  return claim;
}

}  // namespace lemmascope::claim
