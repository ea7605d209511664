#include "reports/model/cross_checks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/model/result_document.hpp"

namespace lemmascope::report {
namespace {

using claim::CheckResult;
using claim::ClaimResult;

// Below this no relation comes near its bound.
constexpr double kSlack = 0.5;
// A violation as large as the numbers themselves: a sign reversed, or everything zero.
constexpr double kAbsurd = 1;

struct Summary {
  std::int64_t values = 0, compared = 0;
  nlohmann::json without = nlohmann::json::array();
  nlohmann::json slack = nlohmann::json::array();
  nlohmann::json absurd = nlohmann::json::array();
  nlohmann::json without_scale = nlohmann::json::array();
};

void add_check(const ClaimResult& r, const CheckResult& check, Summary& sum) {
  if (check.compared && check.compared->values > 0) {
    ++sum.compared;
    sum.values += check.compared->values;
  } else {
    const std::string because = check.compared ? check.compared->none_because
                                : !r.claim->values_uncompared.empty()
                                    ? r.claim->values_uncompared
                                    : "the check is not a law over instances";
    sum.without.push_back({{"claim", r.claim->id}, {"check", check.name}, {"because", because}});
  }
  if (!check.sharpness || claim::expected_of(r) != claim::Verdict::holds) return;
  const claim::Sharpness& s = *check.sharpness;
  if (s.degenerate < s.relations && s.largest_ratio < kSlack) {
    sum.slack.push_back(
        {{"claim", r.claim->id}, {"check", check.name}, {"largest_ratio", s.largest_ratio}});
  }
}

void add_twin(const ClaimResult& r, const claim::TwinResult& twin, Summary& sum) {
  if (!twin.result.strength) return;
  const claim::TwinStrength& strength = *twin.result.strength;
  if (strength.violated > 0 && strength.without_scale == strength.violated) {
    sum.without_scale.push_back({{"claim", r.claim->id}, {"twin", twin.name}});
  }
  if (strength.median_violation < kAbsurd) return;
  sum.absurd.push_back({{"claim", r.claim->id},
                        {"twin", twin.name},
                        {"median_violation", strength.median_violation}});
}

}  // namespace

nlohmann::json cross_checks(const claim::RunResult& run) {
  Summary sum;
  nlohmann::json tautologies = nlohmann::json::array();
  for (const ClaimResult& r : run.claims) {
    for (const CheckResult& check : r.checks) add_check(r, check, sum);
    for (const auto& twin : r.twins) add_twin(r, twin, sum);
    if (!r.claim->tautology.empty()) tautologies.push_back(r.claim->id);
  }
  return {{"values_compared", sum.values},
          {"checks_compared", sum.compared},
          {"checks_without", sum.without.size()},
          {"without", sum.without},
          {"slack", sum.slack},
          {"absurd_twins", sum.absurd},
          {"twins_without_scale", sum.without_scale},
          {"tautologies", tautologies}};
}

std::vector<Sample> samples_of(const claim::RunResult& run) {
  std::vector<Sample> samples;
  for (const ClaimResult& r : run.claims) {
    for (const CheckResult& check : r.checks) {
      if (!check.sample) continue;
      std::string name = r.claim->id + "." + check.name;
      std::replace_if(
          name.begin(), name.end(), [](char c) { return c == '/' || c == ' '; }, '.');
      samples.push_back({"sample/" + name + ".json", check.sample->dump(1) + "\n"});
    }
  }
  return samples;
}

std::vector<std::string> write_samples(const claim::RunResult& run, const std::string& folder) {
  std::vector<std::string> written;
  for (const Sample& sample : samples_of(run)) {
    written.push_back(sample.path);
    write_atomically(folder + "/" + sample.path, sample.content);
  }
  return written;
}

}  // namespace lemmascope::report
