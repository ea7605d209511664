#include "properties/templates/ridge_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

using attack::Level;

RidgeInstance of_two(const Rational& first, const Rational& mixed, const Rational& second) {
  RidgeInstance at{Matrix<Rational>(2, 2), Vector<Rational>(2), {1, 1}, Vector<Rational>(2), 0};
  at.between << first, mixed, mixed, second;
  at.excess << Rational(1, 10), 2;
  at.labels << 1, -1;
  return at;
}

// Excesses, labels, samples and the ridge from seven coordinates.
void move_the_rest(RidgeInstance& at, const double* unit, Level level) {
  at.excess << attack::scaled(unit[0], 1e-3, 1e3, level), attack::scaled(unit[1], 1e-3, 1e3, level);
  at.counts = {attack::whole(unit[2], 1, 6), attack::whole(unit[3], 1, 6)};
  at.ridge = attack::scaled(unit[4], 1e-3, 1e3, level);
  at.labels << 2 * attack::probability(unit[5], level) - 1,
      2 * attack::probability(unit[6], level) - 1;
}

attack::Chart<RidgeInstance> definite_chart() {
  return {"positive definite kernels of two templates",
          10,
          [](const double* unit, Level level) {
            const Rational first = attack::scaled(unit[0], 1e-3, 1e3, level);
            const Rational second = attack::scaled(unit[1], 1e-3, 1e3, level);
            const Rational cosine = 2 * attack::probability(unit[2], level) - 1;
            RidgeInstance at =
                of_two(first, Rational(cosine * (first < second ? first : second)), second);
            move_the_rest(at, unit + 3, level);
            return at;
          },
          {}};
}

attack::Chart<RidgeInstance> rank_one_chart() {
  return {"kernels c 1 1^T of two templates",
          8,
          [](const double* unit, Level level) {
            const Rational c = attack::scaled(unit[0], 1e-3, 1e3, level);
            RidgeInstance at = of_two(c, c, c);
            move_the_rest(at, unit + 1, level);
            return at;
          },
          {}};
}

}  // namespace

RidgeInstance two_templates() {
  RidgeInstance at = of_two(1, Rational(9, 10), 1);
  at.counts = {2, 3};
  return at;
}

RidgeDomain every_small_ridge() {
  return [](claim::Profile) {
    std::vector<RidgeInstance> all;
    for (const Rational& c : {Rational(0), Rational(1, 2), Rational(9, 10)}) {
      for (int n = 0; n < 9; ++n) {
        RidgeInstance at = of_two(1, c, 1);
        at.counts = {1 + n % 3, 1 + n / 3};
        if (n % 2 == 1) at.excess << Rational(2), Rational(1, 10);
        for (const Rational& ridge : {Rational(0), Rational(1, 3)}) {
          at.ridge = ridge;
          all.push_back(at);
        }
      }
    }
    all.push_back(all.back());  // where there is nothing to learn
    all.back().labels << Rational(0), Rational(0);
    return domain::family_domain("small-ridges",
                                 "two templates, correlations 0, 1/2, 9/10, up to three samples, "
                                 "and one with labels of zero",
                                 std::move(all), {definite_chart()});
  };
}

RidgeDomain sampled_ridges() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<RidgeInstance>(
        "sampled-ridges", "random positive definite kernels of one to four templates",
        domain::in_profile(domain::CaseCounts{40, 400, 4000}, profile), [](domain::Draw& draw) {
          const int r = draw.in_range(1, 5);
          Matrix<Rational> root(r, r);
          for (Eigen::Index e = 0; e < root.size(); ++e) {
            root.data()[e] = Rational(draw.in_range(-4, 5), 2);
          }
          RidgeInstance at{Matrix<Rational>(r, r),
                           Vector<Rational>(r),
                           {},
                           Vector<Rational>(r),
                           Rational(draw.in_range(0, 5), 4)};
          for (int i = 0; i < r; ++i) {
            for (int j = 0; j < r; ++j) {
              at.between(i, j) = i == j ? Rational(1, 3) : Rational(0);
              for (int l = 0; l < r; ++l) at.between(i, j) += root(i, l) * root(j, l);
            }
            at.excess(i) = Rational(draw.in_range(1, 9), 4);
            at.labels(i) = Rational(draw.in_range(-3, 4), 2);
            at.counts.push_back(draw.in_range(1, 5));
          }
          return at;
        });
  };
}

RidgeDomain rank_one_ridges() {
  return [](claim::Profile) {
    std::vector<RidgeInstance> all;
    for (const Rational& c : {Rational(1, 2), Rational(1)}) {
      for (const auto& [one, other] : {std::pair(2, 2), std::pair(3, 1), std::pair(6, 2)}) {
        for (const int label : {-1, 0, 1}) {
          RidgeInstance at = of_two(c, c, c);
          at.excess << 1, 1;
          at.counts = {one, other};
          at.labels << 1, label;
          at.ridge = Rational(1, 100);
          all.push_back(at);
        }
      }
    }
    for (const Rational& mixed : {Rational(0), Rational(9, 10)}) {
      all.push_back(of_two(1, mixed, 1));
    }
    return domain::family_domain("rank-one-ridges",
                                 "two templates with N = c 1 1^T, balanced and not, and two others",
                                 std::move(all), {rank_one_chart()});
  };
}

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using templates::RidgeInstance;

std::string InstanceTraits<RidgeInstance>::summary(const RidgeInstance& at) {
  long samples = 0;
  for (const long count : at.counts) samples += count;
  return fmt::format("r={},n={}", at.counts.size(), samples);
}

nlohmann::json InstanceTraits<RidgeInstance>::to_json(const RidgeInstance& at) {
  nlohmann::json excess = nlohmann::json::array(), labels = nlohmann::json::array();
  for (Eigen::Index i = 0; i < at.labels.size(); ++i) {
    excess.push_back(to_text(at.excess(i)));
    labels.push_back(to_text(at.labels(i)));
  }
  return {{"between", domain::rows_json(at.between)},
          {"excess", excess},
          {"counts", at.counts},
          {"labels", labels},
          {"ridge", to_text(at.ridge)}};
}

RidgeInstance InstanceTraits<RidgeInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto numbers = [&](const char* key) {
      const auto& list = json.at(key);
      Vector<Rational> values(list.size());
      for (std::size_t i = 0; i < list.size(); ++i) {
        values(i) = parse_rational(list[i].get<std::string>());
      }
      return values;
    };
    RidgeInstance at{domain::matrix_from(json.at("between")), numbers("excess"),
                     json.at("counts").get<std::vector<long>>(), numbers("labels"),
                     parse_rational(json.at("ridge").get<std::string>())};
    templates::require_ridge(at);
    for (const long count : at.counts) require(count <= 20, "expected at most 20 samples of each");
    for (Eigen::Index i = 0; i < at.between.rows(); ++i) {
      for (Eigen::Index j = 0; j < i; ++j) {
        require(at.between(i, j) == at.between(j, i), "expected a symmetric kernel matrix");
      }
    }
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no regression: a member is missing or of another type");
  }
}

std::vector<RidgeInstance> InstanceTraits<RidgeInstance>::simpler(const RidgeInstance& at) {
  std::vector<RidgeInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  const Eigen::Index r = at.between.rows();
  if (r > 2) {
    add([r](auto& next) {
      next.between = next.between.topLeftCorner(r - 1, r - 1).eval();
      next.excess = next.excess.head(r - 1).eval();
      next.labels = next.labels.head(r - 1).eval();
      next.counts.pop_back();
    });
  }
  for (Eigen::Index i = 0; i < r; ++i) {
    if (at.counts[i] > 1) add([i](auto& next) { next.counts[i] = 1; });
    if (at.excess(i) != 1) add([i](auto& next) { next.excess(i) = 1; });
    if (at.labels(i) != 1 && at.labels(i) != -1) add([i](auto& next) { next.labels(i) = 1; });
  }
  if (at.ridge != 0) add([](auto& next) { next.ridge = 0; });
  return all;
}

template const InstanceKind& kind_of<RidgeInstance>();

}  // namespace lemmascope::claim
