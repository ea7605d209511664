// Documents of finite length with topics: the disjoint-topic model of the theory and LDA, masked as
// BERT masks. Word numbering is that of theory/topic: 0 is `[MASK]`, words are 1..K.
#pragma once

#include <vector>

#include "sim/random/stream.hpp"
#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// Which words a document draws: `tau` distinct topics with equal weights, or
/// Dirichlet(concentration) weights on all topics; then a uniform word of the topic.
enum class DocumentLaw { disjoint_topics, latent_dirichlet };

/// Which positions a masked document offers as keys, and what surrounds its words.
enum class DocumentMode {
  theory,           ///< every position is a key; no special tokens
  unselected_keys,  ///< selected positions are no keys; else as theory
  released,  ///< as in the authors' code: selected positions are no keys, START and END stand
             ///< at the ends (never selected), a random replacement may be any id, and a
             ///< masking that selects nothing is drawn again
};

struct CorpusPlan {
  TopicParametersOf<double> model;
  DocumentLaw law = DocumentLaw::disjoint_topics;
  DocumentMode mode = DocumentMode::theory;
  double concentration = 0.1;  ///< of the Dirichlet, for latent_dirichlet
  int shortest = 100;          ///< words in a document: uniform between the two
  int longest = 150;
  /// The number of distinct documents; 0 means fresh ones for ever. A document carries its masks:
  /// they are the same in every epoch, as in the authors' data set. Training reads them in a new
  /// order every epoch (DocumentOrder).
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
std::vector<Token> draw_words(const CorpusPlan& plan, sim::Stream& stream);

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
/// `[MASK]`. In released mode at least one word is selected. Throws PreconditionError when that
/// cannot be (p_m = 0).
MaskedDocument mask_document(const CorpusPlan& plan, const std::vector<Token>& words,
                             sim::Stream& stream);

/// Document `index` of the corpus, words and masks together.
MaskedDocument draw_document(const CorpusPlan& plan, const sim::StreamKey& key,
                             std::uint64_t index);

/// The order in which a training reads a finite corpus: a new shuffle every epoch, as the loader of
/// the authors' code does. A batch may span two epochs, where theirs ends with a short one.
class DocumentOrder {
 public:
  /// `documents` = 0 stands for fresh documents for ever: place k then holds document k.
  DocumentOrder(std::uint64_t documents, std::uint64_t root_seed, std::uint32_t run);

  /// The document at place `index` of the training; index / documents is the epoch.
  std::uint64_t at(std::uint64_t index);

 private:
  std::uint64_t documents_;
  sim::StreamKey key_;
  std::uint64_t epoch_ = 0;
  std::vector<std::uint32_t> order_;  ///< of the epoch; empty before the first is read
};

/// Weights on topics from Dirichlet(concentration), computed in logarithms so that a concentration
/// of 0.1 does not underflow.
std::vector<double> draw_dirichlet(int topics, double concentration, sim::Stream& stream);

}  // namespace lemmascope::topic
