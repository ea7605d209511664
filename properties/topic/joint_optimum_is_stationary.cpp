// The joint optimum over attention to the own topic and to [MASK] is a critical point of all scores
// at once.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/symmetric_attention.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Interval> gradient_at(const TopicInstance& instance, const Interval& ratio,
                             const Interval& mask_weight) {
  const auto at = enclosed(instance);
  return attention_gradient(at, block_matrix(at, limit_value_matrix(at)),
                            symmetric_attention(at, ratio, mask_weight));
}

Matrix<Interval> gradient_at_optimum(const TopicInstance& instance) {
  const OptimalAttention best = optimal_attention(instance.at);
  return gradient_at(instance, best.ratio, best.mask_weight);
}

// Wrong: the ratio one per cent more.
Matrix<Interval> gradient_one_per_cent_off(const TopicInstance& instance) {
  const OptimalAttention best = optimal_attention(instance.at);
  return gradient_at(instance, best.ratio * Interval("1.01"), best.mask_weight);
}

// 50 digits carry the gradient below 10^-40; any non-zero component of these models is above
// 10^-10.
claim::Relation<Interval> vanishes(const Interval& entry) {
  return claim::is_less(abs(entry), Interval("1e-30"));
}

// Other route: the loss is higher at eight neighbours in (rho, kappa).
claim::CaseOutcome neighbours_are_worse(const TopicInstance& instance) {
  const auto at = enclosed(instance);
  const OptimalAttention best = optimal_attention(instance.at);
  claim::Findings<Interval> findings;
  for (const char* rho : {"99/100", "1", "101/100"}) {
    for (const char* kappa : {"99/100", "1", "101/100"}) {
      if (std::string(rho) == "1" && std::string(kappa) == "1") continue;
      const Interval loss = symmetric_attention_loss(at, best.ratio * Interval(rho),
                                                     best.mask_weight * Interval(kappa));
      findings.add(claim::is_greater(loss, best.loss));
    }
  }
  return findings.outcome();
}

claim::ProfiledDomain<TopicInstance> bert_models() {
  return [](claim::Profile profile) {
    auto domain = some_small_models()(profile);
    struct Size {
      int topics, v, tau;
    };
    static const Size kSizes[] = {{3, 1, 2}, {3, 2, 2}, {4, 1, 2}, {4, 1, 3}, {4, 2, 2}, {5, 1, 3}};
    domain.name = "bert-models";
    domain.description = "six models of 3 to 5 topics with BERT's masking";
    domain.cases = std::ssize(kSizes);
    domain.at = [](std::int64_t index, const claim::CaseKey&) {
      const Size& size = kSizes[index];
      TopicInstance instance = three_topics_of_two_words();
      instance.at = TopicParameters(size.topics, size.v, size.tau, Rational(3, 20), Rational(1, 10),
                                    Rational(1, 10));
      return instance;
    };
    return domain;
  };
}

}  // namespace

claim::Claim joint_optimum_is_stationary_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/joint-optimum-is-stationary")
      .states(
          "An interior joint optimum (rho*, kappa*) of symmetric attention is a critical point of "
          "the loss in all (K+1)^2 scores, and a strict minimum in its own two.")
      .latex(R"(\nabla_BL(\rho^*,\kappa^*)=0)")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "(rho*, kappa*) enclosed by a Krawczyk test with a positive definite Hessian; the full "
          "gradient, back-propagated through every topic set, query and label in intervals, is "
          "below 1e-30.")
      .differs(
          "derived here; global optimality over asymmetric scores is not proved (the loss is not "
          "convex). An interior optimum need not exist: with p_r = 0 the infimum may lie at "
          "infinity, "
          "with p_c near 1 at kappa = 0 (topic/mask-attention-always-pays)")
      .uncertain("form, constants and size conditions of the printed bound")
      .assumes(fewer_topics_per_document())
      .assumes(mask_tokens_shown())
      .assumes({"an interior optimum",
                "descent from uniform attention ends at a certified minimum with rho, kappa > 0",
                [](const TopicInstance& instance) {
                  try {
                    optimal_attention(instance.at);
                    return Truth::yes;
                  } catch (const PreconditionError&) {
                    return Truth::no;
                  }
                }})
      .uses({"topic/optimal-ratio-exceeds-one"})
      .tagged({"topic", "attention"})
      .over(bert_models())
      .over(extreme_models())
      .mathematics({"theory/topic/symmetric_attention.hpp: optimal_attention",
                    "theory/topic/attention.hpp: attention_gradient"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "OptimalAttention.HasAVanishingBackPropagatedGradient"})
      .law(claim::Evidence::interval, at_every_entry(gradient_at_optimum, vanishes))
      .confirmed_by("the loss is higher at eight neighbours", neighbours_are_worse)
      .values_uncompared("the law bounds a residual; the other route compares losses at neighbours")
      .twin("the ratio is one per cent more", at_every_entry(gradient_one_per_cent_off, vanishes))
      .attacked({24, 2000, 40000})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
