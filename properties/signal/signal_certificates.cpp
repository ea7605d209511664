#include "properties/signal/signal_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/signal/composed_norm.hpp"
#include "theory/signal/depth_moments.hpp"
#include "theory/signal/self_attention.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

using claim::Certificate;
using claim::in_coq;
using domain::table_in_coq;

Certificate of_norms(const Matrix<Rational>& matrix) {
  Matrix<Rational> values(1, 2);
  values << row_norm(matrix), column_norm(matrix);
  return domain::entries_certificate(
      {"signal.certificate", "norms", "norms_instance"},
      fmt::format("Norms {} {} {}", matrix.rows(), matrix.cols(), table_in_coq(matrix)), values,
      "norm of rows (column 0) or of columns (column 1)");
}

}  // namespace

std::vector<Certificate> depth_certificates(const DepthInstance& at) {
  DepthMoments moments = moments_at(at.tokens, at.correlation);
  for (int layer = 0; layer < at.layers; ++layer) {
    moments = mlp_step(attention_step(moments, at.tokens, at.attention), at.mlp);
  }
  Matrix<Rational> values(1, 3);
  values << moments.squared_norm, moments.squared_sum, mean_cosine(moments, at.tokens);
  return {domain::entries_certificate(
      {"signal.certificate", "depth", "depth_instance"},
      fmt::format("Depth {} ({}) ({}) ({}) {}", at.tokens, in_coq(at.correlation),
                  in_coq(at.attention), in_coq(at.mlp), at.layers),
      values, "moment (columns 0 and 1) or cosine (column 2)")};
}

std::vector<Certificate> value_gradient_certificates(const TokensInstance& at) {
  return {domain::entries_certificate(
      {"signal.certificate", "value_gradient", "tokens_instance"},
      fmt::format("Tokens {} {} {} {}", at.input.rows(), at.input.cols(), at.weights.value,
                  table_in_coq(at.input)),
      Matrix<Rational>::Constant(1, 1, exact_value_gradient(at.input, at.weights)),
      "squared norm")};
}

std::vector<Certificate> norm_certificates(const PairInstance& at) {
  return {of_norms(at.first), of_norms(at.second), of_norms(product(at.first, at.second))};
}

std::vector<Certificate> equal_token_certificates(const LayerInstance& at) {
  const Matrix<Rational> token = at.input.row(0);
  return {
      domain::entries_certificate({"signal.certificate", "equal_tokens", "equal_tokens_instance"},
                                  fmt::format("EqualTokens {} {} {} {} {} {}", at.input.rows(),
                                              at.input.cols(), at.value.cols(), table_in_coq(token),
                                              table_in_coq(at.form), table_in_coq(at.value)),
                                  attended_in_powers(at.input, at.form, at.value), "output")};
}

}  // namespace lemmascope::signal
