// Algorithm 1 with exact population gradients, as pictures: the first layer's attention in the
// course of both stages, and what its loss is above the best of any predictor.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "theory/causal/bayes.hpp"
#include "theory/causal/exact_training.hpp"

namespace lemmascope::causal {
namespace {

using nlohmann::json;

constexpr long kFirstSteps = 240, kSecondSteps = 96, kEvery = 4;
constexpr int kSnapshots = 24;

json shares(const Matrix<double>& attention) {
  json rows = json::array();
  for (Eigen::Index i = 0; i < attention.rows(); ++i) {
    json row = json::array();
    for (Eigen::Index j = 0; j < attention.cols(); ++j) {
      // Six digits: what a reader can use.
      row.push_back(j > i ? json() : json(std::round(attention(i, j) * 1e6) / 1e6));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

json labels(int length) {
  json names = json::array();
  for (int k = 0; k < length; ++k) names.push_back(std::to_string(k));
  return names;
}

/// What is drawn of a training.
struct Course {
  json steps = json::array(), excess = json::array(), parents = json::array(),
       panels = json::array();
};

// Loss and attention every few steps of both stages counted through, a snapshot at 24 of them.
Course course_of(const CausalForest& forest, const Prior& prior, const Rational& epsilon) {
  const int length = forest.size() + 1;
  const double match = 0.01;
  const TrainingPlan<double> plan{
      match, length * prior.states() / match, kFirstSteps, 0.25, kSecondSteps, {}};
  const double bayes = bayes_losses<double>(prior, forest, Rational(1, 10)).posterior;
  // f + epsilon sums to 1 + S epsilon: the loss of the prediction that it is up to scale.
  const double scale = std::log1p(prior.states() * to_double(epsilon));
  Course course;
  const long total = kFirstSteps + kSecondSteps;
  train_exactly<double>(plan, forest, prior, epsilon, [&](const auto& point, const auto& weights) {
    const long step = point.step + (point.stage == 2 ? kFirstSteps : 0);
    if (step % kEvery != 0 || (point.stage == 2 && point.step == 0)) return;
    course.steps.push_back(step);
    course.excess.push_back(point.loss + scale - bayes);
    course.parents.push_back(point.parent_attention);
    const long due = static_cast<long>(course.panels.size()) * total / (kSnapshots - 1);
    if (step < due) return;
    course.panels.push_back(
        {{"title", fmt::format("stage {}, step {}", point.stage, step)},
         {"step", step},
         {"values", shares(attention::causal_attention(weights.position_scores))}});
  });
  return course;
}

json stage_boundary() {
  return {{"label", "stage 2 begins"}, {"axis", "x"}, {"value", kFirstSteps}, {"by", "ours"}};
}

// Of every node with a parent, one over the positions it can look at.
double uniform_attention(const CausalForest& forest) {
  double sum = 0;
  for (int i = 0; i < forest.size(); ++i) sum += forest.is_root(i) ? 0 : 1.0 / (i + 1);
  return sum / forest.edge_count();
}

}  // namespace

nlohmann::json exact_training_figures() {
  const CausalForest forest({-1, 0, 0, 1, 1, 2, 2});
  const auto chain = markov::parse_chain("4/5,1/5;3/10,7/10");
  const Prior prior = Prior::orbit(chain);
  const Rational epsilon(1, 100);
  const Course course = course_of(forest, prior, epsilon);
  const int length = forest.size() + 1;
  json edges = json::array();
  for (int i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) edges.push_back({i, forest.parent(i)});
  }
  const std::string where = fmt::format(
      "Algorithm 1 with exact gradients (double precision): parents {}, orbit prior of {}, "
      "smoothing 1/100, {} steps of stage 1 and {} of stage 2.",
      markov::to_text(forest), markov::to_text(chain), kFirstSteps, kSecondSteps);
  const json claims = {"causal/main-theorem", "causal/parent-attention-grows",
                       "causal/layer-order"};
  const json curve = {
      {"x", {{"label", "step"}}},
      {"y", {{"label", "mean attention to the parent"}}},
      {"title", "Attention to the parent"},
      {"series", {{{"name", "mean over edges"}, {"x", course.steps}, {"y", course.parents}}}},
      {"references",
       {{{"label", fmt::format("uniform attention {:.3f}", uniform_attention(forest))},
         {"axis", "y"},
         {"value", uniform_attention(forest)},
         {"by", "ours"}},
        stage_boundary()}}};
  return {
      {{"id", "causal/attention-over-training"},
       {"kind", "scrubber"},
       {"title", "The first layer finds the parents"},
       {"caption", where + " Outlined: each node's parent. An outlined cell that stays darker than "
                           "its row, or attention that moves after stage 1, would be wrong."},
       {"claims", claims},
       {"rows", labels(length)},
       {"columns", labels(length)},
       {"row_axis", "query i"},
       {"column_axis", "key j"},
       {"scale", "sequential"},
       {"range", {0, 1}},
       {"outlined", edges},
       {"panels", course.panels},
       {"curve", curve}},
      {{"id", "causal/loss-above-bayes"},
       {"kind", "curve"},
       {"title", "Loss above the Bayes loss, in both stages"},
       {"caption",
        where + " The Bayes loss is the exact posterior predictive's, which no predictor passes: a "
                "point at or below zero could not be drawn and would be counted here."},
       {"claims", claims},
       {"x", {{"label", "step"}}},
       {"y", {{"label", "loss − Bayes loss, nats"}, {"log", true}}},
       {"series", {{{"name", "reduced model"}, {"x", course.steps}, {"y", course.excess}}}},
       {"references", json::array({stage_boundary()})}}};
}

}  // namespace lemmascope::causal
