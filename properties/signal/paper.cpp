// arXiv 2206.03126 with arXiv 2103.03404, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/signal/statements.hpp"

namespace lemmascope::signal {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> signal_quantities();
std::vector<catalogue::Reproduction> every_reproduction();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "signal";
  paper.name = "arXiv 2206.03126";
  paper.title =
      "Signal Propagation in Transformers: Theoretical Perspectives and the Role of Rank Collapse";
  paper.authors = "Lorenzo Noci, Sotiris Anagnostidis, Luca Biggio and others, 2022";
  paper.link = "https://arxiv.org/abs/2206.03126";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = signal_quantities;
  paper.reproductions = every_reproduction;
  return paper;
}

}  // namespace lemmascope::signal
