#include "sim/regression/linear_attention.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "sim/cpu/aligned_buffer.hpp"
#include "tests/sim/regression/by_definition.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

using Complex = std::complex<double>;

constexpr StreamKey kKey{7, 0, Purpose::probe};

TaskSetting small_setting(int dimension) {
  return {dimension, 4, regression::uniform_law(Rational(1)), {}, {}};
}

std::vector<AttentionSizes> every_size() {
  return {{3, 1, 1, false}, {3, 1, 2, false}, {2, 2, 1, false}, {4, 2, 1, true},
          {3, 3, 2, true},  {2, 3, 2, false}, {1, 4, 1, true}};
}

template <class F>
std::vector<F> some_weights(const LinearAttention<F>& model) {
  std::vector<F> weights(static_cast<std::size_t>(model.storage()));
  Stream stream({9, 0, Purpose::initial_parameters}, 0);
  for (F& w : weights) w = static_cast<F>(static_cast<float>(0.4 * stream.next_normal()));
  return weights;
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

/// Of the first `count` tasks of a chunk.
template <class F>
LossAndGradient by_kernel(const AttentionSizes& sizes, InstructionSet set, int count) {
  LinearAttention<F> model(sizes, set);
  const std::vector<F> weights = some_weights(model);
  TaskSampler<F> sampler(small_setting(sizes.dimension), set);
  AlignedBuffer<F> share(kTaskLanes);
  for (int k = 0; k < count; ++k) share.data()[k] = 1;
  model.prepare(weights.data());
  model.clear();
  LossAndGradient out;
  out.loss = model.accumulate(sampler.draw(kKey, 0), share.data());
  std::vector<F> gradient(weights.size(), F(7));  // to be overwritten
  model.by_weights(weights.data(), gradient.data());
  out.gradient.assign(gradient.begin(), gradient.end());
  return out;
}

DrawnTask task_of(const AttentionSizes& sizes, int k) {
  Stream stream(kKey, static_cast<std::uint64_t>(k));
  return draw_task(small_setting(sizes.dimension), stream);
}

template <class N>
N loss_by_definition(const AttentionSizes& sizes, const std::vector<N>& weights, int count) {
  N sum(0);
  for (int k = 0; k < count; ++k) sum += half_loss_of<N>(sizes, weights, task_of(sizes, k));
  return sum;
}

TEST(LinearAttention, HasTheGradientOfItsDefinitionInEveryEntry) {
  for (const AttentionSizes& sizes : every_size()) {
    const LinearAttention<double> model(sizes);
    const std::vector<double> real = some_weights(model);
    std::vector<Complex> weights(real.begin(), real.end());
    std::vector<double> expected;
    for (Complex& w : weights) {  // complex steps: exact to rounding
      w += Complex(0, 1e-30);
      expected.push_back(loss_by_definition<Complex>(sizes, weights, 11).imag() * 1e30);
      w = w.real();
    }
    const double loss = loss_by_definition<double>(sizes, real, 11);
    for (const InstructionSet set : available_instruction_sets()) {
      const LossAndGradient found = by_kernel<double>(sizes, set, 11);
      EXPECT_LE(std::abs(found.loss - loss), 1e-12 * loss) << to_text(sizes);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_LE(std::abs(found.gradient[k] - expected[k]), 1e-12 * found.largest())
            << to_text(sizes) << " " << to_text(set) << " " << k;
      }
    }
  }
}

TEST(LinearAttention, HasNearlyTheSameGradientInFloat) {
  for (const AttentionSizes& sizes : every_size()) {
    for (const InstructionSet set : available_instruction_sets()) {
      const auto found = by_kernel<float>(sizes, set, 16),
                 expected = by_kernel<double>(sizes, set, 16);
      EXPECT_LE(std::abs(found.loss - expected.loss), 1e-4 * expected.loss);
      for (std::size_t k = 0; k < expected.gradient.size(); ++k) {
        EXPECT_LE(std::abs(found.gradient[k] - expected.gradient[k]), 1e-4 * expected.largest())
            << to_text(sizes) << " " << to_text(set) << " " << k;
      }
    }
  }
}

TEST(LinearAttention, RespondsByDefinition) {
  for (const AttentionSizes& sizes : every_size()) {
    LinearAttention<double> model(sizes);
    const std::vector<double> weights = some_weights(model);
    model.prepare(weights.data());
    TaskSampler<double> sampler(small_setting(sizes.dimension));
    AlignedBuffer<double> prediction(kTaskLanes),
        sensitivity(static_cast<std::size_t>(sizes.dimension * kTaskLanes));
    model.respond(sampler.draw(kKey, 0), prediction.data(), sensitivity.data());
    for (int k = 0; k < kTaskLanes; ++k) {
      DrawnTask task = task_of(sizes, k);
      const double expected = predicted<double>(sizes, weights, task);
      EXPECT_LE(std::abs(prediction.data()[k] - expected), 1e-12 * (1 + std::abs(expected)));
      for (int i = 0; i < sizes.dimension; ++i) {  // linear in x: its value at unit vectors
        std::fill(task.query.begin(), task.query.end(), 0.0);
        task.query[static_cast<std::size_t>(i)] = 1;
        const double slope = predicted<double>(sizes, weights, task);
        EXPECT_LE(std::abs(sensitivity.data()[i * kTaskLanes + k] - slope),
                  1e-12 * (1 + std::abs(slope)))
            << to_text(sizes);
      }
    }
  }
}

TEST(LinearAttention, RefusesSizesThatDoNotFit) {
  EXPECT_THROW((LinearAttention<double>({0, 1, 1, false})), PreconditionError);
  EXPECT_THROW((LinearAttention<double>({3, 0, 1, false})), PreconditionError);
  EXPECT_THROW((LinearAttention<double>({3, 1, 17, false})), PreconditionError);
  LinearAttention<double> model({1, 1, 1, false});
  EXPECT_THROW(model.use(std::vector<double>(7)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::sim
