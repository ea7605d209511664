#include "properties/topic/topic_instance.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// The k-th number of a fixed sequence for a variation: the finaliser of SplitMix64, so that
/// neighbouring variations have nothing in common. Not randomness: the same matrix on every
/// machine.
std::uint64_t scrambled(int variation, long k) {
  std::uint64_t z = static_cast<std::uint64_t>(variation) * 0x9E3779B97F4A7C15U +
                    static_cast<std::uint64_t>(k) * 0xD1B54A32D192ED03U + 1;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

}  // namespace

Matrix<Rational> arbitrary_matrix(const TopicInstance& instance, long rows, long columns) {
  Matrix<Rational> matrix(rows, columns);
  for (long k = 0; k < rows * columns; ++k) {
    const auto step = static_cast<int>(scrambled(instance.variation, k) % 25);
    matrix(k) = Rational(step - 12, 6);
  }
  return matrix;
}

Matrix<Rational> arbitrary_weights(const TopicInstance& instance) {
  Matrix<Rational> weights(instance.at.tokens(), instance.at.tokens());
  for (long k = 0; k < weights.size(); ++k) {
    weights(k) = Rational(static_cast<int>(scrambled(instance.variation, k) % 12) + 1, 6);
  }
  return weights;
}

}  // namespace lemmascope::topic

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions

namespace {

using topic::TopicInstance;
using topic::TopicParameters;

/// Fractions in [0, 1] that are simpler than this one: smaller denominator, or same and smaller
/// numerator.
std::vector<Rational> simpler_fractions(const Rational& value) {
  std::vector<Rational> simpler;
  for (const Rational& candidate : {Rational(0), Rational(1), Rational(1, 2), Rational(1, 3),
                                    Rational(1, 4), Rational(1, 10)}) {
    const bool smaller =
        denominator(candidate) < denominator(value) ||
        (denominator(candidate) == denominator(value) && numerator(candidate) < numerator(value));
    if (smaller) simpler.push_back(candidate);
  }
  return simpler;
}

/// Adds the instance with these parameters unless they break the model's conditions.
void add_model(const TopicInstance& from, int topics, int words, int per_document,
               const Rational& mask, const Rational& correct, const Rational& random,
               std::vector<TopicInstance>& all) {
  try {
    TopicInstance next = from;
    next.at = TopicParameters(topics, words, per_document, mask, correct, random);
    all.push_back(std::move(next));
  } catch (const PreconditionError&) {
    // Not a model; nothing to try.
  }
}

}  // namespace

std::string InstanceTraits<TopicInstance>::summary(const TopicInstance& instance) {
  return fmt::format("T={},v={},tau={}", instance.at.topics(), instance.at.words_per_topic(),
                     instance.at.topics_per_document());
}

nlohmann::json InstanceTraits<TopicInstance>::to_json(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  return {{"topics", at.topics()},
          {"words_per_topic", at.words_per_topic()},
          {"topics_per_document", at.topics_per_document()},
          {"mask", to_text(at.mask())},
          {"correct", to_text(at.correct())},
          {"random", to_text(at.random())},
          {"penalty", to_text(instance.penalty)},
          {"length", instance.length},
          {"mask_weight", to_text(instance.mask_weight)},
          {"variation", instance.variation}};
}

TopicInstance InstanceTraits<TopicInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto fraction = [&](const char* key) {
      return parse_rational(json.at(key).get<std::string>());
    };
    return {TopicParameters(json.at("topics").get<int>(), json.at("words_per_topic").get<int>(),
                            json.at("topics_per_document").get<int>(), fraction("mask"),
                            fraction("correct"), fraction("random")),
            fraction("penalty"), json.at("length").get<long>(), fraction("mask_weight"),
            json.at("variation").get<int>()};
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is not a topic model: a member is missing or of another type");
  }
}

std::vector<TopicInstance> InstanceTraits<TopicInstance>::simpler(const TopicInstance& instance) {
  std::vector<TopicInstance> all;
  const TopicParameters& at = instance.at;
  const int t = at.topics(), v = at.words_per_topic(), tau = at.topics_per_document();
  const Rational &mask = at.mask(), &correct = at.correct(), &random = at.random();
  if (t > 3) add_model(instance, t / 2, v, std::min(tau, t / 2 - 1), mask, correct, random, all);
  add_model(instance, t - 1, v, tau, mask, correct, random, all);
  add_model(instance, t, v - 1, tau, mask, correct, random, all);
  add_model(instance, t, v, tau - 1, mask, correct, random, all);
  for (const auto& p : simpler_fractions(mask))
    add_model(instance, t, v, tau, p, correct, random, all);
  for (const auto& p : simpler_fractions(correct))
    add_model(instance, t, v, tau, mask, p, random, all);
  for (const auto& p : simpler_fractions(random))
    add_model(instance, t, v, tau, mask, correct, p, all);
  for (const auto& p : simpler_fractions(instance.mask_weight)) {
    all.push_back(instance);
    all.back().mask_weight = p;
  }
  if (instance.length > 2) {
    all.push_back(instance);
    all.back().length = instance.length / 2;
  }
  return all;
}

template const InstanceKind& kind_of<topic::TopicInstance>();

}  // namespace lemmascope::claim
