// With an L2 penalty the optimal embedding is unique: a multiple of the contrast projector.
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/embedding.hpp"
#include "theory/topic/embedding_certificate.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> contrast_times(const TopicInstance& instance, const Rational& contrast) {
  return contrast_projector(instance.at) * contrast;
}

Moments<Rational> centred_moments(const TopicInstance& instance) {
  return centred(instance.at, limit_moments_by_topic_sets(instance.at));
}

// Penalties are taken as multiples of the threshold so that both sides of it occur.
Rational penalty_of(const TopicInstance& instance) {
  return instance.penalty * embedding_threshold(instance.at);
}

Matrix<Rational> closed_form(const TopicInstance& instance) {
  return contrast_times(instance, penalised_embedding(instance.at, penalty_of(instance)).contrast);
}

Matrix<Rational> from_moments(const TopicInstance& instance) {
  return solve_penalised_embedding(centred_moments(instance), penalty_of(instance));
}

// The Karush-Kuhn-Tucker conditions of the closed form, as one relation that is an equality of
// truths.
claim::Relation<Rational> is_certified(const TopicInstance& instance) {
  const bool optimal =
      is_penalised_optimum(centred_moments(instance), closed_form(instance), penalty_of(instance));
  return claim::equals(Rational(optimal ? 1 : 0), Rational(1));
}

// Wrong: the penalty's factor two forgotten, y = 1/q - lambda / s.
Matrix<Rational> twice_the_shrinkage(const TopicInstance& instance) {
  const Rational y =
      1 / instance.at.true_share() - penalty_of(instance) / contrast_strength(instance.at);
  return contrast_times(instance, std::max(Rational(0), y));
}

// Wrong: the penalty shrinks by one per cent more.
Matrix<Rational> shrunk_a_little_more(const TopicInstance& instance) {
  const Rational shrinkage = penalty_of(instance) / (2 * contrast_strength(instance.at));
  return contrast_times(instance, std::max(Rational(0), Rational(1 / instance.at.true_share() -
                                                                 Rational(101, 100) * shrinkage)));
}

// Wrong: no threshold, the contrast turns negative.
Matrix<Rational> without_threshold(const TopicInstance& instance) {
  return contrast_times(instance, 1 / instance.at.true_share() -
                                      penalty_of(instance) / (2 * contrast_strength(instance.at)));
}

}  // namespace

claim::Claim penalised_embedding_is_contrast_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/penalised-embedding-is-contrast")
      .states(
          "With an L2 penalty and a free bias the optimal embedding Gram matrix is the contrast "
          "projector times max(0, 1/q - lambda/2s); from lambda = 2s/q on it is zero.")
      .latex(R"(E=\max\bigl(0,\tfrac1q-\tfrac{\lambda}{2s}\bigr)P_c,\quad \lambda_c=\tfrac{2s}{q})")
      .from({kTopicPaper, kEmbeddingTheorem})
      .formally(
          "Minimise E|Em+b-e_x|^2 + lambda tr E over E >= 0 and b; entries equal those of a solver "
          "that knows only the moments and certifies its answer by the KKT conditions in exact "
          "arithmetic.")
      .differs("the penalised optimum, its uniqueness and its threshold are derived here")
      .uncertain("whether the statement is meant as the limit of a vanishing penalty")
      .assumes(fewer_topics_per_document())
      .uses({"topic/moments-have-two-directions"})
      .tagged({"topic", "embedding"})
      .over(some_small_models())
      .over(sampled_models())
      .mathematics({"theory/topic/embedding.hpp: penalised_embedding",
                    "theory/topic/embedding_certificate.hpp: is_penalised_optimum"})
      .tested_by({"tests/theory/topic/embedding_test.cpp: "
                  "PenalisedEmbedding.MeetsTheKarushKuhnTuckerConditions"})
      .law(claim::Evidence::exact, equal_entries(closed_form, from_moments))
      .confirmed_by("the KKT conditions of the closed form itself", once(is_certified))
      .values_uncompared(
          "the two sides of the law are the two routes: closed form and eigenspaces of the moments")
      .twin("twice the shrinkage", equal_entries(twice_the_shrinkage, from_moments))
      .twin("the shrinkage is one per cent more", equal_entries(shrunk_a_little_more, from_moments))
      .twin("no threshold", equal_entries(without_threshold, from_moments))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
