// Numbers and wordings of the paper's statements are not confirmed; each is named by what it says,
// with the claims that check it or the reason why none does.
#include "properties/ngram/statements.hpp"

namespace lemmascope::ngram {

std::vector<catalogue::Statement> statements() {
  return {
      {"Modified chi-square information",
       "the criterion and the information set S*",
       "Stage I selects the set of lags with the largest modified chi-square information.",
       {"ngram/information-forms", "ngram/uniform-histories-scale", "ngram/information-bounds",
        "ngram/modified-information-is-monotone", "ngram/two-state-information"},
       ""},
      {"The information set and the parents",
       "the information set S*",
       "S* holds what the next token needs; lags beyond the parents are not in it.",
       {"ngram/supersets-do-not-help", "ngram/supersets-lose-strictly",
        "ngram/nearest-lag-informs-most", "ngram/information-set-is-the-parents"},
       ""},
  };
}

}  // namespace lemmascope::ngram
