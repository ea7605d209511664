#include "properties/topic/topic_domains.hpp"

#include <fmt/format.h>
#include <rapidcheck/Random.h>

#include <algorithm>
#include <array>
#include <memory>

#include "properties/domain/profiled.hpp"
#include "properties/topic/topic_charts.hpp"

namespace lemmascope::topic {
namespace {

using claim::CaseKey;
using claim::Domain;
using claim::Profile;

/// Numbers beside the model that run with the case.
TopicInstance numbered(TopicParameters at, std::size_t k) {
  static const Rational kPenalties[] = {Rational(1, 10), Rational(1, 1000), Rational(2, 3),
                                        Rational(3)};
  static const Rational kMaskWeights[] = {Rational(1), Rational(0), Rational(5, 2)};
  static const long kLengths[] = {20, 2, 3, 150};
  return {std::move(at), kPenalties[k % 4], kLengths[k % 4], kMaskWeights[k % 3],
          static_cast<int>(k)};
}

struct Sizes {
  int topics;
  int words;
};

Sizes sizes(Profile profile) {
  switch (profile) {
    case Profile::quick:
      return {4, 6};
    case Profile::pr:
      return {5, 8};
    case Profile::nightly:
      return {6, 10};
  }
  return {4, 6};
}

/// BERT's split of selected positions, then every pair of multiples of 1/3.
std::vector<std::pair<Rational, Rational>> splits() {
  std::vector<std::pair<Rational, Rational>> all{{Rational(1, 10), Rational(1, 10)}};
  for (int correct = 0; correct <= 3; ++correct) {
    for (int random = 0; random + correct <= 3; ++random) {
      all.emplace_back(Rational(correct, 3), Rational(random, 3));
    }
  }
  return all;
}

std::vector<TopicInstance> small_models(Profile profile) {
  const auto [most_topics, most_words] = sizes(profile);
  std::vector<TopicInstance> all;
  for (int topics = 2; topics <= most_topics; ++topics) {
    for (int v = 1; topics * v <= most_words; ++v) {
      for (int tau = 1; tau < topics; ++tau) {
        for (const Rational& mask : {Rational(3, 20), Rational(1, 2)}) {
          for (const auto& [correct, random] : splits()) {
            all.push_back(
                numbered(TopicParameters(topics, v, tau, mask, correct, random), all.size()));
          }
        }
      }
    }
  }
  return all;
}

std::vector<TopicChart> small_charts(Profile profile) {
  const auto [topics, words] = sizes(profile);
  return topic_charts(2, topics, words);
}

// Sizes that only laws in closed form reach; one word a topic and ten.
std::vector<TopicChart> large_charts(const std::vector<int>& topics_of,
                                     const std::vector<int>& per_document) {
  std::vector<TopicChart> charts;
  for (const int topics : topics_of) {
    for (const int tau : per_document) {
      for (const int v : {1, 10}) {
        charts.push_back(topic_chart({topics, v, tau}, 10 * topics));
        charts.back().neighbours = nullptr;  // sizes nearby tell nothing new
      }
    }
  }
  return charts;
}

std::string describe_small(Profile profile) {
  const auto [topics, words] = sizes(profile);
  return fmt::format(
      "every model with 2 to {} topics and at most {} words, tau < T, p_m of 3/20 and 1/2, p_c and "
      "p_r of 1/10 or multiples of 1/3",
      topics, words);
}

/// Draws one number after the other from RapidCheck's generator, without splitting it as
/// domain::Draw does: the samples of these domains were first drawn so.
class Draw {
 public:
  explicit Draw(const CaseKey& key) : random_(key) {}

  /// An integer in [low, high], each value equally likely up to 2^-32 for ranges of this size.
  int between(int low, int high) {
    const auto count = static_cast<std::uint64_t>(high - low + 1);
    return low + static_cast<int>(random_.next() % count);
  }
  /// A fraction in [0, 1] with denominator at most `most`.
  Rational fraction(int most) {
    const int denominator = between(1, most);
    return Rational(between(0, denominator), denominator);
  }

 private:
  rc::Random random_;
};

TopicInstance random_model(Draw draw) {
  constexpr int kLargestDenominator = 24;
  const int topics = draw.between(2, 6);
  const int v = draw.between(1, std::min(3, 12 / topics));
  const int tau = draw.between(1, topics - 1);
  // p_m in (0, 1): q > 0 whatever the split.
  const int denominator = draw.between(2, kLargestDenominator);
  const Rational mask(draw.between(1, denominator - 1), denominator);
  const Rational correct = draw.fraction(kLargestDenominator);
  const Rational random = draw.fraction(kLargestDenominator) * (1 - correct);
  const Rational penalty(draw.between(1, 3000), 1000);
  const long length = draw.between(2, 400);
  const Rational mask_weight(draw.between(0, 12), 4);
  return {TopicParameters(topics, v, tau, mask, correct, random), penalty, length, mask_weight,
          draw.between(0, 1 << 20)};
}

std::int64_t sample_count(Profile profile) {
  switch (profile) {
    case Profile::quick:
      return 40;
    case Profile::pr:
      return 400;
    case Profile::nightly:
      return 4000;
  }
  return 40;
}

}  // namespace

TopicDomain every_small_model() {
  return [](Profile profile) {
    return domain::family_domain<TopicInstance>("small-models", describe_small(profile),
                                                small_models(profile), small_charts(profile));
  };
}

TopicDomain some_small_models() {
  return [](Profile profile) {
    std::vector<TopicInstance> kept;
    const auto all = small_models(profile);
    for (std::size_t k = 0; k < all.size(); k += 8) kept.push_back(all[k]);
    return domain::family_domain<TopicInstance>("some-small-models",
                                                "every eighth of: " + describe_small(profile),
                                                std::move(kept), small_charts(profile));
  };
}

TopicDomain small_models_with_short_documents() {
  return [](Profile profile) {
    std::vector<TopicInstance> kept;
    const auto all = small_models(profile);
    for (std::size_t k = 0; k < all.size(); k += 8) {
      for (const long length : {2L, 1L}) {
        kept.push_back(all[k]);
        kept.back().length = length;
      }
    }
    return domain::family_domain<TopicInstance>(
        "short-documents",
        "documents of one and two words; every eighth of: " + describe_small(profile),
        std::move(kept), small_charts(profile));
  };
}

TopicDomain slow_large_models() {
  return [](Profile) {
    std::vector<TopicInstance> all;
    for (const int tau : {2, 20, 200}) {
      for (const Rational& correct : {Rational(1, 10), Rational(1, 1000), Rational(1, 1000000)}) {
        for (const Rational& kappa : {Rational(1), Rational(100)}) {
          all.push_back(
              numbered(TopicParameters(1000, 1, tau, Rational(3, 20), correct, Rational(1, 10)),
                       all.size()));
          all.back().mask_weight = kappa;
        }
      }
    }
    return domain::family_domain<TopicInstance>(
        "slow-large-models",
        "tau of 2, 20, 200; p_c of 1/10, 10^-3, 10^-6; kappa of 1, 100; p_m = 3/20, p_r = "
        "1/10",
        std::move(all), large_charts({1000}, {2, 20, 200}));
  };
}

TopicDomain extreme_models() {
  return [](Profile profile) {
    const Rational low(1, 100), middle(1, 3), high(98, 100);
    std::vector<TopicInstance> all;
    for (const auto& [topics, v, tau] :
         {std::array{3, 1, 2}, std::array{3, 2, 2}, std::array{4, 1, 3}, std::array{4, 2, 2}}) {
      if (topics == 4 && profile == Profile::quick) continue;
      for (const Rational& mask : {Rational(3, 20), low, Rational(1, 2), Rational(99, 100)}) {
        for (const auto& [correct, random] :
             {std::pair{Rational(1, 10), Rational(1, 10)}, std::pair{low, low},
              std::pair{low, high}, std::pair{middle, middle}, std::pair{high, low},
              std::pair{middle, Rational(0)}}) {
          all.push_back(
              numbered(TopicParameters(topics, v, tau, mask, correct, random), all.size()));
        }
      }
    }
    return domain::family_domain<TopicInstance>(
        "extreme-models",
        "models of 3 topics (pr and nightly: and of 4); p_m of 3/20, 1/100, 1/2, 99/100; (p_c, "
        "p_r) of (1/10, 1/10), (1/100, 1/100), (1/100, 98/100), (1/3, 1/3), (98/100, 1/100), "
        "(1/3, 0)",
        std::move(all), topic_charts(3, profile == Profile::quick ? 3 : 4, 8));
  };
}

TopicDomain sampled_models() {
  return [](Profile profile) {
    Domain<TopicInstance> domain;
    domain.name = "sampled-models";
    domain.description =
        "random models with 2 to 6 topics and at most 12 words, tau < T, probabilities with "
        "denominators up to 24 (p_r a product of two)";
    domain.scope = claim::Scope::sample;
    domain.cases = sample_count(profile);
    domain.charts = topic_charts(2, 4, 8);
    domain.at = [](std::int64_t, const CaseKey& key) { return random_model(Draw(key)); };
    return domain;
  };
}

TopicDomain large_models(std::vector<int> topics_of) {
  return [topics_of](Profile) {
    std::vector<TopicInstance> all;
    for (const int topics : topics_of) {
      for (const int tau : {2, 4}) {
        for (const int v : {1, 10}) {
          for (const Rational& mask : {Rational(3, 20), Rational(1, 2)}) {
            for (const Rational& kappa : {Rational(0), Rational(1), Rational(3)}) {
              all.push_back(
                  numbered(TopicParameters(topics, v, tau, mask, Rational(1, 10), Rational(1, 10)),
                           all.size()));
              all.back().mask_weight = kappa;
            }
          }
        }
      }
    }
    return domain::family_domain<TopicInstance>(
        "large-models",
        fmt::format("T of {}; tau of 2, 4; v of 1, 10; p_m of 3/20, 1/2; p_c = p_r = "
                    "1/10; kappa of 0, 1, 3",
                    fmt::join(topics_of, ", ")),
        std::move(all), large_charts(topics_of, {2, 4}));
  };
}

TopicInstance three_topics_of_two_words() {
  return numbered(TopicParameters(3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10)), 0);
}

}  // namespace lemmascope::topic
