// fast-weights and quantised-softmax.
#include "properties/compute/calculator.hpp"
#include "properties/compute/input_file.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/attention/attention.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"
#include "theory/plasticity/fast_weights.hpp"
#include "theory/plasticity/plastic_cache.hpp"
#include "theory/plasticity/quantised_softmax.hpp"

namespace lemmascope::plasticity {
namespace {

using compute::Arithmetic;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using nlohmann::json;

Rational entry_of(const json& entry, const std::string& where) {
  if (entry.is_number_integer()) return parse_rational(entry.dump());
  if (entry.is_string()) return parse_rational(entry.get<std::string>());
  refuse(where + ": expected whole numbers or fractions as text, found " + entry.dump());
}

/// Rows of one length; a number stands for a row of one entry where `scalars` says so.
Matrix<Rational> rows_of(const json& task, const char* key, bool scalars) {
  const std::string where = std::string("--task: ") + key;
  if (!task.is_object() || !task.contains(key) || !task.at(key).is_array() ||
      task.at(key).empty()) {
    refuse(where + ": expected a list of rows, one a token");
  }
  const json& rows = task.at(key);
  const auto row_of = [&](std::size_t t) {
    if (rows[t].is_array()) return rows[t];
    if (!scalars) refuse(where + ": expected a list for each token, found " + rows[t].dump());
    return json::array({rows[t]});
  };
  const std::size_t columns = row_of(0).size();
  Matrix<Rational> matrix(rows.size(), columns);
  for (std::size_t t = 0; t < rows.size(); ++t) {
    const json row = row_of(t);
    if (row.size() != columns) {
      refuse(fmt::format("{}: expected rows of {} entries, found one of {}", where, columns,
                         row.size()));
    }
    for (std::size_t j = 0; j < columns; ++j) matrix(t, j) = entry_of(row[j], where);
  }
  return matrix;
}

struct ReadTask {
  AssociationTask task;
  bool scalar_values;
};

ReadTask task_of(const Request& request) {
  const json file = compute::read_json_or_text(compute::text_of(request.options, "task"), "--task");
  for (const auto& [key, value] : file.items()) {
    if (key != "keys" && key != "values" && key != "queries") {
      refuse("--task: does not know the member " + compute::in_quotes(key) +
             "; expected keys, values and queries");
    }
  }
  ReadTask read{{rows_of(file, "keys", false), rows_of(file, "values", true),
                 rows_of(file, "queries", false)},
                !file.at("values")[0].is_array()};
  require_task(read.task);
  // Scores cost T^2 d, outputs T^2 m.
  const double tokens = read.task.tokens();
  compute::require_within(
      request.budget,
      {.memory = 128.0 * tokens * (2.0 * read.task.width() + 3.0 * read.task.outputs()),
       .terms = 400 * tokens * tokens * (read.task.width() + read.task.outputs())},
      "fast-weights");
  return read;
}

/// Rows of outputs; single numbers where the task has single values.
template <Field N>
json as_written(const Matrix<N>& outputs, bool scalars) {
  if (!scalars) return tagged(outputs);
  return tagged(Vector<N>(outputs.col(0)));
}

json linear(const ReadTask& read) {
  const Matrix<Rational> outputs = fast_weight_outputs(read.task);
  const Matrix<Rational> attended = linear_attention(read.task);
  const Matrix<Rational> weights = hebbian_weights(read.task, read.task.tokens());
  require_agreement(outputs == attended, "fast-weights: fast weights and linear attention");
  return {{"outputs", as_written(outputs, read.scalar_values)},
          {"weights", read.scalar_values ? tagged(Vector<Rational>(weights.row(0).transpose()))
                                         : tagged(weights)},
          {"attention_outputs", as_written(attended, read.scalar_values)},
          {"difference", tagged(Rational(0))}};
}

json softmax(const ReadTask& read) {
  const auto task = enclosed(read.task);
  const Normaliser<Interval> f = [](const Vector<Interval>& z) { return attention::softmax(z); };
  const auto outputs = cache_outputs<Interval>(task, f);
  const auto attended = attention_outputs<Interval>(task, f);
  Interval difference(0);
  for (Eigen::Index e = 0; e < outputs.size(); ++e) {
    require_agreement(overlaps(outputs.data()[e], attended.data()[e]),
                      "fast-weights: plastic layers and softmax attention");
    difference =
        maximum<Interval>(difference, abs(Interval(outputs.data()[e] - attended.data()[e])));
  }
  const auto layers = plastic_layers(read.task, read.task.tokens());
  const Matrix<Rational> values = layers.second.transpose();
  return {{"outputs", as_written(outputs, read.scalar_values)},
          {"weights",
           {{"keys", tagged(layers.first)}, {"values", as_written(values, read.scalar_values)}}},
          {"attention_outputs", as_written(attended, read.scalar_values)},
          {"difference", tagged(difference)}};
}

json fast_weights(const Request& request) {
  const ReadTask read = task_of(request);
  return compute::text_of(request.options, "normaliser") == "softmax" ? softmax(read)
                                                                      : linear(read);
}

json quantised_softmax(const Request& request) {
  const Interval bound = quantisation_bound(compute::number_of(request.options, "delta"));
  return {{"bound", tagged(bound)}};
}

}  // namespace

std::vector<compute::Calculator> plasticity_quantities() {
  compute::Calculator weights;
  weights.name = "fast-weights";
  weights.summary = "outputs of plastic weights beside causal attention, and the final weights";
  weights.formula = "W_t = W_{t-1} + v_t k_t^T, output W_t q_t; softmax: W2 f(W1 q)";
  weights.arithmetics = {Arithmetic::interval};
  weights.options = {{.name = "normaliser",
                      .kind = OptionKind::choice,
                      .help = "what stands between scores and values",
                      .usual = "none",
                      .choices = {"none", "softmax"},
                      .choice_help = {"nothing: exact fractions", "softmax, without 1/sqrt(d)"}},
                     {.name = "task",
                      .kind = OptionKind::file,
                      .help = "JSON with keys, values and queries, one row a token, or its name",
                      .required = true}};
  weights.run = fast_weights;
  weights.example =
      R"(--task '{"keys": [[1, 2], [3, -1]], "values": [2, -1], "queries": [[1, 1], [2, 0]]}')";
  weights.axes = {{"outputs", {"token", "output"}}, {"attention_outputs", {"token", "output"}}};
  compute::Calculator rounding;
  rounding.name = "quantised-softmax";
  rounding.summary = "how far softmax moves in l1 when no score moves by more than delta";
  rounding.formula = "2 tanh(delta / 2)";
  rounding.arithmetics = {Arithmetic::interval};
  rounding.options = {{.name = "delta",
                       .kind = OptionKind::number,
                       .help = "the largest change of a score",
                       .least = "0",
                       .required = true}};
  rounding.run = quantised_softmax;
  rounding.example = "--delta 1/256";
  return {weights, rounding};
}

}  // namespace lemmascope::plasticity
