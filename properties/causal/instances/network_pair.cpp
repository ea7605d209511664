#include "properties/causal/instances/network_pair.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

template <Field N>
std::vector<std::vector<Matrix<N>>> layers_in(
    const std::vector<std::vector<Matrix<Rational>>>& layers) {
  std::vector<std::vector<Matrix<N>>> result;
  for (const auto& layer : layers) {
    result.emplace_back();
    for (const auto& head : layer) result.back().push_back(domain::in_arithmetic<N>(head));
  }
  return result;
}

}  // namespace

template <Field N>
attention::DisentangledTransformer<N> in_arithmetic(
    const attention::DisentangledTransformer<Rational>& model) {
  return {layers_in<N>(model.attention), domain::in_arithmetic<N>(model.output)};
}
template <Field N>
attention::DecoderTransformer<N> in_arithmetic(
    const attention::DecoderTransformer<Rational>& model) {
  return {domain::in_arithmetic<N>(model.embedding), layers_in<N>(model.attention),
          layers_in<N>(model.value), domain::in_arithmetic<N>(model.output)};
}

template attention::DisentangledTransformer<Interval> in_arithmetic(
    const attention::DisentangledTransformer<Rational>&);
template attention::DisentangledTransformer<Real100> in_arithmetic(
    const attention::DisentangledTransformer<Rational>&);
template attention::DecoderTransformer<Interval> in_arithmetic(
    const attention::DecoderTransformer<Rational>&);
template attention::DecoderTransformer<Real100> in_arithmetic(
    const attention::DecoderTransformer<Rational>&);

}  // namespace lemmascope::causal

namespace lemmascope::claim {
namespace {

using causal::NetworkPair;
using Layers = std::vector<std::vector<Matrix<Rational>>>;

nlohmann::json layers_json(const Layers& layers) {
  nlohmann::json all = nlohmann::json::array();
  for (const auto& layer : layers) {
    nlohmann::json heads = nlohmann::json::array();
    for (const auto& head : layer) heads.push_back(domain::rows_json(head));
    all.push_back(std::move(heads));
  }
  return all;
}

Layers layers_from(const nlohmann::json& json) {
  Layers layers;
  for (const auto& heads : json) {
    layers.emplace_back();
    for (const auto& head : heads) layers.back().push_back(domain::matrix_from(head));
  }
  return layers;
}

// Calls `visit` with every weight matrix of the pair, both networks, in a fixed order.
template <class Pair, class Visit>
void for_each_matrix(Pair& pair, const Visit& visit) {
  for (auto* layers :
       {&pair.disentangled.attention, &pair.decoder.attention, &pair.decoder.value}) {
    for (auto& layer : *layers) {
      for (auto& head : layer) visit(head);
    }
  }
  visit(pair.disentangled.output);
  visit(pair.decoder.embedding);
  visit(pair.decoder.output);
}

}  // namespace

std::string InstanceTraits<NetworkPair>::summary(const NetworkPair& at) {
  std::string heads;
  for (const auto& layer : at.disentangled.attention) {
    heads += fmt::format("{}{}", heads.empty() ? "" : "+", layer.size());
  }
  return fmt::format("T={},S={},heads={},D={}", at.length, at.states, heads,
                     at.decoder.embedding.cols());
}

nlohmann::json InstanceTraits<NetworkPair>::to_json(const NetworkPair& at) {
  return {{"states", at.states},
          {"length", at.length},
          {"disentangled",
           {{"attention", layers_json(at.disentangled.attention)},
            {"output", domain::rows_json(at.disentangled.output)}}},
          {"decoder",
           {{"embedding", domain::rows_json(at.decoder.embedding)},
            {"attention", layers_json(at.decoder.attention)},
            {"value", layers_json(at.decoder.value)},
            {"output", domain::rows_json(at.decoder.output)}}}};
}

NetworkPair InstanceTraits<NetworkPair>::from_json(const nlohmann::json& json) {
  try {
    const auto& first = json.at("disentangled");
    const auto& second = json.at("decoder");
    return {json.at("states").get<int>(),
            json.at("length").get<int>(),
            {layers_from(first.at("attention")), domain::matrix_from(first.at("output"))},
            {domain::matrix_from(second.at("embedding")), layers_from(second.at("attention")),
             layers_from(second.at("value")), domain::matrix_from(second.at("output"))}};
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is not a pair of networks: a member is missing or of another type");
  }
}

std::vector<NetworkPair> InstanceTraits<NetworkPair>::simpler(const NetworkPair& instance) {
  std::vector<NetworkPair> simpler;
  int matrices = 0;
  for_each_matrix(instance, [&](const Matrix<Rational>&) { ++matrices; });
  for (int changed = 0; changed < matrices; ++changed) {
    int k = 0;
    for_each_matrix(instance, [&](const Matrix<Rational>& matrix) {
      if (k++ != changed) return;
      for (const auto& one : domain::simpler_matrices(matrix)) {
        simpler.push_back(instance);
        int place = 0;
        for_each_matrix(simpler.back(), [&](Matrix<Rational>& entry) {
          if (place++ == changed) entry = one;
        });
      }
    });
  }
  return simpler;
}

template const InstanceKind& kind_of<causal::NetworkPair>();

}  // namespace lemmascope::claim
