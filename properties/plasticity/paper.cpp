// arXiv 2410.08711, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/plasticity/statements.hpp"

namespace lemmascope::plasticity {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> plasticity_quantities();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "plasticity";
  paper.name = "arXiv 2410.08711";
  paper.title = "On-Chip Learning via Transformer In-Context Learning";
  paper.authors = "Jan Finkbeiner and Emre Neftci, 2024";
  paper.link = "https://arxiv.org/abs/2410.08711";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = plasticity_quantities;
  return paper;
}

}  // namespace lemmascope::plasticity
