// The formulas of claims as MathML, so that a page needs neither scripts nor fonts of its own to
// show them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lemmascope::report {

/// Converts the subset of LaTeX that claims use (letters, digits, operators, ^ _ {} \frac \sqrt
/// \text \mathbb \mathbf \mathrm \left \right, Greek and the usual symbols) into one <math> element
/// with the source as alttext. Nothing when the formula leaves the subset; the caller then shows
/// the source.
std::optional<std::string> mathml(std::string_view latex);

/// The same within a line of text.
std::optional<std::string> inline_mathml(std::string_view latex);

}  // namespace lemmascope::report
