#include "sim/topic/text/text_corpus.hpp"

#include <fmt/format.h>

#include <sstream>

#include "sim/topic/text/king_james_text.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

std::vector<Token> parse_document(const std::string& line, int number, Token words) {
  std::istringstream in(line);
  std::vector<Token> document;
  for (Token word = 0; in >> word;) {
    if (word < 1 || word > words) {
      refuse(fmt::format("line {} of the corpus: expected word numbers 1 to {}, found {}", number,
                         words, word));
    }
    document.push_back(word);
  }
  if (!in.eof() || document.empty()) {
    refuse(fmt::format("line {} of the corpus: expected word numbers", number));
  }
  return document;
}

}  // namespace

TextCorpus parse_text_corpus(std::string_view text) {
  TextCorpus corpus;
  std::istringstream in{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    if (corpus.vocabulary.empty()) {
      std::istringstream words(line);
      for (std::string word; words >> word;) corpus.vocabulary.push_back(word);
    } else {
      corpus.documents.push_back(parse_document(line, number, corpus.words()));
    }
  }
  require(!corpus.documents.empty(), "a corpus needs a vocabulary and at least one document");
  return corpus;
}

const TextCorpus& king_james_chapters() {
  static const TextCorpus corpus = [] {
    std::string text;
    for (const char* line : kKingJamesLines) text.append(line).push_back('\n');
    return parse_text_corpus(text);
  }();
  return corpus;
}

TextCorpus planted_corpus(const CorpusPlan& plan, const sim::StreamKey& key,
                          std::uint64_t documents) {
  TextCorpus corpus{std::vector<std::string>(static_cast<std::size_t>(plan.model.words()), "word"),
                    {}};
  for (std::uint64_t k = 0; k < documents; ++k) {
    sim::Stream stream(key, k);
    corpus.documents.push_back(draw_words(plan, stream));
  }
  return corpus;
}

std::vector<int> planted_topics(const TopicParametersOf<double>& model) {
  std::vector<int> topics;
  for (Token word = 1; word < model.tokens(); ++word) topics.push_back(model.topic_of(word));
  return topics;
}

TextCorpus every_other_document(const TextCorpus& corpus, int first) {
  TextCorpus half{corpus.vocabulary, {}};
  for (auto k = static_cast<std::size_t>(first); k < corpus.documents.size(); k += 2) {
    half.documents.push_back(corpus.documents[k]);
  }
  return half;
}

}  // namespace lemmascope::topic
