// Exact matrices as JSON: rows of fractions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "theory/numeric/number.hpp"

namespace lemmascope::domain {

/// [["1/2", "-3"], ...].
nlohmann::json rows_json(const Matrix<Rational>& matrix);
/// Reads `rows_json` back. Throws PreconditionError when rows differ in length or an entry is no
/// fraction.
Matrix<Rational> matrix_from(const nlohmann::json& rows);

}  // namespace lemmascope::domain
