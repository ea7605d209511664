#include "properties/graphdepth/stack_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "properties/graphdepth/small_graphs.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

Matrix<Rational> zeros(int rows, int columns) {
  return Matrix<Rational>::Constant(rows, columns, Rational(0));
}

/// 1 on the first substructure, 0 elsewhere, times the unit value: features that tell S from S'.
void mark_first(StackInstance& at, int n) {
  at.features = zeros(n, 1);
  for (const int k : at.first) at.features(k, 0) = 1;
  at.value = Matrix<Rational>::Constant(1, 1, Rational(1));
}

/// Row i reads positions of its own block of `blocks`, drawn with up to eight equal shares.
Matrix<Rational> drawn_attention(const std::vector<Substructure>& blocks, domain::Draw& draw) {
  int n = 0;
  for (const auto& block : blocks) n += static_cast<int>(block.size());
  Matrix<Rational> attention = zeros(n, n);
  for (const auto& block : blocks) {
    for (const int i : block) {
      const int units = draw.in_range(1, 9);
      for (int unit = 0; unit < units; ++unit) {
        attention(i, block[draw.in_range(0, static_cast<int>(block.size()))]) += Rational(1, units);
      }
    }
  }
  return attention;
}

StackInstance drawn_stack(domain::Draw& draw) {
  const int n = draw.in_range(2, 7), layers = draw.in_range(1, 5), all = (1 << n) - 1;
  StackInstance at;
  std::vector<Substructure> blocks{nodes_of(all)};
  int first = draw.in_range(1, all + 1), second = draw.in_range(1, all + 1);
  if (draw.in_range(0, 3) == 0) {  // two substructures that keep to themselves
    first = draw.in_range(1, all);
    second = all & ~first;
    blocks = {nodes_of(first), nodes_of(second)};
  }
  at.first = nodes_of(first);
  at.second = nodes_of(second);
  for (int l = 0; l < layers; ++l) at.layers.push_back(drawn_attention(blocks, draw));
  at.share = Rational(draw.in_range(0, 11), 10);
  if (draw.in_range(0, 2) == 0) {
    mark_first(at, n);
    return at;
  }
  at.features = zeros(n, 2);
  at.value = zeros(2, 2);
  for (auto* matrix : {&at.features, &at.value}) {
    for (Eigen::Index e = 0; e < matrix->size(); ++e) {
      matrix->data()[e] = Rational(draw.in_range(-4, 5), 2);
    }
  }
  return at;
}

std::vector<StackInstance> tiny_stacks() {
  std::vector<StackInstance> all;
  for (int code = 0; code < 81; ++code) {
    StackInstance at;
    for (int l = 0, rest = code; l < 2; ++l) {
      at.layers.push_back(zeros(2, 2));
      for (int i = 0; i < 2; ++i, rest /= 3) {
        at.layers.back()(i, 0) = Rational(rest % 3, 2);
        at.layers.back()(i, 1) = 1 - at.layers.back()(i, 0);
      }
    }
    at.first = {0};
    at.second = {1};
    mark_first(at, 2);
    at.share = Rational(code % 5, 4);
    all.push_back(std::move(at));
  }
  return all;
}

/// Uniform over the node itself and its neighbours inside `block`, for nodes of the block; the node
/// itself elsewhere.
void add_local(const Edges& edges, int block, Matrix<Rational>& attention) {
  for (const int i : nodes_of(block)) {
    std::vector<int> read{i};
    for (const auto& [a, b] : edges) {
      if (a == i && (block >> b & 1) != 0) read.push_back(b);
      if (b == i && (block >> a & 1) != 0) read.push_back(a);
    }
    attention(i, i) = 0;
    for (const int k : read) attention(i, k) += Rational(1, read.size());
  }
}

std::vector<StackInstance> graph_stacks() {
  std::vector<StackInstance> all;
  for (const Edges& edges : six_node_graphs()) {
    for (int first = 1; first < 64; ++first) {
      for (int second = 1; second < first; ++second) {
        const auto fits = [&](int mask) {
          const auto size = nodes_of(mask).size();
          return (size == 2 || size == 3) && is_connected(edges, mask);
        };
        if ((first & second) != 0 || !fits(first) || !fits(second)) continue;
        Matrix<Rational> attention = zeros(6, 6);
        for (int i = 0; i < 6; ++i) attention(i, i) = 1;
        add_local(edges, first, attention);
        add_local(edges, second, attention);
        StackInstance at{{attention, attention, attention},
                         nodes_of(first),
                         nodes_of(second),
                         {},
                         {},
                         all.size() % 2 == 0 ? Rational(1, 10) : Rational(1, 2)};
        mark_first(at, 6);
        all.push_back(std::move(at));
      }
    }
  }
  return all;
}

}  // namespace

StackDomain sampled_stacks() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<StackInstance>(
        "sampled-stacks", "random layers of 2 to 6 positions, one to four of them",
        domain::in_profile(domain::CaseCounts{60, 600, 6000}, profile), drawn_stack);
  };
}

StackDomain every_tiny_stack() {
  return [](claim::Profile) {
    return domain::family_domain(
        "tiny-stacks", "every two layers of two positions with entries 0, 1/2, 1", tiny_stacks());
  };
}

StackDomain substructures_of_small_graphs() {
  return [](claim::Profile) {
    return domain::family_domain(
        "small-graphs",
        "disjoint connected substructures of two and three nodes of a path, a cycle, a star and a "
        "ladder of six nodes, local attention, three layers",
        graph_stacks());
  };
}

StackInstance two_blocks() {
  Matrix<Rational> attention = zeros(4, 4);
  for (int i = 0; i < 4; ++i) {
    attention(i, i) = Rational(1, 3);
    attention(i, i ^ 1) = Rational(2, 3);
  }
  StackInstance at{{attention, attention, attention}, {0, 1}, {2, 3}, {}, {}, Rational(1, 10)};
  mark_first(at, 4);
  return at;
}

}  // namespace lemmascope::graphdepth

namespace lemmascope::claim {

using graphdepth::StackInstance;
using lemmascope::to_text;  // fractions

std::string InstanceTraits<StackInstance>::summary(const StackInstance& at) {
  return fmt::format("n={},L={}", at.positions(), at.layers.size());
}

nlohmann::json InstanceTraits<StackInstance>::to_json(const StackInstance& at) {
  nlohmann::json layers = nlohmann::json::array();
  for (const auto& layer : at.layers) layers.push_back(domain::rows_json(layer));
  return {{"layers", layers},
          {"first", at.first},
          {"second", at.second},
          {"features", domain::rows_json(at.features)},
          {"value", domain::rows_json(at.value)},
          {"share", to_text(at.share)}};
}

StackInstance InstanceTraits<StackInstance>::from_json(const nlohmann::json& json) {
  try {
    StackInstance at;
    for (const auto& rows : json.at("layers")) {
      at.layers.push_back(domain::matrix_from(rows));
      graphdepth::require_attention(at.layers.back());
      require(at.layers.back().rows() == at.layers.front().rows(), "expected layers of one size");
    }
    require(!at.layers.empty(), "expected at least one layer");
    at.first = json.at("first").get<std::vector<int>>();
    at.second = json.at("second").get<std::vector<int>>();
    graphdepth::uniform_on(at.first, at.positions());  // refuses what is no substructure
    graphdepth::uniform_on(at.second, at.positions());
    at.features = domain::matrix_from(json.at("features"));
    at.value = domain::matrix_from(json.at("value"));
    require(at.features.rows() == at.positions() && at.value.rows() == at.features.cols() &&
                at.value.cols() == at.features.cols(),
            "expected features for every position and a square value matrix");
    at.share = parse_rational(json.at("share").get<std::string>());
    require(at.share >= 0 && at.share <= 1, "expected a share from 0 to 1");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no stack of layers: a member is missing or of another type");
  }
}

std::vector<StackInstance> InstanceTraits<StackInstance>::simpler(const StackInstance& at) {
  std::vector<StackInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.layers.size() > 1) add([](auto& next) { next.layers.pop_back(); });
  if (at.first.size() > 1) add([](auto& next) { next.first.pop_back(); });
  if (at.second.size() > 1) add([](auto& next) { next.second.pop_back(); });
  for (auto part : {&StackInstance::features, &StackInstance::value}) {
    for (auto& matrix : domain::simpler_matrices(at.*part)) {
      add([&](auto& next) { next.*part = std::move(matrix); });
    }
  }
  return all;
}

template const InstanceKind& kind_of<StackInstance>();

}  // namespace lemmascope::claim
