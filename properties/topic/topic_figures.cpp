// The second paper as pictures: embedding, value matrices and attention by blocks, and the course
// of one joint training.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/quantity.hpp"
#include "sim/topic/topic_training.hpp"
#include "theory/topic/embedding.hpp"
#include "theory/topic/finite_length.hpp"
#include "theory/topic/symmetric_attention.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

using nlohmann::json;

/// Four topics of three words, two a document, BERT's masking: small enough to read every cell.
TopicParameters model() { return {4, 3, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10)}; }

constexpr const char* kModel = "T=4, v=3, tau=2, p_m=3/20, p_c=p_r=1/10";

json labels() {
  json names = {"[MASK]"};
  for (Token word = 1; word < model().tokens(); ++word) {
    names.push_back(fmt::format("{}{}", static_cast<char>('a' + model().topic_of(word)),
                                (word - 1) % model().words_per_topic() + 1));
  }
  return names;
}

json topic_blocks() {
  json blocks = {{{"label", ""}, {"size", 1}}};
  for (int topic = 0; topic < model().topics(); ++topic) {
    blocks.push_back({{"label", fmt::format("topic {}", static_cast<char>('a' + topic))},
                      {"size", model().words_per_topic()}});
  }
  return blocks;
}

template <Field N>
json cells(const Matrix<N>& matrix) {
  json rows = json::array();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    json row = json::array();
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
      row.push_back(claim::to_json(claim::quantity(N(matrix(i, j)))));
    }
    rows.push_back(row);
  }
  return rows;
}

json heatmap(const char* id, const char* title, const std::string& caption, const char* scale,
             const char* rows, const char* columns, json values, json claims) {
  return {{"id", id},
          {"title", title},
          {"caption", fmt::format("{} ({})", caption, kModel)},
          {"kind", "heatmap"},
          {"group", "Topic structure: exact optima by blocks"},
          {"scale", scale},
          {"rows", labels()},
          {"columns", labels()},
          {"row_axis", rows},
          {"column_axis", columns},
          {"row_blocks", topic_blocks()},
          {"column_blocks", topic_blocks()},
          {"values", std::move(values)},
          {"claims", std::move(claims)}};
}

json embedding_figure() {
  const Rational penalty = embedding_threshold(model()) / 10;
  const auto best = penalised_embedding(model(), penalty);
  BlockValues<Rational> blocks;
  blocks.same_word = blocks.same_topic = best.same_topic;
  blocks.different_topic = best.different_topic;
  return heatmap("topic/embedding-gram", "Optimal embedding, inner products",
                 "exact optimum with a free bias and a penalty of a tenth of the threshold",
                 "signed", "token", "token", cells<Rational>(block_matrix(model(), blocks)),
                 {"topic/penalised-embedding-is-contrast", "topic/embedding-gap-is-one-over-qv"});
}

json limit_value_figure() {
  return heatmap("topic/value-matrix-limit", "Optimal value matrix, infinite documents",
                 "exact limit of a vanishing penalty; the diagonal is not special", "signed",
                 "output", "key",
                 cells<Rational>(block_matrix(model(), limit_value_matrix(model()))),
                 {"topic/value-matrix-limit-is-least-norm", "topic/diagonal-is-special"});
}

json finite_value_figure() {
  constexpr long kLength = 100;
  return heatmap(
      "topic/value-matrix-finite", "Optimal value matrix, documents of 100 words",
      "exact optimum without a penalty; the diagonal stays for ever longer documents", "signed",
      "output", "key",
      cells<Rational>(block_matrix(model(), finite_length_value_matrix(model(), kLength))),
      {"topic/finite-length-value-matrix", "topic/finite-length-tends-to-limit-optimum"});
}

json attention_figure() {
  const OptimalAttention best = optimal_attention(model());
  BlockValues<Interval> blocks{Interval(1), Interval(1), best.mask_weight,
                               best.ratio,  best.ratio,  Interval(1)};
  // Keys are rows: [MASK] keys get kappa from word queries; [MASK] queries stay uniform.
  std::swap(blocks.mask_row, blocks.mask_column);
  return heatmap(
      "topic/attention", "Optimal attention weights",
      "weight per token relative to another topic: rho* within a topic, kappa* on [MASK]",
      "sequential", "key", "query",
      cells<Interval>(block_matrix(in_arithmetic<Interval>(model()), blocks)),
      {"topic/joint-optimum-is-stationary", "topic/optimal-ratio-exceeds-one"});
}

json series(const char* name, const std::vector<TopicRecord>& records,
            double (*read)(const TopicRecord&)) {
  json x = json::array(), y = json::array();
  for (const auto& record : records) {
    x.push_back(record.step);
    y.push_back(read(record));
  }
  return {{"name", name}, {"x", x}, {"y", y}};
}

json curve(const char* id, const char* title, const char* y_label, json lines, json references) {
  return {
      {"id", id},
      {"title", title},
      {"caption",
       fmt::format(
           "one joint training from near zero ({}, documents of 60 words, batches of 20, Adam "
           "0.003, squared loss, seed 20240222); the third phase, copying the shown word, follows",
           kModel)},
      {"kind", "curve"},
      {"group", "Topic structure: two stages and a third"},
      {"x", {{"label", "step"}}},
      {"y", {{"label", y_label}}},
      {"series", std::move(lines)},
      {"references", std::move(references)},
      {"claims", {"topic/value-matrix-before-attention", "topic/joint-training-ends-by-copying"}}};
}

std::vector<TopicRecord> joint_training() {
  TopicRunPlan plan{.corpus = {.model = in_arithmetic<double>(model())}};
  plan.corpus.shortest = plan.corpus.longest = 60;
  plan.batch = 20;
  plan.steps = 3000;
  plan.record_every = 50;
  plan.evaluation_documents = 50;
  return train(plan).records;
}

}  // namespace

json topic_figures() {
  const auto records = joint_training();
  const auto limit = limit_value_matrix(model());
  const json value_lines = {
      series("same word", records, [](const TopicRecord& at) { return at.value.same_word; }),
      series("same topic", records, [](const TopicRecord& at) { return at.value.same_topic; }),
      series("other topic", records,
             [](const TopicRecord& at) { return at.value.different_topic; })};
  const json attention_lines = {
      series("same word", records, [](const TopicRecord& at) { return at.attention.same_word; }),
      series("same topic", records, [](const TopicRecord& at) { return at.attention.same_topic; }),
      series("other topic", records,
             [](const TopicRecord& at) { return at.attention.different_topic; })};
  return {embedding_figure(),
          limit_value_figure(),
          finite_value_figure(),
          attention_figure(),
          curve("topic/stages-value", "Value matrix in training", "mean entry", value_lines,
                {{{"label", "limit optimum, same topic"},
                  {"axis", "y"},
                  {"value", to_double(limit.same_topic)},
                  {"by", "ours"}}}),
          curve("topic/stages-attention", "Attention in training",
                "mean weight per pair of positions", attention_lines,
                {{{"label", "uniform"}, {"axis", "y"}, {"value", 0.01}, {"by", "ours"}}})};
}

}  // namespace lemmascope::topic
