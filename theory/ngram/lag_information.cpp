#include "theory/ngram/lag_information.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// sum_k mu(k|z)^2 / mu(k) - 1 for a row of probability m > 0.
Rational divergence(const Matrix<Rational>& joint, const Vector<Rational>& mu, Eigen::Index z,
                    const Rational& m) {
  Rational sum(-1);
  for (Eigen::Index k = 0; k < joint.cols(); ++k) {
    if (mu(k) == 0) continue;
    const Rational conditional = joint(z, k) / m;
    sum += conditional * conditional / mu(k);
  }
  return sum;
}

/// sum_z mu(z)^power divergence(z).
Rational weighted_divergence(const Matrix<Rational>& joint, int power) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Rational sum(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    if (m(z) == 0) continue;
    const Rational weight = power == 1 ? m(z) : Rational(m(z) * m(z));
    sum += weight * divergence(joint, mu, z, m(z));
  }
  return sum;
}

}  // namespace

Vector<Rational> token_law(const Matrix<Rational>& joint) {
  Vector<Rational> mu = Vector<Rational>::Constant(joint.cols(), Rational(0));
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) mu(k) += joint(z, k);
  }
  return mu;
}

Vector<Rational> histories_law(const Matrix<Rational>& joint) {
  Vector<Rational> m = Vector<Rational>::Constant(joint.rows(), Rational(0));
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) m(z) += joint(z, k);
  }
  return m;
}

Rational chi2_information(const Matrix<Rational>& joint) { return weighted_divergence(joint, 1); }

Rational modified_information_by_rows(const Matrix<Rational>& joint) {
  return weighted_divergence(joint, 2);
}

Rational modified_information(const Matrix<Rational>& joint) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Rational sum(0);
  for (Eigen::Index k = 0; k < joint.cols(); ++k) {
    if (mu(k) == 0) continue;
    Rational squares(0);
    for (Eigen::Index z = 0; z < joint.rows(); ++z) squares += joint(z, k) * joint(z, k);
    sum += squares / mu(k);
  }
  for (Eigen::Index z = 0; z < joint.rows(); ++z) sum -= m(z) * m(z);
  return sum;
}

Rational modified_information_by_trace(const Matrix<Rational>& joint) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Rational sum(0);
  for (Eigen::Index k = 0; k < joint.cols(); ++k) {
    if (mu(k) == 0) continue;
    for (Eigen::Index z = 0; z < joint.rows(); ++z) {
      const Rational apart = joint(z, k) / mu(k) - m(z);
      sum += mu(k) * apart * apart;
    }
  }
  return sum;
}

std::vector<SetInformation> information_of_sets(const Kernel& kernel, int window, int most) {
  const Vector<Rational> law = window_law(kernel, window + 1);
  std::vector<SetInformation> all;
  for (const LagSet& set : lag_sets(window, most)) {
    const Matrix<Rational> joint = history_law(law, window + 1, kernel.symbols(), set);
    all.push_back({set, modified_information(joint), chi2_information(joint)});
  }
  return all;
}

InformationSet information_set(const std::vector<SetInformation>& all) {
  require(all.size() >= 2, "expected at least two sets to compare");
  std::size_t best = 0;
  for (std::size_t s = 1; s < all.size(); ++s) {
    if (all[s].modified > all[best].modified) best = s;
  }
  Rational gap = -1;
  for (std::size_t s = 0; s < all.size(); ++s) {
    if (s == best) continue;
    const Rational behind = all[best].modified - all[s].modified;
    if (gap < 0 || behind < gap) gap = behind;
  }
  return {all[best].set, gap};
}

}  // namespace lemmascope::ngram
