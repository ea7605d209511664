#include "sim/templates/template_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/train/batch_shards.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kLanes = 16;  // strings that a kernel takes at once

sim::TrainingPlan training_plan(const TemplatePlan& plan) {
  sim::TrainingPlan training;
  training.root_seed = plan.seed;
  training.run = plan.run;
  training.batch = plan.batch;
  training.evaluate_every = plan.evaluate_every;
  training.evaluation_size = plan.evaluation_strings;
  sim::Optimiser optimiser;
  optimiser.kind = plan.optimiser;
  optimiser.learning_rate = plan.rate;
  training.stages = {{plan.steps, optimiser, {}}};
  return training;
}

const TemplatePlan& checked(const TemplatePlan& plan) {
  require_law(plan.law);
  require(plan.asked == Asked::first_symbol || plan.law.templates.size() >= 2,
          "expected at least two templates to tell apart");
  require(plan.batch >= kLanes && plan.batch % kLanes == 0,
          fmt::format("expected a batch of whole sixteens, found {}", plan.batch));
  require(plan.samples >= 0, "expected no negative number of samples");
  require(plan.evaluation_strings >= 1, "expected at least one string to evaluate on");
  return plan;
}

/// The string that string b of step `step` is: one of those set down beforehand, or a fresh one.
/// Which sample is picked and what it holds are read from streams of different purposes.
DrawnString training_string(const TemplatePlan& plan, std::uint64_t b) {
  const sim::StreamKey strings{plan.seed, plan.run, sim::Purpose::training_batch};
  if (plan.samples == 0) return draw_string(plan.law, Pool::seen, strings, b);
  sim::Stream picks({plan.seed, plan.run, sim::Purpose::probe}, b);
  return draw_string(plan.law, Pool::seen, strings,
                     picks.next_below(static_cast<std::uint32_t>(plan.samples)));
}

}  // namespace

sim::EncoderSizes encoder_sizes(const TemplatePlan& plan) {
  sim::EncoderSizes sizes;
  sizes.tokens = plan.law.tokens();
  sizes.length = plan.law.length();
  sizes.width = plan.width;
  sizes.hidden = plan.hidden;
  sizes.layers = plan.layers;
  sizes.heads = plan.heads;
  sizes.first_read = sizes.length - 1;
  sizes.query_identity = plan.query_identity;
  sizes.value_identity = plan.value_identity;
  sizes.read_by_embedding = plan.asked == Asked::first_symbol;
  sizes.classes =
      sizes.read_by_embedding ? sizes.tokens : static_cast<int>(plan.law.templates.size());
  return sizes;
}

template <class F>
class TemplateExperiment<F>::Worker : public sim::ExperimentWorker<F> {
 public:
  Worker(const TemplateExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        arena_(static_cast<std::size_t>(experiment.encoder_.arena_size())) {}

  void prepare(const F*) override {}  // the kernels read the weights as they are

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const TemplatePlan& plan = experiment_.plan_;
    const sim::BatchShards shards(plan.batch, kLanes);
    const int begin = shards.first(shard) * kLanes, end = shards.past(shard) * kLanes;
    Questions batch;
    for (int b = begin; b < end; ++b) {
      experiment_.add(training_string(plan, static_cast<std::uint64_t>(step * plan.batch + b)),
                      batch);
    }
    return {loss(weights, batch, gradient), static_cast<double>(end - begin)};
  }

  /// The summed loss; `gradient` may be null.
  double loss(const F* weights, const Questions& asked, F* gradient) {
    return experiment_.encoder_.accumulate(
        weights, arena_.data(), {asked.tokens.data(), asked.targets.data(), asked.count(), stop_},
        gradient);
  }

  /// By string: whether the class with the largest logit (the first of equals) is the target.
  std::vector<std::uint8_t> right(const F* weights, const Questions& asked) {
    const auto classes = static_cast<std::size_t>(experiment_.encoder_.sizes().classes);
    const std::vector<F> logits = experiment_.encoder_.logits(weights, arena_.data(), asked.tokens);
    std::vector<std::uint8_t> all;
    for (std::size_t k = 0; k < asked.targets.size(); ++k) {
      const auto first = logits.begin() + static_cast<std::ptrdiff_t>(k * classes);
      const auto most = std::max_element(first, first + static_cast<std::ptrdiff_t>(classes));
      all.push_back(most - first == asked.targets[k] ? 1 : 0);
    }
    return all;
  }

 private:
  const TemplateExperiment& experiment_;
  const sim::StopFlag* stop_;
  sim::AlignedBuffer<F> arena_;
};

template <class F>
TemplateExperiment<F>::TemplateExperiment(const TemplatePlan& plan)
    : sim::Experiment<F>(training_plan(checked(plan))),
      plan_(plan),
      encoder_(encoder_sizes(plan)),
      seen_(set_aside(Pool::seen)),
      unseen_(set_aside(Pool::unseen)) {}

template <class F>
std::string TemplateExperiment<F>::to_text() const {
  std::string templates;
  for (const Symbols& letters : plan_.law.templates) templates += " " + template_text(letters);
  return fmt::format("{}; strings of{} over {} symbols, {}", sim::to_text(encoder_.sizes()),
                     templates, plan_.law.symbols,
                     plan_.samples == 0 ? "fresh" : fmt::format("{} samples", plan_.samples));
}

template <class F>
void TemplateExperiment<F>::initialise(std::span<F> weights) const {
  encoder_.initialise(weights, {plan_.seed, plan_.run, sim::Purpose::initial_parameters});
}

template <class F>
int TemplateExperiment<F>::shards() const {
  return sim::BatchShards(plan_.batch, kLanes).count();
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> TemplateExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

template <class F>
std::vector<std::string> TemplateExperiment<F>::numbers() const {
  return {"test loss", "accuracy on seen symbols", "accuracy on unseen symbols"};
}

template <class F>
void TemplateExperiment<F>::add(const DrawnString& drawn, Questions& all) const {
  for (const int symbol : drawn.symbols) all.tokens.push_back(static_cast<std::uint8_t>(symbol));
  all.targets.push_back(static_cast<std::uint8_t>(
      plan_.asked == Asked::first_symbol ? drawn.symbols.front() : drawn.template_number));
}

template <class F>
typename TemplateExperiment<F>::Questions TemplateExperiment<F>::set_aside(Pool pool) const {
  const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::evaluation_set};
  Questions all;
  for (int b = 0; b < plan_.evaluation_strings; ++b) {
    const auto index = static_cast<std::uint64_t>(2 * b + (pool == Pool::unseen ? 1 : 0));
    add(draw_string(plan_.law, pool, key, index), all);
  }
  return all;
}

template <class F>
Answers TemplateExperiment<F>::answers(std::span<const F> weights, Worker& worker) const {
  Answers all;
  all.unseen_loss = worker.loss(weights.data(), unseen_, nullptr) / unseen_.count();
  all.seen_right = worker.right(weights.data(), seen_);
  all.unseen_right = worker.right(weights.data(), unseen_);
  return all;
}

template <class F>
Answers TemplateExperiment<F>::answers(std::span<const F> weights) const {
  Worker worker(*this, nullptr);
  return answers(weights, worker);
}

template <class F>
std::vector<double> TemplateExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                    const sim::Crew<F>& crew) const {
  const Answers all = answers(weights, static_cast<Worker&>(*crew.workers.front()));
  const auto share = [](const std::vector<std::uint8_t>& right) {
    return std::accumulate(right.begin(), right.end(), 0.0) / static_cast<double>(right.size());
  };
  return {all.unseen_loss, share(all.seen_right), share(all.unseen_right)};
}

template class TemplateExperiment<float>;
template class TemplateExperiment<double>;

}  // namespace lemmascope::templates
