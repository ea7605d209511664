#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/looped/loop_plan.hpp"
#include "sim/regression/tasks.hpp"
#include "sim/transformer/model_size.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/looped/isotropic.hpp"
#include "theory/looped/looped_attention.hpp"

namespace lemmascope::looped {
namespace {

using Complex = std::complex<double>;
using sim::kTaskLanes;

constexpr sim::StreamKey kKey{11, 0, sim::Purpose::probe};

template <class F>
LoopKernel<F> kernel(sim::InstructionSet set) {
  return sim::choose_kernel(set, portable::loop_kernel<F>(), avx2::loop_kernel<F>(),
                            avx512::loop_kernel<F>());
}

std::vector<LoopSizes> every_size() {
  return {{1, 3, 1, true}, {2, 5, 2, true}, {3, 4, 3, true}, {5, 7, 2, false}, {3, 4, 3, false}};
}

template <class F>
std::vector<F> some_weights(const LoopSizes& sizes) {
  std::vector<F> weights(static_cast<std::size_t>(sizes.storage()));
  sim::Stream stream({9, 0, sim::Purpose::initial_parameters}, 0);
  for (F& w : weights) w = static_cast<F>(static_cast<float>(0.4 * stream.next_normal()));
  return weights;
}

template <class N>
using Entries = std::vector<N>;

/// The layer of the paper, example by example: z_j <- z_j - (1/n) sum_i z_i x_i^T A x_j with z = y
/// + u^T x for every token, the query among them.
template <class N>
N error_by_tokens(const LoopSizes& sizes, const Entries<N>& weights, const sim::DrawnTask& task) {
  const auto d = static_cast<std::size_t>(sizes.dimension);
  const N* u = weights.data() + d * d * static_cast<std::size_t>(sizes.stored_matrices());
  std::vector<Entries<double>> inputs = task.examples;
  inputs.push_back(task.query);
  Entries<N> z;
  double target = 0;
  for (std::size_t j = 0; j < inputs.size(); ++j) {
    N value(0);
    for (std::size_t i = 0; i < d; ++i) {
      const double y = j + 1 < inputs.size() ? task.map[i] : 0;  // the query's y starts at zero
      value += (y + u[i]) * inputs[j][i];
      if (j + 1 == inputs.size()) target += task.map[i] * inputs[j][i];
    }
    z.push_back(value);
  }
  for (int loop = 0; loop < sizes.loops; ++loop) {
    const N* a = weights.data() + (sizes.tied ? 0 : static_cast<std::size_t>(loop) * d * d);
    Entries<N> next = z;
    for (std::size_t j = 0; j < inputs.size(); ++j) {
      for (std::size_t i = 0; i + 1 < inputs.size(); ++i) {
        N score(0);
        for (std::size_t r = 0; r < d; ++r) {
          for (std::size_t c = 0; c < d; ++c) score += inputs[i][r] * a[r * d + c] * inputs[j][c];
        }
        next[j] -= z[i] * score / static_cast<double>(sizes.context);
      }
    }
    z = next;
  }
  N of_bias(0);
  for (std::size_t i = 0; i < d; ++i) of_bias += u[i] * task.query[i];
  return target + z.back() - of_bias;  // the prediction is minus the query's y
}

struct LossAndGradient {
  double loss = 0;
  std::vector<double> gradient;
  double largest() const {
    double value = 0;
    for (const double g : gradient) value = std::max(value, std::abs(g));
    return value;
  }
};

template <class F>
LossAndGradient by_kernel(const LoopSizes& sizes, sim::InstructionSet set, int count) {
  const std::vector<F> weights = some_weights<F>(sizes);
  sim::TaskSampler<F> sampler({sizes.dimension, sizes.context, regression::gaussian_law(), {}, {}},
                              set);
  const LoopKernel<F> loops = kernel<F>(set);
  sim::AlignedBuffer<F> arena(static_cast<std::size_t>(loops.arena_size(sizes)));
  sim::AlignedBuffer<F> share(kTaskLanes);
  for (int k = 0; k < count; ++k) share.data()[k] = 1;
  std::vector<F> gradient(weights.size(), F(0));
  LossAndGradient out;
  out.loss = loops.accumulate(sizes, weights.data(), arena.data(), sampler.draw(kKey, 0),
                              share.data(), gradient.data());
  out.gradient.assign(gradient.begin(), gradient.end());
  return out;
}

template <class N>
N loss_by_tokens(const LoopSizes& sizes, const Entries<N>& weights, int count) {
  N sum(0);
  for (int k = 0; k < count; ++k) {
    sim::Stream stream(kKey, static_cast<std::uint64_t>(k));
    const N error = error_by_tokens<N>(
        sizes, weights,
        sim::draw_task({sizes.dimension, sizes.context, regression::gaussian_law(), {}, {}},
                       stream));
    sum += error * error;
  }
  return sum;
}

TEST(LoopKernel, HasTheGradientOfTheLayersInEveryEntry) {
  for (const LoopSizes& sizes : every_size()) {
    const std::vector<double> real = some_weights<double>(sizes);
    std::vector<Complex> weights(real.begin(), real.end());
    std::vector<double> expected;
    for (Complex& w : weights) {  // complex steps: exact to rounding
      w += Complex(0, 1e-30);
      expected.push_back(loss_by_tokens<Complex>(sizes, weights, 13).imag() * 1e30);
      w = w.real();
    }
    const double loss = loss_by_tokens<double>(sizes, real, 13);
    for (const sim::InstructionSet set : sim::available_instruction_sets()) {
      const LossAndGradient found = by_kernel<double>(sizes, set, 13);
      EXPECT_LE(std::abs(found.loss - loss), 1e-12 * loss);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_LE(std::abs(found.gradient[k] - expected[k]), 1e-12 * found.largest())
            << sizes.dimension << " " << sizes.loops << " " << to_text(set) << " " << k;
      }
      const LossAndGradient in_float = by_kernel<float>(sizes, set, 13);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_LE(std::abs(in_float.gradient[k] - expected[k]), 1e-4 * found.largest()) << k;
      }
    }
  }
}

TEST(LoopKernel, HasTheErrorsOfTheExactLoops) {
  LoopedTask task{Matrix<Rational>(2, 2), Vector<Rational>(2), Vector<Rational>(2),
                  Matrix<Rational>(2, 2), Vector<Rational>(2), 3};
  task.inputs << 1, 2, -1, 1;
  task.query << 2, 1;
  task.map << 1, -1;
  task.a << Rational(1, 2), 1, Rational(-1, 4), Rational(1, 2);
  task.u << Rational(1, 2), 1;
  const double exact = to_double(error_by_loops(task));
  const LoopSizes sizes{2, 2, 3, true};
  const std::vector<double> weights{0.5, 1, -0.25, 0.5, 0.5, 1};
  const auto loops = kernel<double>(sim::widest_instruction_set());
  sim::AlignedBuffer<double> arena(static_cast<std::size_t>(loops.arena_size(sizes))),
      errors(kTaskLanes), memory(static_cast<std::size_t>(sim::TaskChunk<double>::size(2)));
  const auto chunk = sim::TaskChunk<double>::at(memory.data(), 2);
  const Matrix<Rational> covariance = task.inputs * task.inputs.transpose();
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      chunk.covariance[(2 * i + j) * kTaskLanes + 5] = to_double(covariance(i, j));
    }
    chunk.map[i * kTaskLanes + 5] = to_double(task.map(i));
    chunk.query[i * kTaskLanes + 5] = to_double(task.query(i));
  }
  loops.errors(sizes, weights.data(), arena.data(), chunk, errors.data());
  EXPECT_LE(std::abs(errors.data()[5] - exact), 1e-14 * (1 + std::abs(exact)));
  EXPECT_EQ(errors.data()[4], 0.0);  // no task there
}

/// The expected loss and its gradient over Bartlett's points, which carry E f(S) exactly, against
/// the exact polynomial in the entries of A.
TEST(LoopKernel, HasTheGradientOfTheExactPolynomial) {
  for (const int l : {1, 2}) {  // beyond, the points' weights of both signs lose too many digits
    const int n = 6;
    const LoopSizes sizes{2, n, l, true};
    const std::array<Rational, 4> point{Rational(3, 4), Rational(1, 8), Rational(1, 16),
                                        Rational(-1, 4)};
    const Matrix<Rational> a = matrix_of(point);
    std::vector<double> weights;
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 2; ++j) weights.push_back(to_double(a(i, j)));
    }
    weights.resize(6, 0.0);
    const auto loops = kernel<double>(sim::widest_instruction_set());
    sim::AlignedBuffer<double> arena(static_cast<std::size_t>(loops.arena_size(sizes))),
        memory(static_cast<std::size_t>(sim::TaskChunk<double>::size(2))), share(kTaskLanes);
    const auto chunk = sim::TaskChunk<double>::at(memory.data(), 2);
    std::vector<double> gradient(weights.size(), 0.0);
    // E over w and x of the squared error is the sum over unit vectors of both: lanes 0 to 3. The
    // visit gets no weight, so its linear value is the loss and gradient themselves.
    const Matrix<Rational> found = average_by_factor(2, n, 2 * l, [&](const Matrix<Rational>& s) {
      for (int lane = 0; lane < 4; ++lane) {
        for (int i = 0; i < 2; ++i) {
          for (int j = 0; j < 2; ++j) {
            chunk.covariance[(2 * i + j) * kTaskLanes + lane] = n * to_double(s(i, j));
          }
          chunk.map[i * kTaskLanes + lane] = lane / 2 == i ? 1 : 0;
          chunk.query[i * kTaskLanes + lane] = lane % 2 == i ? 1 : 0;
        }
        share.data()[lane] = 1;
      }
      std::fill(gradient.begin(), gradient.end(), 0.0);
      const double loss = loops.accumulate(sizes, weights.data(), arena.data(), chunk, share.data(),
                                           gradient.data());
      Matrix<Rational> value(1, 5);
      value << Rational(loss), Rational(gradient[0]), Rational(gradient[1]), Rational(gradient[2]),
          Rational(gradient[3]);
      return value;
    });
    const FourEntries& loss = full_loss(n, l);
    const auto at = [&](const FourEntries& p) {
      return to_double(regression::value_at<Rational, 4>(p, point));
    };
    // A = a I + b J + c K + e H: dL/da = g_11 + g_22, and so on.
    const auto g = [&](int k) { return to_double(found(0, k)); };
    const double expected[] = {at(loss), at(loss.derivative(0)), at(loss.derivative(1)),
                               at(loss.derivative(2)), at(loss.derivative(3))};
    const double ours[] = {g(0), g(1) + g(4), g(3) - g(2), g(1) - g(4), g(2) + g(3)};
    for (int k = 0; k < 5; ++k) {
      EXPECT_LE(std::abs(ours[k] - expected[k]), 1e-9 * (1 + std::abs(expected[k]))) << l << k;
    }
  }
}

}  // namespace
}  // namespace lemmascope::looped
