#include "properties/icl/task_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

Matrix<Rational> drawn(int rows, int columns, domain::Draw& draw) {
  Matrix<Rational> matrix(rows, columns);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    matrix.data()[e] = Rational(draw.in_range(-6, 7), 3);
  }
  return matrix;
}

TaskInstance drawn_task(domain::Draw& draw) {
  const int n = draw.in_range(1, 5), nx = draw.in_range(1, 4), ny = draw.in_range(1, 3);
  TaskInstance at{{drawn(n, nx, draw), drawn(n, ny, draw), drawn(nx, 1, draw).col(0),
                   drawn(ny, nx, draw), Rational(draw.in_range(1, 9), 4)},
                  Rational(draw.in_range(-4, 5), 6),
                  drawn(draw.in_range(1, 3), nx, draw),
                  draw.in_range(1, 4)};
  if (draw.in_range(0, 5) == 0) at.task.start = zero_matrix(ny, nx);
  return at;
}

TaskInstance tiny_task(int code) {
  const auto digit = [&code](int base) {
    const int value = code % base;
    code /= base;
    return value;
  };
  TaskInstance at{{zero_matrix(2, 1), zero_matrix(2, 1), zero_matrix(1, 1).col(0),
                   zero_matrix(1, 1), Rational(1)},
                  Rational(1, 2),
                  Matrix<Rational>::Constant(1, 1, Rational(1)),
                  2};
  for (int i = 0; i < 2; ++i) {
    at.task.inputs(i, 0) = 2 * digit(2) - 1;
    at.task.targets(i, 0) = 2 * digit(2);
  }
  at.task.query(0) = digit(3) - 1;
  at.task.start(0, 0) = digit(3) - 1;
  return at;
}

}  // namespace

TaskDomain every_tiny_task() {
  return [](claim::Profile) {
    std::vector<TaskInstance> all;
    for (int code = 0; code < 144; ++code) all.push_back(tiny_task(code));
    return domain::family_domain(
        "tiny-tasks",
        "two examples of single entries -1 or 1, targets 0 or 2, query and first map -1, 0 or 1",
        std::move(all));
  };
}

TaskDomain sampled_tasks() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<TaskInstance>(
        "sampled-tasks", "random tasks of up to four examples, three entries and two targets",
        domain::in_profile(domain::CaseCounts{40, 400, 4000}, profile), drawn_task);
  };
}

TaskInstance general_task() {
  TaskInstance at{{Matrix<Rational>(3, 2), Matrix<Rational>(3, 1), Vector<Rational>(2),
                   Matrix<Rational>(1, 2), Rational(1, 2)},
                  Rational(1, 10),
                  Matrix<Rational>(2, 2),
                  2};
  at.task.inputs << 1, 2, 0, 1, -1, 3;
  at.task.targets << 2, -1, 1;
  at.task.query << 2, 1;
  at.task.start << 1, -1;
  at.hidden << 1, 1, 2, -1;
  return at;
}

Sides beside(const Matrix<Rational>& lhs, const Matrix<Rational>& rhs) {
  return domain::entries(lhs, rhs);
}

}  // namespace lemmascope::icl

namespace lemmascope::claim {

using icl::TaskInstance;
using lemmascope::to_text;  // fractions

std::string InstanceTraits<TaskInstance>::summary(const TaskInstance& at) {
  return fmt::format("N={},nx={},ny={},K={}", at.task.context(), at.task.width(), at.task.outputs(),
                     at.layers);
}

nlohmann::json InstanceTraits<TaskInstance>::to_json(const TaskInstance& at) {
  return {{"x", domain::rows_json(at.task.inputs)},
          {"y", domain::rows_json(at.task.targets)},
          {"query", domain::rows_json(at.task.query)},
          {"W0", domain::rows_json(at.task.start)},
          {"rate", to_text(at.task.rate)},
          {"gamma", to_text(at.gamma)},
          {"hidden", domain::rows_json(at.hidden)},
          {"layers", at.layers}};
}

TaskInstance InstanceTraits<TaskInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto matrix = [&](const char* key) { return domain::matrix_from(json.at(key)); };
    const auto fraction = [&](const char* key) {
      return parse_rational(json.at(key).get<std::string>());
    };
    TaskInstance at{
        {matrix("x"), matrix("y"), matrix("query").col(0), matrix("W0"), fraction("rate")},
        fraction("gamma"),
        matrix("hidden"),
        json.at("layers").get<int>()};
    icl::require_task(at.task);
    require(at.hidden.rows() >= 1 && at.hidden.cols() == at.task.inputs.cols(),
            "hidden: expected weights as wide as an input");
    require(at.layers >= 1 && at.layers <= 4, "layers: expected 1 to 4");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no task: a member is missing or of another type");
  }
}

std::vector<TaskInstance> InstanceTraits<TaskInstance>::simpler(const TaskInstance& at) {
  std::vector<TaskInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.layers > 1) add([](auto& next) { --next.layers; });
  if (const auto n = at.task.inputs.rows() - 1; n > 0) {
    add([n](auto& next) {
      next.task.inputs = next.task.inputs.topRows(n).eval();
      next.task.targets = next.task.targets.topRows(n).eval();
    });
  }
  if (const auto ny = at.task.targets.cols() - 1; ny > 0) {
    add([ny](auto& next) {
      next.task.targets = next.task.targets.leftCols(ny).eval();
      next.task.start = next.task.start.topRows(ny).eval();
    });
  }
  for (auto part :
       {&icl::RegressionTask::inputs, &icl::RegressionTask::targets, &icl::RegressionTask::start}) {
    for (auto& matrix : domain::simpler_matrices(at.task.*part)) {
      add([&](auto& next) { next.task.*part = std::move(matrix); });
    }
  }
  for (auto& matrix : domain::simpler_matrices(at.task.query)) {
    add([&](auto& next) { next.task.query = matrix.col(0); });
  }
  if (at.task.rate != 1) add([](auto& next) { next.task.rate = 1; });
  if (at.gamma != 0) add([](auto& next) { next.gamma = 0; });
  return all;
}

template const InstanceKind& kind_of<TaskInstance>();

}  // namespace lemmascope::claim
