#include "theory/icl/linear_attention.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

void require_fits(const Matrix<Rational>& tokens, const Matrix<Rational>& context,
                  const Layer& layer) {
  const auto size = tokens.rows();
  require(size >= 1 && context.rows() == size, "expected tokens and context of one size");
  for (const Head& head : layer) {
    for (const auto* matrix : {&head.projection, &head.value, &head.key, &head.query}) {
      require(matrix->rows() == size && matrix->cols() == size,
              "expected weights as large as a token");
    }
  }
}

}  // namespace

Matrix<Rational> zero_matrix(Eigen::Index rows, Eigen::Index columns) {
  return Matrix<Rational>::Constant(rows, columns, Rational(0));
}

Matrix<Rational> attended(const Matrix<Rational>& tokens, const Matrix<Rational>& context,
                          const Layer& layer) {
  require_fits(tokens, context, layer);
  const Matrix<Rational> outer = context * context.transpose();
  Matrix<Rational> result = tokens;
  for (const Head& head : layer) {
    result += head.projection * head.value * outer * head.key.transpose() * head.query * tokens;
  }
  return result;
}

Matrix<Rational> attended_token_by_token(const Matrix<Rational>& tokens,
                                         const Matrix<Rational>& context, const Layer& layer) {
  require_fits(tokens, context, layer);
  Matrix<Rational> result = tokens;
  for (const Head& head : layer) {
    for (Eigen::Index j = 0; j < tokens.cols(); ++j) {
      const Vector<Rational> query = head.query * tokens.col(j);
      for (Eigen::Index i = 0; i < context.cols(); ++i) {
        const Vector<Rational> key = head.key * context.col(i);
        const Vector<Rational> value = head.value * context.col(i);
        Rational score(0);
        for (Eigen::Index c = 0; c < key.size(); ++c) score += key(c) * query(c);
        result.col(j) += head.projection * value * score;
      }
    }
  }
  return result;
}

Matrix<Rational> after_layers(Matrix<Rational> tokens, const std::vector<Layer>& layers) {
  require(tokens.cols() >= 2, "expected at least one token of context and a query");
  for (const Layer& layer : layers) {
    tokens = attended(tokens, tokens.leftCols(tokens.cols() - 1), layer);
  }
  return tokens;
}

}  // namespace lemmascope::icl
