// The counting kernel against the definition: loss, and every entry of the gradient by complex
// step.
#include "sim/ngram/prompt_network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>

#include "tests/sim/ngram/network_by_definition.hpp"
#include "theory/ngram/prompt_model.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

using Complex = std::complex<double>;

PromptSet some_prompts(const ModelShape& shape, int count) {
  PromptLaw law;
  law.symbols = shape.symbols;
  law.length = shape.length;
  law.parents = 1;
  law.concentration = 0.5;
  return draw_prompts(law, {5, 3, sim::Purpose::training_batch}, count);
}

std::vector<double> some_weights(const ModelShape& shape) {
  std::vector<double> weights(static_cast<std::size_t>(weight_offsets(shape).storage));
  sim::Stream stream({7, 1, sim::Purpose::initial_parameters}, 0);
  for (double& weight : weights) weight = 0.3 + 0.6 * stream.next_normal();
  weights[0] = 1.7;  // a
  return weights;
}

struct Case {
  const char* name;
  ModelShape shape;
  LossForm loss;
};

constexpr LossForm kPaperLoss{Criterion::paper, 0.03}, kReleasedLoss{Criterion::released, 0};

/// Odd sizes, prompts shorter than windows, one head, one lag.
std::vector<Case> cases() {
  const auto shape = [](int symbols, int length, int heads, int lags, int degree) {
    ModelShape s;
    s.symbols = symbols;
    s.length = length;
    s.heads = heads;
    s.lags = lags;
    s.degree = degree;
    return s;
  };
  std::vector<Case> all;
  for (const LossForm& loss : {kPaperLoss, kReleasedLoss}) {
    for (const HeadNorm norm : {HeadNorm::none, HeadNorm::unit, HeadNorm::layer}) {
      for (const bool shifted : {true, false}) {
        for (const Padding padding : {Padding::truncated, Padding::zero}) {
          ModelShape s = shape(3, 17, 3, 3, 2);
          s.norm = norm;
          s.shifted = shifted;
          s.padding = padding;
          all.push_back({"the authors' sizes", s, loss});
        }
      }
      ModelShape full = shape(3, 11, 3, 3, 2);
      full.norm = norm;
      full.maps = true;
      all.push_back({"full", full, loss});
      ModelShape odd = shape(5, 2, 2, 3, 2);
      odd.norm = norm;
      all.push_back({"shorter than the windows", odd, loss});
    }
    all.push_back({"one head on one lag", shape(2, 9, 1, 1, 1), loss});
    all.push_back({"one token", shape(2, 1, 2, 2, 2), loss});
    all.push_back({"five heads by threes", shape(2, 13, 5, 2, 3), loss});
  }
  return all;
}

struct Found {
  double loss;
  std::vector<double> gradient;
};

Found by_counting(const Case& c, const PromptSet& set, const std::vector<double>& weights,
                  sim::InstructionSet isa = sim::widest_instruction_set()) {
  const CountedPrompts counted(c.shape, set, by_query(c.shape, set));
  PromptNetwork network(c.shape, c.loss, {&counted}, isa);
  network.prepare(weights.data());
  Found found{0, std::vector<double>(weights.size(), 99)};
  found.loss = network.accumulate(counted, weights.data(), found.gradient.data());
  EXPECT_EQ(network.accumulate(counted, weights.data(), nullptr), found.loss);
  return found;
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values) most = std::max(most, std::abs(v));
  return most;
}

TEST(PromptNetwork, HasTheLossAndGradientOfTheDefinition) {
  for (const Case& c : cases()) {
    const PromptSet set = some_prompts(c.shape, 9);
    const std::vector<double> weights = some_weights(c.shape);
    NetworkByDefinition<Complex> defined(c.shape, c.loss, {weights.begin(), weights.end()});
    const double loss = defined.loss(set).real();
    std::vector<double> expected;
    for (Complex& weight : defined.weights()) {
      weight += Complex(0, 1e-30);
      expected.push_back(defined.loss(set).imag() * 1e30);
      weight = weight.real();
    }
    for (const sim::InstructionSet isa : sim::available_instruction_sets()) {
      const Found found = by_counting(c, set, weights, isa);
      // 1e-12 of the largest: the accuracy the project states for double.
      EXPECT_LE(std::abs(found.loss - loss), 1e-12 * loss) << c.name;
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_LE(std::abs(found.gradient[k] - expected[k]), 1e-12 * largest(expected))
            << c.name << ", " << to_text(c.shape) << ": weight " << k;
      }
    }
  }
}

// On both sides of whole groups of eight prompts.
TEST(PromptNetwork, ASetIsTheSumOfItsPrompts) {
  const Case c = cases()[4];
  const PromptSet set = some_prompts(c.shape, 18);
  const std::vector<double> weights = some_weights(c.shape);
  std::vector<int> which;
  double sum = 0;
  std::vector<double> gradient(weights.size());
  for (int b = 0; b < set.count(); ++b) {
    const CountedPrompts one(c.shape, set, {b});
    which.push_back(b);
    const CountedPrompts all(c.shape, set, which);
    PromptNetwork network(c.shape, c.loss, {&one, &all});
    network.prepare(weights.data());
    std::vector<double> mine(weights.size()), together(weights.size());
    sum += network.accumulate(one, weights.data(), mine.data());
    EXPECT_LE(std::abs(network.accumulate(all, weights.data(), together.data()) - sum),
              1e-12 * sum);
    for (std::size_t k = 0; k < mine.size(); ++k) {
      gradient[k] += mine[k];
      EXPECT_LE(std::abs(together[k] - gradient[k]), 1e-12 * largest(gradient)) << b;
    }
  }
}

// A third route, by the exact mathematics: shared windows, the paper's loss.
TEST(PromptNetwork, AgreesWithTheModelOfOnePrompt) {
  for (const Padding padding : {Padding::truncated, Padding::zero}) {
    for (const Normalisation norm : {Normalisation::none, Normalisation::unit}) {
      ModelShape shape;
      shape.symbols = 3;
      shape.length = 10;
      shape.heads = shape.lags = shape.degree = 2;
      shape.shifted = false;
      shape.padding = padding;
      shape.norm = norm == Normalisation::none ? HeadNorm::none : HeadNorm::unit;
      const std::vector<double> weights{2, .3, .5, .7, 1.1, 1, .2, .1, .9};
      const PromptSet set{3, 10, {0, 1, 2, 0, 1, 1, 0, 2, 0, 1}, {2}};
      const ModelWeights<double> exact{
          {{1, .2}, {.1, .9}}, {{{}, .3}, {{1}, .5}, {{2}, .7}, {{1, 2}, 1.1}}, 2};
      const std::vector<int> tokens(set.tokens.begin(), set.tokens.end());
      const auto slope = loss_gradient(exact, tokens, {3, padding, norm}, 2, .01);
      const Found found = by_counting({"", shape, {Criterion::paper, .01}}, set, weights);
      std::vector<double> expected{slope.a};
      for (const auto& [s, c] : slope.c) expected.push_back(c);
      for (const auto& head : slope.lags) expected.insert(expected.end(), head.begin(), head.end());
      for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_LE(std::abs(found.gradient[k] - expected[k]), 1e-13) << k;
      }
    }
  }
}

TEST(PromptNetwork, RefusesWhatDoesNotFit) {
  const auto refused = [](auto change) {
    ModelShape shape;
    change(shape);
    EXPECT_THROW(require_shape(shape), PreconditionError);
  };
  EXPECT_NO_THROW(require_shape({}));
  refused([](ModelShape& s) { s.symbols = 1; });
  refused([](ModelShape& s) { s.heads = 9; });
  refused([](ModelShape& s) { s.degree = 4; });
  refused([](ModelShape& s) { s.degree = 0; });
  refused([](ModelShape& s) { s.lags = 10; });
  refused([](ModelShape& s) { s.heads = s.degree = 8; });
  refused([](ModelShape& s) {
    s.maps = true;
    s.padding = Padding::zero;
  });
  const ModelShape shape;
  const PromptSet set = some_prompts(shape, 2);
  ModelShape longer = shape;
  longer.length = 101;
  EXPECT_THROW(CountedPrompts(longer, set, {0}), PreconditionError);
  const CountedPrompts counted(shape, set, {0, 1});
  EXPECT_THROW(PromptNetwork(shape, {Criterion::paper, 0}, {&counted}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::ngram
