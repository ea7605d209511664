#include "properties/signal/layer_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

Matrix<Rational> drawn(int rows, int columns, int most, int divisor, domain::Draw& draw) {
  Matrix<Rational> matrix(rows, columns);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    matrix.data()[e] = Rational(draw.in_range(-most, most + 1), divisor);
  }
  return matrix;
}

LayerInstance drawn_layer(int most, int divisor, domain::Draw& draw) {
  const int n = draw.in_range(2, 5), d = draw.in_range(1, 3), kind = draw.in_range(0, 4);
  LayerInstance at{drawn(n, d, most, divisor, draw), drawn(d, d, 2, 1, draw),
                   drawn(d, draw.in_range(1, 3), 2, 1, draw)};
  for (int i = 1; i < n; ++i) {
    const int times = kind == 0 ? 1 : draw.in_range(-2, 3);
    if (kind <= 1) at.input.row(i) = at.input.row(0) * Rational(times);
  }
  return at;
}

/// From a hundredth to two, on either side of zero.
Rational signed_entry(double unit, attack::Level level) {
  return unit < 0.5 ? Rational(-attack::scaled(1 - 2 * unit, 1e-2, 2, level))
                    : attack::scaled(2 * unit - 1, 1e-2, 2, level);
}

/// All entries of a layer; with as many outputs as entries it can be applied twice.
attack::Chart<LayerInstance> layers_of(int tokens, int entries, int outputs) {
  return {fmt::format("{} tokens of {} entries, {} outputs", tokens, entries, outputs),
          (tokens + entries + outputs) * entries,
          [tokens, entries, outputs](const double* unit, attack::Level level) {
            LayerInstance at{Matrix<Rational>(tokens, entries), Matrix<Rational>(entries, entries),
                             Matrix<Rational>(entries, outputs)};
            for (auto* matrix : {&at.input, &at.form, &at.value}) {
              for (Eigen::Index e = 0; e < matrix->size(); ++e) {
                matrix->data()[e] = signed_entry(*unit++, level);
              }
            }
            return at;
          },
          {}};
}

}  // namespace

LayerDomain every_scalar_layer() {
  return [](claim::Profile) {
    std::vector<LayerInstance> all;
    for (const Rational& half : {Rational(1, 10), Rational(1, 2), Rational(2)}) {
      for (const int centre : {0, 1}) {
        for (const Rational& form : {Rational(1, 2), Rational(1), Rational(3)}) {
          LayerInstance at{Matrix<Rational>(2, 1), Matrix<Rational>::Constant(1, 1, form),
                           Matrix<Rational>::Constant(1, 1, Rational(1))};
          at.input << Rational(centre + half), Rational(centre - half);
          all.push_back(std::move(at));
        }
      }
    }
    return domain::family_domain(
        "scalar-layers", "two tokens of one entry about 0 and 1, three forms", std::move(all),
        {layers_of(2, 1, 1), layers_of(3, 2, 1), layers_of(3, 2, 2)});
  };
}

LayerDomain sampled_layers(const char* name, int most, int divisor) {
  return [=](claim::Profile profile) {
    return domain::sampled_domain<LayerInstance>(
        name,
        fmt::format("random layers of 2 to 4 tokens of up to two entries k/{}, |k| <= {}", divisor,
                    most),
        domain::in_profile(domain::CaseCounts{60, 600, 6000}, profile),
        [=](domain::Draw& draw) { return drawn_layer(most, divisor, draw); });
  };
}

LayerInstance general_layer() {
  LayerInstance at{Matrix<Rational>(3, 2), Matrix<Rational>(2, 2), Matrix<Rational>(2, 1)};
  at.input << 1, 2, 0, 1, -1, 1;
  at.form << 1, -1, 2, 1;
  at.value << 1, 2;
  return at;
}

}  // namespace lemmascope::signal

namespace lemmascope::claim {

using signal::LayerInstance;

std::string InstanceTraits<LayerInstance>::summary(const LayerInstance& at) {
  return fmt::format("n={},d={},m={}", at.input.rows(), at.input.cols(), at.value.cols());
}

nlohmann::json InstanceTraits<LayerInstance>::to_json(const LayerInstance& at) {
  return {{"input", domain::rows_json(at.input)},
          {"form", domain::rows_json(at.form)},
          {"value", domain::rows_json(at.value)}};
}

LayerInstance InstanceTraits<LayerInstance>::from_json(const nlohmann::json& json) {
  try {
    LayerInstance at{domain::matrix_from(json.at("input")), domain::matrix_from(json.at("form")),
                     domain::matrix_from(json.at("value"))};
    const auto d = at.input.cols();
    require(at.input.rows() >= 1 && d >= 1 && at.value.cols() >= 1,
            "expected at least one token, entry and output");
    require(at.form.rows() == d && at.form.cols() == d && at.value.rows() == d,
            "expected a form and a value matrix as wide as tokens");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no layer: a member is missing or of another type");
  }
}

std::vector<LayerInstance> InstanceTraits<LayerInstance>::simpler(const LayerInstance& at) {
  std::vector<LayerInstance> all;
  if (at.input.rows() > 2) {
    all.push_back(at);
    all.back().input = at.input.topRows(at.input.rows() - 1).eval();
  }
  if (at.value.cols() > 1) {
    all.push_back(at);
    all.back().value = at.value.leftCols(1).eval();
  }
  for (auto part : {&LayerInstance::input, &LayerInstance::form, &LayerInstance::value}) {
    for (auto& matrix : domain::simpler_matrices(at.*part)) {
      all.push_back(at);
      all.back().*part = std::move(matrix);
    }
  }
  return all;
}

template const InstanceKind& kind_of<LayerInstance>();

}  // namespace lemmascope::claim
