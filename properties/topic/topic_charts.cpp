#include "properties/topic/topic_charts.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "properties/attack/coordinates.hpp"

namespace lemmascope::topic {
namespace {

// The share of a coordinate at an end that stands for the end itself: theorems change there.
constexpr double kEnd = 0.06;

Rational with_ends(double unit, attack::Level level) {
  if (unit < kEnd) return 0;
  if (unit > 1 - kEnd) return 1;
  return attack::probability((unit - kEnd) / (1 - 2 * kEnd), level);
}

TopicInstance model_at(const TopicSizes& sizes, const double* unit, attack::Level level) {
  const Rational mask = attack::probability(unit[0], level);
  const Rational correct = with_ends(unit[1], level);
  const Rational random = (1 - correct) * with_ends(unit[2], level);
  constexpr double kLongest = 400;
  constexpr int kMatrices = 64;
  return {TopicParameters(sizes.topics, sizes.words, sizes.per_document, mask, correct, random),
          attack::scaled(unit[3], 1 / attack::kMostSkew, 10, level),
          std::lround(std::exp(unit[4] * std::log(kLongest))),
          unit[5] < kEnd ? Rational(0) : attack::scaled(unit[5], 0.01, attack::kMostSkew, level),
          attack::whole(unit[6], 0, kMatrices - 1)};
}

bool possible(const TopicSizes& s, int most_words) {
  return s.topics >= 2 && s.words >= 1 && s.per_document >= 1 && s.per_document < s.topics &&
         s.topics * s.words <= most_words;
}

std::vector<TopicChart> neighbours_of(const TopicSizes& s, int most_words) {
  std::vector<TopicChart> near;
  for (const TopicSizes& moved :
       std::array<TopicSizes, 6>{{{s.topics - 1, s.words, s.per_document},
                                  {s.topics + 1, s.words, s.per_document},
                                  {s.topics, s.words - 1, s.per_document},
                                  {s.topics, s.words + 1, s.per_document},
                                  {s.topics, s.words, s.per_document - 1},
                                  {s.topics, s.words, s.per_document + 1}}}) {
    if (possible(moved, most_words)) near.push_back(topic_chart(moved, most_words));
  }
  return near;
}

}  // namespace

TopicChart topic_chart(const TopicSizes& sizes, int most_words) {
  return {fmt::format("T={}, v={}, tau={}", sizes.topics, sizes.words, sizes.per_document), 7,
          [sizes](const double* unit, attack::Level level) { return model_at(sizes, unit, level); },
          [sizes, most_words] { return neighbours_of(sizes, most_words); }};
}

std::vector<TopicChart> topic_charts(int least_topics, int most_topics, int most_words) {
  std::vector<TopicChart> charts;
  for (int topics = least_topics; topics <= most_topics; ++topics) {
    for (int v = 1; topics * v <= most_words; ++v) {
      for (int tau = 1; tau < topics; ++tau) {
        charts.push_back(topic_chart({topics, v, tau}, most_words));
      }
    }
  }
  return charts;
}

}  // namespace lemmascope::topic
