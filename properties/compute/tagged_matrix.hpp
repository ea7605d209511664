// Vectors and matrices as arrays of tagged quantities.
#pragma once

#include <nlohmann/json.hpp>

#include "properties/claim/quantity.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::compute {

template <Field N>
nlohmann::json tagged(const N& value) {
  return claim::to_json(claim::quantity(value));
}

template <Field N>
nlohmann::json tagged(const Vector<N>& values) {
  nlohmann::json array = nlohmann::json::array();
  for (Eigen::Index i = 0; i < values.size(); ++i) array.push_back(tagged<N>(values(i)));
  return array;
}

template <Field N>
nlohmann::json tagged(const Matrix<N>& values) {
  nlohmann::json rows = nlohmann::json::array();
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    rows.push_back(tagged<N>(Vector<N>(values.row(i).transpose())));
  }
  return rows;
}

/// Rows of growing length: entry (i, j) for j <= i.
template <Field N>
nlohmann::json tagged_lower_triangle(const Matrix<N>& values) {
  nlohmann::json rows = nlohmann::json::array();
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    rows.push_back(tagged<N>(Vector<N>(values.row(i).head(i + 1).transpose())));
  }
  return rows;
}

}  // namespace lemmascope::compute
