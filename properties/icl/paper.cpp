// arXiv 2212.07677, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/icl/statements.hpp"
#include "properties/icl/trainings.hpp"

namespace lemmascope::icl {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> icl_quantities();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "icl";
  paper.name = "arXiv 2212.07677";
  paper.title = "Transformers learn in-context by gradient descent";
  paper.authors = "Johannes von Oswald, Eyvind Niklasson, Ettore Randazzo and others, 2022";
  paper.link = "https://arxiv.org/abs/2212.07677";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = icl_quantities;
  paper.trainings = every_training;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::icl
