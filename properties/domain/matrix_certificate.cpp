#include "properties/domain/matrix_certificate.hpp"

#include <fmt/format.h>

namespace lemmascope::domain {

std::string table_in_coq(const Matrix<Rational>& matrix) {
  std::vector<std::string> rows;
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    std::vector<std::string> row;
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) row.push_back(claim::in_coq(matrix(i, j)));
    rows.push_back(claim::in_coq(row));
  }
  return claim::in_coq(rows) + "%Q";
}

claim::Certificate entries_certificate(const Evaluator& evaluator, const std::string& instance,
                                       const Matrix<Rational>& values, const std::string& what) {
  claim::Certificate c;
  c.module = evaluator.module;
  c.checker = evaluator.checker;
  c.type = evaluator.type;
  c.value = instance;
  c.tolerance = "0 # 1";
  c.values_type = "seq (nat * nat * Q)";
  for (Eigen::Index i = 0; i < values.rows(); ++i) {
    for (Eigen::Index j = 0; j < values.cols(); ++j) {
      c.values.push_back(fmt::format("({}%N, {}%N, {})", i, j, claim::in_coq(values(i, j))));
      c.entries.push_back(fmt::format("{} at row {}, column {}: {}", what, i, j,
                                      lemmascope::to_text(values(i, j))));
    }
  }
  return c;
}

}  // namespace lemmascope::domain
