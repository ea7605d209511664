#include "properties/causal/training_sequences.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "properties/statistics/training_memo.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "theory/markov/sequence_enumeration.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

// -sum p log p of a probability vector.
double entropy(const Vector<Rational>& law) {
  double sum = 0;
  for (Eigen::Index s = 0; s < law.size(); ++s) {
    const double p = to_double(law[s]);
    if (p > 0) sum -= p * std::log(p);
  }
  return sum;
}

double posterior_loss(const std::vector<WeightedSequence>& sequences) {
  double loss = 0;
  for (const auto& s : sequences) loss += to_double(s.probability) * entropy(s.predictive);
  return loss;
}

// Sequences that a predictor of counts cannot tell apart share one prediction.
double unigram_loss(const std::vector<WeightedSequence>& sequences) {
  struct Class {
    Rational probability = 0;
    Vector<Rational> target;
  };
  std::map<std::vector<int>, Class> classes;
  for (const WeightedSequence& s : sequences) {
    std::vector<int> seen = s.tokens;  // sorted nodes, then the query
    std::sort(seen.begin(), seen.end() - 1);
    Class& c = classes[seen];
    if (c.target.size() == 0) c.target = Vector<Rational>::Constant(s.predictive.size(), 0);
    c.probability += s.probability;
    for (Eigen::Index k = 0; k < s.predictive.size(); ++k) {
      c.target[k] += s.probability * s.predictive[k];
    }
  }
  double loss = 0;
  for (auto& [seen, c] : classes) {
    for (Eigen::Index k = 0; k < c.target.size(); ++k) c.target[k] /= c.probability;
    loss += to_double(c.probability) * entropy(c.target);
  }
  return loss;
}

}  // namespace

RowLaw row_law_of(const markov::Prior& prior) {
  constexpr int kMostChains = 4096;
  Integer parts = 1;
  for (const auto& atom : prior.atoms()) parts = lcm(parts, denominator(atom.weight));
  require(parts <= kMostChains,
          fmt::format("expected weights that are multiples of 1/n with n at most {}, found n = {}",
                      kMostChains, parts.str()));
  RowLaw law;
  for (const auto& atom : prior.atoms()) {
    const Rational copies = atom.weight * parts;
    for (Rational k = 0; k < copies; k += 1) {
      for (int s = 0; s < prior.states(); ++s) {
        for (int t = 0; t < prior.states(); ++t) {
          law.fixed_chains.push_back(to_double(atom.chain(s, t)));
        }
      }
    }
  }
  return law;
}

std::vector<WeightedSequence> every_sequence(const markov::Prior& prior,
                                             const markov::CausalForest& forest) {
  const int states = prior.states();
  std::vector<WeightedSequence> all;
  for (const auto& atom : prior.atoms()) {
    std::size_t at = 0;
    const auto stationary = markov::stationary_law(atom.chain);
    markov::for_each_sequence(
        atom.chain, stationary, forest, [&](const markov::Tokens& tokens, const Rational& likely) {
          for (int query = 0; query < states; ++query, ++at) {
            if (at == all.size()) {
              all.push_back({tokens, 0, Vector<Rational>::Constant(states, 0)});
              all.back().tokens.push_back(query);
            }
            const Rational joint = atom.weight * likely / states;
            all[at].probability += joint;
            for (int s = 0; s < states; ++s) all[at].predictive[s] += joint * atom.chain(query, s);
          }
        });
  }
  for (WeightedSequence& sequence : all) {
    for (int s = 0; s < states; ++s) sequence.predictive[s] /= sequence.probability;
  }
  return all;
}

TaskLosses::TaskLosses(const markov::Prior& prior, const markov::CausalForest& forest)
    : sequences_(0, forest.size() + 1, prior.states()) {
  auto all = every_sequence(prior, forest);
  posterior_ = posterior_loss(all);
  unigram_ = unigram_loss(all);
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.probability < b.probability; });
  sequences_.count = static_cast<int>(all.size());
  for (const WeightedSequence& s : all) {
    probability_.push_back(to_double(s.probability));
    for (const int token : s.tokens) sequences_.tokens.push_back(static_cast<std::uint8_t>(token));
    for (Eigen::Index k = 0; k < s.predictive.size(); ++k) {
      sequences_.labels.push_back(static_cast<float>(to_double(s.predictive[k])));
    }
  }
}

template <class F>
double TaskLosses::of(const sim::Model<F>& model, std::span<const F> weights) const {
  sim::AlignedBuffer<F> arena(static_cast<std::size_t>(model.arena_size()));
  model.prepare(weights.data(), arena.data());
  double loss = 0;
  for (int first = 0; first < sequences_.count;) {
    int end = first + 1;
    while (end < sequences_.count && probability_[static_cast<std::size_t>(end)] ==
                                         probability_[static_cast<std::size_t>(first)]) {
      ++end;
    }
    loss += probability_[static_cast<std::size_t>(first)] *
            model.accumulate(weights.data(), arena.data(),
                             sequences_.view().part(first, end - first), nullptr);
    first = end;
  }
  return loss;
}

std::shared_ptr<const TaskLosses> task_losses(const markov::Prior& prior,
                                              const markov::CausalForest& forest) {
  static statistics::TrainingMemo<std::string, TaskLosses> losses;
  std::string name = markov::to_text(forest);
  for (const auto& atom : prior.atoms()) {
    name += " " + lemmascope::to_text(atom.weight) + " " + markov::to_text(atom.chain);
  }
  return losses.of(name, [&] { return TaskLosses(prior, forest); });
}

template double TaskLosses::of(const sim::Model<float>&, std::span<const float>) const;
template double TaskLosses::of(const sim::Model<double>&, std::span<const double>) const;

}  // namespace lemmascope::causal
