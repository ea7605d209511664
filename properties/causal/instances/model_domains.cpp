// Random reduced models, keyed.
#include <fmt/format.h>

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

ProfiledDomain<ModelInstance> sampled(const char* name, const char* words, ModelExtents extents,
                                      Matrix<Rational> (*draw_match)(int, domain::Draw&)) {
  return [=](Profile profile) {
    const ModelExtent extent = domain::in_profile(extents, profile);
    return domain::sampled_domain<ModelInstance>(
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
  };
}

}  // namespace

ProfiledDomain<ModelInstance> sampled_models(ModelExtents extents) {
  return sampled("sampled-models", "A2 entries k/4 up to 3 in size", extents, random_match);
}

ProfiledDomain<ModelInstance> sampled_stage_one_models(ModelExtents extents) {
  return sampled("sampled-stage-one-models", "A2 = beta0 I for beta0 = k/8 up to 2", extents,
                 random_start);
}

}  // namespace lemmascope::causal
