// A real corpus: documents as word numbers over a small vocabulary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/topic/documents.hpp"

namespace lemmascope::topic {

struct TextCorpus {
  std::vector<std::string> vocabulary;  ///< word k + 1 of the documents is vocabulary[k]
  std::vector<std::vector<Token>> documents;

  Token words() const { return static_cast<Token>(vocabulary.size()); }
};

/// Reads the form that make_corpus.py writes: comment lines (#), a line with the vocabulary, then a
/// line of word numbers a document. Throws PreconditionError naming the line on anything else.
TextCorpus parse_text_corpus(std::string_view text);

/// The King James Version by chapters, 981 documents over 200 words (see make_corpus.py). Built
/// into the program; parsed once.
const TextCorpus& king_james_chapters();

/// Documents drawn from a topic model: a corpus of nameless words whose topics are known.
TextCorpus planted_corpus(const CorpusPlan& plan, const sim::StreamKey& key,
                          std::uint64_t documents);
/// The topic of every word of such a corpus (0-based, word 1 first).
std::vector<int> planted_topics(const TopicParametersOf<double>& model);

/// Documents first, first + 2, ...: corpora that share no document.
TextCorpus every_other_document(const TextCorpus& corpus, int first);

}  // namespace lemmascope::topic
