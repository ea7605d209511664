// arXiv 2303.04245, as the program meets it.
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/topic/statements.hpp"

namespace lemmascope::topic {

std::vector<claim::Claim> every_claim();
void add_topic_quantities(std::vector<compute::Calculator>& all);
void add_topic_training_quantity(std::vector<compute::Calculator>& all);
nlohmann::json topic_figures();
std::vector<catalogue::Training> every_training();

namespace {

std::vector<compute::Calculator> quantities() {
  std::vector<compute::Calculator> all;
  add_topic_quantities(all);
  add_topic_training_quantity(all);
  return all;
}

}  // namespace

catalogue::Paper paper() {
  return {.key = "topic",
          .name = "arXiv 2303.04245",
          .title = "How Do Transformers Learn Topic Structure: Towards a Mechanistic Understanding",
          .authors = "Yuchen Li, Yuanzhi Li and Andrej Risteski, 2023",
          .link = "https://arxiv.org/abs/2303.04245",
          .statements = statements(),
          .claims = every_claim,
          .quantities = quantities,
          .figures = topic_figures,
          .trainings = every_training};
}

}  // namespace lemmascope::topic
