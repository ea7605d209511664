#include "sim/icl/softmax_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/regression/tasks.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

constexpr int kMostHeads = 16;

using Token = std::vector<double>;

double dot(const double* a, const Token& b) {
  double sum = 0;
  for (std::size_t i = 0; i < b.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// One head on one task.
struct Head {
  std::vector<double> attention;  ///< p
  std::vector<double> values;     ///< a^T e_i
  double read = 0;                ///< their mean under p
};

Head attended(const double* b, const double* a, const std::vector<Token>& tokens,
              const Token& query) {
  const std::size_t d = query.size();
  Token key(d + 1);
  for (std::size_t r = 0; r <= d; ++r) key[r] = dot(b + r * d, query);
  Head head;
  double largest = 0;
  for (const Token& token : tokens) {
    head.attention.push_back(dot(key.data(), token));
    head.values.push_back(dot(a, token));
    largest = head.attention.size() == 1 ? head.attention.back()
                                         : std::max(largest, head.attention.back());
  }
  double sum = 0;
  for (double& score : head.attention) sum += score = std::exp(score - largest);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    head.attention[i] /= sum;
    head.read += head.attention[i] * head.values[i];
  }
  return head;
}

/// Adds the gradient of `slope` times what the head reads.
void backward(const Head& head, double slope, const std::vector<Token>& tokens, const Token& query,
              double* by_b, double* by_a) {
  const std::size_t d = query.size();
  Token by_key(d + 1, 0);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const double by_score = slope * head.attention[i] * (head.values[i] - head.read);
    for (std::size_t r = 0; r <= d; ++r) {
      by_a[r] += slope * head.attention[i] * tokens[i][r];
      by_key[r] += by_score * tokens[i][r];
    }
  }
  for (std::size_t r = 0; r <= d; ++r) {
    for (std::size_t c = 0; c < d; ++c) by_b[r * d + c] += by_key[r] * query[c];
  }
}

double differentiate(const sim::TaskSetting& setting, int heads, std::span<const double> weights,
                     sim::Stream& draws, std::span<double> gradient) {
  const sim::DrawnTask task = sim::draw_task(setting, draws);
  const std::size_t d = task.map.size(), of_head = (d + 1) * (d + 1);
  std::vector<Token> tokens = task.examples;
  for (Token& token : tokens) token.push_back(dot(task.map.data(), token));
  std::vector<Head> all;
  double error = -dot(task.map.data(), task.query);
  for (int h = 0; h < heads; ++h) {
    const double* b = weights.data() + static_cast<std::size_t>(h) * of_head;
    all.push_back(attended(b, b + (d + 1) * d, tokens, task.query));
    error -= all.back().read;
  }
  for (int h = 0; h < heads; ++h) {
    double* by_b = gradient.data() + static_cast<std::size_t>(h) * of_head;
    backward(all[static_cast<std::size_t>(h)], -error, tokens, task.query, by_b,
             by_b + (d + 1) * d);
  }
  return error * error / 2;
}

}  // namespace

sim::ExampleStudy softmax_study(const Setting& setting, int heads, double start) {
  require(1 <= heads && heads <= kMostHeads,
          fmt::format("expected 1 to {} heads, found {}", kMostHeads, heads));
  require(std::isfinite(start) && start > 0,
          fmt::format("expected a positive size of the first weights, found {}", start));
  const sim::TaskSetting tasks{setting.shape.dimension, setting.shape.context, setting.law, {}, {}};
  sim::TaskSampler<double>{tasks};  // refuses settings that cannot be drawn
  sim::ExampleStudy study;
  study.text = fmt::format("softmax attention of {} heads; tasks of {}; weights from {}", heads,
                           sim::to_text(tasks), start);
  for (int h = 0; h < heads; ++h) {
    study.matrices.push_back({fmt::format("scores_{}", h), tasks.dimension + 1, tasks.dimension});
    study.matrices.push_back({fmt::format("values_{}", h), 1, tasks.dimension + 1});
  }
  study.differentiate = [tasks, heads](std::span<const double> weights, sim::Stream& draws,
                                       std::span<double> gradient) {
    return differentiate(tasks, heads, weights, draws, gradient);
  };
  study.start = [start](sim::Stream& draws, std::span<double> weights) {
    for (double& w : weights) w = start * draws.next_normal();
  };
  return study;
}

}  // namespace lemmascope::icl
