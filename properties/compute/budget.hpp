// What one command may cost. Every calculator and training estimates its memory and its work before
// it allocates anything, and refuses in one line what exceeds the budget.
#pragma once

#include <string>
#include <vector>

#include "properties/compute/option.hpp"

namespace lemmascope::compute {

/// The most a command may take.
struct Budget {
  double memory = 4.0 * (1ull << 30);  ///< bytes
  double terms = 1e11;                 ///< summands or multiply-adds
};

/// What a command will take, to within a small factor.
struct Estimate {
  double memory = 0;  ///< bytes held at once
  double terms = 0;   ///< summands or multiply-adds
};

/// Throws PreconditionError naming `what`, the estimate, the limit and the option that raises it.
void require_within(const Budget& budget, const Estimate& estimate, const std::string& what);

/// --most-memory and --most-work.
const std::vector<Option>& budget_options();
/// What those options say; the defaults where they are not given.
Budget budget_of(const OptionValues& values);

/// "3.2 GiB".
std::string bytes_text(double bytes);

}  // namespace lemmascope::compute
