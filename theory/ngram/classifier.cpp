#include "theory/ngram/classifier.hpp"

#include <algorithm>
#include <utility>

#include "theory/numeric/gauss_jacobi.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// c_0 + c_1 w + c_2 w^2 + ...: as much of a power series as the coefficients of w and w^2 of a
/// quotient of two series need.
struct Series {
  Rational constant{0}, linear{0}, quadratic{0};
  Series(Rational c = 0, Rational l = 0, Rational q = 0)
      : constant(std::move(c)), linear(std::move(l)), quadratic(std::move(q)) {}
};

/// numerator / denominator, the denominator's constant not zero.
Series quotient(const Series& numerator, const Series& denominator) {
  Series q;
  q.constant = numerator.constant / denominator.constant;
  q.linear = (numerator.linear - q.constant * denominator.linear) / denominator.constant;
  q.quadratic =
      (numerator.quadratic - q.constant * denominator.quadratic - q.linear * denominator.linear) /
      denominator.constant;
  return q;
}

template <Field N>
std::vector<N> softmax(const Matrix<N>& y, Eigen::Index z) {
  std::vector<N> q;
  N total(0);
  for (Eigen::Index k = 0; k < y.cols(); ++k) {
    q.push_back(exp(y(z, k)));
    total += q.back();
  }
  for (N& part : q) part /= total;
  return q;
}

/// mu(k|z) where the history has a probability, mu(k) elsewhere: the output as u grows.
Matrix<Rational> conditional_law(const Matrix<Rational>& joint) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Matrix<Rational> conditional(joint.rows(), joint.cols());
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      conditional(z, k) = m(z) == 0 ? mu(k) : Rational(joint(z, k) / m(z));
    }
  }
  return conditional;
}

template <Field N>
Matrix<N> in_numbers(const Matrix<Rational>& values) {
  Matrix<N> all(values.rows(), values.cols());
  for (Eigen::Index e = 0; e < values.size(); ++e) {
    all.data()[e] = from_rational<N>(values.data()[e]);
  }
  return all;
}

/// -sum mu(k,z) log y_k.
template <Elementary N>
N cross_entropy(const Matrix<Rational>& joint, const Matrix<N>& y) {
  N loss(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (joint(z, k) == 0) continue;
      loss -= from_rational<N>(joint(z, k)) * log(y(z, k));
    }
  }
  return loss;
}

/// sum mu(k,z) (-y_k + log sum_j exp(y_j)).
template <Elementary N>
N softmax_cross_entropy(const Matrix<Rational>& joint, const Matrix<N>& y) {
  N loss(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    N total(0);
    for (Eigen::Index k = 0; k < y.cols(); ++k) total += exp(y(z, k));
    for (Eigen::Index k = 0; k < y.cols(); ++k) {
      if (joint(z, k) != 0) loss += from_rational<N>(joint(z, k)) * (log(total) - y(z, k));
    }
  }
  return loss;
}

std::optional<Real50> integral(const Matrix<Rational>& joint, const Real50& until, bool released,
                               int points) {
  const auto rule = gauss_jacobi<Real50>(points, Rational(0));
  int panels = 1;
  while (Real50(panels) / 4 < until) ++panels;
  const Real50 width = until / panels;
  Real50 sum(0);
  for (int panel = 0; panel < panels; ++panel) {
    for (int node = 0; node < rule.size(); ++node) {
      const Real50 u = exp(Real50((rule.nodes[node] + panel) * width));
      const Real50 drift = released ? released_drift(joint, u) : classifier_drift(joint, u);
      if (drift <= 0) return std::nullopt;
      sum += width * rule.weights[node] / drift;
    }
  }
  return sum;
}

}  // namespace

template <Field N>
Matrix<N> classifier_output(const Matrix<Rational>& joint, const N& u) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Matrix<N> y(joint.rows(), joint.cols());
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    const N below = (u - N(1)) * from_rational<N>(m(z)) + N(1);
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      y(z, k) = ((u - N(1)) * from_rational<N>(joint(z, k)) + from_rational<N>(mu(k))) / below;
    }
  }
  return y;
}

template <Field N>
N classifier_drift(const Matrix<Rational>& joint, const N& u) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  N drift(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    const N mass = from_rational<N>(m(z));
    const N pull = u * mass / ((u - N(1)) * mass + N(1));
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (joint(z, k) == 0) continue;
      const N both = from_rational<N>(joint(z, k));
      drift += both * (u * both / ((u - N(1)) * both + from_rational<N>(mu(k))) - pull);
    }
  }
  return drift;
}

template <Elementary N>
N classifier_loss(const Matrix<Rational>& joint, const N& u) {
  return cross_entropy<N>(joint, classifier_output(joint, u));
}

template <Elementary N>
N limit_loss(const Matrix<Rational>& joint) {
  return cross_entropy<N>(joint, in_numbers<N>(conditional_law(joint)));
}

LateDrift late_drift(const Matrix<Rational>& joint) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  LateDrift late{Rational(0), Rational(0)};
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    if (m(z) == 0) continue;
    Rational ratio(-1);
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (joint(z, k) == 0) {
        late.first += mu(k);
      } else {
        ratio += mu(k) * mu(k) * m(z) / joint(z, k);
      }
    }
    *late.second += ratio / m(z);
  }
  if (late.first != 0) late.second.reset();
  return late;
}

std::pair<Rational, Rational> late_drift_by_series(const Matrix<Rational>& joint) {
  // With w = 1/u: u q / ((u - 1) q + r) = q / (q + (r - q) w).
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  std::pair<Rational, Rational> late{0, 0};
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    if (m(z) == 0) continue;
    const Series pull = quotient({m(z)}, {m(z), 1 - m(z)});
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      const Rational& both = joint(z, k);
      if (both == 0) continue;
      const Series push = quotient({both}, {both, mu(k) - both});
      late.first += both * (push.linear - pull.linear);
      late.second += both * (push.quadratic - pull.quadratic);
    }
  }
  return late;
}

template <Elementary N>
N released_drift(const Matrix<Rational>& joint, const N& u) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  const Matrix<N> y = classifier_output(joint, u);
  N drift(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    const std::vector<N> q = softmax(y, z);
    const N mass = from_rational<N>(m(z)), below = (u - N(1)) * mass + N(1);
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      const N slope = u * from_rational<N>(Rational(joint(z, k) - m(z) * mu(k))) / (below * below);
      drift += slope * (from_rational<N>(joint(z, k)) - mass * q[static_cast<std::size_t>(k)]);
    }
  }
  return drift;
}

template <Elementary N>
N released_loss(const Matrix<Rational>& joint, const N& u) {
  return softmax_cross_entropy<N>(joint, classifier_output(joint, u));
}

template <Elementary N>
N released_limit_loss(const Matrix<Rational>& joint) {
  return softmax_cross_entropy<N>(joint, in_numbers<N>(conditional_law(joint)));
}

template <Elementary N>
N released_late_drift(const Matrix<Rational>& joint) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  const Matrix<Rational> conditional = conditional_law(joint);
  const Matrix<N> y = in_numbers<N>(conditional);
  N late(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    if (m(z) == 0) continue;
    const std::vector<N> q = softmax(y, z);
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      // (1 - m) (mu_z - mu_{not z}) = mu_z - mu.
      late += (y(z, k) - q[static_cast<std::size_t>(k)]) *
              from_rational<N>(Rational(conditional(z, k) - mu(k)));
    }
  }
  return late;
}

std::optional<ClimbingTime> climbing_time(const Matrix<Rational>& joint, const Rational& until,
                                          bool released) {
  require(until >= 0 && until <= 100, "expected a strength from 0 to 100");
  const Real50 end = from_rational<Real50>(until);
  const auto coarse = integral(joint, end, released, 24), fine = integral(joint, end, released, 30);
  if (!coarse || !fine) return std::nullopt;
  return ClimbingTime{*fine, Real50(abs(Real50(*fine - *coarse)))};
}

template Matrix<Rational> classifier_output(const Matrix<Rational>&, const Rational&);
template Rational classifier_drift(const Matrix<Rational>&, const Rational&);
#define LEMMASCOPE_INSTANTIATE(N)                                          \
  template Matrix<N> classifier_output(const Matrix<Rational>&, const N&); \
  template N classifier_drift(const Matrix<Rational>&, const N&);          \
  template N classifier_loss(const Matrix<Rational>&, const N&);           \
  template N limit_loss(const Matrix<Rational>&);                          \
  template N released_drift(const Matrix<Rational>&, const N&);            \
  template N released_loss(const Matrix<Rational>&, const N&);             \
  template N released_limit_loss(const Matrix<Rational>&);                 \
  template N released_late_drift(const Matrix<Rational>&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::ngram
