// The paper's text is not at hand: its abstract, a third party's summary and its published
// notebook. Statements are named by what they say; what is not confirmed is marked so.
#include "properties/templates/statements.hpp"

namespace lemmascope::templates {

std::vector<catalogue::Statement> statements() {
  return {
      {"Taylor coefficients of the attention kernel",
       "published notebook: computations on the transformer random features kernel",
       "Derivatives of the kernel at beta = gamma = 0 are polynomials in traces and sums of X X^T, "
       "X Y^T and Y Y^T.",
       {"templates/printed-derivatives-are-exact"},
       ""},
      {"The kernel matrix is regular",
       "for all parameters outside a null set [number and wording uncertain]",
       "The transformer's kernel tells templates apart.",
       {"templates/taylor-terms-separate-templates", "templates/same-and-different-are-separated",
        "templates/cosine-features-keep-templates-apart"},
       ""},
      {"Ridge regression generalises to unseen symbols",
       "main result on kernel regression [rate uncertain]",
       "If the kernel matrix of templates is regular, kernel ridge regression generalises to "
       "unseen symbols, with an error that falls with the number of samples.",
       {"templates/ridge-has-a-block-formula", "templates/ridge-error-is-one-over-n",
        "templates/ridge-error-falls-with-samples"},
       ""},
      {"Little diversity of symbols",
       "the part sqrt(1/rho) of the bound [form uncertain]",
       "With few symbols to draw from, strings of the training set share some, which costs up to "
       "sqrt(1/rho).",
       {"templates/few-symbols-have-a-block-formula", "templates/few-symbols-leave-one-over-m"},
       ""},
      {"Fully connected networks fail",
       "Appendix I, as a third party has it",
       "No fully connected network learns templates on unseen symbols.",
       {"templates/inner-products-see-regular-tokens-only",
        "templates/equal-kernels-give-one-prediction", "templates/unseen-inputs-keep-their-weights",
        "templates/unseen-strings-are-exchangeable"},
       ""},
      {"Identity in W_K W_Q^T",
       "reparametrisation with a trainable a I for each head",
       "Adding a I to W_K W_Q^T improves data efficiency.",
       {"templates/identity-separates-without-symbols", "templates/identity-improves-conditioning"},
       ""},
      {"Identity in W_V W_O^T",
       "next-token and copying tasks, abstract of version 1",
       "Without b I transformers fail to copy unseen symbols, the more the wider their embeddings.",
       {"templates/copying-unseen-symbols-needs-the-identity"},
       ""},
      {"Transformers trained with and without the identity parameters",
       "experiments: accuracy on unseen symbols against samples",
       "Trained transformers with the two parameters need fewer samples to reach unseen symbols.",
       {"templates/identity-learns-sameness-of-unseen-symbols",
        "templates/value-identity-copies-unseen-symbols"},
       ""},
      {"Copying gets worse with width",
       "experiments: copying against the embedding dimension",
       "Trained without b I, wider transformers copy unseen symbols worse.",
       {"templates/wider-encoders-copy-unseen-symbols-worse"},
       ""},
      {"GPT-2 with the identity parameters",
       "64.0 to 60.5 on WikiText-2, 16.8 to 16.4 on WikiText-103 [uncertain]",
       "Perplexity of language models improves a little with the two parameters.",
       {},
       "needs the pretrained models and the texts, which are not at hand"},
  };
}

}  // namespace lemmascope::templates
