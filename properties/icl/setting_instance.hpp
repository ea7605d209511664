// What claims about losses quantify over: the law of the inputs, their number, the steps, and a
// preconditioner beside the multiples of the identity.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/icl/rate_loss.hpp"

namespace lemmascope::icl {

struct SettingInstance {
  Setting setting;
  int steps = 1;                    ///< K
  Rational number{1};               ///< a rate t, a scale or a damping, as the claim says
  Matrix<Rational> preconditioner;  ///< A, d x d
};

using SettingDomain = claim::ProfiledDomain<SettingInstance>;

/// Three laws on d and N of 1 to 3 with few enough matrices of matching points, and a matrix A with
/// every kind of entry: E over points is exact for `degree` in each entry.
SettingDomain small_settings(int degree);

/// d = 10, N of 10 (and 25, 50, 100 in pr and nightly), uniform on [-1/2, 1/2] and [-1, 1] and
/// Gaussian, K = 1, 2, 3.
SettingDomain usual_settings();

/// Uniform inputs of ten entries: N of 10 and 50, and 25 and 100 in pr and nightly.
SettingDomain paper_settings();

/// d = N = 10, uniform on [-1/2, 1/2], one step.
SettingInstance usual_setting();

}  // namespace lemmascope::icl

namespace lemmascope::claim {

template <>
struct InstanceTraits<icl::SettingInstance> {
  /// "uniform:1/2,d=10,N=10,K=1".
  static std::string summary(const icl::SettingInstance& at);
  static nlohmann::json to_json(const icl::SettingInstance& at);
  static icl::SettingInstance from_json(const nlohmann::json& json);
  /// Fewer steps, examples and coordinates, a number of one, a simpler matrix.
  static std::vector<icl::SettingInstance> simpler(const icl::SettingInstance& at);
};

}  // namespace lemmascope::claim
