// arXiv 2402.11004, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/evolution/reproductions.hpp"
#include "properties/evolution/statements.hpp"
#include "properties/evolution/trainings.hpp"

namespace lemmascope::evolution {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> evolution_quantities();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "evolution";
  paper.name = "arXiv 2402.11004";
  paper.title = "The Evolution of Statistical Induction Heads: In-Context Learning Markov Chains";
  paper.authors = "Benjamin L. Edelman, Ezra Edelman, Surbhi Goel and others, 2024";
  paper.link = "https://arxiv.org/abs/2402.11004";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = evolution_quantities;
  paper.trainings = every_training;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::evolution
