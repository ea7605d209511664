// Random reduced models, keyed.
#include <fmt/format.h>

#include "properties/attack/coordinates.hpp"
#include "properties/causal/instances/model_instance.hpp"
#include "properties/domain/profiled.hpp"

namespace lemmascope::causal {
namespace {

using claim::Profile;
using claim::ProfiledDomain;

// Scores up to 6 in size: from uniform attention to weights around e^12 apart.
Matrix<Rational> random_position_scores(int length, domain::Draw& draw) {
  Matrix<Rational> scores = Matrix<Rational>::Constant(length, length, Rational(0));
  for (int i = 0; i < length; ++i) {
    for (int j = 0; j <= i; ++j) scores(i, j) = Rational(draw.in_range(-12, 13), 2);
  }
  return scores;
}

Matrix<Rational> random_match(int states, domain::Draw& draw) {
  Matrix<Rational> match(states, states);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) match(s, t) = Rational(draw.in_range(-12, 13), 4);
  }
  return match;
}

Matrix<Rational> random_start(int states, domain::Draw& draw) {
  const Rational strength(draw.in_range(0, 17), 8);
  Matrix<Rational> match = Matrix<Rational>::Constant(states, states, Rational(0));
  for (int s = 0; s < states; ++s) match(s, s) = strength;
  return match;
}

// A score from -most to most; coarser levels know fewer of them.
Rational score(double unit, int most, attack::Level level) {
  const int steps = attack::kFineness.at(static_cast<std::size_t>(level));
  return Rational(attack::whole(unit, -most * steps, most * steps), steps);
}

// A1 entries up to 12 in size, then A2: every entry up to 6, or one strength up to 2.
attack::Chart<ModelInstance> chart_of(int states, int length, bool diagonal) {
  const int positions = length * (length + 1) / 2;
  return {fmt::format("{} tokens, T={}, {}", states, length, diagonal ? "A2 = beta0 I" : "any A2"),
          positions + (diagonal ? 1 : states * states),
          [=](const double* unit, attack::Level level) {
            Matrix<Rational> first = Matrix<Rational>::Constant(length, length, Rational(0)),
                             match = Matrix<Rational>::Constant(states, states, Rational(0));
            const double* next = unit;
            for (int i = 0; i < length; ++i) {
              for (int j = 0; j <= i; ++j) first(i, j) = score(*next++, 12, level);
            }
            for (int s = 0; s < states; ++s) {
              if (diagonal) match(s, s) = abs(score(*next, 2, level));
              for (int t = 0; t < states && !diagonal; ++t) match(s, t) = score(*next++, 6, level);
            }
            return ModelInstance{{std::move(first), std::move(match)}};
          },
          {}};
}

std::vector<attack::Chart<ModelInstance>> charts_up_to(const ModelExtent& extent, bool diagonal) {
  std::vector<attack::Chart<ModelInstance>> charts;
  for (int length = 2; length <= extent.most_tokens; ++length) {
    for (int states = 2; states <= extent.most_states; ++states) {
      charts.push_back(chart_of(states, length, diagonal));
    }
  }
  return charts;
}

ProfiledDomain<ModelInstance> sampled(const char* name, const char* words, ModelExtents extents,
                                      Matrix<Rational> (*draw_match)(int, domain::Draw&),
                                      bool diagonal) {
  return [=](Profile profile) {
    const ModelExtent extent = domain::in_profile(extents, profile);
    auto domain = domain::sampled_domain<ModelInstance>(
        name,
        fmt::format("random weights with A1 entries k/2 up to 6 in size and {}, 2 to {} tokens, T "
                    "from 2 to {}; every sequence of each",
                    words, extent.most_states, extent.most_tokens),
        extent.cases, [extent, draw_match](domain::Draw& draw) {
          const int states = draw.in_range(2, extent.most_states + 1);
          const int length = draw.in_range(2, extent.most_tokens + 1);
          Matrix<Rational> first = random_position_scores(length, draw);
          return ModelInstance{{std::move(first), draw_match(states, draw)}};
        });
    domain.charts = charts_up_to(extent, diagonal);
    return domain;
  };
}

}  // namespace

ProfiledDomain<ModelInstance> sampled_models(ModelExtents extents) {
  return sampled("sampled-models", "A2 entries k/4 up to 3 in size", extents, random_match, false);
}

ProfiledDomain<ModelInstance> sampled_stage_one_models(ModelExtents extents) {
  return sampled("sampled-stage-one-models", "A2 = beta0 I for beta0 = k/8 up to 2", extents,
                 random_start, true);
}

}  // namespace lemmascope::causal
