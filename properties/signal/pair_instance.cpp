#include "properties/signal/pair_instance.hpp"

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

attack::Chart<PairInstance> pairs_of(int n) {
  return {fmt::format("two matrices of {} rows", n),
          2 * n * n,
          [n](const double* unit, attack::Level level) {
            PairInstance at{Matrix<Rational>(n, n), Matrix<Rational>(n, n)};
            for (auto* matrix : {&at.first, &at.second}) {
              for (Eigen::Index e = 0; e < n * n; ++e) {
                matrix->data()[e] = 2 * attack::probability(*unit++, level) - 1;
              }
            }
            return at;
          },
          {}};
}

}  // namespace

PairInstance crossed_pair(int n) {
  PairInstance at{Matrix<Rational>::Constant(n, n, Rational(0)),
                  Matrix<Rational>::Constant(n, n, Rational(0))};
  for (int k = 0; k < n; ++k) at.first(0, k) = at.second(k, 0) = 1;
  return at;
}

claim::ProfiledDomain<PairInstance> crossed_pairs() {
  return [](claim::Profile) {
    std::vector<PairInstance> all;
    for (int n = 1; n <= 6; ++n) {
      all.push_back(crossed_pair(n));
      all.push_back(crossed_pair(n));
      all.back().second = -all.back().second;
    }
    return domain::family_domain("crossed-pairs", "e_1 1^T and 1 e_1^T of up to six rows",
                                 std::move(all));
  };
}

claim::ProfiledDomain<PairInstance> sampled_pairs() {
  return [](claim::Profile profile) {
    auto sampled = domain::sampled_domain<PairInstance>(
        "sampled-pairs", "random pairs of up to four rows, whole entries up to 2",
        domain::in_profile(domain::CaseCounts{200, 2000, 20000}, profile), [](domain::Draw& draw) {
          const int n = draw.in_range(1, 5);
          PairInstance at{Matrix<Rational>(n, n), Matrix<Rational>(n, n)};
          for (auto* matrix : {&at.first, &at.second}) {
            for (Eigen::Index e = 0; e < n * n; ++e) matrix->data()[e] = draw.in_range(-2, 3);
          }
          return at;
        });
    sampled.charts = {pairs_of(2), pairs_of(3)};
    return sampled;
  };
}

}  // namespace lemmascope::signal

namespace lemmascope::claim {

using signal::PairInstance;

std::string InstanceTraits<PairInstance>::summary(const PairInstance& at) {
  return fmt::format("n={}", at.first.rows());
}

nlohmann::json InstanceTraits<PairInstance>::to_json(const PairInstance& at) {
  return {{"first", domain::rows_json(at.first)}, {"second", domain::rows_json(at.second)}};
}

PairInstance InstanceTraits<PairInstance>::from_json(const nlohmann::json& json) {
  try {
    PairInstance at{domain::matrix_from(json.at("first")), domain::matrix_from(json.at("second"))};
    const auto n = at.first.rows();
    require(n >= 1 && at.first.cols() == n && at.second.rows() == n && at.second.cols() == n,
            "expected two square matrices of one size");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no pair: a member is missing or of another type");
  }
}

std::vector<PairInstance> InstanceTraits<PairInstance>::simpler(const PairInstance& at) {
  std::vector<PairInstance> all;
  const auto n = at.first.rows();
  if (n > 1) {
    all.push_back({at.first.topLeftCorner(n - 1, n - 1).eval(),
                   at.second.topLeftCorner(n - 1, n - 1).eval()});
  }
  for (auto part : {&PairInstance::first, &PairInstance::second}) {
    for (auto& matrix : domain::simpler_matrices(at.*part)) {
      all.push_back(at);
      all.back().*part = std::move(matrix);
    }
  }
  return all;
}

template const InstanceKind& kind_of<PairInstance>();

}  // namespace lemmascope::claim
