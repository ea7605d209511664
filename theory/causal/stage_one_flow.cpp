#include "theory/causal/stage_one_flow.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

template <class N>
Vector<N> moved(const Vector<N>& scores, const N& distance, const Vector<N>& velocity) {
  Vector<N> result(scores.size());
  for (Eigen::Index j = 0; j < scores.size(); ++j) result[j] = scores[j] + distance * velocity[j];
  return result;
}

}  // namespace

template <Elementary N>
Vector<N> replicator_velocity(const Vector<N>& scores, const Vector<N>& fitness) {
  require(scores.size() == fitness.size(), "expected one fitness for every score");
  const Vector<N> attention = attention::softmax<N>(scores);
  N mean(0);
  for (Eigen::Index j = 0; j < scores.size(); ++j) mean += attention[j] * fitness[j];
  Vector<N> velocity(scores.size());
  for (Eigen::Index j = 0; j < scores.size(); ++j) {
    velocity[j] = attention[j] * (fitness[j] - mean);
  }
  return velocity;
}

template <Elementary N>
Vector<N> flow_step(const Vector<N>& scores, const Vector<N>& fitness, const N& duration) {
  const N half = duration / N(2);
  const Vector<N> k1 = replicator_velocity(scores, fitness);
  const Vector<N> k2 = replicator_velocity(moved(scores, half, k1), fitness);
  const Vector<N> k3 = replicator_velocity(moved(scores, half, k2), fitness);
  const Vector<N> k4 = replicator_velocity(moved(scores, duration, k3), fitness);
  Vector<N> result(scores.size());
  for (Eigen::Index j = 0; j < scores.size(); ++j) {
    result[j] = scores[j] + duration / N(6) * (k1[j] + N(2) * k2[j] + N(2) * k3[j] + k4[j]);
  }
  return result;
}

template <Elementary N>
Matrix<N> stage_one_step(const Matrix<N>& position_scores, const Matrix<N>& drive, const N& rate) {
  require(position_scores.rows() == drive.rows() && position_scores.cols() == drive.cols(),
          "expected A1 and the drive to have the same shape");
  Matrix<N> result = position_scores;
  for (Eigen::Index i = 0; i < drive.rows(); ++i) {
    const Vector<N> scores = position_scores.row(i).head(i + 1).transpose();
    const Vector<N> fitness = drive.row(i).head(i + 1).transpose();
    result.row(i).head(i + 1) =
        moved(scores, rate, replicator_velocity(scores, fitness)).transpose();
  }
  return result;
}

template <Elementary N>
Matrix<N> stage_one_descent(const Matrix<N>& drive, const N& rate, long steps,
                            const std::function<void(long, const Matrix<N>&)>& observe) {
  require(steps >= 0, "expected a step count of at least 0");
  Matrix<N> scores = Matrix<N>::Constant(drive.rows(), drive.cols(), N(0));
  if (observe) observe(0, scores);
  for (long step = 1; step <= steps; ++step) {
    scores = stage_one_step(scores, drive, rate);
    if (observe) observe(step, scores);
  }
  return scores;
}

template <Elementary N>
N parent_time_bound(int entries, const N& gap, const N& rate, const N& delta) {
  require(entries >= 1, "expected a row of at least one entry");
  require(less(N(0), delta) == Truth::yes && less(delta, N(1)) == Truth::yes,
          "expected delta strictly between 0 and 1");
  require(less(N(0), gap) == Truth::yes, "expected a positive gap");
  require(less(N(0), rate) == Truth::yes, "expected a positive rate");
  const N row(entries);
  return (row + N(1) / delta + N(2) * log(N(row / delta))) / (rate * gap);
}

template <Field N>
N parent_gap(const Matrix<N>& drive, const markov::CausalForest& forest, markov::Position i) {
  if (i < 0 || i >= forest.size() || forest.is_root(i)) {
    refuse(fmt::format("expected a position with a parent, found {}", i));
  }
  const markov::Position parent = forest.parent(i);
  N rival = drive(i, i);
  for (markov::Position j = 0; j < i; ++j) {
    if (j != parent) rival = maximum(rival, drive(i, j));
  }
  return drive(i, parent) - rival;
}

#define LEMMASCOPE_STAGE_ONE(N)                                                                \
  template Vector<N> replicator_velocity<N>(const Vector<N>&, const Vector<N>&);               \
  template Vector<N> flow_step<N>(const Vector<N>&, const Vector<N>&, const N&);               \
  template Matrix<N> stage_one_step<N>(const Matrix<N>&, const Matrix<N>&, const N&);          \
  template Matrix<N> stage_one_descent<N>(const Matrix<N>&, const N&, long,                    \
                                          const std::function<void(long, const Matrix<N>&)>&); \
  template N parent_time_bound<N>(int, const N&, const N&, const N&);
#define LEMMASCOPE_PARENT_GAP(N) \
  template N parent_gap<N>(const Matrix<N>&, const markov::CausalForest&, markov::Position);
LEMMASCOPE_STAGE_ONE(double)
LEMMASCOPE_STAGE_ONE(Real50)
LEMMASCOPE_STAGE_ONE(Interval)
LEMMASCOPE_FIELDS(LEMMASCOPE_PARENT_GAP)

}  // namespace lemmascope::causal
