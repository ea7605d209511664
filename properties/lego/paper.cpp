// arXiv 2206.04301, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/lego/statements.hpp"

namespace lemmascope::lego {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> lego_quantities();
std::vector<catalogue::Training> every_training();
std::vector<catalogue::Reproduction> every_reproduction();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "lego";
  paper.name = "arXiv 2206.04301";
  paper.title = "Unveiling Transformers with LEGO: a synthetic reasoning task";
  paper.authors =
      "Yi Zhang, Arturs Backurs, Sébastien Bubeck, Ronen Eldan, Suriya Gunasekar and Tal Wagner, "
      "2022";
  paper.link = "https://arxiv.org/abs/2206.04301";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = lego_quantities;
  paper.trainings = every_training;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::lego
