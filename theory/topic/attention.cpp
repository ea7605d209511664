#include "theory/topic/attention.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

/// P(query shows q, label is x | S) at a selected position, as a vector over labels x.
template <Field N>
Vector<N> joint_with_query(const TopicParametersOf<N>& at, const Vector<N>& word_law, Token query) {
  if (query == kMaskToken) {
    return Vector<N>(word_law * N(N(1) - at.correct() - at.random()));
  }
  Vector<N> joint = word_law * N(at.random() / static_cast<N>(at.words()));
  joint(query) += at.correct() * word_law(query);
  return joint;
}

/// Calls visit(set, query, joint law of the label, shares, output) for every topic set and query.
template <Field N, class Visit>
void for_every_query(const TopicParametersOf<N>& at, const Matrix<N>& value,
                     const AttentionWeights<N>& weights, Visit visit) {
  for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
    const Vector<N> word_law = true_word_law(at, set);
    for (Token query = 0; query < at.tokens(); ++query) {
      const Vector<N> shares = attention_shares(at, set, weights, query);
      const Vector<N> output = product(value, shares);
      visit(query, joint_with_query(at, word_law, query), shares, output);
    }
  }
}

template <Field N>
N topic_set_count(const TopicParametersOf<N>& at) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  return static_cast<N>(static_cast<long>(sets.size()));
}

}  // namespace

template <Field N>
AttentionWeights<N> uniform_attention(const TopicParametersOf<N>& at) {
  return AttentionWeights<N>::Constant(at.tokens(), at.tokens(), N(1));
}

template <Field N>
AttentionWeights<N> symmetric_attention(const TopicParametersOf<N>& at, const N& ratio,
                                        const N& mask_weight) {
  AttentionWeights<N> weights = uniform_attention(at);
  for (Token query = 1; query < at.tokens(); ++query) {
    weights(kMaskToken, query) = mask_weight;
    for (Token key = 1; key < at.tokens(); ++key) {
      if (at.topic_of(key) == at.topic_of(query)) weights(key, query) = ratio;
    }
  }
  return weights;
}

template <Field N>
Vector<N> attention_shares(const TopicParametersOf<N>& at, const TopicSet& set,
                           const AttentionWeights<N>& weights, Token query) {
  const Vector<N> column = weights.col(query);
  const Vector<N> unscaled = shown_token_law(at, set).cwiseProduct(column);
  return Vector<N>(unscaled / N(unscaled.sum()));
}

template <Field N>
N attention_loss(const TopicParametersOf<N>& at, const Matrix<N>& value,
                 const AttentionWeights<N>& weights) {
  N total(0);
  for_every_query(at, value, weights,
                  [&](Token, const Vector<N>& joint, const Vector<N>&, const Vector<N>& output) {
                    // sum_x P(q, x) (|f|^2 - 2 f_x + 1)
                    const N probability(joint.sum());
                    total += probability * N(output.squaredNorm()) - N(2) * N(joint.dot(output)) +
                             probability;
                  });
  return total / topic_set_count(at);
}

template <Field N>
Matrix<N> attention_gradient(const TopicParametersOf<N>& at, const Matrix<N>& value,
                             const AttentionWeights<N>& weights) {
  const Matrix<N> transposed = value.transpose();
  Matrix<N> gradient = Matrix<N>::Constant(at.tokens(), at.tokens(), N(0));
  for_every_query(
      at, value, weights,
      [&](Token query, const Vector<N>& joint, const Vector<N>& shares, const Vector<N>& output) {
        const Vector<N> error = output * N(joint.sum()) - joint;
        const Vector<N> at_shares = product(transposed, Vector<N>(error * N(2)));
        const N mean(shares.dot(at_shares));
        for (Token key = 0; key < at.tokens(); ++key) {
          gradient(key, query) += shares(key) * (at_shares(key) - mean);
        }
      });
  return Matrix<N>(gradient / topic_set_count(at));
}

template <Field N>
N output_from_masses(const TopicParametersOf<N>& at, const N& mask_mass, const N& topic_mass) {
  const BlockValues<N> value = limit_value_matrix(at);
  return value.mask_column * mask_mass + value.different_topic * (N(1) - mask_mass) +
         topic_mass / (at.true_share() * N(at.words_per_topic()));
}

#define LEMMASCOPE_INSTANTIATE(N)                                                         \
  template AttentionWeights<N> uniform_attention(const TopicParametersOf<N>&);            \
  template AttentionWeights<N> symmetric_attention(const TopicParametersOf<N>&, const N&, \
                                                   const N&);                             \
  template Vector<N> attention_shares(const TopicParametersOf<N>&, const TopicSet&,       \
                                      const AttentionWeights<N>&, Token);                 \
  template N attention_loss(const TopicParametersOf<N>&, const Matrix<N>&,                \
                            const AttentionWeights<N>&);                                  \
  template Matrix<N> attention_gradient(const TopicParametersOf<N>&, const Matrix<N>&,    \
                                        const AttentionWeights<N>&);                      \
  template N output_from_masses(const TopicParametersOf<N>&, const N&, const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
