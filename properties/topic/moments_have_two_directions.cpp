// What uniform attention can see of the data: the unigram direction and the topic contrast, nothing
// else.
#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/moments.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> closed_form(const TopicInstance& instance) {
  return limit_moments(instance.at).second;
}

Matrix<Rational> over_topic_sets(const TopicInstance& instance) {
  return limit_moments_by_topic_sets(instance.at).second;
}

// Third route: E[m_i m_j] from the probabilities that one or two given topics are in S.
Matrix<Rational> by_inclusion(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  const Rational tau(at.topics_per_document()), t(at.topics());
  const Rational one = tau / t, two = one * (tau - 1) / (t - 1);
  const Rational word = at.true_share() / (tau * at.words_per_topic());
  const Rational base = at.random_share() / at.words();
  Matrix<Rational> moment(at.tokens(), at.tokens());
  for (Token i = 0; i < at.tokens(); ++i) {
    for (Token j = 0; j < at.tokens(); ++j) {
      const Rational mean = word * one + base;
      if (i == kMaskToken || j == kMaskToken) {
        moment(i, j) = at.mask_share() * (i == j ? at.mask_share() : mean);
        continue;
      }
      const Rational both = at.topic_of(i) == at.topic_of(j) ? one : two;
      moment(i, j) = word * word * both + 2 * word * base * one + base * base;
    }
  }
  return moment;
}

// Wrong: topics drawn with replacement, T^2 in place of T (T - 1).
Matrix<Rational> with_replacement(const TopicInstance& instance) {
  const Vector<Rational> mean = mean_shown_law(instance.at);
  const Rational t(instance.at.topics());
  return mean * mean.transpose() +
         contrast_projector(instance.at) * Rational(contrast_strength(instance.at) * (t - 1) / t);
}

}  // namespace

claim::Claim moments_have_two_directions_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/moments-have-two-directions")
      .states(
          "The second moment of shown tokens is a unigram part plus a multiple of the "
          "topic-contrast projector.")
      .latex(R"(\mathbb E[mm^\top]=nn^\top+sP_c,\quad s=\frac{q^2(T-\tau)}{v\tau T(T-1)})")
      .from({kTopicPaper, "data model of the theory: disjoint topics, long documents"})
      .formally(
          "m(S) is the law of a shown token of an infinite document with topic set S; exact "
          "equality of every entry with the sum over all topic sets.")
      .differs("the spectral form is derived here")
      .uncertain("that the theory takes documents of infinite length with exactly tau topics")
      .tagged({"topic", "data"})
      .proved_by({"topic/MomentsHaveTwoDirections"},
                 "None in substance: the theorem takes any shares with sum one and q not zero, "
                 "and any numbers of topics and words.")
      .proved_in_part({"topic/CertifiedMoments"})
      .certified_by(moment_certificates)
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/moments.hpp: limit_moments"})
      .tested_by(
          {"tests/theory/topic/moments_test.cpp: LimitMoments.EqualTheAverageOverEveryTopicSet"})
      .law(claim::Evidence::exact, equal_entries(closed_form, over_topic_sets))
      .confirmed_by(
          "the same entries from the probabilities that one or two given topics are drawn",
          equal_entries(closed_form, by_inclusion))
      .twin("topics are drawn with replacement", equal_entries(with_replacement, over_topic_sets))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
