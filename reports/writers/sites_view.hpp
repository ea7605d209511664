// The matrix in which a counterexample breaks: every relation of the law on it, its broken cells
// ringed and both sides named.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// A table of a check's "sites"; the sides are named by the claim's formula where that is one
/// relation. Empty without sites.
std::string sites_html(const nlohmann::json& sites, const std::string& latex);

/// Both sides of the one relation of a formula, in LaTeX; both empty when there is not exactly one
/// or it is another than `op` (">=", "<", "=", …).
struct FormulaSides {
  std::string left, right;
};
FormulaSides sides_of_formula(const std::string& latex, const std::string& op);

}  // namespace lemmascope::report
