// The mean over the prior is largest at the parents, though many a single kernel prefers other
// sets.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/ngram/kernel_instance.hpp"
#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/concentration.hpp"
#include "properties/statistics/ledger.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/ngram/kernel_information.hpp"

namespace lemmascope::ngram {
namespace {

using claim::CheckResult;
using claim::Verdict;

constexpr PromptLaw kLaw{3, 2, 0.1, 3, false};
constexpr double kRange = 2;  // modified informations are within 0 and 1

int kernels(claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return 8000;
    case claim::Profile::pr:
      return 32000;
    case claim::Profile::nightly:
      return 128000;
  }
  return 8000;
}

/// By how much the set {1, 2} is ahead of {1} and of {2}, for each kernel.
struct Leads {
  std::vector<double> over_first, over_second;
  std::int64_t both = 0;  ///< kernels with both positive
};

Leads leads_of(const statistics::TrialKey& key, int count) {
  const sim::StreamKey streams{key.root_seed, key.run, sim::Purpose::chain};
  Leads leads;
  for (int k = 0; k < count; ++k) {
    sim::Stream stream(streams, static_cast<std::uint64_t>(k));
    const auto found = modified_informations(draw_kernel(kLaw, stream));  // {}, {1}, {2}, {1,2}
    leads.over_first.push_back(found[3] - found[1]);
    leads.over_second.push_back(found[3] - found[2]);
    leads.both += leads.over_first.back() > 0 && leads.over_second.back() > 0 ? 1 : 0;
  }
  return leads;
}

/// A finding `value >= least` from limits of what the value may be.
void decide(double lower, double upper, double least, const std::string& where,
            const claim::Quantity& seen, CheckResult& result) {
  claim::Finding finding{
      {}, seen, claim::Op::greater_equal, claim::quantity(least), claim::quantity(lower - least)};
  if (lower >= least) {
    const claim::CaseFinding found{0, where, finding};
    if (!result.tightest ||
        finding.margin.approximate < result.tightest->finding.margin.approximate) {
      result.tightest = found;
    }
    return;
  }
  const bool refuted = upper < least;
  if (refuted || result.verdict == Verdict::holds) {
    result.verdict = refuted ? Verdict::refuted : Verdict::undecided;
    result.failing = {0, where, finding};
    result.reason = fmt::format("{}: between {:.4f} and {:.4f}, {} at least {}", where, lower,
                                upper, refuted ? "not" : "not shown to be", least);
  }
}

CheckResult begin(const char* name, const claim::RunContext& context) {
  CheckResult result;
  result.name = name;
  result.domain =
      fmt::format("{} kernels on three symbols with two parents, Dirichlet rows of 1/10",
                  kernels(context.profile));
  result.evidence = claim::Evidence::statistical;
  result.scope = claim::Scope::sample;
  result.verdict = Verdict::holds;
  result.tried = result.met = kernels(context.profile);
  return result;
}

/// Means of the leads are at least `least`, by empirical Bernstein.
CheckResult mean_leads(const char* name, double sign, double least, std::uint32_t run,
                       const claim::RunContext& context) {
  CheckResult result = begin(name, context);
  const Leads leads = leads_of({context.seed, run}, kernels(context.profile));
  const double share = statistics::kAssertionRate / 2;
  nlohmann::json means = nlohmann::json::object();
  const auto one = [&](const char* where, std::vector<double> values) {
    for (double& value : values) value *= sign;
    const statistics::MeanEstimate mean = statistics::mean_of(values);
    const auto interval = statistics::bernstein_interval(mean, kRange, share);
    decide(interval.lower, interval.upper, least, where, claim::quantity(mean.mean), result);
    means[where] = {{"mean", mean.mean}, {"lower", interval.lower}, {"upper", interval.upper}};
    ++result.relations;
  };
  one("ahead of {1}", leads.over_first);
  one("ahead of {2}", leads.over_second);
  result.measured = std::make_shared<const nlohmann::json>(nlohmann::json{
      {"assertion", std::string("ngram/prior-mean-is-largest-at-the-parents/") + name},
      {"rule", "empirical Bernstein, each of two at half the rate"},
      {"error_rate", statistics::kAssertionRate},
      {"samples", kernels(context.profile)},
      {"means", means},
      {"seed", std::to_string(context.seed)}});
  return result;
}

/// A share `least` of kernels have the parents ahead, by Clopper-Pearson.
CheckResult share_ahead(const char* name, double least, const claim::RunContext& context) {
  CheckResult result = begin(name, context);
  const int count = kernels(context.profile);
  const Leads leads = leads_of({context.seed, 0}, count);
  const auto limits = statistics::clopper_pearson(leads.both, count, statistics::kAssertionRate);
  decide(limits.lower, limits.upper, least, "share of kernels",
         claim::proportion(leads.both, count, limits.lower, limits.upper), result);
  result.relations = 1;
  result.measured = std::make_shared<const nlohmann::json>(nlohmann::json{
      {"assertion", std::string("ngram/prior-mean-is-largest-at-the-parents/") + name},
      {"rule", "Clopper-Pearson, two-sided"},
      {"error_rate", statistics::kAssertionRate},
      {"trials", count},
      {"successes", leads.both},
      {"lower", limits.lower},
      {"upper", limits.upper},
      {"seed", std::to_string(context.seed)}});
  return result;
}

}  // namespace

claim::Claim prior_mean_is_largest_at_the_parents_claim() {
  return statistics::ClaimByTrials("ngram/prior-mean-is-largest-at-the-parents")
      .states(
          "Over kernels with Dirichlet rows the mean modified information is larger at both "
          "parents than at either, though single kernels often prefer one.")
      .latex(
          R"(\mathbb E_\pi\tilde I(\{1,2\})>\max\bigl(\mathbb E_\pi\tilde I(\{1\}),\mathbb E_\pi\tilde I(\{2\})\bigr))")
      .from({kPaper, "the criterion averages over kernels"})
      .formally(
          "Three symbols, two parents, concentration 1/10; means of the differences, kernel by "
          "kernel, by empirical Bernstein. That single kernels agree in two of three is a twin, "
          "and refuted.")
      .differs("stated for every prior of this kind in the notes; here for one")
      .uncertain(kNotRead)
      .tagged({"ngram", "information"})
      .mathematics({"sim/ngram/kernel_information.hpp: modified_informations",
                    "theory/ngram/lag_information.hpp: modified_information"})
      .tested_by({"tests/sim/ngram/kernel_information_test.cpp: "
                  "ModifiedInformations.AreTheExactOnes"})
      .measured_by(claim::Check{"both parents lead",
                                [](const claim::RunContext& context) {
                                  return mean_leads("both parents lead", 1, 0, 0, context);
                                },
                                1})
      .confirmed_by("tables of exact kernels: the same information from fractions")
      .twin(claim::Twin{"one parent leads", claim::Twin::Kind::wrong,
                        [](const claim::RunContext& context) {
                          return mean_leads("one parent leads", -1, 0, 0, context);
                        },
                        1})
      .twin(claim::Twin{"two of three kernels agree", claim::Twin::Kind::wrong,
                        [](const claim::RunContext& context) {
                          return share_ahead("two of three kernels agree", 2.0 / 3, context);
                        },
                        1})
      .example("kernels that no check draws", [](const statistics::TrialKey& key) {
        claim::RunContext context;
        context.seed = key.root_seed;
        return mean_leads("both parents lead", 1, 0, key.run, context).verdict == Verdict::holds;
      });
}

}  // namespace lemmascope::ngram
