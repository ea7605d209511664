#include "sim/topic/least_squares.hpp"

#include <Eigen/Cholesky>

namespace lemmascope::topic {

Matrix<double> least_squares_value_matrix(const MaskedBatch& batch) {
  const auto tokens = batch.keys.rows();
  Matrix<double> second = Matrix<double>::Zero(tokens, tokens);
  Matrix<double> cross = Matrix<double>::Zero(tokens, tokens);
  for (const BatchQuery& query : batch.queries) {
    const auto keys = batch.keys.col(query.document);
    const Eigen::VectorXd shown = keys / keys.sum();
    second += query.weight * shown * shown.transpose();
    for (const auto& [label, weight] : query.labels) cross.row(label) += weight * shown.transpose();
  }
  return second.ldlt().solve(cross.transpose()).transpose();
}

}  // namespace lemmascope::topic
