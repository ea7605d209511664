// The kernels' losses and gradients against exact ones: on single tasks and, over points that match
// the moments of the inputs, against the expected loss as a polynomial.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/icl/descent.hpp"
#include "sim/regression/linear_attention.hpp"
#include "theory/icl/gradient_step.hpp"
#include "theory/icl/rate_loss.hpp"

namespace lemmascope::icl {
namespace {

using regression::WeightedPoint;

/// Tasks given one by one, with weights, to a network by chunks.
class WeightedTasks {
 public:
  WeightedTasks(sim::LinearAttention<double>& model)
      : model_(model),
        memory_(static_cast<std::size_t>(sim::TaskChunk<double>::size(model.sizes().dimension))),
        weight_(sim::kTaskLanes) {}

  void add(const Matrix<double>& covariance, const Vector<double>& map, const Vector<double>& query,
           double weight) {
    const int d = model_.sizes().dimension;
    const auto chunk = sim::TaskChunk<double>::at(memory_.data(), d);
    for (int i = 0; i < d; ++i) {
      for (int j = 0; j < d; ++j) {
        chunk.covariance[(i * d + j) * sim::kTaskLanes + lane_] = covariance(i, j);
      }
      chunk.map[i * sim::kTaskLanes + lane_] = map(i);
      chunk.query[i * sim::kTaskLanes + lane_] = query(i);
    }
    weight_.data()[lane_] = weight;
    if (++lane_ == sim::kTaskLanes) flush();
  }
  double loss() {
    flush();
    return loss_;
  }

 private:
  void flush() {
    for (; lane_ < sim::kTaskLanes; ++lane_) weight_.data()[lane_] = 0;
    loss_ += model_.accumulate(sim::TaskChunk<double>::at(memory_.data(), model_.sizes().dimension),
                               weight_.data());
    lane_ = 0;
  }

  sim::LinearAttention<double>& model_;
  sim::AlignedBuffer<double> memory_, weight_;
  int lane_ = 0;
  double loss_ = 0;
};

/// A task in lane 0 of a chunk, the other lanes zero.
struct OneLane {
  std::unique_ptr<sim::AlignedBuffer<double>> memory;
  sim::TaskChunk<double> chunk;
};
OneLane one_lane(const Matrix<Rational>& covariance, const Vector<Rational>& map,
                 const Vector<Rational>& query) {
  const auto d = static_cast<int>(map.size());
  const auto size = static_cast<std::size_t>(sim::TaskChunk<double>::size(d));
  OneLane lane{std::make_unique<sim::AlignedBuffer<double>>(size), {}};
  std::fill(lane.memory->data(), lane.memory->data() + size, 0.0);
  lane.chunk = sim::TaskChunk<double>::at(lane.memory->data(), d);
  for (int i = 0; i < d; ++i) {
    for (int j = 0; j < d; ++j) {
      lane.chunk.covariance[(i * d + j) * sim::kTaskLanes] = to_double(covariance(i, j));
    }
    lane.chunk.map[i * sim::kTaskLanes] = to_double(map(i));
    lane.chunk.query[i * sim::kTaskLanes] = to_double(query(i));
  }
  return lane;
}

/// The Frobenius norm.
template <class Entries>
double norm(const Entries& entries) {
  double squares = 0;
  for (Eigen::Index k = 0; k < entries.size(); ++k) {
    squares += std::pow(to_double(entries.data()[k]), 2);
  }
  return std::sqrt(squares);
}

/// Every vector of `size` entries from these points, with its weight.
std::vector<std::pair<Vector<double>, double>> vectors(const std::vector<WeightedPoint>& points,
                                                       int size) {
  std::vector<std::pair<Vector<double>, double>> all{{Vector<double>(size), 1}};
  for (int i = 0; i < size; ++i) {
    std::vector<std::pair<Vector<double>, double>> longer;
    for (const auto& [head, share] : all) {
      for (const auto& [point, weight] : points) {
        longer.emplace_back(head, share * to_double(weight));
        longer.back().first(i) = to_double(point);
      }
    }
    all = std::move(longer);
  }
  return all;
}

/// Expected loss and gradient, exact but for rounding: `degree` in every entry of the examples.
double expected_loss(sim::LinearAttention<double>& model, const Setting& setting, int degree,
                     int degree_of_map) {
  const auto& [d, n] = setting.shape;
  const auto maps =
      vectors(regression::matching_points(regression::gaussian_law(), degree_of_map), d);
  const auto queries = vectors(regression::matching_points(setting.law, 2), d);
  WeightedTasks tasks(model);
  model.clear();
  for (const auto& [entries, weight] :
       vectors(regression::matching_points(setting.law, degree), d * n)) {
    const Matrix<double> x = entries.reshaped(d, n);
    const Matrix<double> covariance = x * x.transpose();
    for (const auto& [map, of_map] : maps) {
      for (const auto& [query, of_query] : queries) {
        tasks.add(covariance, map, query, weight * of_map * of_query);
      }
    }
  }
  return tasks.loss();
}

double value(const Polynomial& p, double x) { return to_double(evaluate(p, Rational(x))); }

TEST(ExpectedLoss, OfOneStepHasTheGradientOfItsPolynomial) {
  const Setting setting{{2, 2}, regression::uniform_law(Rational(1, 2))};
  const Polynomial loss = half_loss(setting, 1), slope = regression::derivative_of(loss);
  sim::LinearAttention<double> model({2, 1, 1, false});
  for (const double t : {0.25, 1.0, 3.0}) {
    model.use(products_of<double>({"", {{t, 0}}, 0}, model.sizes()));
    const double found = expected_loss(model, setting, 4, 4);
    EXPECT_LE(std::abs(found - value(loss, t)), 1e-12) << t;
    // A: by A_yy minus the slope, nothing by the y-row's others; B: together t times the slope over
    // its diagonal, nothing elsewhere.
    const std::vector<double>& g = model.by_products();
    for (std::size_t k = 0; k < 9; ++k) {
      EXPECT_LE(std::abs(g[k] - (k == 8 ? -value(slope, t) : 0)), 1e-12) << k;
      const bool diagonal = k == 0 || k == 4;
      EXPECT_LE(std::abs(g[9 + k] - (diagonal ? t * value(slope, t) / 2 : 0)), 1e-12) << k;
    }
  }
}

TEST(ExpectedLoss, OfTwoLoopedLayersHasTheGradientOfItsPolynomial) {
  for (const int d : {1, 2}) {
    const Setting setting{{d, 1}, regression::uniform_law(Rational(1, 2))};
    const auto loss = plus_plus_half_loss(setting);
    sim::LinearAttention<double> model({d, 2, 1, true});
    const double t = 1.5, gamma = 0.75;
    const auto at = [&](const auto& p) {
      return to_double(regression::value_at<Rational, 2>(p, {Rational(t), Rational(gamma)}));
    };
    const double by_step = at(loss.derivative(0)), by_gamma = at(loss.derivative(1));
    model.use(products_of<double>({"", {{t, gamma}, {t, gamma}}, 0}, model.sizes()));
    const double found = expected_loss(model, setting, 16, 2);
    // Points of degree 16 have weights of both signs, their absolute sum below 1e3 an entry.
    EXPECT_LE(std::abs(found - at(loss)), 1e-10);
    const std::vector<double>& g = model.by_products();
    const int e = d + 1;
    double inputs = 0, scores = 0;
    for (int i = 0; i < d; ++i) {
      inputs += g[static_cast<std::size_t>(i * e + i)];
      scores += g[static_cast<std::size_t>(e * e + i * e + i)];
    }
    EXPECT_LE(std::abs(g[static_cast<std::size_t>(e * e - 1)] + by_step), 1e-9);
    EXPECT_LE(std::abs(inputs + by_gamma), 1e-9);
    EXPECT_LE(std::abs(scores - (t * by_step + gamma * by_gamma)), 1e-9);
  }
}

TEST(Prediction, IsThatOfTheExactLayers) {
  RegressionTask task{Matrix<Rational>(3, 2), Matrix<Rational>(3, 1), Vector<Rational>(2),
                      Matrix<Rational>(1, 2), Rational(3, 2)};
  task.inputs << 1, 2, Rational(-1, 2), 1, Rational(1, 4), -1;
  task.query << Rational(3, 4), -2;
  Vector<Rational> map(2);
  map << Rational(1, 2), 3;
  task.targets = task.inputs * map;
  task.start << 0, 0;
  const Rational gamma(1, 8);
  const std::vector<Layer> layers(3, {gradient_plus_plus_head(task, gamma)});
  const Rational exact = prediction_of(after_layers(tokens_of(task), layers), 1)(0);
  sim::LinearAttention<double> model({2, 3, 1, true});
  model.use(
      products_of<double>({"", std::vector<DescentRates>(3, {0.5, 0.125}), 0}, model.sizes()));
  WeightedTasks tasks(model);
  const auto rounded = [](const auto& exact_entries) {
    return exact_entries.unaryExpr([](const Rational& r) { return to_double(r); }).eval();
  };
  tasks.add(rounded(Matrix<Rational>(task.inputs.transpose() * task.inputs)), rounded(map),
            rounded(task.query), 1);
  const double error = to_double(Rational(exact - (map.transpose() * task.query)(0)));
  EXPECT_LE(std::abs(tasks.loss() - error * error / 2), 1e-12 * error * error);
}

/// One layer of small rational tasks in double: within 64 units of rounding for each of N + nx
/// terms, times the product of the sizes of what is multiplied.
TEST(Prediction, OfOneStepIsExactButForRounding) {
  for (int d = 1; d <= 5; ++d) {
    for (int n = 1; n <= 5; ++n) {
      RegressionTask task{Matrix<Rational>(n, d), Matrix<Rational>(n, 1), Vector<Rational>(d),
                          zero_matrix(1, d), Rational(7, 3)};
      Vector<Rational> map(d);
      for (int i = 0; i < d; ++i) {
        map(i) = Rational(5 * i - 7, 3);
        task.query(i) = Rational(4 - 3 * i, 7);
        for (int j = 0; j < n; ++j) task.inputs(j, i) = Rational(2 * i * j + 3 * j - 5 * i + 1, 11);
      }
      task.targets = task.inputs * map;
      const Rational exact =
          prediction_of(after_layers(tokens_of(task), {{gradient_head(task)}}), 1)(0);
      sim::LinearAttention<double> model({d, 1, 1, false});
      model.use(products_of<double>({"", {{7.0 / 3 / n, 0}}, 0}, model.sizes()));
      const auto lane = one_lane(task.inputs.transpose() * task.inputs, map, task.query);
      sim::AlignedBuffer<double> prediction(sim::kTaskLanes),
          sensitivity(static_cast<std::size_t>(d * sim::kTaskLanes));
      model.respond(lane.chunk, prediction.data(), sensitivity.data());
      const double sizes =
          7.0 / 3 / n * norm(task.inputs) * norm(task.inputs) * norm(map) * norm(task.query);
      EXPECT_LE(std::abs(to_double(Rational(exact - Rational(prediction.data()[0])))),
                64 * 0x1p-53 * (n + d) * sizes)
          << d << " " << n;
    }
  }
}

TEST(BestDescent, HasTheReferenceRates) {
  const Setting setting{{10, 10}, regression::uniform_law(Rational(1, 2))};
  const auto one = best_descent(setting, 1, false, true),
             loop = best_descent(setting, 2, true, true);
  const auto two = best_descent(setting, 2, false, false);
  EXPECT_DOUBLE_EQ(one->layers[0].step, 20.0 / 33);
  EXPECT_DOUBLE_EQ(one->half_loss, 245.0 / 1188);
  EXPECT_DOUBLE_EQ(loop->layers[1].gamma, 0.175985013509779169);
  EXPECT_DOUBLE_EQ(loop->half_loss, 0.11049468218755986);
  EXPECT_DOUBLE_EQ(two->half_loss, 0.156615170836195605);
  EXPECT_FALSE(best_descent(setting, 3, true, true));
  const auto apart = best_descent({{2, 3}, setting.law}, 2, false, true);
  EXPECT_EQ(apart->layers[1].gamma, 0.0);
  EXPECT_LT(apart->half_loss, best_descent({{2, 3}, setting.law}, 2, true, true)->half_loss);
}

}  // namespace
}  // namespace lemmascope::icl
