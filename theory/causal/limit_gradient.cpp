#include "theory/causal/limit_gradient.hpp"

#include <map>
#include <utility>
#include <vector>

#include "theory/information/mutual_information.hpp"
#include "theory/markov/pair_law.hpp"
#include "theory/markov/sequence_enumeration.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Chain;
using markov::Position;

// The entries of one chain by kinship, each computed when it is first asked for: a chain graph has
// T kinships, and a full table of depths T^2.
class DrivesByKinship {
 public:
  explicit DrivesByKinship(const Chain& chain)
      : chain_(chain),
        stationary_(markov::stationary_law(chain)),
        powers_{Matrix<Rational>::Identity(chain.states(), chain.states())} {}

  const Rational& at(const markov::Kinship& kin) {
    const auto [place, is_new] = drives_.try_emplace({kin.up, kin.down});
    if (is_new) {
      Matrix<Rational> joint = power(kin.down);
      for (int z = 0; z < chain_.states(); ++z) joint.row(z) *= stationary_(z);
      if (kin.up > 0) joint = product<Rational>(power(kin.up).transpose(), joint);
      place->second = limiting_drive(joint, chain_.matrix(), stationary_);
    }
    return place->second;
  }

 private:
  const Matrix<Rational>& power(int n) {
    while (static_cast<int>(powers_.size()) <= n) {
      powers_.push_back(product<Rational>(powers_.back(), chain_.matrix()));
    }
    return powers_[static_cast<std::size_t>(n)];
  }

  const Chain& chain_;
  Vector<Rational> stationary_;
  std::vector<Matrix<Rational>> powers_;
  std::map<std::pair<int, int>, Rational> drives_;
};

// sum P^2 / (mu mu') - 1 with the known marginals mu, which an enclosure evaluates more tightly
// than marginals summed anew.
template <Field N>
N chi2_of(const Matrix<N>& joint, const Vector<N>& mu) {
  N sum(-1);
  for (Eigen::Index s = 0; s < joint.rows(); ++s) {
    for (Eigen::Index t = 0; t < joint.cols(); ++t) {
      sum += joint(s, t) * joint(s, t) / (mu(s) * mu(t));
    }
  }
  return sum;
}

// P(s_j = a, s_i = b) for every pair j <= i, from all token sequences. Entry [i * nodes + j].
std::vector<Matrix<Rational>> joints_by_enumeration(const CausalForest& forest,
                                                    const Chain& chain) {
  const int n = forest.size();
  const int states = chain.states();
  const Matrix<Rational> zero = Matrix<Rational>::Zero(states, states);
  std::vector<Matrix<Rational>> joints(static_cast<std::size_t>(n * n), zero);
  markov::for_each_sequence(chain, markov::stationary_law(chain), forest,
                            [&](const markov::Tokens& tokens, const Rational& probability) {
                              for (int i = 0; i < n; ++i) {
                                for (int j = 0; j <= i; ++j) {
                                  joints[static_cast<std::size_t>(i * n + j)](
                                      tokens[j], tokens[i]) += probability;
                                }
                              }
                            });
  return joints;
}

}  // namespace

template <Field N>
N limiting_drive(const Matrix<N>& joint, const Matrix<N>& pi, const Vector<N>& mu) {
  N sum(-1);
  for (Eigen::Index s = 0; s < pi.rows(); ++s) {
    for (Eigen::Index t = 0; t < pi.cols(); ++t) {
      sum += pi(s, t) / mu(t) * joint(s, t);
    }
  }
  return sum;
}

template <Field N>
KinshipTable<N>::KinshipTable(const markov::TransitionMatrix<N>& chain, int max_depth)
    : max_depth_(max_depth), stationary_(markov::stationary_law(chain)) {
  require(max_depth >= 0, "expected a non-negative depth");
  const int states = chain.states();
  std::vector<Matrix<N>> powers{Matrix<N>::Identity(states, states)};
  for (int n = 0; n < max_depth; ++n) powers.push_back(powers.back() * chain.matrix());
  for (int up = 0; up <= max_depth; ++up) {
    for (int down = 0; down <= max_depth; ++down) {
      const Matrix<N> joint = powers[static_cast<std::size_t>(up)].transpose() *
                              stationary_.asDiagonal() * powers[static_cast<std::size_t>(down)];
      drive_.push_back(limiting_drive(joint, chain.matrix(), stationary_));
      information_.push_back(chi2_of(joint, stationary_));
    }
  }
}

template class KinshipTable<Rational>;
template class KinshipTable<Interval>;
template class KinshipTable<double>;

Matrix<Rational> limit_gradient(const CausalForest& forest, const markov::Prior& prior) {
  const int n = forest.size();
  Matrix<Rational> g = Matrix<Rational>::Zero(n, n);
  for (const auto& atom : prior.atoms()) {
    DrivesByKinship drives(atom.chain);
    for (Position i = 0; i < n; ++i) {
      for (Position j = 0; j <= i; ++j) {
        const auto kin = forest.kinship(j, i);
        if (kin) g(i, j) += atom.weight * drives.at(*kin);
      }
    }
  }
  return g;
}

Matrix<Rational> limit_gradient_by_pair_laws(const CausalForest& forest,
                                             const markov::Prior& prior) {
  const int n = forest.size();
  Matrix<Rational> g = Matrix<Rational>::Zero(n, n);
  for (const auto& atom : prior.atoms()) {
    const Vector<Rational> mu = markov::stationary_law(atom.chain);
    for (Position i = 0; i < n; ++i) {
      for (Position j = 0; j <= i; ++j) {
        const Matrix<Rational> joint = markov::pair_law(atom.chain, mu, forest, j, i);
        g(i, j) += atom.weight * limiting_drive(joint, atom.chain.matrix(), mu);
      }
    }
  }
  return g;
}

Matrix<Rational> limit_gradient_by_enumeration(const CausalForest& forest,
                                               const markov::Prior& prior) {
  const int n = forest.size();
  Matrix<Rational> g = Matrix<Rational>::Zero(n, n);
  for (const auto& atom : prior.atoms()) {
    const auto joints = joints_by_enumeration(forest, atom.chain);
    const Vector<Rational> mu = markov::stationary_law(atom.chain);
    for (Position i = 0; i < n; ++i) {
      for (Position j = 0; j <= i; ++j) {
        g(i, j) += atom.weight * limiting_drive(joints[static_cast<std::size_t>(i * n + j)],
                                                atom.chain.matrix(), mu);
      }
    }
  }
  return g;
}

Matrix<Rational> chi2_information_by_enumeration(const CausalForest& forest, const Chain& chain) {
  const int n = forest.size();
  const auto joints = joints_by_enumeration(forest, chain);
  Matrix<Rational> information = Matrix<Rational>::Zero(n, n);
  for (Position i = 0; i < n; ++i) {
    for (Position j = 0; j <= i; ++j) {
      information(i, j) =
          information::chi2_information(joints[static_cast<std::size_t>(i * n + j)]);
    }
  }
  return information;
}

}  // namespace lemmascope::causal
