#include "sim/topic/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// The topics of a disjoint-topic document: the first tau of a partial Fisher-Yates shuffle.
std::vector<int> draw_topic_set(const TopicParametersOf<double>& model, sim::Stream& stream) {
  std::vector<int> topics(model.topics());
  std::iota(topics.begin(), topics.end(), 0);
  for (int k = 0; k < model.topics_per_document(); ++k) {
    const auto left = static_cast<std::uint32_t>(model.topics() - k);
    std::swap(topics[k], topics[k + static_cast<int>(stream.next_below(left))]);
  }
  topics.resize(model.topics_per_document());
  return topics;
}

Token word_of_topic(const TopicParametersOf<double>& model, int topic, sim::Stream& stream) {
  const auto word = stream.next_below(static_cast<std::uint32_t>(model.words_per_topic()));
  return Token{topic} * model.words_per_topic() + 1 + word;
}

/// The logarithm of a Gamma(shape, 1) variate: Marsaglia and Tsang's rejection for shape + 1, times
/// U^(1/shape), which in logarithms does not underflow for small shapes.
double draw_log_gamma(double shape, sim::Stream& stream) {
  const double d = shape + 1 - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = stream.next_normal();
    const double root = 1 + c * x;
    const double u = stream.next_uniform();
    if (root <= 0) continue;
    const double cube = root * root * root;
    if (std::log(u) < x * x / 2 + d * (1 - cube + std::log(cube))) {
      return std::log(d * cube) + std::log(stream.next_uniform()) / shape;
    }
  }
}

/// The index at which the running sum of weights passes u.
int index_at(const std::vector<double>& weights, double u) {
  double sum = 0;
  for (std::size_t k = 0; k + 1 < weights.size(); ++k) {
    sum += weights[k];
    if (u < sum) return static_cast<int>(k);
  }
  return static_cast<int>(weights.size()) - 1;
}

/// Streams of the training batches from here on hold orders; those below hold documents.
constexpr std::uint64_t kOrderStreams = sim::kStreamIndexLimit / 2;

/// Which positions are selected.
std::vector<bool> selection(const CorpusPlan& plan, std::size_t length, sim::Stream& stream) {
  const bool at_least_one = plan.mode == DocumentMode::released;
  require(!at_least_one || plan.model.mask() > 0,
          "released mode masks at least one word a document: p_m must be positive");
  std::vector<bool> selected(length);
  while (true) {
    for (std::size_t i = 0; i < length; ++i) {
      selected[i] = stream.next_uniform() < plan.model.mask();
    }
    if (!at_least_one || std::find(selected.begin(), selected.end(), true) != selected.end()) {
      return selected;
    }
  }
}

Token shown_token(const CorpusPlan& plan, Token word, sim::Stream& stream) {
  const double u = stream.next_uniform();
  if (u < plan.model.correct()) return word;
  if (u >= plan.model.correct() + plan.model.random()) return kMaskToken;
  if (plan.mode == DocumentMode::released) {
    return stream.next_below(static_cast<std::uint32_t>(plan.tokens()));
  }
  return 1 + Token{stream.next_below(static_cast<std::uint32_t>(plan.model.words()))};
}

}  // namespace

void check(const CorpusPlan& plan) {
  require(plan.shortest >= 1 && plan.shortest <= plan.longest,
          fmt::format("document lengths must be positive and ordered; found {} to {}",
                      plan.shortest, plan.longest));
  require(
      plan.concentration > 0,
      fmt::format("the Dirichlet concentration must be positive; found {}", plan.concentration));
}

std::vector<double> draw_dirichlet(int topics, double concentration, sim::Stream& stream) {
  std::vector<double> logarithms(topics);
  for (double& value : logarithms) value = draw_log_gamma(concentration, stream);
  const double largest = *std::max_element(logarithms.begin(), logarithms.end());
  double sum = 0;
  for (double& value : logarithms) sum += value = std::exp(value - largest);
  for (double& value : logarithms) value /= sum;
  return logarithms;
}

std::vector<Token> draw_words(const CorpusPlan& plan, sim::Stream& stream) {
  const auto spread = static_cast<std::uint32_t>(plan.longest - plan.shortest + 1);
  std::vector<Token> words(plan.shortest + static_cast<int>(stream.next_below(spread)));
  if (plan.law == DocumentLaw::disjoint_topics) {
    const std::vector<int> set = draw_topic_set(plan.model, stream);
    for (Token& word : words) {
      const auto k = stream.next_below(static_cast<std::uint32_t>(set.size()));
      word = word_of_topic(plan.model, set[k], stream);
    }
  } else {
    const auto weights = draw_dirichlet(plan.model.topics(), plan.concentration, stream);
    for (Token& word : words) {
      word = word_of_topic(plan.model, index_at(weights, stream.next_uniform()), stream);
    }
  }
  return words;
}

MaskedDocument mask_document(const CorpusPlan& plan, const std::vector<Token>& words,
                             sim::Stream& stream) {
  const bool released = plan.mode == DocumentMode::released;
  const std::vector<bool> selected = selection(plan, words.size(), stream);
  MaskedDocument document;
  if (released) document.keys.push_back(plan.start_token());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Token shown = selected[i] ? shown_token(plan, words[i], stream) : words[i];
    if (selected[i]) document.selected.push_back({shown, words[i]});
    if (!selected[i] || plan.mode == DocumentMode::theory) document.keys.push_back(shown);
  }
  if (released) document.keys.push_back(plan.end_token());
  return document;
}

DocumentOrder::DocumentOrder(std::uint64_t documents, std::uint64_t root_seed, std::uint32_t run)
    : documents_(documents), key_{root_seed, run, sim::Purpose::training_batch} {
  require(documents <= std::numeric_limits<std::uint32_t>::max(),
          fmt::format("a finite corpus has fewer than 2^32 documents; found {}", documents));
}

std::uint64_t DocumentOrder::at(std::uint64_t index) {
  if (documents_ == 0) return index;
  const std::uint64_t epoch = index / documents_;
  if (order_.empty() || epoch != epoch_) {
    epoch_ = epoch;
    order_.resize(documents_);
    std::iota(order_.begin(), order_.end(), 0U);
    sim::Stream stream(key_, kOrderStreams + epoch);
    for (std::uint32_t left = static_cast<std::uint32_t>(documents_); left > 1; --left) {
      std::swap(order_[left - 1], order_[stream.next_below(left)]);
    }
  }
  return order_[index % documents_];
}

MaskedDocument draw_document(const CorpusPlan& plan, const sim::StreamKey& key,
                             std::uint64_t index) {
  sim::Stream stream(key, plan.documents == 0 ? index : index % plan.documents);
  const std::vector<Token> words = draw_words(plan, stream);
  return mask_document(plan, words, stream);
}

}  // namespace lemmascope::topic
