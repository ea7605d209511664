// arXiv 2303.00579, as the program meets it.
#include "properties/catalogue/catalogue.hpp"
#include "properties/graphdepth/statements.hpp"

namespace lemmascope::graphdepth {

std::vector<claim::Claim> every_claim();
std::vector<compute::Calculator> graphdepth_quantities();

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "graphdepth";
  paper.name = "arXiv 2303.00579";
  paper.title = "Are More Layers Beneficial to Graph Transformers?";
  paper.authors = "Haiteng Zhao, Shuming Ma, Dongdong Zhang, Zhi-Hong Deng and Furu Wei, 2023";
  paper.link = "https://arxiv.org/abs/2303.00579";
  paper.statements = statements();
  paper.claims = every_claim;
  paper.quantities = graphdepth_quantities;
  return paper;
}

}  // namespace lemmascope::graphdepth
