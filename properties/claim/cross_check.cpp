#include "properties/claim/cross_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/claim/parallel.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::claim {
namespace {

bool same_site(const Site& a, const Site& b) { return to_text(a) == to_text(b); }

bool same_relations(const std::vector<TranscriptEntry>& law,
                    const std::vector<TranscriptEntry>& route) {
  return law.size() == route.size() &&
         std::equal(law.begin(), law.end(), route.begin(), [](const auto& a, const auto& b) {
           return a.op == b.op && same_site(a.site, b.site);
         });
}

double largest_side(const std::vector<TranscriptEntry>& entries) {
  double largest = 0;
  for (const auto& entry : entries) {
    largest = std::max({largest, size_of(*entry.lhs), size_of(*entry.rhs)});
  }
  return largest;
}

void compare_side(const char* side, const TranscriptEntry& at, const AnyNumber& law,
                  const AnyNumber& route, double scale, Comparison& comparison) {
  const Difference d = difference(law, route, scale);
  ++comparison.values;
  comparison.enclosures |= d.enclosures;
  if (d.kind == Difference::Kind::none) return;
  comparison.rounding = std::max(comparison.rounding, d.relative);
  const bool rigorous = d.kind == Difference::Kind::apart;
  if ((!rigorous && d.relative <= d.tolerated) || !comparison.disagreement.empty()) return;
  const std::string where = to_text(at.site);
  comparison.rigorous = rigorous;
  comparison.disagreement =
      fmt::format("{}{}{} side {}, by the other route {}", where, where.empty() ? "" : ": ", side,
                  to_text(quantity_of(law)), to_text(quantity_of(route)));
}

/// What a slot found: both routes on one picked case.
struct Compared {
  bool ran = false;
  Comparison comparison;
  std::vector<TranscriptEntry> law;
};

Compared compare_case(const ComparedCheck& at, const Instance& instance) {
  Compared compared;
  Transcript law(Transcript::Keep::entries);
  at.law(instance);
  if (at.route) {
    const Transcript route(Transcript::Keep::entries);
    at.route(instance);
    compared.comparison = compare(law.entries(), route.entries());
  }
  compared.law = law.entries();
  compared.ran = true;
  return compared;
}

std::string largest_difference(bool any_enclosure, double rounding) {
  if (rounding > 0) return fmt::format("{:.3g}", rounding);
  return any_enclosure ? "overlap" : "0";
}

// One relation of a case, picked by its number, with the instance it is about.
nlohmann::json sampled_relation(const PickedCase& picked, const std::vector<TranscriptEntry>& law) {
  const TranscriptEntry& entry = law[static_cast<std::size_t>(picked.index) % law.size()];
  return {{"case", picked.index},
          {"instance", picked.instance.to_json()},
          {"summary", picked.instance.summary()},
          {"site", to_text(entry.site)},
          {"lhs", to_json(quantity_of(*entry.lhs))},
          {"op", to_text(entry.op)},
          {"rhs", to_json(quantity_of(*entry.rhs))},
          {"holds", std::string(to_text(entry.answer))}};
}

std::shared_ptr<const nlohmann::json> sample_of(const ComparedCheck& at,
                                                const std::vector<PickedCase>& picked,
                                                const std::vector<Compared>& compared) {
  nlohmann::json relations = nlohmann::json::array();
  for (std::size_t k = 0; k < picked.size() && relations.size() < kSampledRelations; ++k) {
    if (!compared[k].law.empty()) relations.push_back(sampled_relation(picked[k], compared[k].law));
  }
  if (relations.empty()) return nullptr;
  return std::make_shared<const nlohmann::json>(nlohmann::json{{"schema", "lemmascope/sample/1"},
                                                               {"claim", at.record.id},
                                                               {"check", at.domain.name},
                                                               {"statement", at.record.statement},
                                                               {"relations", relations}});
}

void conclude(const ComparedCheck& at, const std::vector<PickedCase>& picked,
              const std::vector<Compared>& compared, ValuesCompared& sum, CheckResult& result) {
  bool enclosures = false, other_law = false;
  double rounding = 0;
  for (std::size_t k = 0; k < picked.size(); ++k) {
    const Comparison& one = compared[k].comparison;
    other_law |= one.other_law;
    if (one.other_law || one.values == 0) continue;
    ++sum.cases;
    sum.values += one.values;
    enclosures |= one.enclosures;
    rounding = std::max(rounding, one.rounding);
    if (one.disagreement.empty() || result.verdict == Verdict::suspect) continue;
    result.verdict = Verdict::suspect;
    result.contradiction = one.rigorous;
    result.reason = fmt::format("the two routes give other values: case {} ({}), {}",
                                picked[k].index, picked[k].instance.summary(), one.disagreement);
  }
  if (other_law) {
    sum = {0, 0, sum.too_large, "",
           "the independent route is another law, and no route gives the "
           "values of this one"};
    if (!at.record.values_route.empty() && result.verdict != Verdict::suspect) {
      result.verdict = Verdict::suspect;
      result.reason = "the route of values does not give the relations of the law";
    }
  } else if (sum.values > 0) {
    sum.largest_difference = largest_difference(enclosures, rounding);
  } else {
    sum.none_because = sum.too_large > 0
                           ? "every picked case is too large for the independent route"
                           : "no picked case has a relation";
  }
}

// Zero, or a tolerance that stands for it: nothing that the other side is compared with.
bool is_negligible(double side, double other) { return side <= 1e-12 * other; }

// How large the numbers are that a case compares with one another; 0 when every relation compares
// with zero.
double scale_of(const std::vector<TranscriptEntry>& entries) {
  double scale = 0;
  for (const auto& entry : entries) {
    const double lhs = size_of(*entry.lhs), rhs = size_of(*entry.rhs);
    if (!is_negligible(lhs, rhs) && !is_negligible(rhs, lhs)) scale = std::max({scale, lhs, rhs});
  }
  return scale;
}

/// How a twin fails on one case.
struct Violation {
  bool violated = false;
  std::optional<double> relative;  ///< nothing without a scale
};

Violation violation_of(const Evaluation<Instance>& law, const Instance& instance) {
  const Transcript transcript(Transcript::Keep::entries);
  const CaseOutcome outcome = law(instance);
  if (outcome.holds != Truth::no) return {};
  const double scale = scale_of(transcript.entries());
  if (scale == 0) return {true, std::nullopt};
  return {true, std::abs(outcome.failing->margin.approximate) / scale};
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace

std::vector<PickedCase> picked_cases(const Claim& record, const Domain<Instance>& domain,
                                     const Hypotheses& hypotheses, const RunContext& context,
                                     double largest, std::int64_t& too_large) {
  std::vector<PickedCase> picked;
  auto consider = [&](std::int64_t index) {
    Instance instance =
        domain.at(index, case_key(context.seed, key_id(record), domain.name, index));
    if (instance.size() > largest) {
      ++too_large;
    } else if (first_unmet(hypotheses, instance) == nullptr) {
      picked.push_back({index, std::move(instance)});
    }
  };
  if (domain.cases <= kComparedCases) {
    for (std::int64_t index = 0; index < domain.cases; ++index) consider(index);
    return picked;
  }
  // Ten tries a case find enough of them unless hypotheses are almost never met.
  std::set<std::int64_t> seen;
  for (std::int64_t k = 0; k < 10 * kComparedCases; ++k) {
    if (std::ssize(picked) == kComparedCases) break;
    const CaseKey key = case_key(context.seed, key_id(record), domain.name + "/compared", k);
    const auto index = static_cast<std::int64_t>((key[2] ^ key[3] ^ key[0]) %
                                                 static_cast<std::uint64_t>(domain.cases));
    if (seen.insert(index).second) consider(index);
  }
  std::sort(picked.begin(), picked.end(),
            [](const PickedCase& a, const PickedCase& b) { return a.index < b.index; });
  return picked;
}

Comparison compare(const std::vector<TranscriptEntry>& law,
                   const std::vector<TranscriptEntry>& route) {
  Comparison comparison;
  if (!same_relations(law, route)) {
    comparison.other_law = true;
    return comparison;
  }
  const double scale = std::max(largest_side(law), largest_side(route));
  for (std::size_t k = 0; k < law.size(); ++k) {
    compare_side("left", law[k], *law[k].lhs, *route[k].lhs, scale, comparison);
    compare_side("right", law[k], *law[k].rhs, *route[k].rhs, scale, comparison);
  }
  return comparison;
}

void cross_check(const ComparedCheck& at, const RunContext& context, CheckResult& result) {
  ValuesCompared sum;
  const auto picked =
      picked_cases(at.record, at.domain, at.hypotheses, context, kLargestCompared, sum.too_large);
  std::vector<Compared> compared(picked.size());
  for_each_slot(context.jobs, std::ssize(picked), [&](std::int64_t slot) {
    if (context.expired()) return;
    const auto k = static_cast<std::size_t>(slot);
    try {
      compared[k] = compare_case(at, picked[k].instance);
    } catch (const Interrupted&) {
      // It has not run.
    }
  });
  const bool all_ran =
      std::all_of(compared.begin(), compared.end(), [](const Compared& c) { return c.ran; });
  if (all_ran) {
    conclude(at, picked, compared, sum, result);
    result.sample = sample_of(at, picked, compared);
  } else {
    sum.none_because = "the time budget ended";
    result.verdict = Verdict::undecided;
    result.reason = "the time budget ended while the values of both routes were compared";
  }
  if (!at.route) sum.none_because = at.record.values_uncompared;
  result.compared = sum;
}

TwinStrength strength_of(const Claim& record, const Domain<Instance>& domain,
                         const Hypotheses& hypotheses, const Evaluation<Instance>& law,
                         const RunContext& context) {
  std::int64_t too_large = 0;
  const auto picked = picked_cases(record, domain, hypotheses, context,
                                   std::numeric_limits<double>::infinity(), too_large);
  std::vector<Violation> found(picked.size());
  for_each_slot(context.jobs, std::ssize(picked), [&](std::int64_t slot) {
    const auto k = static_cast<std::size_t>(slot);
    found[k] = violation_of(law, picked[k].instance);
  });
  TwinStrength strength;
  std::vector<double> violations;
  for (const Violation& one : found) {
    ++strength.cases;
    strength.violated += one.violated ? 1 : 0;
    if (one.relative) {
      violations.push_back(*one.relative);
    } else {
      strength.without_scale += one.violated ? 1 : 0;
    }
  }
  strength.median_violation = median(std::move(violations));
  return strength;
}

}  // namespace lemmascope::claim
