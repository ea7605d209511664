#include "properties/domain/matrix_json.hpp"

#include <nlohmann/json.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::domain {

nlohmann::json rows_json(const Matrix<Rational>& matrix) {
  nlohmann::json rows = nlohmann::json::array();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    nlohmann::json row = nlohmann::json::array();
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) row.push_back(to_text(matrix(i, j)));
    rows.push_back(std::move(row));
  }
  return rows;
}

Matrix<Rational> matrix_from(const nlohmann::json& rows) {
  require(rows.is_array() && !rows.empty() && rows.front().is_array(),
          "a matrix must be a list of rows");
  const std::size_t columns = rows.front().size();
  Matrix<Rational> matrix(static_cast<Eigen::Index>(rows.size()),
                          static_cast<Eigen::Index>(columns));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require(rows[i].is_array() && rows[i].size() == columns,
            "the rows of a matrix must have one length");
    for (std::size_t j = 0; j < columns; ++j) {
      require(rows[i][j].is_string(), "the entries of a matrix must be fractions in quotes");
      matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
          parse_rational(rows[i][j].get<std::string>());
    }
  }
  return matrix;
}

}  // namespace lemmascope::domain
