#include "properties/looped/loop_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

Matrix<Rational> drawn(int rows, int columns, domain::Draw& draw) {
  Matrix<Rational> matrix(rows, columns);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    matrix.data()[e] = Rational(draw.in_range(-6, 7), 3);
  }
  return matrix;
}

LoopedTask drawn_loop(domain::Draw& draw) {
  const int d = draw.in_range(1, 4), n = draw.in_range(1, 5);
  LoopedTask task{drawn(d, n, draw), drawn(d, 1, draw).col(0), drawn(d, 1, draw).col(0),
                  drawn(d, d, draw), drawn(d, 1, draw).col(0), draw.in_range(1, 4)};
  if (draw.in_range(0, 4) == 0) task.u = Vector<Rational>::Constant(d, Rational(0));
  return task;
}

LoopedTask tiny_loop(int code) {
  const auto digit = [&code] {
    const int value = code % 3 - 1;
    code /= 3;
    return Matrix<Rational>::Constant(1, 1, Rational(value));
  };
  LoopedTask task;
  task.inputs = digit();
  task.query = digit().col(0);
  task.map = digit().col(0);
  task.a = digit();
  task.u = digit().col(0);
  task.loops = 2;
  return task;
}

}  // namespace

LoopDomain every_tiny_loop() {
  return [](claim::Profile) {
    std::vector<LoopedTask> all;
    for (int code = 0; code < 243; ++code) all.push_back(tiny_loop(code));
    return domain::family_domain(
        "tiny-loops", "one example of one entry, everything -1, 0 or 1, two loops", std::move(all));
  };
}

LoopDomain sampled_loops() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<LoopedTask>(
        "sampled-loops", "random data of up to three entries and four examples, up to three loops",
        domain::in_profile(domain::CaseCounts{60, 600, 6000}, profile), drawn_loop);
  };
}

LoopedTask general_loop() {
  LoopedTask task{Matrix<Rational>(2, 2), Vector<Rational>(2), Vector<Rational>(2),
                  Matrix<Rational>(2, 2), Vector<Rational>(2), 2};
  task.inputs << 1, 2, -1, 1;
  task.query << 2, 1;
  task.map << 1, -1;
  task.a << Rational(1, 2), 1, Rational(-1, 3), Rational(1, 2);
  task.u << Rational(1, 2), 1;
  return task;
}

}  // namespace lemmascope::looped

namespace lemmascope::claim {

using looped::LoopedTask;

std::string InstanceTraits<LoopedTask>::summary(const LoopedTask& at) {
  return fmt::format("d={},n={},L={}", at.dimension(), at.context(), at.loops);
}

nlohmann::json InstanceTraits<LoopedTask>::to_json(const LoopedTask& at) {
  return {{"inputs", domain::rows_json(at.inputs)}, {"query", domain::rows_json(at.query)},
          {"map", domain::rows_json(at.map)},       {"A", domain::rows_json(at.a)},
          {"u", domain::rows_json(at.u)},           {"loops", at.loops}};
}

LoopedTask InstanceTraits<LoopedTask>::from_json(const nlohmann::json& json) {
  try {
    const auto matrix = [&](const char* key) { return domain::matrix_from(json.at(key)); };
    LoopedTask at{matrix("inputs"), matrix("query").col(0), matrix("map").col(0),
                  matrix("A"),      matrix("u").col(0),     json.at("loops").get<int>()};
    looped::require_task(at);
    require(at.loops <= 6, "loops: expected 1 to 6");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no looped layer: a member is missing or of another type");
  }
}

std::vector<LoopedTask> InstanceTraits<LoopedTask>::simpler(const LoopedTask& at) {
  std::vector<LoopedTask> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.loops > 1) add([](auto& next) { --next.loops; });
  if (const auto n = at.inputs.cols() - 1; n > 0) {
    add([n](auto& next) { next.inputs = next.inputs.leftCols(n).eval(); });
  }
  if (const auto d = at.inputs.rows() - 1; d > 0) {
    add([d](auto& next) {
      next.inputs = next.inputs.topRows(d).eval();
      next.a = next.a.topLeftCorner(d, d).eval();
      for (auto part : {&LoopedTask::query, &LoopedTask::map, &LoopedTask::u}) {
        next.*part = (next.*part).head(d).eval();
      }
    });
  }
  for (auto part : {&LoopedTask::inputs, &LoopedTask::a}) {
    for (auto& matrix : domain::simpler_matrices(at.*part)) {
      add([&](auto& next) { next.*part = std::move(matrix); });
    }
  }
  for (auto part : {&LoopedTask::query, &LoopedTask::map, &LoopedTask::u}) {
    for (auto& matrix : domain::simpler_matrices(at.*part)) {
      add([&](auto& next) { next.*part = matrix.col(0); });
    }
  }
  return all;
}

template const InstanceKind& kind_of<LoopedTask>();

}  // namespace lemmascope::claim
