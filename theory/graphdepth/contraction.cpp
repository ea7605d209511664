#include "theory/graphdepth/contraction.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {

void require_attention(const Matrix<Rational>& attention) {
  require(attention.rows() >= 1 && attention.rows() == attention.cols(),
          "expected a square matrix of attention");
  for (int i = 0; i < attention.rows(); ++i) {
    Rational sum(0);
    for (int j = 0; j < attention.cols(); ++j) {
      if (attention(i, j) < 0) refuse(fmt::format("row {}: expected no negative weight", i + 1));
      sum += attention(i, j);
    }
    if (sum != 1) {
      refuse(fmt::format("row {}: expected weights that sum to 1, found {}", i + 1, to_text(sum)));
    }
  }
}

template <Field N>
N distance(const Vector<N>& first, const Vector<N>& second) {
  N sum(0);
  for (Eigen::Index k = 0; k < first.size(); ++k) sum += absolute<N>(first[k] - second[k]);
  return sum / N(2);
}

template <Field N>
N contraction(const Matrix<N>& attention) {
  N largest(0);
  for (int i = 0; i < attention.rows(); ++i) {
    for (int j = 0; j < i; ++j) {
      N sum(0);
      for (int k = 0; k < attention.cols(); ++k) {
        sum += absolute<N>(attention(i, k) - attention(j, k));
      }
      largest = maximum<N>(largest, sum / N(2));
    }
  }
  return largest;
}

Rational contraction_by_overlap(const Matrix<Rational>& attention) {
  Rational least(1);
  for (int i = 0; i < attention.rows(); ++i) {
    for (int j = 0; j < i; ++j) {
      Rational shared(0);
      for (int k = 0; k < attention.cols(); ++k) {
        shared += std::min(attention(i, k), attention(j, k));
      }
      least = std::min(least, shared);
    }
  }
  return 1 - least;
}

Vector<Rational> oscillation(const Matrix<Rational>& features) {
  Vector<Rational> result(features.cols());
  for (int c = 0; c < features.cols(); ++c) {
    Rational least = features(0, c), most = features(0, c);
    for (int i = 1; i < features.rows(); ++i) {
      least = std::min(least, features(i, c));
      most = std::max(most, features(i, c));
    }
    result[c] = most - least;
  }
  return result;
}

template Rational distance<Rational>(const Vector<Rational>&, const Vector<Rational>&);
template Interval distance<Interval>(const Vector<Interval>&, const Vector<Interval>&);
template Rational contraction<Rational>(const Matrix<Rational>&);
template Interval contraction<Interval>(const Matrix<Interval>&);

}  // namespace lemmascope::graphdepth
