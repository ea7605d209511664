#include "properties/icl/scores_instance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

/// Scores of either sign from a thousandth to four.
attack::Chart<ScoresInstance> scores_chart(int n) {
  return {fmt::format("{} scores", n),
          n,
          [n](const double* unit, attack::Level level) {
            ScoresInstance at{Vector<Rational>(n)};
            for (int i = 0; i < n; ++i) {
              const double side = 2 * std::abs(unit[i] - 0.5);
              const Rational size = attack::scaled(side, 0.001, 4, level);
              at.scores(i) = unit[i] < 0.5 ? Rational(-size) : size;
            }
            return at;
          },
          {}};
}

}  // namespace

claim::ProfiledDomain<ScoresInstance> every_small_score() {
  return [](claim::Profile) {
    std::vector<ScoresInstance> all;
    int codes = 3;  // 3^n
    for (int n = 2; n <= 4; ++n) {
      codes *= 3;
      for (int code = 0; code < codes; ++code) {
        ScoresInstance at{Vector<Rational>(n)};
        for (int i = 0, rest = code; i < n; ++i, rest /= 3) at.scores(i) = rest % 3 - 1;
        all.push_back(std::move(at));
      }
    }
    return domain::family_domain("small-scores", "two to four scores of -1, 0 and 1",
                                 std::move(all),
                                 {scores_chart(2), scores_chart(3), scores_chart(5)});
  };
}

claim::ProfiledDomain<ScoresInstance> sampled_scores() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<ScoresInstance>(
        "sampled-scores", "two to six random scores between -2 and 2",
        domain::in_profile(domain::CaseCounts{40, 400, 4000}, profile), [](domain::Draw& draw) {
          ScoresInstance at{Vector<Rational>(draw.in_range(2, 7))};
          for (Eigen::Index i = 0; i < at.scores.size(); ++i) {
            at.scores(i) = Rational(draw.in_range(-24, 25), 12);
          }
          return at;
        });
  };
}

ScoresInstance three_scores() {
  ScoresInstance at{Vector<Rational>(3)};
  at.scores << Rational(1), Rational(1, 2), Rational(-1, 4);
  return at;
}

}  // namespace lemmascope::icl

namespace lemmascope::claim {

using icl::ScoresInstance;

std::string InstanceTraits<ScoresInstance>::summary(const ScoresInstance& at) {
  return fmt::format("N={}", at.scores.size());
}

nlohmann::json InstanceTraits<ScoresInstance>::to_json(const ScoresInstance& at) {
  return {{"scores", domain::rows_json(at.scores)}};
}

ScoresInstance InstanceTraits<ScoresInstance>::from_json(const nlohmann::json& json) {
  try {
    ScoresInstance at{domain::matrix_from(json.at("scores")).col(0)};
    require(at.scores.size() >= 1, "expected at least one score");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no list of scores: a member is missing or of another type");
  }
}

std::vector<ScoresInstance> InstanceTraits<ScoresInstance>::simpler(const ScoresInstance& at) {
  std::vector<ScoresInstance> all;
  if (at.scores.size() > 2) all.push_back({at.scores.head(at.scores.size() - 1).eval()});
  for (auto& matrix : domain::simpler_matrices(at.scores)) all.push_back({matrix.col(0)});
  return all;
}

template const InstanceKind& kind_of<ScoresInstance>();

}  // namespace lemmascope::claim
