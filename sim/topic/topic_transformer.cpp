#include "sim/topic/topic_transformer.hpp"

#include <fmt/format.h>

#include <cmath>
#include <complex>

#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

constexpr double kNormEpsilon = 1e-12;  // of LayerNorm in BERT's released configuration

/// exp(B_kq - max_k B_kq): a column-wise shift leaves the softmax alone and keeps it from
/// overflowing. For complex steps the shift is the real part, so the function stays analytic.
template <class S>
ScalarMatrix<S> shifted_exponentials(const ScalarMatrix<S>& scores) {
  ScalarMatrix<S> result(scores.rows(), scores.cols());
  for (Eigen::Index q = 0; q < scores.cols(); ++q) {
    double largest = std::real(scores(0, q));
    for (Eigen::Index k = 1; k < scores.rows(); ++k) {
      largest = std::max(largest, std::real(scores(k, q)));
    }
    for (Eigen::Index k = 0; k < scores.rows(); ++k) {
      result(k, q) = std::exp(scores(k, q) - largest);
    }
  }
  return result;
}

/// A: one column of attention shares over tokens for every query of the batch.
template <class S>
ScalarMatrix<S> attention_columns(const TokenTables<S>& tables, const MaskedBatch& batch) {
  const ScalarMatrix<S> weights = shifted_exponentials<S>(tables.scores);
  ScalarMatrix<S> columns(weights.rows(), static_cast<Eigen::Index>(batch.queries.size()));
  for (std::size_t c = 0; c < batch.queries.size(); ++c) {
    const BatchQuery& query = batch.queries[c];
    const auto column = static_cast<Eigen::Index>(c);
    columns.col(column) =
        batch.keys.col(query.document).template cast<S>().cwiseProduct(weights.col(query.shown));
    columns.col(column) /= columns.col(column).sum();
  }
  return columns;
}

template <class S>
ScalarMatrix<S> outputs_of(const PartsOf<S>& parts, const TokenTables<S>& tables,
                           const ScalarMatrix<S>& attention) {
  ScalarMatrix<S> result = tables.outputs * attention;
  result.colwise() += parts[Part::decoder_bias].col(0);
  return result;
}

/// weight |f|^2 - 2 sum_x w_x f_x + weight for one query.
template <class S>
S squared_loss(const ScalarMatrix<S>& output, Eigen::Index column, const BatchQuery& query) {
  S sum = S(query.weight) * (S(1) + output.col(column).cwiseProduct(output.col(column)).sum());
  for (const auto& [label, weight] : query.labels) sum -= S(2 * weight) * output(label, column);
  return sum;
}

/// weight ln sum_i e^{f_i} - sum_x w_x f_x for one query.
template <class S>
S cross_entropy_loss(const ScalarMatrix<S>& output, Eigen::Index column, const BatchQuery& query) {
  double largest = std::real(output(0, column));
  for (Eigen::Index i = 1; i < output.rows(); ++i) {
    largest = std::max(largest, std::real(output(i, column)));
  }
  S normaliser(0);
  for (Eigen::Index i = 0; i < output.rows(); ++i) {
    normaliser += std::exp(output(i, column) - largest);
  }
  S sum = S(query.weight) * (std::log(normaliser) + S(largest));
  for (const auto& [label, weight] : query.labels) sum -= S(weight) * output(label, column);
  return sum;
}

template <class S>
S total_loss(TopicLoss loss, const ScalarMatrix<S>& output, const MaskedBatch& batch) {
  S total(0);
  for (std::size_t c = 0; c < batch.queries.size(); ++c) {
    const auto column = static_cast<Eigen::Index>(c);
    total += loss == TopicLoss::squared ? squared_loss<S>(output, column, batch.queries[c])
                                        : cross_entropy_loss<S>(output, column, batch.queries[c]);
  }
  return total / S(batch.weight());
}

/// dL/df, one column a query.
Matrix<double> output_gradient(TopicLoss loss, const Matrix<double>& output,
                               const MaskedBatch& batch) {
  Matrix<double> gradient(output.rows(), output.cols());
  for (std::size_t c = 0; c < batch.queries.size(); ++c) {
    const BatchQuery& query = batch.queries[c];
    const auto column = static_cast<Eigen::Index>(c);
    const double scale = (loss == TopicLoss::squared ? 2 : 1) / batch.weight();
    if (loss == TopicLoss::squared) {
      gradient.col(column) = output.col(column) * (query.weight * scale);
    } else {
      const Eigen::ArrayXd shifted = output.col(column).array() - output.col(column).maxCoeff();
      const Eigen::ArrayXd weights = shifted.exp();
      gradient.col(column) = (weights * (query.weight * scale / weights.sum())).matrix();
    }
    for (const auto& [label, weight] : query.labels) gradient(label, column) -= weight * scale;
  }
  return gradient;
}

/// dL/dB from dL/dA: each query's softmax, summed over the queries that show the same token.
Matrix<double> score_gradient(const Matrix<double>& attention,
                              const Matrix<double>& attention_gradient, const MaskedBatch& batch) {
  Matrix<double> gradient = Matrix<double>::Zero(attention.rows(), attention.rows());
  for (std::size_t c = 0; c < batch.queries.size(); ++c) {
    const auto column = static_cast<Eigen::Index>(c);
    const double mean = attention.col(column).dot(attention_gradient.col(column));
    gradient.col(batch.queries[c].shown).array() +=
        attention.col(column).array() * (attention_gradient.col(column).array() - mean);
  }
  return gradient;
}

template <class S>
ScalarMatrix<S> normalised_inputs(const PartsOf<S>& parts, Eigen::Index tokens) {
  const ScalarMatrix<S>& embedding = parts[Part::embedding];
  ScalarMatrix<S> inputs(embedding.rows(), tokens);
  for (Eigen::Index w = 0; w < tokens; ++w) {
    Eigen::Matrix<S, Eigen::Dynamic, 1> x = embedding.col(w) + parts[Part::token_type].col(0);
    const S mean = x.sum() / S(static_cast<double>(x.size()));
    x.array() -= mean;
    const S variance = x.cwiseProduct(x).sum() / S(static_cast<double>(x.size()));
    const S scale = S(1) / std::sqrt(variance + S(kNormEpsilon));
    inputs.col(w) =
        x.cwiseProduct(parts[Part::norm_gain].col(0)) * scale + parts[Part::norm_shift].col(0);
  }
  return inputs;
}

/// Pulls dL/dZ back through LayerNorm to the embedding, the token type, the gain and the shift.
void normalisation_gradient(const Parts& parts, const Matrix<double>& input_gradient,
                            Parts& gradient) {
  const Matrix<double>& embedding = parts[Part::embedding];
  const auto size = static_cast<double>(embedding.rows());
  for (Eigen::Index w = 0; w < embedding.cols(); ++w) {
    Eigen::VectorXd x = embedding.col(w) + parts[Part::token_type].col(0);
    x.array() -= x.sum() / size;
    const double scale = 1 / std::sqrt(x.squaredNorm() / size + kNormEpsilon);
    const Eigen::VectorXd unit = x * scale;
    const Eigen::VectorXd above = input_gradient.col(w).cwiseProduct(parts[Part::norm_gain].col(0));
    const Eigen::VectorXd below =
        scale * (above.array() - above.sum() / size - unit.array() * (above.dot(unit) / size));
    gradient[Part::norm_gain].col(0) += input_gradient.col(w).cwiseProduct(unit);
    gradient[Part::norm_shift].col(0) += input_gradient.col(w);
    gradient[Part::token_type].col(0) += below;
    gradient[Part::embedding].col(w) += below;
  }
}

bool learns_before_tables(const Architecture& architecture) {
  return architecture.trains(Part::embedding) || architecture.trains(Part::token_type) ||
         architecture.trains(Part::norm_gain) || architecture.trains(Part::norm_shift);
}

bool learns_attention(const Architecture& architecture) {
  return learns_before_tables(architecture) || architecture.trains(Part::key) ||
         architecture.trains(Part::query) || architecture.trains(Part::key_bias) ||
         architecture.trains(Part::query_bias);
}

/// From dL/dM: decoder, values and their share of dL/dZ.
void pull_back_outputs(const Architecture& architecture, const Parts& parts,
                       const TokenTables<double>& tables, const Matrix<double>& above,
                       Parts& gradient, Matrix<double>& inputs) {
  if (architecture.tied_decoder) {
    gradient[Part::embedding] += tables.values * above.transpose();
  } else if (architecture.trains(Part::decoder)) {
    gradient[Part::decoder] = above * tables.values.transpose();
  }
  const Matrix<double> values = architecture.tied_decoder
                                    ? Matrix<double>(parts[Part::embedding] * above)
                                    : Matrix<double>(parts[Part::decoder].transpose() * above);
  gradient[Part::value] = values * tables.inputs.transpose();
  gradient[Part::value_bias] = values.rowwise().sum();
  if (learns_before_tables(architecture)) inputs += parts[Part::value].transpose() * values;
}

/// From dL/dB: keys, queries and their share of dL/dZ.
void pull_back_scores(const Architecture& architecture, const Parts& parts,
                      const TokenTables<double>& tables, const Matrix<double>& above,
                      Parts& gradient, Matrix<double>& inputs) {
  const double scale = 1 / std::sqrt(static_cast<double>(architecture.dimension));
  const Matrix<double> keys = tables.queries * above.transpose() * scale;
  const Matrix<double> queries = tables.keys * above * scale;
  gradient[Part::key] = keys * tables.inputs.transpose();
  gradient[Part::query] = queries * tables.inputs.transpose();
  gradient[Part::key_bias] = keys.rowwise().sum();
  gradient[Part::query_bias] = queries.rowwise().sum();
  if (learns_before_tables(architecture)) {
    inputs += parts[Part::key].transpose() * keys + parts[Part::query].transpose() * queries;
  }
}

}  // namespace

std::string_view to_text(Part part) {
  constexpr std::array<std::string_view, kParts> kNames{
      "embedding", "token_type", "norm_gain", "norm_shift", "key",     "key_bias",
      "query",     "query_bias", "value",     "value_bias", "decoder", "decoder_bias"};
  return kNames[static_cast<int>(part)];
}

Parts zero_parts(const Architecture& architecture) {
  const Token d = architecture.dimension;
  const Token v = architecture.tokens;
  require(
      d >= 1 && v >= 2,
      fmt::format("a topic transformer needs a dimension and two tokens; found {} and {}", d, v));
  Parts parts;
  const std::pair<Part, std::pair<Token, Token>> shapes[] = {
      {Part::embedding, {d, v}},  {Part::token_type, {d, 1}}, {Part::norm_gain, {d, 1}},
      {Part::norm_shift, {d, 1}}, {Part::key, {d, d}},        {Part::key_bias, {d, 1}},
      {Part::query, {d, d}},      {Part::query_bias, {d, 1}}, {Part::value, {d, d}},
      {Part::value_bias, {d, 1}}, {Part::decoder, {v, d}},    {Part::decoder_bias, {v, 1}}};
  for (const auto& [part, shape] : shapes) {
    parts[part] = Matrix<double>::Zero(shape.first, shape.second);
  }
  parts[Part::norm_gain].setOnes();
  return parts;
}

template <class S>
TokenTables<S> token_tables(const Architecture& architecture, const PartsOf<S>& parts) {
  TokenTables<S> tables;
  tables.inputs = architecture.layer_norm ? normalised_inputs<S>(parts, architecture.tokens)
                                          : parts[Part::embedding];
  const S scale(1 / std::sqrt(static_cast<double>(architecture.dimension)));
  const auto affine = [&](Part matrix, Part bias) {
    ScalarMatrix<S> result = parts[matrix] * tables.inputs;
    result.colwise() += parts[bias].col(0);
    return result;
  };
  tables.keys = affine(Part::key, Part::key_bias);
  tables.queries = affine(Part::query, Part::query_bias);
  tables.scores = tables.keys.transpose() * tables.queries * scale;
  tables.values = affine(Part::value, Part::value_bias);
  if (architecture.tied_decoder) {
    tables.outputs = parts[Part::embedding].transpose() * tables.values;
  } else {
    tables.outputs = parts[Part::decoder] * tables.values;
  }
  return tables;
}

template <class S>
S loss_of(const Architecture& architecture, const PartsOf<S>& parts, const MaskedBatch& batch) {
  const TokenTables<S> tables = token_tables<S>(architecture, parts);
  const ScalarMatrix<S> attention = attention_columns<S>(tables, batch);
  return total_loss<S>(architecture.loss, outputs_of<S>(parts, tables, attention), batch);
}

LossAndGradient differentiate(const Architecture& architecture, const Parts& parts,
                              const MaskedBatch& batch) {
  const TokenTables<double> tables = token_tables<double>(architecture, parts);
  const Matrix<double> attention = attention_columns<double>(tables, batch);
  const Matrix<double> output = outputs_of<double>(parts, tables, attention);
  LossAndGradient result{total_loss<double>(architecture.loss, output, batch),
                         zero_parts(architecture)};
  Parts& gradient = result.gradient;
  gradient[Part::norm_gain].setZero();
  const Matrix<double> above = output_gradient(architecture.loss, output, batch);
  Matrix<double> inputs = Matrix<double>::Zero(architecture.dimension, architecture.tokens);
  gradient[Part::decoder_bias] = above.rowwise().sum();
  pull_back_outputs(architecture, parts, tables, above * attention.transpose(), gradient, inputs);
  if (learns_attention(architecture)) {
    const Matrix<double> at_attention = tables.outputs.transpose() * above;
    pull_back_scores(architecture, parts, tables, score_gradient(attention, at_attention, batch),
                     gradient, inputs);
  }
  if (architecture.layer_norm) {
    normalisation_gradient(parts, inputs, gradient);
  } else {
    gradient[Part::embedding] += inputs;
  }
  for (int k = 0; k < kParts; ++k) {
    if (!architecture.trained[k]) gradient.matrices[k].setZero();
  }
  return result;
}

template TokenTables<double> token_tables(const Architecture&, const PartsOf<double>&);
template TokenTables<std::complex<double>> token_tables(const Architecture&,
                                                        const PartsOf<std::complex<double>>&);
template double loss_of(const Architecture&, const PartsOf<double>&, const MaskedBatch&);
template std::complex<double> loss_of(const Architecture&, const PartsOf<std::complex<double>>&,
                                      const MaskedBatch&);

}  // namespace lemmascope::topic
