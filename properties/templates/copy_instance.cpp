#include "properties/templates/copy_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

CopyDomain sampled_copies() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<CopyInstance>(
        "sampled-copies", "random heads over four symbols, two of them in the tasks",
        domain::in_profile(domain::CaseCounts{40, 400, 4000}, profile), [](domain::Draw& draw) {
          const auto entry = [&draw] { return Rational(draw.in_range(-4, 5), 2); };
          CopyInstance at;
          at.start = {Matrix<Rational>::Constant(4, 4, Rational(0)), Matrix<Rational>(4, 4),
                      Rational(draw.in_range(0, 5), 2)};
          const bool anywhere = draw.in_range(0, 4) == 0;
          for (int v = 0; v < 4; ++v) {
            for (int d = 0; d < 4; ++d) {
              if (anywhere || (v < 2) == (d < 2)) at.start.embeddings(v, d) = entry();
            }
          }
          for (Eigen::Index e = 0; e < 16; ++e) at.start.values.data()[e] = entry();
          for (int n = 0; n < 2; ++n) {
            const int x = draw.in_range(0, 2), y = draw.in_range(0, 2);
            at.tasks.push_back({{x, y}, x});
          }
          at.steps = draw.in_range(1, 4);
          at.string = {draw.in_range(2, 4)};
          if (draw.in_range(0, 2) == 0) at.string.push_back(draw.in_range(2, 4));
          return at;
        });
  };
}

CopyInstance orthonormal_copy() {
  CopyInstance at;
  at.start = {Matrix<Rational>::Constant(4, 4, Rational(0)),
              Matrix<Rational>::Constant(4, 4, Rational(0)), Rational(1)};
  for (int v = 0; v < 4; ++v) at.start.embeddings(v, v) = 1;
  at.start.values(0, 0) = at.start.values(2, 3) = Rational(1, 2);
  at.tasks = {{{0, 1}, 0}, {{1, 1}, 1}};
  at.string = {2};
  return at;
}

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using templates::CopyInstance;

std::string InstanceTraits<CopyInstance>::summary(const CopyInstance& at) {
  return fmt::format("m={},d={},steps={}", at.start.embeddings.rows(), at.start.embeddings.cols(),
                     at.steps);
}

nlohmann::json InstanceTraits<CopyInstance>::to_json(const CopyInstance& at) {
  nlohmann::json tasks = nlohmann::json::array();
  for (const auto& task : at.tasks) {
    tasks.push_back({{"string", task.string}, {"target", task.target}});
  }
  return {{"embeddings", domain::rows_json(at.start.embeddings)},
          {"values", domain::rows_json(at.start.values)},
          {"identity", to_text(at.start.identity)},
          {"tasks", tasks},
          {"rate", to_text(at.rate)},
          {"steps", at.steps},
          {"string", at.string}};
}

CopyInstance InstanceTraits<CopyInstance>::from_json(const nlohmann::json& json) {
  try {
    CopyInstance at;
    at.start.embeddings = domain::matrix_from(json.at("embeddings"));
    at.start.values = domain::matrix_from(json.at("values"));
    at.start.identity = parse_rational(json.at("identity").get<std::string>());
    for (const auto& task : json.at("tasks")) {
      at.tasks.push_back({task.at("string").get<std::vector<int>>(), task.at("target").get<int>()});
    }
    at.rate = parse_rational(json.at("rate").get<std::string>());
    at.steps = json.at("steps").get<int>();
    at.string = json.at("string").get<std::vector<int>>();
    const auto m = at.start.embeddings.rows(), d = at.start.embeddings.cols();
    require(m >= 1 && m <= 12 && d >= 1 && d <= 12 && at.start.values.rows() == d &&
                at.start.values.cols() == d,
            "expected embeddings of up to twelve symbols and square values of their width");
    require(!at.tasks.empty() && at.tasks.size() <= 12 && at.steps >= 0 && at.steps <= 6,
            "expected one to twelve tasks and up to six steps");
    for (const auto& task : at.tasks) {
      require(task.target >= 0 && task.target < m, "expected targets among the symbols");
      templates::read_by_attention(at.start, task.string);  // refuses other strings
    }
    templates::read_by_attention(at.start, at.string);
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no copying head: a member is missing or of another type");
  }
}

std::vector<CopyInstance> InstanceTraits<CopyInstance>::simpler(const CopyInstance& at) {
  std::vector<CopyInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.steps > 1) add([](auto& next) { --next.steps; });
  if (at.tasks.size() > 1) add([](auto& next) { next.tasks.pop_back(); });
  if (at.string.size() > 1) add([](auto& next) { next.string.pop_back(); });
  for (Eigen::Index e = 0; e < at.start.values.size(); ++e) {
    if (at.start.values.data()[e] != 0) {
      add([e](auto& next) { next.start.values.data()[e] = 0; });
    }
  }
  for (Eigen::Index e = 0; e < at.start.embeddings.size(); ++e) {
    if (at.start.embeddings.data()[e] != 0) {
      add([e](auto& next) { next.start.embeddings.data()[e] = 0; });
    }
  }
  return all;
}

template const InstanceKind& kind_of<CopyInstance>();

}  // namespace lemmascope::claim
