#include "properties/icl/setting_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using regression::InputLaw;

std::vector<InputLaw> three_laws() {
  return {regression::uniform_law(Rational(1, 2)), regression::gaussian_law(),
          regression::three_point_law(Rational(1, 3), Rational(1))};
}

/// 1 on the diagonal and -1/2, 1/3 around it: no symmetry.
Matrix<Rational> lopsided(int d) {
  Matrix<Rational> matrix(d, d);
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) {
      matrix(i, j) = i == j ? Rational(1) : i < j ? Rational(-1, 2) : Rational(1, 3);
    }
  }
  return matrix;
}

SettingInstance instance(const InputLaw& law, int d, int n, int steps) {
  return {{{d, n}, law}, steps, Rational(1, 2), lopsided(d)};
}

/// A number of either sign: zero in the middle of the coordinate.
Rational with_sign(double unit, attack::Level level) {
  const Rational size = attack::scaled(2 * std::abs(unit - 0.5), 0.001, 10, level);
  return unit < 0.5 ? Rational(-size) : size;
}

attack::Chart<SettingInstance> matrices(const InputLaw& law, int d, int n) {
  return {fmt::format("{}, d = {}, N = {}", regression::to_text(law), d, n),
          d * d,
          [=](const double* unit, attack::Level level) {
            SettingInstance at = instance(law, d, n, 1);
            for (int e = 0; e < d * d; ++e) {
              at.preconditioner.data()[e] = with_sign(unit[e], level);
            }
            return at;
          },
          {}};
}

}  // namespace

SettingDomain small_settings(int degree) {
  return [degree](claim::Profile profile) {
    const double most = profile == claim::Profile::quick ? 700 : 20000;
    std::vector<SettingInstance> all;
    std::vector<attack::Chart<SettingInstance>> charts;
    for (const InputLaw& law : three_laws()) {
      for (int d = 1; d <= 3; ++d) {
        for (int n = 1; n <= 3; ++n) {
          if (regression::points_to_visit({d, n}, law, degree) > most) continue;
          all.push_back(instance(law, d, n, 1));
          if (d == 2) charts.push_back(matrices(law, d, n));
        }
      }
    }
    return domain::family_domain(
        fmt::format("small-settings-{}", degree),
        "uniform, Gaussian and three-point inputs, d and N up to 3 as far as all points are tried",
        std::move(all), std::move(charts));
  };
}

SettingDomain usual_settings() {
  return [](claim::Profile profile) {
    std::vector<SettingInstance> all;
    const std::vector<int> contexts =
        profile == claim::Profile::quick ? std::vector<int>{10} : std::vector<int>{10, 25, 50, 100};
    for (const InputLaw& law : {regression::uniform_law(Rational(1, 2)),
                                regression::uniform_law(Rational(1)), regression::gaussian_law()}) {
      for (const int n : contexts) {
        for (int steps = 1; steps <= 3; ++steps) all.push_back(instance(law, 10, n, steps));
      }
    }
    return domain::family_domain("usual-settings",
                                 "d = 10, uniform and Gaussian inputs, one to three steps",
                                 std::move(all));
  };
}

SettingDomain paper_settings() {
  return [](claim::Profile profile) {
    std::vector<SettingInstance> all;
    const std::vector<int> contexts = profile == claim::Profile::quick
                                          ? std::vector<int>{10, 50}
                                          : std::vector<int>{10, 25, 50, 100};
    for (const int n : contexts) {
      all.push_back(instance(regression::uniform_law(Rational(1, 2)), 10, n, 2));
    }
    return domain::family_domain("paper-settings", "d = 10, inputs uniform on [-1/2, 1/2]",
                                 std::move(all));
  };
}

SettingInstance usual_setting() {
  return instance(regression::uniform_law(Rational(1, 2)), 10, 10, 1);
}

}  // namespace lemmascope::icl

namespace lemmascope::claim {

using icl::SettingInstance;
using lemmascope::to_text;  // fractions

std::string InstanceTraits<SettingInstance>::summary(const SettingInstance& at) {
  return fmt::format("{},d={},N={},K={}", regression::to_text(at.setting.law),
                     at.setting.shape.dimension, at.setting.shape.context, at.steps);
}

nlohmann::json InstanceTraits<SettingInstance>::to_json(const SettingInstance& at) {
  return {{"inputs", regression::to_text(at.setting.law)},
          {"dimension", at.setting.shape.dimension},
          {"context", at.setting.shape.context},
          {"steps", at.steps},
          {"number", to_text(at.number)},
          {"preconditioner", domain::rows_json(at.preconditioner)}};
}

SettingInstance InstanceTraits<SettingInstance>::from_json(const nlohmann::json& json) {
  try {
    SettingInstance at{{{json.at("dimension").get<int>(), json.at("context").get<int>()},
                        regression::parse_input_law(json.at("inputs").get<std::string>())},
                       json.at("steps").get<int>(),
                       parse_rational(json.at("number").get<std::string>()),
                       domain::matrix_from(json.at("preconditioner"))};
    const int d = at.setting.shape.dimension;
    require(d >= 1 && at.setting.shape.context >= 1,
            "expected at least one coordinate and example");
    require(at.steps >= 1 && at.steps <= 4, "steps: expected 1 to 4");
    require(at.preconditioner.rows() == d && at.preconditioner.cols() == d,
            "preconditioner: expected as many rows and columns as coordinates");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no setting: a member is missing or of another type");
  }
}

std::vector<SettingInstance> InstanceTraits<SettingInstance>::simpler(const SettingInstance& at) {
  std::vector<SettingInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  auto& [d, n] = at.setting.shape;
  if (at.steps > 1) add([](auto& next) { --next.steps; });
  for (const int fewer : {1, n / 2, n - 1}) {
    if (fewer >= 1 && fewer < n) add([=](auto& next) { next.setting.shape.context = fewer; });
  }
  for (const int fewer : {1, d / 2, d - 1}) {
    if (fewer < 1 || fewer >= d) continue;
    add([=](auto& next) {
      next.setting.shape.dimension = fewer;
      next.preconditioner = next.preconditioner.topLeftCorner(fewer, fewer).eval();
    });
  }
  if (at.number != 1) add([](auto& next) { next.number = 1; });
  for (auto& matrix : domain::simpler_matrices(at.preconditioner)) {
    add([&](auto& next) { next.preconditioner = std::move(matrix); });
  }
  return all;
}

template const InstanceKind& kind_of<SettingInstance>();

}  // namespace lemmascope::claim
