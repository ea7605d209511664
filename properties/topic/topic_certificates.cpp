#include "properties/topic/topic_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "theory/numeric/product.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/moments.hpp"
#include "theory/topic/solution_set.hpp"
#include "theory/topic/value_descent.hpp"

namespace lemmascope::topic {
namespace {

using claim::Certificate;
using domain::table_in_coq;

constexpr int kCertifiedSteps = 3;
const Rational kCertifiedRate(2, 3);

std::string model_in_coq(const TopicParameters& at) {
  return fmt::format("(Model {} {} {} ({}) ({}) ({}))", at.topics(), at.words_per_topic(),
                     at.topics_per_document(), claim::in_coq(at.true_share()),
                     claim::in_coq(at.mask_share()), claim::in_coq(at.random_share()));
}

std::string list_in_coq(const Vector<Rational>& numbers) {
  std::vector<std::string> words;
  for (const Rational& number : numbers) words.push_back(claim::in_coq(number));
  return claim::in_coq(words) + "%Q";
}

Certificate value_certificate(const std::string& instance, const Matrix<Rational>& value,
                              const char* what) {
  return domain::entries_certificate({"topic.certificate", "value", "value_instance"}, instance,
                                     value, what);
}

}  // namespace

std::vector<Certificate> moment_certificates(const TopicInstance& instance) {
  return {domain::entries_certificate({"topic.certificate", "moments", "topic_model"},
                                      model_in_coq(instance.at), limit_moments(instance.at).second,
                                      "second moment")};
}

std::vector<Certificate> ridge_certificates(const TopicInstance& instance) {
  return {value_certificate(
      fmt::format("Ridge {} ({})", model_in_coq(instance.at), claim::in_coq(instance.penalty)),
      ridge_value(instance), "ridge value")};
}

std::vector<Certificate> limit_certificates(const TopicInstance& instance) {
  return {value_certificate(fmt::format("Limit {}", model_in_coq(instance.at)),
                            limit_value(instance), "limit value")};
}

std::vector<Certificate> descent_certificates(const TopicInstance& instance) {
  const auto value = descended_value_matrix(instance.at, kCertifiedRate, kCertifiedSteps);
  return {value_certificate(fmt::format("Descent {} ({}) {}", model_in_coq(instance.at),
                                        claim::in_coq(kCertifiedRate), kCertifiedSteps),
                            block_matrix(instance.at, blocks_of(instance.at, value)),
                            "descended value")};
}

std::vector<Certificate> gap_certificates(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  const Matrix<Rational> optimum = arbitrary_optimum(instance);
  Certificate c;
  c.module = "topic.certificate";
  c.checker = "gap";
  c.type = "embedding_instance";
  // No offset: entries of an empty list read as zero.
  c.value = fmt::format("Embedding {} {} [::]", model_in_coq(at), table_in_coq(optimum));
  c.tolerance = "0 # 1";
  c.values_type = "seq (nat * nat * Q)";
  for (Token word = 1; word < at.tokens(); ++word) {
    for (int topic = 0; topic < at.topics(); ++topic) {
      if (topic == at.topic_of(word)) continue;
      const Rational gap = topic_gap(at, optimum, word, topic);
      c.values.push_back(fmt::format("({}%N, {}%N, {})", word, topic, claim::in_coq(gap)));
      c.entries.push_back(
          fmt::format("gap at word {}, topic {}: {}", word, topic, lemmascope::to_text(gap)));
    }
  }
  return {c};
}

Certificate masses_certificate(const TopicInstance& instance, const Matrix<Rational>& weights,
                               const Matrix<Rational>& moved) {
  const TopicParameters& at = instance.at;
  const Matrix<Rational> value = limit_value(instance);
  const TopicSet set = every_topic_set(at.topics(), at.topics_per_document()).front();
  const Vector<Rational> before = attention_shares(at, set, weights, 1),
                         after = attention_shares(at, set, moved, 1);
  Matrix<Rational> values(at.tokens(), 2);
  values.col(0) = product(value, before);
  values.col(1) = product(value, after);
  return domain::entries_certificate(
      {"topic.certificate", "masses", "masses_instance"},
      fmt::format("Masses {} {} {} {} {}", at.topics(), at.words_per_topic(), table_in_coq(value),
                  list_in_coq(before), list_in_coq(after)),
      values, "prediction before (column 0) or after (column 1)");
}

}  // namespace lemmascope::topic
