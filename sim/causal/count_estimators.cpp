#include "sim/causal/count_estimators.hpp"

#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

template <class Loss>
MeanLoss average(sim::BatchView batch, Loss loss) {
  double sum = 0;
  double squares = 0;
  for (int b = 0; b < batch.count; ++b) {
    const double value = loss(b);
    sum += value;
    squares += value * value;
  }
  const double n = batch.count;
  const double mean = sum / n;
  const double variance = n > 1 ? std::max(0.0, squares / n - mean * mean) * n / (n - 1) : 0.0;
  return {mean, std::sqrt(variance / n), batch.count};
}

double cross_entropy(std::span<const float> label, const std::vector<double>& prediction) {
  double loss = 0;
  for (std::size_t s = 0; s < prediction.size(); ++s) {
    if (label[s] > 0) loss -= static_cast<double>(label[s]) * std::log(prediction[s]);
  }
  return loss;
}

void normalise(std::vector<double>& weights) {
  double sum = 0;
  for (const double w : weights) sum += w;
  for (double& w : weights) w /= sum;
}

/// Does node i vote under the rule, given the tokens?
bool votes(const Task& task, CountRule rule, std::span<const std::uint8_t> x,
           const TaskNode& node) {
  const std::vector<markov::Position>& wanted = task.target().parents;
  if (rule == CountRule::authors_single_parent) {
    const int parent =
        node.parents.empty() ? static_cast<int>(task.nodes().size()) - 1 : node.parents.front();
    return x[parent] == x[wanted.front()];
  }
  if (node.parents.size() != wanted.size()) return false;
  if (rule == CountRule::last_parent_only) return x[node.parents.back()] == x[wanted.back()];
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    if (x[node.parents[k]] != x[wanted[k]]) return false;
  }
  return true;
}

}  // namespace

std::vector<double> count_prediction(const Task& task, CountRule rule, sim::BatchView batch,
                                     int sequence) {
  require(rule != CountRule::authors_single_parent || task.has_query(),
          "the authors' single-parent line needs a single-parent task");
  require(rule != CountRule::last_parent_only || !task.target().parents.empty(),
          "the last-parent rule needs a target with parents");
  const auto x = batch.sequence(sequence);
  std::vector<double> weights(static_cast<std::size_t>(task.states()), task.law().concentration);
  for (std::size_t i = 0; i < task.nodes().size(); ++i) {
    if (votes(task, rule, x, task.nodes()[i])) weights[x[i]] += 1;
  }
  normalise(weights);
  return weights;
}

MeanLoss count_loss(const Task& task, CountRule rule, sim::BatchView batch) {
  return average(batch, [&](int b) {
    return cross_entropy(batch.label(b), count_prediction(task, rule, batch, b));
  });
}

MeanLoss unigram_loss(const Task& task, sim::BatchView batch) {
  MeanLoss best;
  for (const double smoothing : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0}) {
    const MeanLoss loss = average(batch, [&](int b) {
      std::vector<double> weights(static_cast<std::size_t>(task.states()), smoothing);
      const auto x = batch.sequence(b);
      for (std::size_t i = 0; i < task.nodes().size(); ++i) weights[x[i]] += 1;
      normalise(weights);
      return cross_entropy(batch.label(b), weights);
    });
    if (best.count == 0 || loss.mean < best.mean) best = loss;
  }
  return best;
}

MeanLoss oracle_loss(sim::BatchView batch) {
  return average(batch, [&](int b) {
    double entropy = 0;
    for (const float y : batch.label(b)) {
      if (y > 0) entropy -= static_cast<double>(y) * std::log(static_cast<double>(y));
    }
    return entropy;
  });
}

}  // namespace lemmascope::causal
