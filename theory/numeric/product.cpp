// Matrix products in a fixed order of summation.
#include "theory/numeric/product.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

template <class Left, class Right, class Result>
void multiply(const Left& a, const Right& b, Result& result) {
  if (a.cols() != b.rows()) {
    refuse(fmt::format("expected factors with equal inner sizes, found {} x {} times {} x {}",
                       a.rows(), a.cols(), b.rows(), b.cols()));
  }
  using N = typename Result::Scalar;
  for (Eigen::Index column = 0; column < b.cols(); ++column) {
    for (Eigen::Index row = 0; row < a.rows(); ++row) {
      N sum(0);
      for (Eigen::Index k = 0; k < a.cols(); ++k) sum += a(row, k) * b(k, column);
      result(row, column) = std::move(sum);
    }
  }
}

}  // namespace

template <Field N>
Matrix<N> product(const Matrix<N>& a, const Matrix<N>& b) {
  Matrix<N> result(a.rows(), b.cols());
  multiply(a, b, result);
  return result;
}

template <Field N>
Vector<N> product(const Matrix<N>& a, const Vector<N>& x) {
  Vector<N> result(a.rows());
  multiply(a, x, result);
  return result;
}

#define LEMMASCOPE_INSTANTIATE(N)                                    \
  template Matrix<N> product<N>(const Matrix<N>&, const Matrix<N>&); \
  template Vector<N> product<N>(const Matrix<N>&, const Vector<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope
