#include "theory/causal/population_gradient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/range.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

// Depth-first over prefixes. Going down, a node at position i with its tokens s_0..s_i holds, for
// every possible query q,
//   score(q)  = A2[q, .] . X^T a_i,  mass(q) = e^{score(q) - shift(q)},  and the running sums of
//   mass by token;
// a leaf adds the query's own key, knows f, and returns G(q, s) = P y-weighted w_s / Z. Coming back
// up, everything below node i enters its gradient rows through G(q, s_i) mass(q) alone.
//
// shift(q) keeps e^score in range. Usually one number does for all sequences; where a row of A2 is
// too wide for that, it is the largest score so far on the path, masses from above are scaled down
// when it rises, and so is G on its way up.
template <class N>
class PrefixEnumeration {
 public:
  PrefixEnumeration(const ReducedWeights<N>& weights, const PopulationTask<N>& task,
                    bool one_per_relabelling)
      : weights_(weights),
        forest_(task.forest()),
        atoms_(task.atoms()),
        states_(task.states()),
        length_(task.length()),
        one_per_relabelling_(one_per_relabelling),
        epsilon_(task.epsilon()),
        attention_(attention::causal_attention(weights.position_scores)),
        tokens_(length_, 0),
        levels_(length_) {
    for (Level& level : levels_) {
      level.probability.assign(atoms_.size(), N(0));
      level.copied.assign(states_, N(0));
      level.score.assign(states_, N(0));
      level.shift.assign(states_, N(0));
      level.mass.assign(states_, N(0));
      level.mass_by_token.assign(states_ * states_, N(0));
      level.returned.assign(states_ * states_, N(0));
      level.total.assign(states_ * states_, N(0));
    }
    for (int q = 0; q < states_; ++q) shift_.push_back(row_shift(q));
    for (int q = 0; q < states_; ++q) follows_scores_.push_back(!one_shift_does(q));
    result_.position_scores = Matrix<N>::Constant(length_, length_, N(0));
    result_.token_match = Matrix<N>::Constant(states_, states_, N(0));
    result_.pull = Matrix<N>::Constant(length_, length_, N(0));
  }

  PopulationGradient<N> run() {
    if (length_ == 1) {
      visit_leaves(0, 0, N(1));
    } else {
      visit(0, 0, N(1));
    }
    return result_;
  }

 private:
  struct Level {
    std::vector<N> probability;    // of the prefix, for each atom, times the atom's weight and 1/S
    std::vector<N> copied;         // X^T a_i
    std::vector<N> score;          // for each query
    std::vector<N> shift;          // for each query
    std::vector<N> mass;           // e^{score - shift}
    std::vector<N> mass_by_token;  // (q, s): running sum of mass over positions with token s
    std::vector<N> returned;       // G(q, s), summed over everything below one token
    std::vector<N> total;          // and over the tokens
  };

  // Scores are averages of a row of A2, so its largest entry bounds them.
  N row_shift(int query) const {
    if constexpr (std::same_as<N, double>) return weights_.token_match.row(query).maxCoeff();
    return N(0);
  }

  // Whether e^{score - row_shift} is in range for every score the row can give.
  bool one_shift_does(int query) const {
    for (int s = 0; s < states_; ++s) {
      const N distance = weights_.token_match(query, s) - shift_[query];
      if (!has_moderate_exponential(distance)) return false;
    }
    return true;
  }

  // The shift at `position`, once its score is known.
  void set_shift(int position, int query) {
    Level& level = levels_[position];
    if (!follows_scores_[query]) {
      level.shift[query] = shift_[query];
      return;
    }
    const N own = point_of(level.score[query]);
    level.shift[query] =
        position == 0 ? own : larger_point(levels_[position - 1].shift[query], own);
  }

  // e^{shift above - shift here}: what masses of earlier positions are worth at `position`.
  bool shift_rose(int position, int query) const {
    return position > 0 && follows_scores_[query] &&
           !(levels_[position].shift[query] == levels_[position - 1].shift[query]);
  }
  N scale_from_above(int position, int query) const {
    return exp(N(levels_[position - 1].shift[query] - levels_[position].shift[query]));
  }

  // How many of the S tokens may come next, and how many relabellings each stands for: when one
  // sequence is visited per class, new tokens are introduced in order, each standing for all unused
  // ones.
  int choices(int used) const {
    return one_per_relabelling_ ? std::min(used + 1, states_) : states_;
  }
  N multiplicity(int token, int used) const {
    return one_per_relabelling_ && token == used ? N(states_ - used) : N(1);
  }

  void visit(int position, int used, const N& multiple) {
    Level& level = levels_[position];
    std::vector<N>& total = level.total;
    std::fill(total.begin(), total.end(), N(0));
    for (int token = 0; token < choices(used); ++token) {
      give_up_if_asked();
      tokens_[position] = token;
      enter(position, token);
      std::fill(level.returned.begin(), level.returned.end(), N(0));
      const N here = multiple * multiplicity(token, used);
      const int now_used = std::max(used, token + 1);
      if (position + 2 == length_) {
        visit_leaves(position + 1, now_used, here);
      } else {
        visit(position + 1, now_used, here);
      }
      for (int q = 0; q < states_; ++q) {
        add_to_gradient(position, q, level.returned[q * states_ + token] * level.mass[q]);
        if (shift_rose(position, q)) scale_returned(position, q);
      }
      for (int k = 0; k < states_ * states_; ++k) total[k] += level.returned[k];
    }
    if (position == 0) return;
    for (int k = 0; k < states_ * states_; ++k) levels_[position - 1].returned[k] += total[k];
  }

  // G of the tokens below, as the level above measures masses.
  void scale_returned(int position, int query) {
    const N scale = scale_from_above(position, query);
    for (int s = 0; s < states_; ++s) levels_[position].returned[query * states_ + s] *= scale;
  }

  void enter(int position, int token) {
    Level& level = levels_[position];
    for (std::size_t a = 0; a < atoms_.size(); ++a) {
      const N& before = position == 0 ? atoms_[a].weight : levels_[position - 1].probability[a];
      level.probability[a] =
          before * (forest_.is_root(position)
                        ? atoms_[a].stationary[token]
                        : atoms_[a].chain(tokens_[forest_.parent(position)], token));
    }
    copy_tokens(position);
    for (int q = 0; q < states_; ++q) {
      set_score(position, q);
      for (int s = 0; s < states_; ++s) {
        const int k = q * states_ + s;
        level.mass_by_token[k] = position == 0 ? N(0) : levels_[position - 1].mass_by_token[k];
      }
      if (shift_rose(position, q)) {
        const N scale = scale_from_above(position, q);
        for (int s = 0; s < states_; ++s) level.mass_by_token[q * states_ + s] *= scale;
      }
      level.mass_by_token[q * states_ + token] += level.mass[q];
    }
  }

  void copy_tokens(int position) {
    Level& level = levels_[position];
    std::fill(level.copied.begin(), level.copied.end(), N(0));
    for (int j = 0; j <= position; ++j) level.copied[tokens_[j]] += attention_(position, j);
  }

  void set_score(int position, int query) {
    Level& level = levels_[position];
    N score(0);
    for (int s = 0; s < states_; ++s) score += weights_.token_match(query, s) * level.copied[s];
    level.score[query] = std::move(score);
    set_shift(position, query);
    level.mass[query] = exp(N(level.score[query] - level.shift[query]));
  }

  void visit_leaves(int position, int used, const N& multiple) {
    Level& level = levels_[position];
    for (int query = 0; query < choices(used); ++query) {
      tokens_[position] = query;
      copy_tokens(position);
      set_score(position, query);
      const std::vector<N> w = leaf(position, query, N(multiple * multiplicity(query, used)));
      add_to_gradient(position, query, w[query] * level.mass[query]);
      if (position == 0) continue;
      const bool rose = shift_rose(position, query);
      const N scale = rose ? scale_from_above(position, query) : N(1);
      for (int s = 0; s < states_; ++s) {
        levels_[position - 1].returned[query * states_ + s] += rose ? N(w[s] * scale) : w[s];
      }
    }
  }

  // Adds the loss of one sequence; returns P w_s / Z for every token s.
  std::vector<N> leaf(int position, int query, const N& multiple) {
    const std::vector<N>* earlier = position == 0 ? nullptr : &levels_[position - 1].mass_by_token;
    std::vector<N> share(states_);
    N total(0);
    const bool rose = shift_rose(position, query);
    const N scale = rose ? scale_from_above(position, query) : N(1);
    for (int s = 0; s < states_; ++s) {
      share[s] = earlier == nullptr ? N(0) : (*earlier)[query * states_ + s];
      if (rose) share[s] *= scale;
      if (s == query) share[s] += levels_[position].mass[query];
      total += share[s];
    }
    std::vector<N> w(states_);
    N mean(0);
    for (int s = 0; s < states_; ++s) {
      const N target = target_weight(position, query, s) * multiple;
      const N prediction = share[s] / total;
      const N smoothed = prediction + epsilon_;
      result_.loss -= target * log(smoothed);
      w[s] = target / smoothed;
      mean += w[s] * prediction;
    }
    for (int s = 0; s < states_; ++s) w[s] = (w[s] - mean) / total;
    return w;
  }

  // sum over atoms of (weight / S) P(prefix) pi(s | query).
  N target_weight(int position, int query, int s) const {
    N sum(0);
    for (std::size_t a = 0; a < atoms_.size(); ++a) {
      const N& prefix = position == 0 ? atoms_[a].weight : levels_[position - 1].probability[a];
      sum += prefix * atoms_[a].chain(query, s);
    }
    return sum;
  }

  // `factor` is E[p_i w_i] over everything that shares the prefix up to `position` and the query.
  void add_to_gradient(int position, int query, const N& factor) {
    const Level& level = levels_[position];
    for (int j = 0; j <= position; ++j) {
      const N& read = weights_.token_match(query, tokens_[j]);
      result_.position_scores(position, j) -=
          factor * attention_(position, j) * (read - level.score[query]);
      result_.pull(position, j) += factor * read;
    }
    for (int s = 0; s < states_; ++s) {
      result_.token_match(query, s) -= factor * level.copied[s];
    }
  }

  const ReducedWeights<N>& weights_;
  const CausalForest& forest_;
  const std::vector<typename PopulationTask<N>::Atom>& atoms_;
  int states_;
  int length_;
  bool one_per_relabelling_;
  N epsilon_;
  Matrix<N> attention_;
  std::vector<int> tokens_;
  std::vector<Level> levels_;
  std::vector<N> shift_;              // where one does
  std::vector<bool> follows_scores_;  // where none does, by query
  PopulationGradient<N> result_;
};

template <class N>
void require_shape(int length, int states, const PopulationTask<N>& task) {
  if (length != task.length()) {
    refuse(fmt::format("expected A1 of size {} (one more than the forest), found {}", task.length(),
                       length));
  }
  if (states != task.states()) {
    refuse(fmt::format("expected A2 of size {} (the states of the prior), found {}", task.states(),
                       states));
  }
}

}  // namespace

template <Elementary N>
PopulationTask<N>::PopulationTask(CausalForest forest, const Prior& prior, const Rational& epsilon)
    : forest_(std::move(forest)),
      states_(prior.states()),
      epsilon_(from_rational<N>(epsilon)),
      is_permutation_symmetric_(prior.is_permutation_symmetric()) {
  if (epsilon <= 0) {
    refuse("expected a positive loss smoothing (the loss is infinite at 0), found " +
           to_text(epsilon));
  }
  for (const Prior::Atom& atom : prior.atoms()) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    atoms_.push_back(
        {from_rational<N>(Rational(atom.weight / states_)), chain, markov::stationary_law(chain)});
  }
}

template <Elementary N>
PopulationGradient<N> PopulationTask<N>::gradient(const ReducedWeights<N>& weights) const {
  require_shape(weights.length(), weights.states(), *this);
  return PrefixEnumeration<N>(weights, *this, false).run();
}

template <Elementary N>
SymmetricGradient<N> PopulationTask<N>::symmetric_gradient(const Matrix<N>& position_scores,
                                                           const N& match) const {
  require_shape(static_cast<int>(position_scores.rows()), states_, *this);
  require(is_permutation_symmetric_, "expected a permutation-symmetric prior");
  ReducedWeights<N> weights = ReducedWeights<N>::initial(length(), states_, match);
  weights.position_scores = position_scores;
  PopulationGradient<N> full = PrefixEnumeration<N>(weights, *this, true).run();
  SymmetricGradient<N> result{std::move(full.loss), std::move(full.position_scores), N(0),
                              std::move(full.pull)};
  for (int s = 0; s < states_; ++s) result.match_slope += full.token_match(s, s);
  return result;
}

template <Elementary N>
PopulationGradient<N> population_gradient(const ReducedWeights<N>& weights,
                                          const CausalForest& forest, const Prior& prior,
                                          const Rational& epsilon) {
  return PopulationTask<N>(forest, prior, epsilon).gradient(weights);
}

template <Elementary N>
SymmetricGradient<N> symmetric_population_gradient(const Matrix<N>& position_scores, const N& match,
                                                   const CausalForest& forest, const Prior& prior,
                                                   const Rational& epsilon) {
  return PopulationTask<N>(forest, prior, epsilon).symmetric_gradient(position_scores, match);
}

#define LEMMASCOPE_POPULATION_GRADIENT(N)                                            \
  template class PopulationTask<N>;                                                  \
  template PopulationGradient<N> population_gradient<N>(                             \
      const ReducedWeights<N>&, const CausalForest&, const Prior&, const Rational&); \
  template SymmetricGradient<N> symmetric_population_gradient<N>(                    \
      const Matrix<N>&, const N&, const CausalForest&, const Prior&, const Rational&);
LEMMASCOPE_POPULATION_GRADIENT(double)
LEMMASCOPE_POPULATION_GRADIENT(Real50)
LEMMASCOPE_POPULATION_GRADIENT(Real100)
LEMMASCOPE_POPULATION_GRADIENT(Interval)

}  // namespace lemmascope::causal
