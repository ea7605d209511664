// Numbers and wordings of the papers' statements are not confirmed; each is named by what it says,
// with the claims that check it or the reason why none does.
#include "properties/signal/statements.hpp"

namespace lemmascope::signal {

std::vector<catalogue::Statement> statements() {
  return {
      {"Theorem 3.1 (vanishing gradients)",
       "2206.03126, Section 3",
       "At rank collapse the gradients of queries and keys vanish; those of values and inputs do "
       "not.",
       {"signal/value-gradient-is-the-mean-token", "signal/query-gradient-is-the-scatter",
        "signal/input-gradient-has-two-routes", "signal/equal-tokens-hide-queries"},
       ""},
      {"Gaussian tokens",
       "2206.03126, Section 3: gradients for correlated Gaussian tokens",
       "Value gradients grow with the correlation of tokens, query gradients vanish like its "
       "distance from one squared.",
       {"signal/gaussian-value-gradient", "signal/gaussian-query-gradient",
        "signal/printed-gaussian-query-gradient", "signal/gaussian-input-gradient"},
       ""},
      {"Forward propagation",
       "2206.03126, Section 3: norms and correlations with depth",
       "Norms and correlations of tokens at initialisation follow a recursion in depth.",
       {"signal/one-layer-moments", "signal/moments-grow-geometrically",
        "signal/cosine-ignores-the-mlp", "signal/unscaled-tokens-collapse"},
       ""},
      {"Scaling by depth",
       "2206.03126, abstract",
       "Residual branches scaled by 1/sqrt(depth) keep tokens apart.",
       {"signal/scaled-tokens-stay-apart"},
       ""},
      {"Rank collapse of pure attention",
       "2103.03404, main theorem, single head",
       "Without residuals the distance from equal tokens falls doubly exponentially with depth.",
       {"signal/residual-shrinks-cubically", "signal/residual-obeys-the-cubic-bound",
        "signal/composed-norm-is-submultiplicative", "signal/composed-norm-is-a-norm"},
       ""},
      {"Rank collapse of several heads",
       "2103.03404, main theorem, H heads",
       "The same with 4 beta H in place of 4 beta.",
       {},
       "the sum over heads uses the triangle inequality of what is no norm "
       "(signal/composed-norm-is-a-norm); the printed proof is not at hand to see how"},
      {"Training deep Post-LN transformers",
       "2206.03126, experiments",
       "With the scaling, deep transformers with layer normalisation train with Adam.",
       {},
       "plots only; needs translation data and a deep network, which are not at hand"},
      {"Simulated depth",
       "2206.03126, figures: networks of finite width",
       "Networks of finite width follow the recursion.",
       {"signal/cosine-tells-the-depth-of-wide-networks"},
       ""},
  };
}

}  // namespace lemmascope::signal
