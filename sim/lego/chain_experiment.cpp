#include "sim/lego/chain_experiment.hpp"

#include <fmt/format.h>

#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

const ChainPlan& checked(const ChainPlan& plan) {
  const int n = plan.law.clauses;
  require(n >= 3, fmt::format("expected at least 3 clauses, found {}", n));
  require(plan.law.alphabet >= n,
          fmt::format("expected at least {} names for as many clauses, found {}", n,
                      plan.law.alphabet));
  require(1 <= plan.supervised && plan.supervised <= n,
          fmt::format("expected 1 to {} supervised variables, found {}", n, plan.supervised));
  return plan;
}

}  // namespace

sim::EncoderSizes encoder_sizes(const ChainPlan& plan) {
  sim::EncoderSizes sizes = sim::sizes_of(plan);
  sizes.tokens = plan.law.tokens();
  sizes.length = plan.law.length();
  sizes.classes = plan.law.group.order();
  sizes.read_every = sizes.segment = kClauseTokens;
  sizes.tied = plan.tied;
  if (plan.attention == Attention::hard_coded) {
    for (int h = 0; h < sizes.heads && h < sim::kMostHeads; ++h) {
      sizes.patterns[h] =
          h % 2 == 0 ? sim::HeadPattern::same_token : sim::HeadPattern::same_segment;
    }
  }
  return sizes;
}

template <class F>
ChainExperiment<F>::ChainExperiment(const ChainPlan& plan)
    : sim::EncoderExperiment<F>(plan, encoder_sizes(checked(plan))), plan_(plan) {
  set_aside();
}

template <class F>
std::string ChainExperiment<F>::to_text() const {
  return fmt::format("{}; sentences of {} clauses over {} with {} names, {} supervised",
                     sim::to_text(this->encoder().sizes()), plan_.law.clauses,
                     plan_.law.group.name(), plan_.law.alphabet, plan_.supervised);
}

template <class F>
std::vector<std::string> ChainExperiment<F>::numbers() const {
  std::vector<std::string> names{"test loss"};
  for (int i = 1; i <= plan_.law.clauses; ++i) names.push_back(fmt::format("accuracy x{}", i));
  names.emplace_back("accuracy on branches");
  names.emplace_back("changed by swaps");
  return names;
}

template <class F>
void ChainExperiment<F>::add_example(std::uint64_t index, sim::EncoderExamples& batch) const {
  const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::training_batch};
  add(draw_sentence(plan_.law, key, index), batch);
}

/// The values by variable.
template <class F>
std::vector<Element> ChainExperiment<F>::add(const DrawnSentence& drawn,
                                             sim::EncoderExamples& all) const {
  const std::size_t at = all.tokens.size();
  all.tokens.resize(at + static_cast<std::size_t>(plan_.law.length()));
  write_tokens(plan_.law, drawn, all.tokens.data() + at);
  std::vector<Element> values = values_by_clauses(drawn.sentence, plan_.law.group);
  for (const Clause& clause : drawn.sentence) {
    const Element value = values[static_cast<std::size_t>(clause.variable)];
    all.targets.push_back(clause.variable < plan_.supervised ? static_cast<std::uint8_t>(value)
                                                             : sim::kNoTarget);
  }
  return values;
}

template <class F>
void ChainExperiment<F>::add(const DrawnSentence& drawn, Questions& all) const {
  const std::vector<Element> values = add(drawn, all.examples);
  for (const Clause& clause : drawn.sentence) {
    all.values.push_back(values[static_cast<std::size_t>(clause.variable)]);
  }
}

template <class F>
void ChainExperiment<F>::set_aside() {
  const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::evaluation_set};
  const sim::StreamKey pairs{plan_.seed, plan_.run, sim::Purpose::probe};
  const auto n = static_cast<std::uint32_t>(plan_.law.clauses);
  for (int b = 0; b < plan_.evaluation_size; ++b) {
    const auto index = static_cast<std::uint64_t>(b);
    const DrawnSentence drawn = draw_sentence(plan_.law, key, index);
    for (const Clause& clause : drawn.sentence) variables_.push_back(clause.variable);
    add(drawn, chains_);
    add(branched(drawn), branches_);
    sim::Stream stream(pairs, index);
    const auto i = stream.next_below(n), step = 1 + stream.next_below(n - 1);
    add(swapped(drawn, static_cast<int>(i), static_cast<int>((i + step) % n)), swaps_);
  }
}

template <class F>
Outcomes ChainExperiment<F>::judged(const std::vector<std::uint8_t>& on_chains,
                                    const std::vector<std::uint8_t>& on_branches) const {
  const auto n = static_cast<std::size_t>(plan_.law.clauses);
  Outcomes all;
  all.clauses = plan_.law.clauses;
  all.right.resize(on_chains.size());
  for (std::size_t k = 0; k < on_chains.size(); ++k) {
    const auto v = static_cast<std::size_t>(variables_[k]);
    all.right[k / n * n + v] = on_chains[k] == chains_.values[k] ? 1 : 0;
    if (v == n - 1) all.branch_right.push_back(on_branches[k] == branches_.values[k] ? 1 : 0);
  }
  return all;
}

template <class F>
Outcomes ChainExperiment<F>::outcomes(std::span<const F> weights) const {
  sim::LoneCrew<F> one(*this);
  return judged(this->answers(chains_.examples, weights, one.crew()),
                this->answers(branches_.examples, weights, one.crew()));
}

template <class F>
std::vector<double> ChainExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                 const sim::Crew<F>& crew) const {
  const std::vector<std::uint8_t> on_chains = this->answers(chains_.examples, weights, crew);
  const std::vector<std::uint8_t> on_swaps = this->answers(swaps_, weights, crew);
  const Outcomes all = judged(on_chains, this->answers(branches_.examples, weights, crew));
  std::vector<double> numbers{this->mean_loss(chains_.examples, weights, crew)};
  for (int i = 1; i <= all.clauses; ++i) {
    int right = 0;
    for (std::size_t k = 0; k < all.sentences(); ++k) right += all.is_right(k, i) ? 1 : 0;
    numbers.push_back(right);
  }
  numbers.push_back(std::accumulate(all.branch_right.begin(), all.branch_right.end(), 0));
  int changed = 0;
  for (std::size_t k = 0; k < on_chains.size(); ++k) {
    changed += variables_[k] == all.clauses - 1 && on_swaps[k] != on_chains[k] ? 1 : 0;
  }
  numbers.push_back(changed);
  for (std::size_t k = 1; k < numbers.size(); ++k) numbers[k] /= plan_.evaluation_size;
  return numbers;
}

template class ChainExperiment<float>;
template class ChainExperiment<double>;

}  // namespace lemmascope::lego
