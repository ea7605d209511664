#include "properties/plasticity/task_domains.hpp"

#include <fmt/format.h>

#include "properties/domain/profiled.hpp"
#include "theory/plasticity/integer_weights.hpp"

namespace lemmascope::plasticity {
namespace {

Matrix<Rational> filled(int rows, int columns, int entry) {
  return Matrix<Rational>::Constant(rows, columns, Rational(entry));
}

/// The digits of `code` in base 3, less one: six numbers in {-1, 0, 1}.
TaskInstance tiny_task(int code) {
  TaskInstance at{{filled(2, 1, 0), filled(2, 1, 0), filled(2, 1, 0)}};
  for (auto* part : {&at.task.keys, &at.task.values, &at.task.queries}) {
    for (int t = 0; t < 2; ++t, code /= 3) (*part)(t, 0) = code % 3 - 1;
  }
  return at;
}

std::vector<TaskInstance> extreme_tasks(const std::vector<int>& widths) {
  std::vector<TaskInstance> all;
  for (const int tokens : {1, 2, 8, 64}) {
    for (const int width : widths) {
      for (int corner = 0; corner < 8; ++corner) {
        const auto entry = [&](int bit) { return corner >> bit & 1 ? -128 : 127; };
        all.push_back({{filled(tokens, width, entry(0)), filled(tokens, 1, entry(1)),
                        filled(tokens, width, entry(2))}});
      }
    }
  }
  return all;
}

Matrix<Rational> drawn(int rows, int columns, int low, int high, domain::Draw& draw) {
  Matrix<Rational> matrix(rows, columns);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) matrix.data()[e] = draw.in_range(low, high);
  return matrix;
}

TaskInstance drawn_task(int most_tokens, int most_width, int most_outputs, int low, int high,
                        domain::Draw& draw) {
  const int tokens = draw.in_range(1, most_tokens + 1), width = draw.in_range(1, most_width + 1);
  const int outputs = draw.in_range(1, most_outputs + 1);
  TaskInstance at;
  at.task.keys = drawn(tokens, width, low, high, draw);
  at.task.values = drawn(tokens, outputs, low, high, draw);
  at.task.queries = drawn(tokens, width, low, high, draw);
  at.rate = Rational(draw.in_range(1, 25), 12);
  return at;
}

}  // namespace

TaskDomain every_tiny_task() {
  return [](claim::Profile) {
    std::vector<TaskInstance> all;
    for (int code = 0; code < 729; ++code) all.push_back(tiny_task(code));
    return domain::family_domain(
        "tiny-tasks", "every task of two tokens with single entries -1, 0 and 1", std::move(all));
  };
}

TaskDomain extreme_eight_bit_tasks(std::vector<int> widths) {
  return [widths = std::move(widths)](claim::Profile) {
    return domain::family_domain(
        "extreme-eight-bit-tasks",
        fmt::format("keys, values and queries of -128 or 127 throughout, T of 1, 2, 8, 64, d of {}",
                    fmt::join(widths, ", ")),
        extreme_tasks(widths));
  };
}

TaskDomain sampled_eight_bit_tasks() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<TaskInstance>(
        "sampled-eight-bit-tasks", "random eight-bit tasks of up to 64 tokens",
        domain::in_profile(domain::CaseCounts{24, 240, 2400}, profile),
        [](domain::Draw& draw) { return drawn_task(64, 4, 3, -128, 128, draw); });
  };
}

TaskDomain sampled_small_tasks() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<TaskInstance>(
        "sampled-small-tasks", "random tasks of up to 6 tokens with whole entries from -3 to 3",
        domain::in_profile(domain::CaseCounts{60, 600, 6000}, profile),
        [](domain::Draw& draw) { return drawn_task(6, 3, 2, -3, 4, draw); });
  };
}

TaskInstance reference_instance() {
  TaskInstance at{{filled(3, 2, 0), filled(3, 1, 0), filled(3, 2, 0)}, Rational(1, 10)};
  at.task.keys << 1, 2, 3, -1, 0, 4;
  at.task.values << 2, -1, 5;
  at.task.queries << 1, 1, 2, 0, 1, 3;
  return at;
}

claim::Hypothesis<TaskInstance> eight_bit_entries() {
  return {"eight-bit entries", "keys, values and queries are whole numbers from -128 to 127",
          [](const TaskInstance& at) { return truth(is_eight_bit(at.task)); }};
}

}  // namespace lemmascope::plasticity
