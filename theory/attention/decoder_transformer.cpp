#include "theory/attention/decoder_transformer.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::attention {

template <Field N>
AttentionPass<N> run(const DecoderTransformer<N>& model, const Matrix<N>& input,
                     AttentionRule rule) {
  require(model.attention.size() == model.value.size(),
          "expected as many layers of value matrices as of attention matrices");
  if (input.cols() != model.embedding.rows()) {
    refuse(
        fmt::format("expected inputs of width {}, found {}", model.embedding.rows(), input.cols()));
  }
  AttentionPass<N> pass;
  pass.hidden.push_back(product(input, model.embedding));
  for (std::size_t layer = 0; layer < model.attention.size(); ++layer) {
    const Matrix<N> stream = pass.hidden.back();
    Matrix<N> next = stream;
    std::vector<Matrix<N>> patterns;
    require(model.attention[layer].size() == model.value[layer].size(),
            "expected one value matrix for every head");
    for (std::size_t k = 0; k < model.attention[layer].size(); ++k) {
      const Matrix<N> queries = product(stream, model.attention[layer][k]);
      const Matrix<N> scores = product(queries, Matrix<N>(stream.transpose()));
      patterns.push_back(causal_attention(scores, rule));
      const Matrix<N> attended = product(patterns.back(), stream);
      next += product(attended, model.value[layer][k]);
    }
    pass.pattern.push_back(std::move(patterns));
    pass.hidden.push_back(std::move(next));
  }
  const Matrix<N>& last = pass.hidden.back();
  pass.output = product(model.output, Vector<N>(last.row(last.rows() - 1).transpose()));
  return pass;
}

template <Field N>
DisentangledTransformer<N> as_disentangled(const DecoderTransformer<N>& model) {
  DisentangledTransformer<N> result;
  Matrix<N> reading = model.embedding;  // W^(l): h_decoder = h_disentangled * W^(l)
  for (std::size_t layer = 0; layer < model.attention.size(); ++layer) {
    const auto heads = static_cast<Eigen::Index>(model.attention[layer].size());
    const Eigen::Index width = reading.rows();
    std::vector<Matrix<N>> matrices;
    Matrix<N> next(width * (1 + heads), reading.cols());
    next.topRows(width) = reading;
    for (Eigen::Index k = 0; k < heads; ++k) {
      const Matrix<N> left = product(reading, model.attention[layer][k]);
      matrices.push_back(product(left, Matrix<N>(reading.transpose())));
      next.middleRows(width * (k + 1), width) = product(reading, model.value[layer][k]);
    }
    result.attention.push_back(std::move(matrices));
    reading = std::move(next);
  }
  result.output = product(model.output, Matrix<N>(reading.transpose()));
  return result;
}

template <Field N>
DecoderTransformer<N> as_decoder(const DisentangledTransformer<N>& model) {
  const Eigen::Index full = model.output.cols();
  Eigen::Index input_width = full;
  for (const auto& heads : model.attention) {
    input_width /= static_cast<Eigen::Index>(1 + heads.size());
  }
  DecoderTransformer<N> result;
  result.embedding = Matrix<N>::Constant(input_width, full, N(0));
  for (Eigen::Index i = 0; i < input_width; ++i) result.embedding(i, i) = N(1);
  Eigen::Index width = input_width;
  for (const auto& heads : model.attention) {
    std::vector<Matrix<N>> attention;
    std::vector<Matrix<N>> value;
    for (std::size_t k = 0; k < heads.size(); ++k) {
      attention.push_back(Matrix<N>::Constant(full, full, N(0)));
      attention.back().topLeftCorner(width, width) = heads[k];
      value.push_back(Matrix<N>::Constant(full, full, N(0)));
      const Eigen::Index target = width * static_cast<Eigen::Index>(k + 1);
      for (Eigen::Index i = 0; i < width; ++i) value.back()(i, target + i) = N(1);
    }
    result.attention.push_back(std::move(attention));
    result.value.push_back(std::move(value));
    width *= static_cast<Eigen::Index>(1 + heads.size());
  }
  result.output = model.output;
  return result;
}

#define LEMMASCOPE_DECODER(N)                                                                      \
  template AttentionPass<N> run<N>(const DecoderTransformer<N>&, const Matrix<N>&, AttentionRule); \
  template DisentangledTransformer<N> as_disentangled<N>(const DecoderTransformer<N>&);            \
  template DecoderTransformer<N> as_decoder<N>(const DisentangledTransformer<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_DECODER)

}  // namespace lemmascope::attention
