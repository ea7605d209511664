#include "theory/causal/leading_gradient.hpp"

#include "theory/causal/relabelling.hpp"
#include "theory/markov/rotation.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

// Depth-first enumeration. A leaf (a whole sequence with its query q) knows the weights w of every
// token; summed on the way up they meet, at node i, everything that shares the prefix s_1..s_i:
//   K_ij += sum over leaves below of P(leaf) w_{s_i} 1(s_j = q).
template <Field N>
class DriveEnumeration {
 public:
  DriveEnumeration(const TransitionMatrix<N>& chain, const CausalForest& forest,
                   const Rational& epsilon)
      : chain_(chain),
        forest_(forest),
        states_(chain.states()),
        length_(forest.size() + 1),
        stationary_(markov::stationary_law(chain)),
        tokens_(length_, 0),
        counts_(states_, 0),
        drive_(Matrix<N>::Constant(length_, length_, N(0))) {
    const N smoothing = from_rational<N>(epsilon);
    const N length(length_);
    reciprocal_.push_back(N(0));  // never used with a positive factor when epsilon = 0
    if (epsilon != 0) reciprocal_[0] = N(1) / smoothing;
    for (int n = 1; n <= length_; ++n) reciprocal_.push_back(N(1) / (N(n) / length + smoothing));
    for (int n = 0; n <= length_; ++n) share_.push_back(N(n) / length);
  }

  Matrix<N> run() {
    descend(0, N(1));
    const N states(states_);
    for (int i = 0; i < length_; ++i) {
      for (int j = 0; j <= i; ++j) drive_(i, j) /= states;
    }
    return drive_;
  }

 private:
  // Returns G(q, s) = sum over sequences below of P w_s, q their query.
  Matrix<N> descend(int position, const N& probability) {
    give_up_if_asked();
    if (position == length_ - 1) return leaves(probability);
    Matrix<N> total = Matrix<N>::Constant(states_, states_, N(0));
    for (int token = 0; token < states_; ++token) {
      const N& step = forest_.is_root(position) ? stationary_[token]
                                                : chain_(tokens_[forest_.parent(position)], token);
      tokens_[position] = token;
      ++counts_[token];
      const Matrix<N> below = descend(position + 1, N(probability * step));
      --counts_[token];
      for (int j = 0; j <= position; ++j) drive_(position, j) += below(tokens_[j], token);
      for (int q = 0; q < states_; ++q) {
        for (int s = 0; s < states_; ++s) total(q, s) += below(q, s);
      }
    }
    return total;
  }

  Matrix<N> leaves(const N& probability) {
    Matrix<N> weights(states_, states_);
    for (int query = 0; query < states_; ++query) {
      ++counts_[query];
      N mean(0);
      for (int s = 0; s < states_; ++s) {
        mean += chain_(query, s) * share_[counts_[s]] * reciprocal_[counts_[s]];
      }
      for (int s = 0; s < states_; ++s) {
        weights(query, s) = probability * (chain_(query, s) * reciprocal_[counts_[s]] - mean);
      }
      --counts_[query];
      const int last = length_ - 1;
      tokens_[last] = query;
      for (int j = 0; j <= last; ++j) {
        if (tokens_[j] == query) drive_(last, j) += weights(query, query);
      }
    }
    return weights;
  }

  const TransitionMatrix<N>& chain_;
  const CausalForest& forest_;
  int states_;
  int length_;
  Vector<N> stationary_;
  std::vector<int> tokens_;
  std::vector<int> counts_;
  std::vector<N> reciprocal_;  // 1 / (n/T + eps)
  std::vector<N> share_;       // n / T
  Matrix<N> drive_;
};

}  // namespace

template <Field N>
Matrix<N> drive_by_enumeration(const TransitionMatrix<N>& chain, const CausalForest& forest,
                               const Rational& epsilon) {
  require(epsilon >= 0, "expected a loss smoothing of at least 0");
  return DriveEnumeration<N>(chain, forest, epsilon).run();
}

template <Field N>
Matrix<N> drive(const Prior& prior, const CausalForest& forest, const Rational& epsilon,
                DriveMethod method) {
  const int length = forest.size() + 1;
  ReciprocalRule<N> rule;
  if (method == DriveMethod::quadrature) rule = reciprocal_rule<N>(length, epsilon);
  Matrix<N> total = Matrix<N>::Constant(length, length, N(0));
  for (const Prior::Atom& atom : merged_by_relabelling(prior)) {
    const TransitionMatrix<N> chain = markov::in_arithmetic<N>(atom.chain);
    const MarkedTokens tokens =
        markov::is_rotation_invariant(atom.chain) ? MarkedTokens::one_for_all : MarkedTokens::every;
    const Matrix<N> one = method == DriveMethod::quadrature
                              ? drive_by_quadrature(chain, forest, rule, tokens)
                              : drive_by_enumeration(chain, forest, epsilon);
    const N weight = from_rational<N>(atom.weight);
    for (int i = 0; i < length; ++i) {
      for (int j = 0; j <= i; ++j) total(i, j) += weight * one(i, j);
    }
  }
  return total;
}

template <Field N>
Matrix<N> leading_gradient(const Matrix<N>& drive) {
  const int length = static_cast<int>(drive.rows());
  require(drive.cols() == drive.rows() && length > 0, "expected a square drive matrix");
  Matrix<N> gradient = Matrix<N>::Constant(length, length, N(0));
  for (int i = 0; i < length; ++i) {
    N mean(0);
    for (int j = 0; j <= i; ++j) mean += drive(i, j);
    mean /= N(i + 1);
    const N scale = N(length) * N(i + 1);
    for (int j = 0; j <= i; ++j) gradient(i, j) = (mean - drive(i, j)) / scale;
  }
  return gradient;
}

#define LEMMASCOPE_LEADING_GRADIENT(N)                                                          \
  template Matrix<N> drive_by_enumeration<N>(const TransitionMatrix<N>&, const CausalForest&,   \
                                             const Rational&);                                  \
  template Matrix<N> drive<N>(const Prior&, const CausalForest&, const Rational&, DriveMethod); \
  template Matrix<N> leading_gradient<N>(const Matrix<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_LEADING_GRADIENT)

}  // namespace lemmascope::causal
