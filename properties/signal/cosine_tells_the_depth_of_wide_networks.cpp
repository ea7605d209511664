// The recursion is about averages and uniform attention: random networks of finite width, with
// softmax attention as it is, follow it closely enough to be counted by it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "properties/signal/statements.hpp"
#include "properties/statistics/training_memo.hpp"
#include "properties/statistics/trial_record.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/signal/random_network.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {
namespace {

constexpr int kTokens = 10, kWidth = 128, kMostLayers = 4;
const Rational kCorrelation(1, 10);

// The number of layers, from none on, whose predicted cosine is nearest.
int nearest_depth(double cosine, const Rational& squared_residual) {
  int nearest = 0;
  double least = 2;
  for (int layers = 0; layers <= kMostLayers + 1; ++layers) {
    const Rational predicted =
        cosine_at_growth<Rational>(kTokens, kCorrelation, growth(squared_residual, layers));
    const double distance = std::abs(cosine - static_cast<double>(predicted));
    if (distance < least) {
      least = distance;
      nearest = layers;
    }
  }
  return nearest;
}

struct Seen {
  int layers;
  double cosine;
};

// A network of one to four layers, each as likely; the MLP's strength does not enter the recursion.
Seen simulated(const statistics::TrialKey& key) {
  sim::Stream stream({key.root_seed, key.run, sim::Purpose::probe}, 1);
  RandomNetwork network{.tokens = kTokens, .width = kWidth};
  network.layers = 1 + static_cast<int>(stream.next_below(kMostLayers));
  network.correlation = static_cast<double>(kCorrelation);
  network.attention_residual = 1;
  network.mlp_residual = stream.next_uniform();
  return {network.layers, mean_cosine(moments_through(network, stream), kTokens)};
}

// The twins look at the same networks.
Seen seen(const statistics::TrialKey& key) {
  static statistics::TrainingMemo<std::pair<std::uint64_t, std::uint32_t>, Seen> networks;
  const auto found = networks.of({key.root_seed, key.run}, [&] { return simulated(key); });
  statistics::TrialRecord::number(found->cosine);
  return *found;
}

bool recursion_tells_the_depth(const statistics::TrialKey& key) {
  const Seen at = seen(key);
  return nearest_depth(at.cosine, Rational(1)) == at.layers;
}

// Wrong: the attention branch half as strong, alpha_1 = 1/sqrt 2.
bool half_the_branch_tells_the_depth(const statistics::TrialKey& key) {
  const Seen at = seen(key);
  return nearest_depth(at.cosine, Rational(1, 2)) == at.layers;
}

// Wrong: one layer more than there are.
bool tells_one_layer_more(const statistics::TrialKey& key) {
  const Seen at = seen(key);
  return nearest_depth(at.cosine, Rational(1)) == at.layers + 1;
}

constexpr int kQuick = 160, kPr = 400, kNightly = 2000;
constexpr double kShare = 0.5;
constexpr const char* kDescription =
    "ten Gaussian tokens of correlation 1/10, width 128, one to four layers, alpha_1 = 1, alpha_2 "
    "uniform in (0, 1)";

statistics::Trials trials(std::string name, std::string description,
                          bool (*succeeds)(const statistics::TrialKey&)) {
  return {std::move(name), std::move(description), kQuick, kPr, kNightly, kShare, succeeds};
}

}  // namespace

claim::Claim cosine_tells_the_depth_of_wide_networks_claim() {
  return statistics::ClaimByTrials("signal/cosine-tells-the-depth-of-wide-networks")
      .states(
          "The mean cosine of the tokens of one random network of finite width tells its depth: "
          "in more than half of networks the recursion for as many layers is the nearest.")
      .latex(R"(\operatorname{argmin}_\ell|\hat\rho-\rho_\ell|=L)")
      .from({kPaper, kForward})
      .formally(
          "One trial is one network of 1 to 4 layers with Gaussian weights of variance 1/128, "
          "softmax attention over its own scores, tokens drawn at correlation 1/10 and an MLP of "
          "random strength; the candidates are 0 to 5 layers.")
      .differs(
          "the paper shows curves of simulated networks; the depth told from one number is our way "
          "to compare without a tolerance. The recursion holds on average and for uniform "
          "attention; a single network is neither")
      .uncertain(kNotRead)
      .uses({"signal/moments-grow-geometrically", "signal/cosine-ignores-the-mlp"})
      .tagged({"signal", "depth"})
      .mathematics({"sim/signal/random_network.hpp: moments_through",
                    "theory/signal/depth_moments.hpp: cosine_at_growth"})
      .tested_by({"tests/sim/signal/random_network_test.cpp: "
                  "RandomNetwork.ALayerIsItsDefinition"})
      .measured_by(trials("random-networks", kDescription, recursion_tells_the_depth))
      .twin(trials("half-the-branch", "the recursion with alpha_1^2 = 1/2",
                   half_the_branch_tells_the_depth))
      .twin(trials("one-layer-more", "the cosine is that of one layer more", tells_one_layer_more))
      .example("one network", recursion_tells_the_depth);
}

}  // namespace lemmascope::signal
