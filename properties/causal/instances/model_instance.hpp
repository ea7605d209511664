// An instance of claims about the reduced model itself: exact weights, no task.
#pragma once

#include <vector>

#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"
#include "theory/causal/reduced_model.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::causal {

/// Weights of the reduced model. Entries of A1 above the diagonal are zero (the mask hides them).
struct ModelInstance {
  causal::ReducedWeights<Rational> weights;

  int length() const { return weights.length(); }
  int states() const { return weights.states(); }
};

/// The same weights, enclosed or rounded.
template <Field N>
causal::ReducedWeights<N> in_arithmetic(const ModelInstance& instance);

/// Calls `visit(tokens)` for every token sequence of the instance's length, in lexicographic order.
template <class Visit>
void for_each_sequence(int length, int states, const Visit& visit) {
  std::vector<int> tokens(static_cast<std::size_t>(length), 0);
  for (;;) {
    give_up_if_asked();
    visit(std::as_const(tokens));
    int i = length - 1;
    while (i >= 0 && tokens[i] == states - 1) tokens[i--] = 0;
    if (i < 0) return;
    ++tokens[i];
  }
}

/// How many models and how long their sequences, by profile.
struct ModelExtent {
  std::int64_t cases;
  int most_states;
  int most_tokens;  ///< largest T
};
struct ModelExtents {
  ModelExtent quick, pr, nightly;
};

/// Models with A1 entries k/2, |k| <= 12, and every A2 entry k/4, |k| <= 12.
claim::ProfiledDomain<ModelInstance> sampled_models(ModelExtents extents);
/// The same A1 with A2 = beta0 I, beta0 = k/8 for k = 0..16: what stage 1 of Algorithm 1 can meet.
claim::ProfiledDomain<ModelInstance> sampled_stage_one_models(ModelExtents extents);

}  // namespace lemmascope::causal

namespace lemmascope::claim {

template <>
struct InstanceTraits<causal::ModelInstance> {
  static std::string summary(const causal::ModelInstance& instance);
  static nlohmann::json to_json(const causal::ModelInstance& instance);
  static causal::ModelInstance from_json(const nlohmann::json& json);
  /// Shorter, fewer tokens, all scores of one layer dropped, scores truncated to integers, one
  /// score dropped.
  static std::vector<causal::ModelInstance> simpler(const causal::ModelInstance& instance);
};

}  // namespace lemmascope::claim
