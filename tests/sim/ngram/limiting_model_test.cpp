// The network with exact copiers and selector: the exact signal of stage I at finite length, and
// the reference losses of the limiting model.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/ngram/prompt_network.hpp"
#include "tests/theory/ngram/chains.hpp"
#include "theory/ngram/copier.hpp"
#include "theory/ngram/prompts.hpp"
#include "theory/ngram/selector.hpp"
#include "theory/ngram/stage_one_signal.hpp"

namespace lemmascope::ngram {
namespace {

/// Head h copies lag h: one lag a head.
ModelShape copying(int symbols, int length, int heads) {
  ModelShape shape;
  shape.symbols = symbols;
  shape.length = length;
  shape.heads = shape.degree = heads;
  shape.lags = 1;
  shape.norm = HeadNorm::none;
  return shape;
}

struct Weighed {
  PromptSet prompts;
  std::vector<double> probability;
};

/// Every prompt of a chain.
Weighed every_prompt(const Kernel& kernel, int length) {
  Weighed all{{kernel.symbols(), length, {}, {}}, {}};
  for_each_prompt(kernel, length, [&](const auto& tokens, const Rational& probability) {
    for (int l = 0; l < length; ++l) {
      all.prompts.tokens.push_back(static_cast<std::uint8_t>(tokens[l]));
    }
    all.prompts.targets.push_back(static_cast<std::uint8_t>(tokens[length]));
    all.probability.push_back(to_double(probability));
  });
  return all;
}

/// The expected gradient at some weights.
std::vector<double> expected_gradient(const ModelShape& shape, const LossForm& loss,
                                      const Weighed& all, const std::vector<double>& weights) {
  std::vector<double> sum(weights.size()), one(weights.size());
  for (int b = 0; b < all.prompts.count(); ++b) {
    const CountedPrompts counted(shape, all.prompts, {b});
    PromptNetwork network(shape, loss, {&counted});
    network.prepare(weights.data());
    network.accumulate(counted, weights.data(), one.data());
    for (std::size_t k = 0; k < sum.size(); ++k) {
      sum[k] += all.probability[static_cast<std::size_t>(b)] * one[k];
    }
  }
  return sum;
}

// At a = 0 the loss falls along a at the signal of the set that has all of the selector.
TEST(TheNetwork, ClimbsTheExactSignalOfStageOne) {
  const std::vector<LagSet> sets{{1}, {2}, {1, 2}};
  for (const Kernel& kernel : {flips(), noisy_xor(), no_repeats()}) {
    const int length = kernel.symbols() == 2 ? 6 : 4;
    const ModelShape shape = copying(kernel.symbols(), length, 2);
    const Weighed all = every_prompt(kernel, length);
    const auto paper = signals_by_enumeration({kernel, length, Rational(1, 10)}, sets);
    const auto released = released_signals_by_enumeration({kernel, length, 0}, sets);
    for (std::size_t s = 0; s < sets.size(); ++s) {
      std::vector<double> weights(static_cast<std::size_t>(weight_offsets(shape).storage), 0);
      weights[2 + s] = 1;
      const auto along_a = [&](const LossForm& loss) {
        return -expected_gradient(shape, loss, all, weights)[0];
      };
      EXPECT_LE(std::abs(along_a({Criterion::paper, 0.1}) - to_double(paper[s])), 1e-14);
      EXPECT_LE(
          std::abs(along_a({Criterion::released, 0}) - static_cast<double>(released[s].middle())),
          1e-14);
    }
  }
}

TEST(TheNetwork, MovesTheSelectorAsAReplicatorWhileItIsWeak) {
  const Kernel kernel = noisy_xor();
  const ModelShape shape = copying(2, 6, 2);
  const Weighed all = every_prompt(kernel, 6);
  const std::vector<LagSet> sets{{1}, {2}, {1, 2}};
  std::vector<Rational> signals = signals_by_enumeration({kernel, 6, Rational(1, 10)}, sets);
  signals.insert(signals.begin(), 0);
  const std::vector<Rational> c{Rational(3, 10), Rational(1, 2), Rational(7, 10), Rational(11, 10)};
  const Rational a(1, 100000000);
  const auto exact = selector_gradient(c, signals, a);
  std::vector<double> weights{1e-8, .3, .5, .7, 1.1, 0, 0};
  const auto found = expected_gradient(shape, {Criterion::paper, 0.1}, all, weights);
  for (std::size_t s = 0; s < 4; ++s) {
    // What is left out is smaller by a factor a.
    EXPECT_LE(std::abs(found[1 + s] + to_double(exact[s])), 1e-7 * 1e-8) << s;
  }
}

/// In the limit of long prompts the signal of a set of heads is sum_k mu(k) |E[phi | k] - E phi|^2,
/// phi the product of what the heads hold: by enumeration of windows, for heads of unit length on
/// one window.
double normalised_signal(const LagLaw& law, const HeadTable& heads, const WindowCode& codes,
                         const LagSet& set) {
  const int d = law.symbols, histories = whole_power(d, static_cast<int>(set.size()));
  std::vector<std::vector<double>> sums(static_cast<std::size_t>(d),
                                        std::vector<double>(static_cast<std::size_t>(histories)));
  std::vector<double> tokens(static_cast<std::size_t>(d));
  std::vector<std::uint8_t> prompt(static_cast<std::size_t>(law.lags));
  for (int window = 0; window < law.windows.size(); ++window) {
    const double probability = to_double(law.windows(window));
    const int k = token_at(window, law.lags + 1, 1, d);
    for (int lag = 1; lag <= law.lags; ++lag) {
      prompt[static_cast<std::size_t>(law.lags - lag)] =
          static_cast<std::uint8_t>(token_at(window, law.lags + 1, lag + 1, d));
    }
    tokens[static_cast<std::size_t>(k)] += probability;
    for (int z = 0; z < histories; ++z) {
      double product = probability;
      int rest = z;
      for (const int head : set) {
        const int code = codes.at(head - 1, prompt.data() + law.lags, law.lags, 0);
        product *= heads.vector(head - 1, code)[rest % d];
        rest /= d;
      }
      sums[static_cast<std::size_t>(k)][static_cast<std::size_t>(z)] += product;
    }
  }
  double signal = 0;
  for (int z = 0; z < histories; ++z) {
    double mean = 0;
    for (int k = 0; k < d; ++k)
      mean += sums[static_cast<std::size_t>(k)][static_cast<std::size_t>(z)];
    for (int k = 0; k < d; ++k) {
      const double mu = tokens[static_cast<std::size_t>(k)];
      const double apart =
          sums[static_cast<std::size_t>(k)][static_cast<std::size_t>(z)] / mu - mean;
      signal += mu * apart * apart;
    }
  }
  return signal;
}

TEST(HeadsOfUnitLength, FindTheExclusiveOrAtSomeBiasesAsTheReferenceSays) {
  const LagLaw law = lag_law(noisy_xor(), 3);
  const auto chosen = [&law](double gap, int degree) {
    ModelShape shape;
    shape.symbols = 2;
    shape.shifted = false;
    shape.degree = degree;
    std::vector<double> weights(static_cast<std::size_t>(weight_offsets(shape).storage), 0);
    const std::ptrdiff_t w = weight_offsets(shape).w;
    for (int h = 0; h < 3; ++h) weights[static_cast<std::size_t>(w + 4 * h)] = gap;
    HeadTable heads(shape);
    heads.set(weights.data());
    const WindowCode codes(shape);
    LagSet best;
    double most = 0;
    for (const LagSet& set : head_sets(shape)) {
      const double signal = normalised_signal(law, heads, codes, set);
      if (signal > most) most = signal, best = set;
    }
    return to_text(best);
  };
  EXPECT_NE(chosen(1, 2), "{1,2}");
  EXPECT_EQ(chosen(0.5, 2), "{1,2}");
  EXPECT_EQ(chosen(2, 2), "{1,2}");
  EXPECT_EQ(chosen(0.5, 3), "{1,2,3}");
  EXPECT_EQ(chosen(1, 3), "{1,2,3}");
}

/// Mean loss and its standard error, from batches.
struct MeanLoss {
  double mean = 0, error = 0;
};

MeanLoss limiting_loss(const PromptLaw& law, const LagSet& set, const LossForm& loss) {
  constexpr int kBatches = 25, kPrompts = 160;
  const int heads = set.empty() ? 1 : set.back();
  const ModelShape shape = copying(law.symbols, law.length, heads);
  const auto sets = head_sets(shape);
  std::vector<double> weights(static_cast<std::size_t>(weight_offsets(shape).storage), 0);
  weights[0] = 11.35;
  weights[static_cast<std::size_t>(1 + (std::find(sets.begin(), sets.end(), set) - sets.begin()))] =
      1;
  const PromptSet prompts =
      draw_prompts(law, {41, 0, sim::Purpose::evaluation_set}, kBatches * kPrompts);
  MeanLoss found;
  double squares = 0;
  for (int batch = 0; batch < kBatches; ++batch) {
    std::vector<int> which(kPrompts);
    std::iota(which.begin(), which.end(), batch * kPrompts);
    const CountedPrompts counted(shape, prompts, which);
    PromptNetwork network(shape, loss, {&counted});
    network.prepare(weights.data());
    const double mean = network.accumulate(counted, weights.data(), nullptr) / kPrompts;
    found.mean += mean / kBatches;
    squares += mean * mean / kBatches;
  }
  found.error = std::sqrt((squares - found.mean * found.mean) / (kBatches - 1));
  return found;
}

void expect_reference(const PromptLaw& law, const LagSet& set, double released, double paper) {
  // The largest standard errors stated with the reference values.
  constexpr double kReleasedError = 0.0027, kPaperError = 0.013;
  const MeanLoss by_released = limiting_loss(law, set, {Criterion::released, 0});
  const MeanLoss by_paper = limiting_loss(law, set, {Criterion::paper, 0.01});
  EXPECT_LE(std::abs(by_released.mean - released),
            4 * std::hypot(by_released.error, kReleasedError))
      << law.length << " " << law.concentration << " " << to_text(set);
  EXPECT_LE(std::abs(by_paper.mean - paper), 4 * std::hypot(by_paper.error, kPaperError))
      << law.length << " " << law.concentration << " " << to_text(set);
}

TEST(TheLimitingModel, HasTheReferenceLosses) {
  struct Row {
    int length;
    double losses[4][2];
  };
  const double alphas[] = {.05, .1, .3, 1};
  for (const Row& row :
       {Row{10, {{.6451, .2855}, {.7124, .5111}, {.8782, 1.0889}, {1.0431, 1.6918}}},
        Row{20, {{.6136, .1618}, {.6730, .3383}, {.8207, .8100}, {1.0057, 1.5170}}},
        Row{50, {{.6042, .1119}, {.6499, .2228}, {.7916, .5929}, {.9723, 1.1105}}},
        Row{100, {{.6020, .0971}, {.6440, .1941}, {.7831, .5123}, {.9633, .9292}}},
        Row{200, {{.5989, .0866}, {.6473, .1962}, {.7818, .4762}, {.9563, .8436}}},
        Row{400, {{.5978, .0853}, {.6396, .1707}, {.7768, .4477}, {.9568, .8241}}}}) {
    for (int k = 0; k < 4; ++k) {
      expect_reference({3, 2, alphas[k], row.length, false}, {1, 2}, row.losses[k][0],
                       row.losses[k][1]);
    }
  }
}

TEST(TheLimitingModel, HasTheReferenceLossesOfOtherSets) {
  const PromptLaw law;
  expect_reference(law, {}, .8989, .6672);
  expect_reference(law, {1}, .7732, .4286);
  expect_reference(law, {2}, .7568, .4031);
  expect_reference(law, {1, 2, 3}, .6475, .2100);
}

}  // namespace
}  // namespace lemmascope::ngram
