// Cross entropy without a penalty has an infimum and no optimum.
#include <optional>

#include "properties/topic/topic_sites.hpp"
#include "theory/topic/cross_entropy.hpp"

namespace lemmascope::topic {
namespace {

Interval infimum(const TopicInstance& instance) {
  return log(Interval(long{instance.at.topics_per_document()} * instance.at.words_per_topic()));
}

using RiskAt = Interval (*)(const TopicInstance&, const Interval&);

Interval closed_risk(const TopicInstance& instance, const Interval& c) {
  return cross_entropy_on_contrast_ray(enclosed(instance), c);
}

Interval summed_risk(const TopicInstance& instance, const Interval& c) {
  const auto at = enclosed(instance);
  return cross_entropy(at, Matrix<Interval>(contrast_projector(at) * c));
}

constexpr int kScales[] = {0, 1, 4, 16, 64};

// Along W = c P_c: strictly decreasing, and above the infimum at every c.
template <RiskAt risk>
claim::CaseOutcome decreases_above_the_infimum(const TopicInstance& instance) {
  claim::Findings<Interval> findings;
  std::optional<Interval> last;
  for (const int c : kScales) {
    const Interval now = risk(instance, Interval(c));
    findings.add(claim::is_greater(now, infimum(instance)), claim::site("c", c));
    if (last) findings.add(claim::is_less(now, *last), claim::site("c", c));
    last = now;
  }
  return findings.outcome();
}

claim::CaseOutcome attained(const TopicInstance& instance) {
  claim::Findings<Interval> findings;
  findings.add(claim::at_most(closed_risk(instance, Interval(64)), infimum(instance)));
  return findings.outcome();
}

claim::CaseOutcome increases(const TopicInstance& instance) {
  claim::Findings<Interval> findings;
  findings.add(
      claim::is_greater(closed_risk(instance, Interval(4)), closed_risk(instance, Interval(1))));
  return findings.outcome();
}

}  // namespace

claim::Claim cross_entropy_is_not_attained_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/cross-entropy-is-not-attained")
      .states(
          "Along W = c P_c the unpenalised cross entropy decreases strictly and stays above ln(tau "
          "v): the infimum is not attained.")
      .latex(R"(\mathrm{CE}(cP_c)\downarrow\ln(\tau v),\quad \mathrm{CE}(cP_c)>\ln(\tau v))")
      .from({kTopicPaper, "experiments with cross entropy"})
      .formally(
          "Certified by intervals at c = 0, 1, 4, 16, 64. That no other W attains the entropy of "
          "the posterior follows because softmax never gives probability zero.")
      .differs(
          "derived here: a theorem about cross entropy needs a penalty or a finite training time")
      .uncertain("which loss the theorems use (squared is our reading)")
      .assumes(fewer_topics_per_document())
      .tagged({"topic", "cross-entropy"})
      .over(every_small_model())
      .mathematics({"theory/topic/cross_entropy.hpp: cross_entropy_on_contrast_ray"})
      .tested_by({"tests/theory/topic/cross_entropy_test.cpp: "
                  "ContrastRay.DecreasesToTheUnattainedInfimum"})
      .law(claim::Evidence::interval, decreases_above_the_infimum<closed_risk>)
      .confirmed_by("the same risks summed over every topic set",
                    decreases_above_the_infimum<summed_risk>)
      .twin("the infimum is attained at c = 64", attained)
      .twin("the risk increases", increases)
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
