#include "theory/attention/disentangled_transformer.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::attention {

template <Field N>
Matrix<N> one_hot_input(std::span<const int> tokens, int states) {
  require_tokens(tokens, states);
  const auto length = static_cast<Eigen::Index>(tokens.size());
  Matrix<N> input = Matrix<N>::Constant(length, states + length, N(0));
  for (Eigen::Index i = 0; i < length; ++i) {
    input(i, tokens[i]) = N(1);
    input(i, states + i) = N(1);
  }
  return input;
}

template <Field N>
AttentionPass<N> run(const DisentangledTransformer<N>& model, const Matrix<N>& input,
                     AttentionRule rule) {
  AttentionPass<N> pass;
  pass.hidden.push_back(input);
  for (const std::vector<Matrix<N>>& heads : model.attention) {
    const Matrix<N> stream = pass.hidden.back();
    const Eigen::Index width = stream.cols();
    Matrix<N> next(stream.rows(), width * static_cast<Eigen::Index>(1 + heads.size()));
    next.leftCols(width) = stream;
    std::vector<Matrix<N>> patterns;
    for (std::size_t k = 0; k < heads.size(); ++k) {
      if (heads[k].rows() != width || heads[k].cols() != width) {
        refuse(fmt::format("expected a {0} x {0} attention matrix, found {1} x {2}", width,
                           heads[k].rows(), heads[k].cols()));
      }
      const Matrix<N> queries = product(stream, heads[k]);
      const Matrix<N> scores = product(queries, Matrix<N>(stream.transpose()));
      patterns.push_back(causal_attention(scores, rule));
      next.middleCols(width * static_cast<Eigen::Index>(k + 1), width) =
          product(patterns.back(), stream);
    }
    pass.pattern.push_back(std::move(patterns));
    pass.hidden.push_back(std::move(next));
  }
  const Matrix<N>& last = pass.hidden.back();
  if (model.output.cols() != last.cols()) {
    refuse(fmt::format("expected an output matrix with {} columns, found {}", last.cols(),
                       model.output.cols()));
  }
  pass.output = product(model.output, Vector<N>(last.row(last.rows() - 1).transpose()));
  return pass;
}

#define LEMMASCOPE_DISENTANGLED(N)                                                      \
  template Matrix<N> one_hot_input<N>(std::span<const int>, int);                       \
  template AttentionPass<N> run<N>(const DisentangledTransformer<N>&, const Matrix<N>&, \
                                   AttentionRule);
LEMMASCOPE_FIELDS(LEMMASCOPE_DISENTANGLED)

}  // namespace lemmascope::attention
