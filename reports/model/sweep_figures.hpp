// A finished sweep as pictures: every number over the grid of its settings.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// Figures (see reports/writers/figures.hpp) of a sweep document, one for every number that differs
/// between its cases, at most kMostNumbers of them. The two longest axes span the picture, a single
/// one with numbers for values makes a curve; the others make small multiples on one colour scale.
/// Cases that differ in the axis "seed" alone are repetitions: their mean is shown. A cell without
/// a finished case is empty.
nlohmann::json sweep_figures(const nlohmann::json& sweep);
inline constexpr int kMostNumbers = 8;

}  // namespace lemmascope::report
