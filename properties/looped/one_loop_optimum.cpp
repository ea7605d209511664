// The optimum of one loop, over all A.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::looped {
namespace {

/// Vertex and least value of q_0 + q_1 a + q_2 a^2 beside n/(n + d + more) and d (d + more)/(n + d
/// + more).
Sides at_vertex(const LawInstance& at, const Polynomial& loss, int more) {
  const Rational d(at.setting.dimension), n(at.setting.context), total = n + d + more;
  const Rational vertex = -loss[1] / (2 * loss[2]);
  return {{vertex, Rational(n / total), claim::site("loss", 0)},
          {Rational(loss[0] + loss[1] * vertex / 2), Rational(d * (d + more) / total),
           claim::site("loss", 1)}};
}

Sides by_parts(const LawInstance& at) { return at_vertex(at, isotropic_loss(at.setting), 1); }

Sides by_partitions(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  const auto moment = [d = d, n = n](int k) {
    return regression::trace_moment_by_partitions(k, {d, n}, regression::gaussian_law());
  };
  return at_vertex(at, {moment(0), -2 * moment(1) / n, moment(2) / (n * n)}, 1);
}

Sides without_the_one(const LawInstance& at) {
  return at_vertex(at, isotropic_loss(at.setting), 0);
}

Sides at_identity(const LawInstance& at) {
  Sides sides = by_parts(at);
  sides[0].rhs = 1;
  return sides;
}

}  // namespace

claim::Claim one_loop_optimum_claim() {
  return claim::ClaimAbout<LawInstance>("looped/one-loop-optimum")
      .states("For one loop the best a is n/(n + d + 1) with loss d (d + 1)/(n + d + 1).")
      .latex(R"(a=\frac n{n+d+1},\qquad L=\frac{d(d+1)}{n+d+1})")
      .from({kPaper, "Section 3"})
      .formally("The vertex of the exact loss polynomial, L = 1.")
      .differs("derived here. " + std::string(kNoAttack))
      .uncertain(kNotRead)
      .uses({"looped/isotropic-loss"})
      .tagged({"looped", "optimum"})
      .proved_by({"looped/OneLoopOptimum"},
                 "The theorem has the loss of every A, with its only optimum over all of them, for "
                 "any law with the second and fourth moments of independent standard Gaussians; "
                 "that a Gaussian law has them is not proved. No certificate: the numbers are "
                 "those moments, which the theorem assumes.")
      .over(every_setting("one-loop", {1, 2, 3, 10}, {1, 2, 5, 20, 100}, {1}))
      .mathematics({"theory/looped/isotropic.hpp: isotropic_loss"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: BestIsotropic.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_parts))
      .confirmed_by("moments over pairs of partitions", domain::equal_at_each(by_partitions))
      .twin("n/(n + d)", domain::equal_at_each(without_the_one))
      .twin("the identity is best", domain::equal_at_each(at_identity))
      .example(plain(3, 10, 1));
}

}  // namespace lemmascope::looped
