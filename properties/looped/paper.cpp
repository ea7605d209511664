// arXiv 2410.08292, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/looped/statements.hpp"
#include "properties/looped/trainings.hpp"

namespace lemmascope::looped {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> looped_quantities();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "looped";
  paper.name = "arXiv 2410.08292";
  paper.title =
      "Can Looped Transformers Learn to Implement Multi-step Gradient Descent for In-context "
      "Learning?";
  paper.authors = "Khashayar Gatmiry, Nikunj Saunshi, Sashank J. Reddi and others, 2024";
  paper.link = "https://arxiv.org/abs/2410.08292";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = looped_quantities;
  paper.trainings = every_training;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::looped
