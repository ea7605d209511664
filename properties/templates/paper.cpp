// arXiv 2310.09753, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/templates/statements.hpp"

namespace lemmascope::templates {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> templates_quantities();
std::vector<catalogue::Training> every_training();
std::vector<catalogue::Reproduction> every_reproduction();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "templates";
  paper.name = "arXiv 2310.09753";
  paper.title = "When can transformers reason with abstract symbols?";
  paper.authors = "Enric Boix-Adsera, Omid Saremi, Emmanuel Abbe and others, 2023";
  paper.link = "https://arxiv.org/abs/2310.09753";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = templates_quantities;
  paper.trainings = every_training;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::templates
