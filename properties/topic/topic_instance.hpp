// What claims about topic models quantify over: a model, and the few numbers some claims need
// beside it.
#pragma once

#include "properties/claim/instance.hpp"
#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

struct TopicInstance {
  TopicParameters at;
  Rational penalty{1, 10};  ///< lambda
  long length = 20;         ///< words in a document, where it is finite
  Rational mask_weight{1};  ///< kappa
  int variation = 0;  ///< picks the arbitrary matrix of claims about every optimum or every table
};

/// A rational matrix with entries k/6, |k| <= 12, fixed by `variation`: the arbitrary part of an
/// instance.
Matrix<Rational> arbitrary_matrix(const TopicInstance& instance, long rows, long columns);

/// The same with positive entries k/6, 1 <= k <= 12: arbitrary attention weights.
Matrix<Rational> arbitrary_weights(const TopicInstance& instance);

}  // namespace lemmascope::topic

namespace lemmascope::claim {

template <>
struct InstanceTraits<topic::TopicInstance> {
  /// "T=3,v=2,tau=2".
  static std::string summary(const topic::TopicInstance& instance);
  static nlohmann::json to_json(const topic::TopicInstance& instance);
  static topic::TopicInstance from_json(const nlohmann::json& json);
  /// Fewer topics, words and topics a document, then simpler fractions and shorter documents.
  static std::vector<topic::TopicInstance> simpler(const topic::TopicInstance& instance);
};

}  // namespace lemmascope::claim
