// The paper numbers no theorem; these are its findings, each with the claims on its exact content
// or the reason why there is none.
#include "properties/lego/statements.hpp"

namespace lemmascope::lego {

std::vector<catalogue::Statement> statements() {
  return {
      {"The task",
       "setting: group sentences",
       "Variables x_i = g_i x_{i-1} from a root, clauses shuffled, every variable predicted.",
       {"lego/networks-ignore-order-and-names"},
       ""},
      {"Association and manipulation",
       "abstract",
       "Heads attend to identical tokens everywhere or act inside a clause; with these two a "
       "network follows the chain.",
       {"lego/iterative-network-resolves-one-more-a-layer",
        "lego/doubling-network-resolves-twice-as-many", "lego/association-leaks-a-known-share",
        "lego/temperature-bounds-the-leak"},
       ""},
      {"Shortcut solutions",
       "abstract",
       "In some regimes of data networks find shortcuts that do not follow the chain.",
       {"lego/bags-of-signs-have-a-closed-form", "lego/bags-of-signs-are-symmetric",
        "lego/shortcut-gives-the-last-variable", "lego/dihedral-bags-tell-little",
        "lego/nameless-predictors-are-bag-predictors", "lego/learned-attention-takes-the-shortcut",
        "lego/dihedral-training-finds-no-shortcut"},
       ""},
      {"Robustness of shortcut solutions",
       "abstract",
       "Shortcuts hurt robustness.",
       {"lego/swaps-show-chain-following", "lego/shortcut-fails-on-branches"},
       ""},
      {"Hard-coded attention",
       "abstract",
       "Hard-coding the two patterns removes query and key parameters at no loss of accuracy.",
       {"lego/hard-coded-attention-follows-the-chain"},
       ""},
      {"Weight tying",
       "experiments",
       "Tying weights over layers helps with longer chains than those trained on.",
       {},
       "only a third party's summary was at hand; `train sentences` trains tied or untied layers "
       "with "
       "the first variables supervised, and nothing is claimed of it"},
      {"Pretraining",
       "abstract",
       "Pretraining keeps networks from the shortcut.",
       {},
       "needs a pretrained language model, which is not at hand"},
  };
}

}  // namespace lemmascope::lego
