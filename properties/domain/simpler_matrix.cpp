#include "properties/domain/simpler_matrix.hpp"

namespace lemmascope::domain {

std::vector<Matrix<Rational>> simpler_matrices(const Matrix<Rational>& matrix) {
  std::vector<Matrix<Rational>> simpler;
  const Matrix<Rational> zero =
      Matrix<Rational>::Constant(matrix.rows(), matrix.cols(), Rational(0));
  if (matrix == zero) return simpler;
  simpler.push_back(zero);
  Matrix<Rational> truncated = matrix;
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    const Rational& entry = matrix.data()[e];
    truncated.data()[e] = Rational(Integer(numerator(entry) / denominator(entry)));
  }
  if (truncated != matrix && truncated != zero) simpler.push_back(truncated);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    if (matrix.data()[e] == 0) continue;
    simpler.push_back(matrix);
    simpler.back().data()[e] = 0;
  }
  return simpler;
}

}  // namespace lemmascope::domain
