// The enumeration route of finite_length.hpp, apart because it shares nothing with the closed
// forms: it writes every document out, masks it in every way and weighs the outcome.
#include <fmt/format.h>

#include <vector>

#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/finite_length.hpp"

namespace lemmascope::topic {
namespace {

/// What can happen at one position of a document: the true word, whether it is selected, what is
/// shown.
struct Outcome {
  Token word;
  bool selected;
  Token shown;
  Rational probability;
};

/// Every outcome of positive probability at a position of a document with this topic set.
std::vector<Outcome> outcomes(const TopicParameters& at, const TopicSet& set) {
  const Vector<Rational> law = true_word_law(at, set);
  std::vector<Outcome> all;
  for (Token word = 1; word < at.tokens(); ++word) {
    if (law(word) == 0) continue;
    const Rational selected = law(word) * at.mask();
    all.push_back({word, false, word, law(word) - selected});
    all.push_back({word, true, word, selected * at.correct()});
    all.push_back({word, true, kMaskToken, selected * (1 - at.correct() - at.random())});
    for (Token shown = 1; shown < at.tokens(); ++shown) {
      all.push_back({word, true, shown, selected * at.random() / Rational(at.words())});
    }
  }
  return all;
}

/// Adds the documents that continue `prefix` to the sums of m m^T and e_x m^T over selected
/// positions.
class Enumeration {
 public:
  Enumeration(const TopicParameters& at, const TopicSet& set, int length)
      : outcomes_(outcomes(at, set)),
        length_(length),
        counts_(Vector<Rational>::Constant(at.tokens(), Rational(0))),
        sum_{Matrix<Rational>::Constant(at.tokens(), at.tokens(), Rational(0)),
             Matrix<Rational>::Constant(at.tokens(), at.tokens(), Rational(0))} {}

  const Moments<Rational>& run() {
    extend(Rational(1));
    return sum_;
  }

 private:
  void extend(const Rational& probability) {
    if (static_cast<int>(labels_.size() + unselected_) == length_) {
      const Matrix<Rational> square = counts_ * counts_.transpose() * probability;
      for (const Token label : labels_) {
        sum_.second += square;
        sum_.cross.row(label) += counts_.transpose() * probability;
      }
      return;
    }
    for (const Outcome& outcome : outcomes_) {
      if (outcome.probability == 0) continue;
      counts_(outcome.shown) += Rational(1, length_);
      if (outcome.selected)
        labels_.push_back(outcome.word);
      else
        ++unselected_;
      extend(probability * outcome.probability);
      counts_(outcome.shown) -= Rational(1, length_);
      if (outcome.selected)
        labels_.pop_back();
      else
        --unselected_;
    }
  }

  std::vector<Outcome> outcomes_;
  int length_;
  Vector<Rational> counts_;
  std::vector<Token> labels_;
  std::size_t unselected_ = 0;
  Moments<Rational> sum_;
};

void require_small(const TopicParameters& at, std::size_t sets, int length) {
  constexpr double kMostTerms = 1e7;
  const double choices = static_cast<double>(at.topics_per_document()) * at.words_per_topic() *
                         static_cast<double>(at.words() + 3);
  double terms = static_cast<double>(sets);
  for (int position = 0; position < length; ++position) terms *= choices;
  require(terms <= kMostTerms,
          fmt::format("enumeration of documents is for at most {:.0e} terms; this model has {:.1e}",
                      kMostTerms, terms));
}

}  // namespace

Moments<Rational> finite_length_moments_by_documents(const TopicParameters& at, int length) {
  require(length >= 1, fmt::format("a document needs at least one position; found {}", length));
  require(at.mask() > 0, "moments over selected positions need p_m > 0: nothing is ever selected");
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  require_small(at, sets.size(), length);
  Moments<Rational> total{Matrix<Rational>::Constant(at.tokens(), at.tokens(), Rational(0)),
                          Matrix<Rational>::Constant(at.tokens(), at.tokens(), Rational(0))};
  for (const TopicSet& set : sets) {
    Enumeration enumeration(at, set, length);
    const Moments<Rational>& part = enumeration.run();
    total.second += part.second;
    total.cross += part.cross;
  }
  // A mean over selected positions: divide by their expected number, N p_m, and the number of sets.
  const Rational weight = at.mask() * length * static_cast<long>(sets.size());
  return {Matrix<Rational>(total.second / weight), Matrix<Rational>(total.cross / weight)};
}

}  // namespace lemmascope::topic
