// What claims about layers quantify over: examples of a linear map, a query, a map and a rate to
// start with, and what GD++, an MLP in front and several layers add.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/icl/gradient_step.hpp"

namespace lemmascope::icl {

struct TaskInstance {
  RegressionTask task;
  Rational gamma{0};        ///< of GD++
  Matrix<Rational> hidden;  ///< H of the MLP relu(H x), k x nx
  int layers = 1;
};

using TaskDomain = claim::ProfiledDomain<TaskInstance>;
using Sides = domain::SideList<Rational>;

/// Two examples with single entries -1 or 1, targets 0 or 2, query and W_0 of -1, 0 and 1; rate 1.
TaskDomain every_tiny_task();

/// Random tasks of up to four examples, three entries and two targets, fractions k/3 with |k| <= 6;
/// up to three layers; every fifth starts from a map of zeros. quick 40; pr 400; nightly 4000.
TaskDomain sampled_tasks();

/// Three examples of two entries, one target, in general position; two layers.
TaskInstance general_task();

/// The sides of two matrices and of two vectors.
Sides beside(const Matrix<Rational>& lhs, const Matrix<Rational>& rhs);

inline constexpr const char* kPaper = "arXiv 2212.07677";
inline constexpr const char* kOneStep = "Proposition 1";
inline constexpr const char* kNoAttack =
    "no attack: a polynomial identity that fails fails at generic points";

}  // namespace lemmascope::icl

namespace lemmascope::claim {

template <>
struct InstanceTraits<icl::TaskInstance> {
  /// "N=3,nx=2,ny=1,K=2".
  static std::string summary(const icl::TaskInstance& at);
  static nlohmann::json to_json(const icl::TaskInstance& at);
  static icl::TaskInstance from_json(const nlohmann::json& json);
  /// Fewer layers, examples and targets, then simpler entries and a rate of one.
  static std::vector<icl::TaskInstance> simpler(const icl::TaskInstance& at);
};

}  // namespace lemmascope::claim
