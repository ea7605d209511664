// arXiv 2402.14735, as the program meets it.
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/causal/statements.hpp"

namespace lemmascope::causal {

std::vector<claim::Claim> every_claim();
void add_markov_quantities(std::vector<compute::Calculator>& all);
void add_causal_quantities(std::vector<compute::Calculator>& all);
void add_phase_map_quantity(std::vector<compute::Calculator>& all);
void add_dominance_quantity(std::vector<compute::Calculator>& all);
void add_dominance_maps(std::vector<compute::Calculator>& all);
void add_finite_quantities(std::vector<compute::Calculator>& all);
nlohmann::json limit_gradient_figures();
nlohmann::json finite_length_phase_map_figures();
nlohmann::json exact_training_figures();
nlohmann::json finite_length_figures();
std::vector<catalogue::Training> every_training();
std::vector<catalogue::Reproduction> every_reproduction();
std::vector<compute::Option> own_task_options();
std::vector<claim::Instance> own_instances(const compute::OptionValues& values);

namespace {

std::vector<compute::Calculator> quantities() {
  std::vector<compute::Calculator> all;
  add_markov_quantities(all);
  add_causal_quantities(all);
  add_phase_map_quantity(all);
  add_dominance_quantity(all);
  add_dominance_maps(all);
  add_finite_quantities(all);
  return all;
}

nlohmann::json figures() {
  nlohmann::json all = limit_gradient_figures();
  for (const auto& more :
       {exact_training_figures, finite_length_figures, finite_length_phase_map_figures}) {
    for (auto& figure : more()) all.push_back(std::move(figure));
  }
  return all;
}

}  // namespace

catalogue::Paper paper() {
  return {.key = "causal",
          .name = "arXiv 2402.14735",
          .title = "How Transformers Learn Causal Structure with Gradient Descent",
          .authors = "Eshaan Nichani, Alex Damian and Jason D. Lee, 2024",
          .link = "https://arxiv.org/abs/2402.14735",
          .statements = statements(),
          .claims = every_claim,
          .quantities = quantities,
          .figures = figures,
          .task_options = own_task_options,
          .task_instances = own_instances,
          .trainings = every_training,
          .reproductions = every_reproduction};
}

}  // namespace lemmascope::causal
