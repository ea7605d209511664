#include "sim/topic/text/gibbs_lda.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "sim/random/gamma_law.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {

LdaState::LdaState(const TextCorpus& corpus, const LdaPlan& plan)
    : corpus_(corpus),
      plan_(plan),
      stream_({plan.seed, 0, sim::Purpose::probe}, 0),
      word_topic_(Matrix<double>::Zero(corpus.words(), plan.topics)),
      document_topic_(
          Matrix<double>::Zero(static_cast<Eigen::Index>(corpus.documents.size()), plan.topics)),
      topic_total_(Eigen::VectorXd::Zero(plan.topics)) {
  require(plan.topics >= 1 && plan.document_concentration > 0 && plan.word_concentration > 0,
          fmt::format("LDA needs a topic and positive concentrations; found {}, {}, {}",
                      plan.topics, plan.document_concentration, plan.word_concentration));
  for (std::size_t d = 0; d < corpus.documents.size(); ++d) {
    assignment_.emplace_back(corpus.documents[d].size(), -1);
    for (std::size_t n = 0; n < corpus.documents[d].size(); ++n) {
      const auto topic = stream_.next_below(static_cast<std::uint32_t>(plan.topics));
      assign(static_cast<int>(d), static_cast<int>(n), static_cast<int>(topic));
    }
  }
}

void LdaState::assign(int document, int position, int topic) {
  const Token word = corpus_.documents[document][position] - 1;
  int& now = assignment_[document][position];
  const auto count = [&](int k, double change) {
    if (k < 0) return;
    word_topic_(word, k) += change;
    document_topic_(document, k) += change;
    topic_total_(k) += change;
  };
  count(now, -1);
  now = topic;
  count(now, 1);
}

std::vector<double> LdaState::full_conditional(int document, int position) {
  const Token word = corpus_.documents[document][position] - 1;
  const int kept = assignment_[document][position];
  assign(document, position, -1);
  std::vector<double> weights(plan_.topics);
  const double all_words = static_cast<double>(corpus_.words()) * plan_.word_concentration;
  for (int k = 0; k < plan_.topics; ++k) {
    weights[k] = (document_topic_(document, k) + plan_.document_concentration) *
                 (word_topic_(word, k) + plan_.word_concentration) / (topic_total_(k) + all_words);
  }
  assign(document, position, kept);
  return weights;
}

void LdaState::sweep() {
  for (std::size_t d = 0; d < assignment_.size(); ++d) {
    for (std::size_t n = 0; n < assignment_[d].size(); ++n) {
      const auto weights = full_conditional(static_cast<int>(d), static_cast<int>(n));
      double left = stream_.next_uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
      int topic = 0;
      while (topic + 1 < plan_.topics && left >= weights[topic]) left -= weights[topic++];
      assign(static_cast<int>(d), static_cast<int>(n), topic);
    }
  }
}

double LdaState::log_joint() const {
  const auto block = [](const Eigen::VectorXd& counts, double concentration) {
    const double size = static_cast<double>(counts.size()) * concentration;
    double sum = sim::log_gamma(size) - sim::log_gamma(counts.sum() + size);
    for (const double count : counts) {
      sum += sim::log_gamma(count + concentration) - sim::log_gamma(concentration);
    }
    return sum;
  };
  double total = 0;
  for (Eigen::Index d = 0; d < document_topic_.rows(); ++d) {
    total += block(document_topic_.row(d).transpose(), plan_.document_concentration);
  }
  for (int k = 0; k < plan_.topics; ++k) {
    total += block(word_topic_.col(k), plan_.word_concentration);
  }
  return total;
}

std::vector<int> topics_of_words(const TextCorpus& corpus, const LdaPlan& plan) {
  LdaState state(corpus, plan);
  Matrix<double> sum = Matrix<double>::Zero(corpus.words(), plan.topics);
  for (int sweep = 0; sweep < plan.sweeps; ++sweep) {
    state.sweep();
    if (2 * sweep >= plan.sweeps) sum += state.word_topic();
  }
  std::vector<int> topics(static_cast<std::size_t>(corpus.words()));
  for (Token word = 0; word < corpus.words(); ++word) {
    Eigen::Index best = 0;
    sum.row(word).maxCoeff(&best);
    topics[word] = static_cast<int>(best);
  }
  return topics;
}

}  // namespace lemmascope::topic
