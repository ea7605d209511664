// Numbers of answers that are exact or enclosed, in the arithmetic that was asked for. A calculator
// whose fields are of both kinds lists kExactOrEnclosed: unless something else is asked for, each
// number comes as strong as it is.
#pragma once

#include <vector>

#include "properties/compute/calculator.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/numeric/interval.hpp"

namespace lemmascope::compute {

inline const std::vector<Arithmetic> kExactOrEnclosed{Arithmetic::interval, Arithmetic::exact,
                                                      Arithmetic::binary64};

/// A fraction, which no interval is better than; its nearest double under binary64.
inline nlohmann::json as_asked(const Request& request, const Rational& value) {
  if (request.arithmetic == Arithmetic::binary64) return tagged(to_double(value));
  return tagged(value);
}

/// An enclosure of an irrational number: null under exact, the double nearest to its middle under
/// binary64.
inline nlohmann::json as_asked(const Request& request, const Interval& value) {
  if (request.arithmetic == Arithmetic::exact) return nullptr;
  if (request.arithmetic == Arithmetic::binary64) {
    return tagged(to_double(Rational(value.middle())));
  }
  return tagged(value);
}

inline nlohmann::json as_asked(const Request& request, const std::vector<Rational>& values) {
  nlohmann::json all = nlohmann::json::array();
  for (const Rational& value : values) all.push_back(as_asked(request, value));
  return all;
}

/// Rows.
inline nlohmann::json as_asked(const Request& request, const Matrix<Rational>& values) {
  nlohmann::json rows = nlohmann::json::array();
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    std::vector<Rational> row;
    for (Eigen::Index j = 0; j < values.cols(); ++j) row.push_back(values(i, j));
    rows.push_back(as_asked(request, row));
  }
  return rows;
}

}  // namespace lemmascope::compute
