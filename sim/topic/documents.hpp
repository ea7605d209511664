// Documents of finite length with topics: the disjoint-topic model of the theory and LDA, masked as
// BERT masks. Word numbering is that of theory/topic: 0 is `[MASK]`, words are 1..K.
#pragma once

#include <vector>

#include "sim/random/stream.hpp"
#include "theory/topic/parameters.hpp"

namespace lemmascope::sim {

using topic::Token;
using topic::TopicParametersOf;

/// Which words a document draws: `tau` distinct topics with equal weights, or
/// Dirichlet(concentration) weights on all topics; then a uniform word of the topic.
enum class DocumentLaw { disjoint_topics, latent_dirichlet };

/// Which positions a masked document offers as keys, and what surrounds its words.
enum class DocumentMode {
  theory,    ///< every position is a key; no special tokens
  released,  ///< as in the authors' code: selected positions are no keys, START and END stand at
             ///< the ends (never selected), a random replacement may be any id, at least one
             ///< position is selected
};

struct CorpusPlan {
  TopicParametersOf<double> model;
  DocumentLaw law = DocumentLaw::disjoint_topics;
  DocumentMode mode = DocumentMode::theory;
  double concentration = 0.1;  ///< of the Dirichlet, for latent_dirichlet
  int shortest = 100;          ///< words in a document: uniform between the two
  int longest = 150;
  /// The number of distinct documents; 0 means fresh ones for ever. A document carries its masks:
  /// they are the same in every epoch, as in the authors' data set.
  std::uint64_t documents = 0;

  /// Tokens of the vocabulary: K + 1, and in released mode three more (PAD, START, END) after the
  /// words.
  Token tokens() const { return model.tokens() + (mode == DocumentMode::released ? 3 : 0); }
  Token start_token() const { return model.tokens() + 1; }
  Token end_token() const { return model.tokens() + 2; }
};

/// Throws PreconditionError, naming the field, unless lengths are positive and ordered and the
/// concentration is positive.
void check(const CorpusPlan& plan);

/// The words of document `index` (never special tokens). Reads the stream (key, index) of the
/// plan's corpus.
std::vector<Token> draw_words(const CorpusPlan& plan, Stream& stream);

/// A position on which the loss looks.
struct Selected {
  Token shown;
  Token label;
};

struct MaskedDocument {
  std::vector<Token> keys;  ///< shown tokens that may be attended
  std::vector<Selected> selected;
};

/// Masks a document: each word is selected with p_m; a selected one shows itself, a random token or
/// `[MASK]`. In released mode one position is selected at random when none was.
MaskedDocument mask_document(const CorpusPlan& plan, const std::vector<Token>& words,
                             Stream& stream);

/// Document `index` of the corpus, words and masks together.
MaskedDocument draw_document(const CorpusPlan& plan, const StreamKey& key, std::uint64_t index);

/// Weights on topics from Dirichlet(concentration), computed in logarithms so that a concentration
/// of 0.1 does not underflow.
std::vector<double> draw_dirichlet(int topics, double concentration, Stream& stream);

}  // namespace lemmascope::sim
