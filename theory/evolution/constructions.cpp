#include "theory/evolution/constructions.hpp"

#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

void require_tokens(const Tokens& tokens, int states) {
  require(states >= 1 && !tokens.empty(), "expected at least one state and one token");
  for (const int token : tokens) {
    require(0 <= token && token < states, "expected tokens that are states");
  }
}

int length_of(const Tokens& tokens) { return static_cast<int>(tokens.size()); }

template <class N>
Matrix<N> zeros(int rows, int columns) {
  return Matrix<N>::Constant(rows, columns, N(0));
}

/// Entry (p, x_p) is one.
template <class N>
Matrix<N> one_hot(const Tokens& tokens, int states) {
  Matrix<N> e = zeros<N>(length_of(tokens), states);
  for (int p = 0; p < length_of(tokens); ++p) e(p, tokens[p]) = N(1);
  return e;
}

/// softmax(mask(scores)) values, row by row; scores are shifted by their largest, which is taken
/// from `largest` so that enclosures need not be ordered.
template <class N>
Matrix<N> attended(const Matrix<N>& scores, const N& largest, const Matrix<N>& values) {
  Matrix<N> out = zeros<N>(static_cast<int>(scores.rows()), static_cast<int>(values.cols()));
  for (int p = 0; p < scores.rows(); ++p) {
    N total(0);
    for (int q = 0; q <= p; ++q) {
      const N weight = exp(N(scores(p, q) - largest));
      total += weight;
      for (int i = 0; i < values.cols(); ++i) out(p, i) += weight * values(q, i);
    }
    for (int i = 0; i < values.cols(); ++i) out(p, i) = out(p, i) / total;
  }
  return out;
}

}  // namespace

template <Field N>
Matrix<N> minimal_output(const Tokens& tokens, const Matrix<N>& weights,
                         const std::vector<N>& lags) {
  const int k = static_cast<int>(weights.rows()), t = length_of(tokens);
  require_tokens(tokens, k);
  require(weights.cols() == k && lags.size() == tokens.size(),
          "expected square weights and a weight for every lag");
  const Matrix<N> e = one_hot<N>(tokens, k);
  Matrix<N> toeplitz = zeros<N>(t, t);
  for (int q = 0; q < t; ++q) {
    for (int s = 0; s <= q; ++s) toeplitz(q, s) = lags[q - s];
  }
  const Matrix<N> seen = product(toeplitz, e);
  Matrix<N> transposed(k, t);
  for (int q = 0; q < t; ++q) {
    for (int i = 0; i < k; ++i) transposed(i, q) = seen(q, i);
  }
  Matrix<N> scores = product(product(e, weights), transposed);
  for (int p = 0; p < t; ++p) {
    for (int q = p + 1; q < t; ++q) scores(p, q) = N(0);
  }
  return product(scores, e);
}

Matrix<Rational> bigram_counts(const Tokens& tokens, int states) {
  require_tokens(tokens, states);
  Matrix<Rational> counts = zeros<Rational>(length_of(tokens), states);
  for (int p = 0; p < length_of(tokens); ++p) {
    for (int q = 1; q <= p; ++q) {
      if (tokens[q - 1] == tokens[p]) counts(p, tokens[q]) += 1;
    }
  }
  return counts;
}

Matrix<Rational> unigram_counts(const Tokens& tokens, int states) {
  require_tokens(tokens, states);
  Matrix<Rational> counts = zeros<Rational>(length_of(tokens), states);
  for (int p = 0; p < length_of(tokens); ++p) {
    for (int q = 0; q <= p; ++q) counts(p, tokens[q]) += 1;
  }
  return counts;
}

template <Elementary N>
Matrix<N> copied_frequencies(const Tokens& tokens, int states, const N& scale) {
  require_tokens(tokens, states);
  const int k = states, t = length_of(tokens), d = 3 * k;
  const N root = sqrt(N(d));
  Matrix<N> stream = zeros<N>(t, d);
  stream.leftCols(k) = one_hot<N>(tokens, k);
  // Layer 1: no queries, keys c I, the relative embedding of lag 1 is all ones.
  Matrix<N> scores = zeros<N>(t, t);
  for (int p = 1; p < t; ++p) {
    N sum(0);
    for (int f = 0; f < d; ++f) sum += scale * stream(p - 1, f);
    scores(p, p - 1) = sum / root;
  }
  stream.middleCols(k, k) = attended<N>(scores, N(scale / root), stream.leftCols(k).eval());
  // Layer 2: queries c e of block 1, keys block 2.
  for (int p = 0; p < t; ++p) {
    for (int q = 0; q < t; ++q) {
      N sum(0);
      for (int i = 0; i < k; ++i) sum += scale * stream(p, i) * stream(q, k + i);
      scores(p, q) = sum / root;
    }
  }
  return attended<N>(scores, N(scale / root), stream.leftCols(k).eval());
}

template <Elementary N>
Matrix<N> copied_frequencies_by_counts(const Tokens& tokens, int states, const N& scale) {
  require_tokens(tokens, states);
  const int t = length_of(tokens);
  const N b = scale / sqrt(N(3 * states)), odds = exp(b);
  const Matrix<Rational> seen = unigram_counts(tokens, states);
  Matrix<N> out = zeros<N>(t, states);
  for (int p = 0; p < t; ++p) {
    N total(0);
    for (int q = 0; q <= p; ++q) {
      N copied = from_rational<N>(seen(q, tokens[p]));
      if (q > 0 && tokens[q - 1] == tokens[p]) copied += odds - N(1);
      // The first token has only itself to attend to.
      const N share = q == 0 ? copied : copied / (odds + N(q));
      const N weight = exp(N(b * (share - N(1))));
      total += weight;
      out(p, tokens[q]) += weight;
    }
    for (int i = 0; i < states; ++i) out(p, i) = out(p, i) / total;
  }
  return out;
}

Matrix<Rational> limit_frequencies(const Tokens& tokens, int states) {
  Matrix<Rational> counts = bigram_counts(tokens, states);
  const Matrix<Rational> all = unigram_counts(tokens, states);
  for (int p = 0; p < counts.rows(); ++p) {
    if (tokens[p] == tokens[0]) counts(p, tokens[0]) += 1;
    Rational total(0);
    for (int i = 0; i < states; ++i) total += counts(p, i);
    for (int i = 0; i < states; ++i) {
      counts(p, i) = total == 0 ? Rational(all(p, i) / (p + 1)) : Rational(counts(p, i) / total);
    }
  }
  return counts;
}

template Matrix<Rational> minimal_output(const Tokens&, const Matrix<Rational>&,
                                         const std::vector<Rational>&);
template Matrix<double> minimal_output(const Tokens&, const Matrix<double>&,
                                       const std::vector<double>&);
#define LEMMASCOPE_INSTANTIATE(N)                                      \
  template Matrix<N> copied_frequencies(const Tokens&, int, const N&); \
  template Matrix<N> copied_frequencies_by_counts(const Tokens&, int, const N&);
LEMMASCOPE_INSTANTIATE(double)
LEMMASCOPE_INSTANTIATE(Real50)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::evolution
