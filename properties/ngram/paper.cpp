// arXiv 2409.10559, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/ngram/statements.hpp"

namespace lemmascope::ngram {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> ngram_quantities();
std::vector<catalogue::Training> every_training();
std::vector<catalogue::Reproduction> every_reproduction();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "ngram";
  paper.name = "arXiv 2409.10559";
  paper.title =
      "Unveiling Induction Heads: Provable Training Dynamics and Feature Learning in Transformers";
  paper.authors = "Siyu Chen, Heejune Sheen, Tianhao Wang and Zhuoran Yang, 2024";
  paper.link = "https://arxiv.org/abs/2409.10559";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = ngram_quantities;
  paper.trainings = every_training;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::ngram
