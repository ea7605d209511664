// Expected to be refuted: without a penalty the optima form a large affine set, and block structure
// inside a topic is an effect of the least norm.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/solution_set.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

claim::CaseOutcome equal_within_topics(const TopicInstance& instance,
                                       const Matrix<Rational>& value) {
  claim::Findings<Rational> findings;
  for (Token i = 1; i < instance.at.tokens(); ++i) {
    for (Token j = 1; j + 1 < instance.at.tokens(); ++j) {
      if (instance.at.topic_of(j) != instance.at.topic_of(j + 1)) continue;
      findings.add(claim::equals(value(i, j), value(i, j + 1)),
                   claim::site("row", static_cast<int>(i), "column", static_cast<int>(j)));
    }
  }
  return findings.outcome();
}

claim::CaseOutcome every_optimum(const TopicInstance& instance) {
  return equal_within_topics(instance, arbitrary_optimum(instance));
}

// Other route: is the matrix optimal by brute force? Then its blocks decide.
claim::CaseOutcome every_optimum_by_brute_force(const TopicInstance& instance) {
  const Matrix<Rational> value = arbitrary_optimum(instance);
  const Vector<Rational> no_bias = Vector<Rational>::Constant(instance.at.tokens(), Rational(0));
  if (!fits_every_topic_set(instance.at, value, no_bias)) return {};
  return equal_within_topics(instance, value);
}

claim::CaseOutcome least_norm_optimum(const TopicInstance& instance) {
  return equal_within_topics(instance, least_norm_value_matrix(instance.at));
}

}  // namespace

claim::Claim optima_are_block_wise_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/optima-are-block-wise")
      .states(
          "Every optimal value matrix is constant on topic blocks (expected to be refuted: only "
          "the one of least norm need be).")
      .latex(R"(W_{ij}=W_{ij'}\quad\text{whenever } j,j' \text{ share a topic})")
      .from({kTopicPaper, kValueTheorem})
      .formally("Over arbitrary members of the solution set of the unpenalised squared loss.")
      .differs(
          "the paper's statement needs its L2 term in the limit; the negative statement is ours")
      .uncertain("how the limit of the L2 term is worded")
      .assumes(fewer_topics_per_document())
      .assumes(several_words_per_topic())
      .assumes(positions_are_selected())
      .uses({"topic/value-matrix-limit-is-least-norm"})
      .tagged({"topic", "value-matrix", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(every_small_model())
      .mathematics({"theory/topic/solution_set.hpp: fits_every_topic_set",
                    "theory/topic/value_matrix.hpp: least_norm_value_matrix"})
      .tested_by({"tests/theory/topic/solution_set_test.cpp: "
                  "SolutionSet.ConditionsAndBruteForceAgreeOnPerturbedOptima"})
      .law(claim::Evidence::exact, every_optimum)
      .confirmed_by("optimality of the witness by brute force over topic sets",
                    every_optimum_by_brute_force)
      .control("the optimum of least norm is constant on blocks", least_norm_optimum)
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
