#include "properties/compute/budget.hpp"

#include <fmt/format.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
namespace {

constexpr double kGibibyte = 1ull << 30;

}  // namespace

std::string bytes_text(double bytes) {
  const char* units[] = {"bytes", "KiB", "MiB", "GiB"};
  int unit = 0;
  for (; unit < 3 && bytes >= 1024; ++unit) bytes /= 1024;
  return unit == 0 ? fmt::format("{:.0f} bytes", bytes)
                   : fmt::format("{:.3g} {}", bytes, units[unit]);
}

void require_within(const Budget& budget, const Estimate& estimate, const std::string& what) {
  // Written so that an estimate that is not a number is refused.
  if (!(estimate.memory <= budget.memory)) {
    refuse(fmt::format("{}: needs about {} of memory, more than {}; --most-memory GIB raises it",
                       what, bytes_text(estimate.memory), bytes_text(budget.memory)));
  }
  if (!(estimate.terms <= budget.terms)) {
    refuse(
        fmt::format("{}: needs about {:.2g} terms, more than {:.2g}; --most-work TERMS raises it",
                    what, estimate.terms, budget.terms));
  }
}

const std::vector<Option>& budget_options() {
  static const std::vector<Option> options{
      {.name = "most-memory",
       .kind = OptionKind::number,
       .help = "GiB of memory; what needs more is refused before it starts",
       .usual = "4",
       .least = "0",
       .most = "1000000",
       .above_least = true},
      {.name = "most-work",
       .kind = OptionKind::number,
       .help = "summands or multiply-adds; what needs more is refused before it starts",
       .usual = "100000000000",
       .least = "0",
       .most = "1e30",
       .above_least = true}};
  return options;
}

Budget budget_of(const OptionValues& values) {
  Budget budget;
  if (is_given(values, "most-memory")) {
    budget.memory = to_double(number_of(values, "most-memory")) * kGibibyte;
  }
  if (is_given(values, "most-work")) budget.terms = to_double(number_of(values, "most-work"));
  return budget;
}

}  // namespace lemmascope::compute
