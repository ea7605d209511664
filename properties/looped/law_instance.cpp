#include "properties/looped/law_instance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

Matrix<Rational> drawn(int size, domain::Draw& draw) {
  Matrix<Rational> matrix(size, size);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    matrix.data()[e] = Rational(draw.in_range(-4, 7), 4);
  }
  return matrix;
}

/// Diagonal of 1 to 2, off the diagonal at most 1/2: positive.
Matrix<Rational> drawn_root(int size, domain::Draw& draw) {
  Matrix<Rational> matrix(size, size);
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j <= i; ++j) {
      matrix(i, j) = i == j ? Rational(draw.in_range(4, 9), 4) : Rational(draw.in_range(-2, 3), 4);
      matrix(j, i) = matrix(i, j);
    }
  }
  return matrix;
}

attack::Chart<LawInstance> chart(int d, int n, int loops) {
  return {fmt::format("d = {}, n = {}, {} loops", d, n, loops),
          d * d,
          [=](const double* unit, attack::Level level) {
            LawInstance at = plain(d, n, loops);
            for (int e = 0; e < d * d; ++e) {
              const Rational size = attack::scaled(2 * std::abs(unit[e] - 0.5), 0.001, 4, level);
              at.a.data()[e] = unit[e] < 0.5 ? Rational(-size) : size;
            }
            return at;
          },
          {}};
}

}  // namespace

LawInstance plain(int dimension, int context, int loops) {
  return {{dimension, context, loops},
          identity_matrix(dimension),
          identity_matrix(dimension),
          Rational(1)};
}

LawDomain sampled_laws(int dimension) {
  return [dimension](claim::Profile profile) {
    const int most_loops = profile == claim::Profile::nightly ? 3 : 2;
    auto laws = domain::sampled_domain<LawInstance>(
        fmt::format("sampled-laws-{}", dimension),
        fmt::format(
            "random weights and covariances of {} coordinates, n of 1 to 10, up to {} loops",
            dimension, most_loops),
        domain::in_profile(domain::CaseCounts{12, 120, 1200}, profile), [=](domain::Draw& draw) {
          const int contexts[] = {1, 2, 3, 4, 10};
          LawInstance at =
              plain(dimension, contexts[draw.in_range(0, 5)], draw.in_range(1, most_loops + 1));
          at.a = drawn(dimension, draw);
          at.root = drawn_root(dimension, draw);
          return at;
        });
    laws.charts = {chart(dimension, 2, 1), chart(dimension, 5, 2)};
    return laws;
  };
}

LawDomain every_setting(const char* name, std::vector<int> dimensions, std::vector<int> contexts,
                        std::vector<int> loops) {
  return [=](claim::Profile) {
    std::vector<LawInstance> all;
    for (const int d : dimensions) {
      for (const int n : contexts) {
        for (const int l : loops) all.push_back(plain(d, n, l));
      }
    }
    return domain::family_domain(
        name,
        fmt::format("d of {}, n of {}, L of {}", fmt::join(dimensions, ", "),
                    fmt::join(contexts, ", "), fmt::join(loops, ", ")),
        std::move(all));
  };
}

}  // namespace lemmascope::looped

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using looped::LawInstance;

std::string InstanceTraits<LawInstance>::summary(const LawInstance& at) {
  return fmt::format("d={},n={},L={}", at.setting.dimension, at.setting.context, at.setting.loops);
}

nlohmann::json InstanceTraits<LawInstance>::to_json(const LawInstance& at) {
  return {{"dimension", at.setting.dimension},  {"context", at.setting.context},
          {"loops", at.setting.loops},          {"A", domain::rows_json(at.a)},
          {"root", domain::rows_json(at.root)}, {"number", to_text(at.number)}};
}

LawInstance InstanceTraits<LawInstance>::from_json(const nlohmann::json& json) {
  try {
    LawInstance at{{json.at("dimension").get<int>(), json.at("context").get<int>(),
                    json.at("loops").get<int>()},
                   domain::matrix_from(json.at("A")),
                   domain::matrix_from(json.at("root")),
                   parse_rational(json.at("number").get<std::string>())};
    const auto& [d, n, loops] = at.setting;
    require(d >= 1 && n >= 1 && loops >= 1 && loops <= 12, "expected sizes of at least one");
    for (const auto* matrix : {&at.a, &at.root}) {
      require(matrix->rows() == d && matrix->cols() == d,
              "expected matrices of as many rows and columns as coordinates");
    }
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no setting: a member is missing or of another type");
  }
}

std::vector<LawInstance> InstanceTraits<LawInstance>::simpler(const LawInstance& at) {
  std::vector<LawInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  const auto& [d, n, loops] = at.setting;
  if (loops > 1) add([](auto& next) { --next.setting.loops; });
  for (const int fewer : {1, n / 2, n - 1}) {
    if (fewer >= 1 && fewer < n) add([=](auto& next) { next.setting.context = fewer; });
  }
  if (d > 1) {
    add([less = d - 1](auto& next) {
      next.setting.dimension = less;
      next.a = next.a.topLeftCorner(less, less).eval();
      next.root = next.root.topLeftCorner(less, less).eval();
    });
  }
  for (auto& matrix : domain::simpler_matrices(at.a)) {
    add([&](auto& next) { next.a = std::move(matrix); });
  }
  const Matrix<Rational> identity = looped::identity_matrix(d);
  if (at.root != identity) add([&](auto& next) { next.root = identity; });
  if (at.number != 1) add([](auto& next) { next.number = 1; });
  return all;
}

template const InstanceKind& kind_of<LawInstance>();

}  // namespace lemmascope::claim
