#include "properties/graphdepth/scores_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

const std::vector<Rational>& factors() {
  static const std::vector<Rational> all{Rational(2), Rational(11, 10), Rational(20)};
  return all;
}

Matrix<Rational> ones(int n) { return Matrix<Rational>::Constant(n, n, Rational(1)); }

ScoresInstance halved(int n, const Rational& factor) {
  ScoresInstance at{ones(n), factor};
  for (int k = 0; k < n; ++k) {
    at.masses(0, k) = k < n / 2 ? factor : Rational(1 / factor);
    at.masses(1, k) = 1 / at.masses(0, k);
  }
  return at;
}

std::vector<ScoresInstance> extreme_rows() {
  std::vector<ScoresInstance> all;
  for (const Rational& factor : factors()) {
    const Rational entries[] = {Rational(1 / factor), Rational(1), factor};
    int codes = 81;
    for (int n = 2; n <= 3; ++n, codes *= 9) {
      for (int code = 0; code < codes; ++code) {
        ScoresInstance at{ones(n), factor};
        for (int e = 0, rest = code; e < 2 * n; ++e, rest /= 3) {
          at.masses(e / n, e % n) = entries[rest % 3];
        }
        all.push_back(std::move(at));
      }
    }
  }
  return all;
}

}  // namespace

ScoresInstance two_rows(const Rational& factor) { return halved(2, factor); }

claim::ProfiledDomain<ScoresInstance> every_extreme_row() {
  return [](claim::Profile) {
    return domain::family_domain(
        "extreme-rows", "two and three positions, two rows of masses 1/q, 1 and q", extreme_rows());
  };
}

claim::ProfiledDomain<ScoresInstance> halved_rows() {
  return [](claim::Profile) {
    std::vector<ScoresInstance> all;
    for (const int n : {2, 4, 6}) {
      for (const Rational& factor : factors()) all.push_back(halved(n, factor));
    }
    return domain::family_domain(
        "halved-rows", "2, 4 and 6 positions, two rows that prefer one half each", std::move(all));
  };
}

claim::ProfiledDomain<ScoresInstance> sampled_scores() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<ScoresInstance>(
        "sampled-scores", "random masses of 2 to 6 positions",
        domain::in_profile(domain::CaseCounts{100, 1000, 10000}, profile), [](domain::Draw& draw) {
          const int n = draw.in_range(2, 7);
          ScoresInstance at{ones(n), Rational(draw.in_range(11, 51), 10)};
          const Rational least = 1 / at.factor, span = at.factor - least;
          for (Eigen::Index e = 0; e < n * n; ++e) {
            at.masses.data()[e] = least + span * draw.in_range(0, 13) / 12;
          }
          return at;
        });
  };
}

}  // namespace lemmascope::graphdepth

namespace lemmascope::claim {

using graphdepth::ScoresInstance;
using lemmascope::to_text;  // fractions

std::string InstanceTraits<ScoresInstance>::summary(const ScoresInstance& at) {
  return fmt::format("n={}", at.masses.rows());
}

nlohmann::json InstanceTraits<ScoresInstance>::to_json(const ScoresInstance& at) {
  return {{"masses", domain::rows_json(at.masses)}, {"factor", to_text(at.factor)}};
}

ScoresInstance InstanceTraits<ScoresInstance>::from_json(const nlohmann::json& json) {
  try {
    ScoresInstance at{domain::matrix_from(json.at("masses")),
                      parse_rational(json.at("factor").get<std::string>())};
    require(at.masses.rows() >= 1 && at.masses.rows() == at.masses.cols(),
            "expected a square matrix of masses");
    require(at.factor >= 1, "expected a factor of at least one");
    for (Eigen::Index e = 0; e < at.masses.size(); ++e) {
      require(at.masses.data()[e] * at.factor >= 1 && at.masses.data()[e] <= at.factor,
              "expected masses between 1/q and q");
    }
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no matrix of masses: a member is missing or of another type");
  }
}

std::vector<ScoresInstance> InstanceTraits<ScoresInstance>::simpler(const ScoresInstance& at) {
  std::vector<ScoresInstance> all;
  const auto n = at.masses.rows();
  if (n > 2) all.push_back({at.masses.topLeftCorner(n - 1, n - 1).eval(), at.factor});
  for (Eigen::Index e = 0; e < at.masses.size(); ++e) {
    if (at.masses.data()[e] == 1) continue;
    all.push_back(at);
    all.back().masses.data()[e] = 1;
  }
  return all;
}

template const InstanceKind& kind_of<ScoresInstance>();

}  // namespace lemmascope::claim
