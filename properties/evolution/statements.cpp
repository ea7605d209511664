// The statements of version 1, with the claims that check them or the reason why none does.
#include "properties/evolution/statements.hpp"

namespace lemmascope::evolution {

std::vector<catalogue::Statement> statements() {
  return {
      {"Lemma 3.1 / A.1, first step",
       "Section 3.2 and appendix A, (A.25) and (A.36)",
       "The first gradient step moves W by order t^2 towards its diagonal and v by order t.",
       {"evolution/tensor-is-the-gradient", "evolution/first-step-has-closed-forms"},
       ""},
      {"Lemma 3.1 / A.1, second step",
       "appendix A, (A.48) to (A.51)",
       "After the second step v_2 is the largest weight.",
       {"evolution/printed-second-contrast", "evolution/second-lag-dominates-after-two-steps"},
       ""},
      {"Corollary A.2",
       "appendix A, (A.53) and (A.57)",
       "Without a unigram signal, a = b, the first step does not prefer v_1.",
       {"evolution/flips-train-the-diagonal", "evolution/printed-flip-update"},
       ""},
      {"Proposition 3.2 / A.3, moments",
       "appendix A, (A.61) to (A.67)",
       "What two steps on a curriculum are made of.",
       {"evolution/printed-curriculum-moments"},
       ""},
      {"Proposition 3.2 / A.3",
       "Section 3.2 and appendix A",
       "Two steps on a curriculum learn the induction head.",
       {},
       "the limit of the output in t and eps is not checked, only the moments it is made of"},
      {"Proposition 2.2 and Fact 2.3",
       "Section 2.3",
       "Two attention layers, and the minimal model, can count bigrams and unigrams.",
       {},
       "constructions of this paper are not part of this module yet"},
      {"Reference strategies",
       "Section 2.2",
       "Uniform, unigram and bigram predictions are the posteriors of nested models.",
       {"evolution/bigrams-win-on-average"},
       ""},
      {"Remark 2.1",
       "Section 2.2",
       "The bigram prediction is the posterior mean only if the first token says nothing of the "
       "chain.",
       {},
       "expected divergences from a stationary start are not part of this module yet"},
      {"Phases of training",
       "Sections 3.1 and 3.3, figures",
       "Transformers and the minimal model pass from uniform to unigrams to bigrams.",
       {},
       "plots of trainings, which are not part of this module yet"},
  };
}

}  // namespace lemmascope::evolution
