// Stage 1 never turns back: every step of gradient descent raises the attention to the parent.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/causal/stage_one_flow.hpp"

namespace lemmascope::causal {
namespace {

constexpr long kSteps =
    12;  // of size S: half the way to hard attention for the chains of the quick family
constexpr Extents kExtents{{4, 3}, {4, 4}, {5, 4}};

/// The attention of one node with a parent before and after one step.
template <class N>
struct Step {
  Position i;
  long step;
  N parent_before, parent_after;
  N self_before, self_after;
  claim::Site where() const { return claim::site("i", i, "step", static_cast<int>(step)); }
};

template <class N>
claim::Relation<N> parent_attention_grows(const Step<N>& at) {
  return claim::is_greater(at.parent_after, at.parent_before);
}

// Wrong: the position itself gains.
claim::Relation<Interval> self_attention_grows(const Step<Interval>& at) {
  return claim::is_greater(at.self_after, at.self_before);
}

template <class N, class Visit>
void visit_steps(const markov::CausalForest& forest, const std::vector<Matrix<N>>& attention,
                 const Visit& visit) {
  for (std::size_t t = 1; t < attention.size(); ++t) {
    for (Position i = 0; i < forest.size(); ++i) {
      const Position p = forest.parent(i);
      if (p == markov::kNoParent) continue;
      visit(Step<N>{i, static_cast<long>(t), attention[t - 1](i, p), attention[t](i, p),
                    attention[t - 1](i, i), attention[t](i, i)});
    }
  }
}

std::vector<Matrix<Interval>> by_descent(const ForestInstance& at) {
  std::vector<Matrix<Interval>> attention;
  stage_one_descent<Interval>(domain::in_arithmetic<Interval>(finite_drive(at)),
                              Interval(stage_one_rate(at)), kSteps,
                              [&](long, const Matrix<Interval>& scores) {
                                attention.push_back(attention::causal_attention(scores));
                              });
  return attention;
}

// The attention of one row after each step, from A += rate (diag(a) - a a^T) K with a as
// exponentials.
std::vector<Vector<Real100>> row_by_jacobian(const Vector<Real100>& fitness, const Real100& rate) {
  const Eigen::Index n = fitness.size();
  Vector<Real100> scores = Vector<Real100>::Constant(n, Real100(0));
  std::vector<Vector<Real100>> path;
  for (long step = 0; step <= kSteps; ++step) {
    Vector<Real100> a(n);
    Real100 total = 0;
    for (Eigen::Index j = 0; j < n; ++j) total += a[j] = exp(scores[j]);
    for (Eigen::Index j = 0; j < n; ++j) a[j] /= total;
    path.push_back(a);
    const Matrix<Real100> jacobian =
        Matrix<Real100>(a.asDiagonal()) - Matrix<Real100>(a * a.transpose());
    scores += rate * (jacobian * fitness);
  }
  return path;
}

std::vector<Matrix<Real100>> by_jacobian(const ForestInstance& at) {
  const auto k = domain::in_arithmetic<Real100>(finite_drive(at, DriveMethod::enumeration));
  const Matrix<Real100> zero = Matrix<Real100>::Constant(k.rows(), k.cols(), Real100(0));
  std::vector<Matrix<Real100>> attention(kSteps + 1, zero);
  for (Eigen::Index i = 0; i < k.rows(); ++i) {
    const Vector<Real100> fitness = k.row(i).head(i + 1).transpose();
    const auto path = row_by_jacobian(fitness, from_rational<Real100>(stage_one_rate(at)));
    for (std::size_t t = 0; t < path.size(); ++t)
      attention[t].row(i).head(i + 1) = path[t].transpose();
  }
  return attention;
}

template <class N>
claim::Evaluation<ForestInstance> at_every_step(
    claim::Relation<N> (*law)(const Step<N>&),
    std::vector<Matrix<N>> (*route)(const ForestInstance&)) {
  return claim::at_every<N, ForestInstance>(
      [route](const ForestInstance& at, const auto& visit) {
        visit_steps(at.forest, route(at), visit);
      },
      law);
}

}  // namespace

claim::Claim parent_attention_grows_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-attention-grows")
      .states("Along stage 1 the attention of every node to its parent grows with every step.")
      .latex(R"(a_{i,p(i)}(t+1) > a_{i,p(i)}(t),\qquad A^{(1)}(t+1) = A^{(1)}(t) + S\,J(a)K)")
      .from({"arXiv 2402.14735", "dynamics of stage 1 in the proof of Theorem 4.4"})
      .formally(
          "Twelve steps of gradient descent at leading order in beta0, with the exact K of finite "
          "length and step eta1 beta0 / T = S, enclosed with outward rounding. Every ratio a_p / "
          "a_j is monotone for any step size once K is largest at the parent.")
      .differs(
          "leading order in beta0 (the deviation is bounded by causal/stage-one-decoupling); "
          "finitely many steps are shown, the argument covers all")
      .uncertain("the paper's own lemma about the dynamics of stage 1")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .assumes(degrees_below_threshold())
      .uses({"causal/parent-dominates-below-degree-threshold", "causal/stage-one-decoupling"})
      .tagged({"stage-one"})
      .proved_in_part({"causal/LeadGrowsUnderAnyDrive", "causal/ParentAttentionGrows"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({150, 5000, 100000})
      .mathematics({"theory/causal/stage_one_flow.hpp: stage_one_descent",
                    "theory/causal/leading_gradient.hpp: drive"})
      .tested_by({"tests/theory/causal/training_test.cpp: "
                  "StageOneFlow.OneStepFromZeroIsTheLeadingGradientStep"})
      .law(claim::Evidence::interval, at_every_step(parent_attention_grows<Interval>, by_descent))
      .confirmed_by("K by enumeration, then the written-out Jacobian diag(a) - a a^T in 100 digits",
                    at_every_step(parent_attention_grows<Real100>, by_jacobian))
      .twin("the attention of a node to itself grows",
            at_every_step(self_attention_grows, by_descent))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
