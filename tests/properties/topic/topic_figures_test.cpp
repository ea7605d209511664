// The figures of the second paper show what the theory says, and hide no phase of training.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"

namespace lemmascope::topic {

nlohmann::json topic_figures();

namespace {

using nlohmann::json;

const json& figure(const std::string& id) {
  static const json figures = topic_figures();
  for (const json& one : figures) {
    if (one.at("id") == id) return one;
  }
  throw std::invalid_argument("no figure " + id);
}

double cell(const json& of, int row, int column) {
  return of.at("values").at(row).at(column).at("approximate").get<double>();
}

TEST(TopicHeatmaps, HaveALabelForEveryRowAndColumnAndBlocksThatFillThem) {
  for (const char* id : {"topic/embedding-gram", "topic/value-matrix-limit",
                         "topic/value-matrix-finite", "topic/attention"}) {
    const json& of = figure(id);
    EXPECT_EQ(of.at("rows").size(), 13U) << id;
    EXPECT_EQ(of.at("values").size(), 13U) << id;
    int filled = 0;
    for (const json& block : of.at("row_blocks")) filled += block.at("size").get<int>();
    EXPECT_EQ(filled, 13) << id;
    for (const json& claim : of.at("claims")) {
      EXPECT_NE(catalogue::find_claim(claim.get<std::string>()), nullptr) << claim;
    }
  }
}

TEST(TopicHeatmaps, ShowTheDiagonalAtFiniteLengthOnly) {
  const json& limit = figure("topic/value-matrix-limit");
  EXPECT_EQ(limit.at("values").at(1).at(1), limit.at("values").at(1).at(2));
  EXPECT_GT(cell(limit, 1, 2), cell(limit, 1, 4));
  const json& finite = figure("topic/value-matrix-finite");
  EXPECT_GT(cell(finite, 1, 1), cell(finite, 1, 2));
  EXPECT_GT(cell(finite, 1, 2), cell(finite, 1, 4));
}

TEST(TopicHeatmaps, HaveMaskRowsAndColumnsWhereTheyBelong) {
  // The value matrix has outputs as rows: the [MASK] output is zero, the [MASK] key is not.
  const json& value = figure("topic/value-matrix-limit");
  EXPECT_EQ(cell(value, 0, 1), 0);
  EXPECT_GT(cell(value, 1, 0), 0);
  // Attention has keys as rows: [MASK] queries (column 0) are uniform, [MASK] keys get kappa.
  const json& attention = figure("topic/attention");
  EXPECT_EQ(cell(attention, 1, 0), 1);
  EXPECT_NE(cell(attention, 0, 1), 1);
  EXPECT_GT(cell(attention, 2, 1), 1);
  EXPECT_EQ(cell(attention, 4, 1), 1);
}

std::vector<double> line(const std::string& id, const std::string& name) {
  for (const json& one : figure(id).at("series")) {
    if (one.at("name") == name) return one.at("y").get<std::vector<double>>();
  }
  throw std::invalid_argument("no line " + name);
}

std::vector<double> difference(std::vector<double> a, const std::vector<double>& b) {
  for (std::size_t k = 0; k < a.size(); ++k) a[k] -= b[k];
  return a;
}

std::size_t first_above(const std::vector<double>& of, double level) {
  std::size_t k = 0;
  while (k < of.size() && of[k] <= level) ++k;
  return k;
}

TEST(StagesFigure, ShowsTheOrderAndTheCollapseOntoTheSameWord) {
  // As the claims say it: nine tenths of the gap 1/(q v) of the value matrix, then half of the most
  // that topic attention reaches, then the same word at three times uniform.
  const auto value = difference(line("topic/stages-value", "same topic"),
                                line("topic/stages-value", "other topic"));
  const auto topic = line("topic/stages-attention", "same topic");
  const auto gap = difference(topic, line("topic/stages-attention", "other topic"));
  const auto word = line("topic/stages-attention", "same word");
  const double most = *std::max_element(gap.begin(), gap.end());
  const std::size_t stage_one = first_above(value, 0.9 / (0.865 * 3));
  const std::size_t stage_two = first_above(gap, most / 2);
  const std::size_t stage_three = first_above(word, 0.03);
  EXPECT_LT(stage_one, stage_two);
  EXPECT_LT(stage_two, stage_three);
  EXPECT_LT(stage_three, word.size());
  EXPECT_LT(topic.back(), 0.01) << "below uniform at the end";
}

}  // namespace
}  // namespace lemmascope::topic
