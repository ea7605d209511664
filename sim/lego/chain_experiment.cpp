#include "sim/lego/chain_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/train/batch_shards.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

constexpr int kLanes = 16;            // sentences that a kernel takes at once
constexpr int kEvaluationPart = 128;  // sentences of one thread's turn
enum Kind { kChains, kSwaps, kBranches };

sim::TrainingPlan training_plan(const ChainPlan& plan) {
  sim::TrainingPlan training;
  training.root_seed = plan.seed;
  training.run = plan.run;
  training.batch = plan.batch;
  training.evaluate_every = plan.evaluate_every;
  training.evaluation_size = plan.evaluation_sentences;
  sim::Optimiser adam;
  adam.kind = sim::OptimiserKind::adam;
  adam.learning_rate = plan.rate;
  training.stages = {{plan.steps, adam, {}}};
  return training;
}

const ChainPlan& checked(const ChainPlan& plan) {
  const int n = plan.law.clauses;
  require(n >= 3, fmt::format("expected at least 3 clauses, found {}", n));
  require(plan.law.alphabet >= n,
          fmt::format("expected at least {} names for as many clauses, found {}", n,
                      plan.law.alphabet));
  require(1 <= plan.supervised && plan.supervised <= n,
          fmt::format("expected 1 to {} supervised variables, found {}", n, plan.supervised));
  require(plan.batch >= kLanes && plan.batch % kLanes == 0,
          fmt::format("expected a batch of whole sixteens, found {}", plan.batch));
  require(plan.evaluation_sentences >= 1, "expected at least one sentence to evaluate on");
  return plan;
}

/// The class with the largest logit; the first of equals.
template <class F>
Element likeliest(const F* logits, int classes) {
  return static_cast<Element>(std::max_element(logits, logits + classes) - logits);
}

}  // namespace

sim::EncoderSizes encoder_sizes(const ChainPlan& plan) {
  sim::EncoderSizes sizes;
  sizes.tokens = plan.law.tokens();
  sizes.length = plan.law.length();
  sizes.width = plan.width;
  sizes.hidden = plan.hidden;
  sizes.layers = plan.layers;
  sizes.heads = plan.heads;
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
class ChainExperiment<F>::Worker : public sim::ExperimentWorker<F> {
 public:
  Worker(const ChainExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        arena_(static_cast<std::size_t>(experiment.encoder_.arena_size())) {}

  void prepare(const F*) override {}  // the kernels read the weights as they are

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const ChainPlan& plan = experiment_.plan_;
    const sim::BatchShards shards(plan.batch, kLanes);
    const int begin = shards.first(shard) * kLanes, end = shards.past(shard) * kLanes;
    const sim::StreamKey key{plan.seed, plan.run, sim::Purpose::training_batch};
    Questions batch;
    for (int b = begin; b < end && !is_raised(stop_); ++b) {
      experiment_.add(
          draw_sentence(plan.law, key, static_cast<std::uint64_t>(step * plan.batch + b)), batch);
    }
    return {loss(weights, batch, 0, end - begin, gradient),
            static_cast<double>(end - begin) * plan.supervised};
  }

  /// The summed loss of `count` sentences from `first` on; `gradient` may be null.
  double loss(const F* weights, const Questions& asked, int first, int count, F* gradient) {
    const int length = experiment_.plan_.law.length(), n = experiment_.plan_.law.clauses;
    if (is_raised(stop_)) return 0;
    return experiment_.encoder_.accumulate(
        weights, arena_.data(),
        {asked.tokens.data() + std::ptrdiff_t{first} * length,
         asked.targets.data() + std::ptrdiff_t{first} * n, count, stop_},
        gradient);
  }

  std::vector<F> logits(const F* weights, const Questions& asked, int first, int count) {
    const auto length = static_cast<std::size_t>(experiment_.plan_.law.length());
    return experiment_.encoder_.logits(
        weights, arena_.data(),
        {asked.tokens.data() + static_cast<std::size_t>(first) * length,
         static_cast<std::size_t>(count) * length});
  }

 private:
  const ChainExperiment& experiment_;
  const sim::StopFlag* stop_;
  sim::AlignedBuffer<F> arena_;
};

template <class F>
ChainExperiment<F>::ChainExperiment(const ChainPlan& plan)
    : sim::Experiment<F>(training_plan(checked(plan))),
      plan_(plan),
      encoder_(encoder_sizes(plan)),
      chains_(questions(kChains)),
      swaps_(questions(kSwaps)),
      branches_(questions(kBranches)) {}

template <class F>
std::string ChainExperiment<F>::to_text() const {
  return fmt::format("{}; sentences of {} clauses over {} with {} names, {} supervised",
                     sim::to_text(encoder_.sizes()), plan_.law.clauses, plan_.law.group.name(),
                     plan_.law.alphabet, plan_.supervised);
}

template <class F>
void ChainExperiment<F>::initialise(std::span<F> weights) const {
  encoder_.initialise(weights, {plan_.seed, plan_.run, sim::Purpose::initial_parameters});
}

template <class F>
int ChainExperiment<F>::shards() const {
  return sim::BatchShards(plan_.batch, kLanes).count();
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> ChainExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
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
void ChainExperiment<F>::add(const DrawnSentence& drawn, Questions& all) const {
  const std::size_t at = all.tokens.size();
  all.tokens.resize(at + static_cast<std::size_t>(plan_.law.length()));
  write_tokens(plan_.law, drawn, all.tokens.data() + at);
  const std::vector<Element> values = values_by_clauses(drawn.sentence, plan_.law.group);
  for (const Clause& clause : drawn.sentence) {
    const Element value = values[static_cast<std::size_t>(clause.variable)];
    all.values.push_back(value);
    all.variables.push_back(clause.variable);
    all.targets.push_back(clause.variable < plan_.supervised ? static_cast<std::uint8_t>(value)
                                                             : sim::kNoTarget);
  }
}

template <class F>
typename ChainExperiment<F>::Questions ChainExperiment<F>::questions(int kind) const {
  const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::evaluation_set};
  const sim::StreamKey pairs{plan_.seed, plan_.run, sim::Purpose::probe};
  Questions all;
  for (int b = 0; b < plan_.evaluation_sentences; ++b) {
    const auto index = static_cast<std::uint64_t>(b);
    DrawnSentence drawn = draw_sentence(plan_.law, key, index);
    if (kind == kBranches) drawn = branched(drawn);
    if (kind == kSwaps) {
      sim::Stream stream(pairs, index);
      const auto n = static_cast<std::uint32_t>(plan_.law.clauses);
      const auto i = stream.next_below(n), step = 1 + stream.next_below(n - 1);
      drawn = swapped(drawn, static_cast<int>(i), static_cast<int>((i + step) % n));
    }
    add(drawn, all);
  }
  return all;
}

template <class F>
std::vector<Element> ChainExperiment<F>::answers(const Questions& asked, std::span<const F> weights,
                                                 const sim::Crew<F>& crew) const {
  const int count = plan_.evaluation_sentences, n = plan_.law.clauses;
  const int classes = plan_.law.group.order();
  const int parts = (count + kEvaluationPart - 1) / kEvaluationPart;
  std::vector<Element> answers(static_cast<std::size_t>(count * n));
  crew.team.run([&](int index) {
    auto& mine = static_cast<Worker&>(*crew.workers[static_cast<std::size_t>(index)]);
    for (int part = index; part < parts && !is_raised(crew.stop); part += crew.team.size()) {
      const int first = part * kEvaluationPart;
      const std::vector<F> logits =
          mine.logits(weights.data(), asked, first, std::min(kEvaluationPart, count - first));
      for (std::size_t k = 0; k < logits.size() / static_cast<std::size_t>(classes); ++k) {
        answers[static_cast<std::size_t>(first * n) + k] =
            likeliest(logits.data() + k * static_cast<std::size_t>(classes), classes);
      }
    }
  });
  return answers;
}

template <class F>
Outcomes ChainExperiment<F>::outcomes(std::span<const F> weights, const sim::Crew<F>& crew) const {
  const int n = plan_.law.clauses;
  auto& first = static_cast<Worker&>(*crew.workers.front());
  Outcomes all;
  all.clauses = n;
  all.loss = first.loss(weights.data(), chains_, 0, plan_.evaluation_sentences, nullptr) /
             (static_cast<double>(plan_.evaluation_sentences) * plan_.supervised);
  const std::vector<Element> on_chains = answers(chains_, weights, crew);
  const std::vector<Element> on_swaps = answers(swaps_, weights, crew);
  const std::vector<Element> on_branches = answers(branches_, weights, crew);
  all.right.resize(on_chains.size());
  for (std::size_t k = 0; k < on_chains.size();
       ++k) {  // places of sentences; three kinds share them
    const int v = chains_.variables[k];
    const std::size_t sentence = k / static_cast<std::size_t>(n);
    all.right[sentence * static_cast<std::size_t>(n) + static_cast<std::size_t>(v)] =
        on_chains[k] == chains_.values[k] ? 1 : 0;
    if (v != n - 1) continue;
    all.branch_right.push_back(on_branches[k] == branches_.values[k] ? 1 : 0);
    all.changed.push_back(on_swaps[k] != on_chains[k] ? 1 : 0);
  }
  return all;
}

template <class F>
Outcomes ChainExperiment<F>::outcomes(std::span<const F> weights) const {
  sim::WorkerTeam team(1);
  std::vector<std::unique_ptr<sim::ExperimentWorker<F>>> workers;
  workers.push_back(worker(nullptr));
  return outcomes(weights, {team, workers, nullptr});
}

template <class F>
std::vector<double> ChainExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                 const sim::Crew<F>& crew) const {
  const Outcomes all = outcomes(weights, crew);
  std::vector<double> numbers{all.loss};
  for (int i = 1; i <= all.clauses; ++i) {
    int right = 0;
    for (std::size_t k = 0; k < all.sentences(); ++k) right += all.is_right(k, i) ? 1 : 0;
    numbers.push_back(right);
  }
  numbers.push_back(std::accumulate(all.branch_right.begin(), all.branch_right.end(), 0));
  numbers.push_back(std::accumulate(all.changed.begin(), all.changed.end(), 0));
  for (std::size_t k = 1; k < numbers.size(); ++k) numbers[k] /= plan_.evaluation_sentences;
  return numbers;
}

template class ChainExperiment<float>;
template class ChainExperiment<double>;

}  // namespace lemmascope::lego
