#include "sim/templates/template_experiment.hpp"

#include <fmt/format.h>

#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

const TemplatePlan& checked(const TemplatePlan& plan) {
  require_law(plan.law);
  require(plan.asked == Asked::first_symbol || plan.law.templates.size() >= 2,
          "expected at least two templates to tell apart");
  require(plan.samples >= 0, "expected no negative number of samples");
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
  sim::EncoderSizes sizes = sim::sizes_of(plan);
  sizes.tokens = plan.law.tokens();
  sizes.length = plan.law.length();
  sizes.first_read = sizes.length - 1;
  sizes.query_identity = plan.query_identity;
  sizes.value_identity = plan.value_identity;
  sizes.read_by_embedding = plan.asked == Asked::first_symbol;
  sizes.classes =
      sizes.read_by_embedding ? sizes.tokens : static_cast<int>(plan.law.templates.size());
  return sizes;
}

template <class F>
TemplateExperiment<F>::TemplateExperiment(const TemplatePlan& plan)
    : sim::EncoderExperiment<F>(plan, encoder_sizes(checked(plan))),
      plan_(plan),
      seen_(set_aside(Pool::seen)),
      unseen_(set_aside(Pool::unseen)) {}

template <class F>
std::string TemplateExperiment<F>::to_text() const {
  std::string templates;
  for (const Symbols& letters : plan_.law.templates) templates += " " + template_text(letters);
  return fmt::format("{}; strings of{} over {} symbols, {}", sim::to_text(this->encoder().sizes()),
                     templates, plan_.law.symbols,
                     plan_.samples == 0 ? "fresh" : fmt::format("{} samples", plan_.samples));
}

template <class F>
std::vector<std::string> TemplateExperiment<F>::numbers() const {
  return {"test loss", "accuracy on seen symbols", "accuracy on unseen symbols"};
}

template <class F>
void TemplateExperiment<F>::add_example(std::uint64_t index, sim::EncoderExamples& batch) const {
  add(training_string(plan_, index), batch);
}

template <class F>
void TemplateExperiment<F>::add(const DrawnString& drawn, sim::EncoderExamples& all) const {
  for (const int symbol : drawn.symbols) all.tokens.push_back(static_cast<std::uint8_t>(symbol));
  all.targets.push_back(static_cast<std::uint8_t>(
      plan_.asked == Asked::first_symbol ? drawn.symbols.front() : drawn.template_number));
}

template <class F>
sim::EncoderExamples TemplateExperiment<F>::set_aside(Pool pool) const {
  const sim::StreamKey key{plan_.seed, plan_.run, sim::Purpose::evaluation_set};
  sim::EncoderExamples all;
  for (int b = 0; b < plan_.evaluation_size; ++b) {
    const auto index = static_cast<std::uint64_t>(2 * b + (pool == Pool::unseen ? 1 : 0));
    add(draw_string(plan_.law, pool, key, index), all);
  }
  return all;
}

template <class F>
std::vector<std::uint8_t> TemplateExperiment<F>::right(const sim::EncoderExamples& asked,
                                                       std::span<const F> weights,
                                                       const sim::Crew<F>& crew) const {
  std::vector<std::uint8_t> all = this->answers(asked, weights, crew);
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = all[k] == asked.targets[k] ? 1 : 0;
  return all;
}

template <class F>
Answers TemplateExperiment<F>::right_answers(std::span<const F> weights) const {
  sim::LoneCrew<F> one(*this);
  return {right(seen_, weights, one.crew()), right(unseen_, weights, one.crew())};
}

template <class F>
std::vector<double> TemplateExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                    const sim::Crew<F>& crew) const {
  const auto share = [&](const sim::EncoderExamples& asked) {
    const std::vector<std::uint8_t> all = right(asked, weights, crew);
    return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
  };
  return {this->mean_loss(unseen_, weights, crew), share(seen_), share(unseen_)};
}

template class TemplateExperiment<float>;
template class TemplateExperiment<double>;

}  // namespace lemmascope::templates
