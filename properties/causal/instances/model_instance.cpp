#include "properties/causal/instances/model_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

template <Field N>
causal::ReducedWeights<N> in_arithmetic(const ModelInstance& instance) {
  return {domain::in_arithmetic<N>(instance.weights.position_scores),
          domain::in_arithmetic<N>(instance.weights.token_match)};
}

template causal::ReducedWeights<Interval> in_arithmetic(const ModelInstance&);
template causal::ReducedWeights<Real100> in_arithmetic(const ModelInstance&);

}  // namespace lemmascope::causal

namespace lemmascope::claim {

using causal::ModelInstance;

std::string InstanceTraits<ModelInstance>::summary(const ModelInstance& instance) {
  return fmt::format("T={},S={}", instance.length(), instance.states());
}

nlohmann::json InstanceTraits<ModelInstance>::to_json(const ModelInstance& instance) {
  return {{"position_scores", domain::rows_json(instance.weights.position_scores)},
          {"token_match", domain::rows_json(instance.weights.token_match)}};
}

ModelInstance InstanceTraits<ModelInstance>::from_json(const nlohmann::json& json) {
  try {
    ModelInstance instance{{domain::matrix_from(json.at("position_scores")),
                            domain::matrix_from(json.at("token_match"))}};
    const auto& [a1, a2] = instance.weights;
    require(a1.rows() == a1.cols() && a2.rows() == a2.cols(), "A1 and A2 must be square");
    return instance;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is not a reduced model: a member is missing or of another type");
  }
}

std::vector<ModelInstance> InstanceTraits<ModelInstance>::simpler(const ModelInstance& instance) {
  const auto& [a1, a2] = instance.weights;
  std::vector<ModelInstance> simpler;
  auto offer = [&](Matrix<Rational> first, Matrix<Rational> second) {
    simpler.push_back({{std::move(first), std::move(second)}});
  };
  if (instance.length() > 1) {
    offer(a1.topLeftCorner(a1.rows() - 1, a1.cols() - 1), a2);
  }
  if (instance.states() > 2) offer(a1, a2.topLeftCorner(a2.rows() - 1, a2.cols() - 1));
  for (auto& first : domain::simpler_matrices(a1)) offer(std::move(first), a2);
  for (auto& second : domain::simpler_matrices(a2)) offer(a1, std::move(second));
  return simpler;
}

template const InstanceKind& kind_of<causal::ModelInstance>();

}  // namespace lemmascope::claim
