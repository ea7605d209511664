#include "sim/icl/roll_out.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using Square = Eigen::MatrixXd;

/// C, w and the query of one lane.
struct OneTask {
  Square covariance;
  Eigen::VectorXd map, query;
};

OneTask task_in_lane(const sim::TaskChunk<double>& chunk, int dimension, int lane) {
  OneTask task{Square(dimension, dimension), Eigen::VectorXd(dimension),
               Eigen::VectorXd(dimension)};
  for (int i = 0; i < dimension; ++i) {
    for (int j = 0; j < dimension; ++j) {
      task.covariance(i, j) = chunk.covariance[(i * dimension + j) * sim::kTaskLanes + lane];
    }
    task.map(i) = chunk.map[i * sim::kTaskLanes + lane];
    task.query(i) = chunk.query[i * sim::kTaskLanes + lane];
  }
  return task;
}

/// Calls `visit` for every task of streams 0, 1, ….
template <class Visit>
void for_tasks(const sim::TaskSetting& setting, const sim::StreamKey& key, int tasks,
               const Visit& visit) {
  sim::TaskSampler<double> sampler(setting);
  for (int first = 0; first < tasks; first += sim::kTaskLanes) {
    const auto chunk = sampler.draw(key, static_cast<std::uint64_t>(first));
    for (int lane = 0; lane < sim::kTaskLanes && first + lane < tasks; ++lane) {
      visit(task_in_lane(chunk, setting.dimension, lane));
    }
  }
}

Square dense(const double* entries, int size) {
  return Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(entries, size, size);
}

bool is_positive(const Square& matrix) {
  return Eigen::LLT<Square>(matrix).info() == Eigen::Success;
}

}  // namespace

std::vector<std::vector<double>> roll_out_losses(const std::vector<double>& products,
                                                 const sim::AttentionSizes& sizes,
                                                 const sim::TaskSetting& setting, double damping,
                                                 int steps, const sim::StreamKey& key, int tasks) {
  const int e = sizes.token(), d = sizes.dimension;
  require(static_cast<std::ptrdiff_t>(products.size()) == 2 * sizes.matrix(),
          "a roll-out is of one layer with one head");
  const Square a = damping * dense(products.data(), e);
  const Square b = dense(products.data() + sizes.matrix(), e);
  std::vector<std::vector<double>> losses(static_cast<std::size_t>(steps));
  for_tasks(setting, key, tasks, [&](const OneTask& task) {
    Square gram(e, e);
    gram.topLeftCorner(d, d) = task.covariance;
    gram.block(0, d, d, 1) = task.covariance * task.map;
    gram.block(d, 0, 1, d) = gram.block(0, d, d, 1).transpose();
    gram(d, d) = task.map.dot(gram.block(0, d, d, 1).col(0));
    Eigen::VectorXd query = Eigen::VectorXd::Zero(e);
    query.head(d) = task.query;
    const double target = task.map.dot(task.query);
    for (auto& of_step : losses) {
      const Square map = Square::Identity(e, e) + a * gram * b;
      query = (map * query).eval();
      gram = (map * gram * map.transpose()).eval();
      const double error = query(d) + target;
      const double loss = error * error / 2;
      of_step.push_back(std::isfinite(loss) ? loss : std::numeric_limits<double>::infinity());
    }
  });
  return losses;
}

bool SingleTasks::are_eigenvalues_within(std::uint64_t seed, std::uint64_t task, double least,
                                         double most) {
  const std::uint64_t lane = task % sim::kTaskLanes, first = task - lane;
  if (chunk_.covariance == nullptr || seed != seed_ || first != first_) {
    chunk_ = sampler_.draw({seed, 0, sim::Purpose::probe}, first);
    seed_ = seed;
    first_ = first;
  }
  const int d = sampler_.setting().dimension;
  const Square covariance = task_in_lane(chunk_, d, static_cast<int>(lane)).covariance;
  const Square identity = Square::Identity(d, d);
  return is_positive(most * identity - covariance) && is_positive(covariance - least * identity);
}

BeyondBounds beyond_bounds(const sim::TaskSetting& setting, double least, double most,
                           const sim::StreamKey& key, int tasks) {
  BeyondBounds count;
  const Square identity = Square::Identity(setting.dimension, setting.dimension);
  for_tasks(setting, key, tasks, [&](const OneTask& task) {
    if (!is_positive(most * identity - task.covariance)) ++count.above;
    if (!is_positive(task.covariance - least * identity)) ++count.below;
  });
  return count;
}

}  // namespace lemmascope::icl
