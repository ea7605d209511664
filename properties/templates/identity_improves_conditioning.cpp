// The identity in W_K W_Q^T makes same and different easier to tell apart.
#include "properties/statistics/training_memo.hpp"
#include "properties/templates/kernel_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"
#include "theory/templates/same_or_different.hpp"

namespace lemmascope::templates {
namespace {

using Route = Matrix<Interval> (*)(const KernelInstance&);

// The law and its twins look at the same matrices, and at the one without the identity for every a.
Matrix<Interval> by_kernel(const KernelInstance& at) {
  static statistics::TrainingMemo<std::string, Matrix<Interval>> memo;
  return *memo.of(claim::InstanceTraits<KernelInstance>::summary(at), [&at] {
    return enclosed_kernel({{0, 0}, {0, 1}}, at, kFewDigits, KernelPart::between_only).between;
  });
}

Matrix<Interval> by_tangents(const KernelInstance& at) {
  const auto found = same_or_different(at, kFewDigits);
  const Interval half(Rational(at.gamma * at.gamma / 2));
  Matrix<Interval> n(2, 2);
  n << half * (Interval(1) + found.first), half * (Interval(1) + found.mixed),
      half * (Interval(1) + found.mixed), half * (Interval(1) + found.second);
  return n;
}

KernelInstance without_identity(KernelInstance at) {
  at.identity = 0;
  return at;
}

// det N / tr N^2, which falls with the condition number c: c / (1 + c)^2.
Interval separation(const Matrix<Interval>& n) {
  return determinant(n) / pow(n(0, 0) + n(1, 1), 2);
}

// Without the identity below with it; the gain that is claimed is at least `factor`.
IntervalSides improved(const KernelInstance& at, Route route, const Rational& factor) {
  return {{Interval(factor) * separation(route(without_identity(at))), separation(route(at)), {}}};
}

IntervalSides law(const KernelInstance& at) { return improved(at, by_kernel, Rational(1)); }
IntervalSides other_route(const KernelInstance& at) {
  return improved(at, by_tangents, Rational(1));
}
// Wrong: twice as good everywhere; at beta = 1 and a = 1/4 the gain is 1.8.
IntervalSides twice_as_good(const KernelInstance& at) {
  return improved(at, by_kernel, Rational(2));
}
// Wrong: the identity harms.
IntervalSides harmed(const KernelInstance& at) {
  IntervalSides sides = law(at);
  std::swap(sides[0].lhs, sides[0].rhs);
  return sides;
}

claim::Hypothesis<KernelInstance> moderate_parameters() {
  return {"moderate parameters", "beta at most 1, a above 0 and at most 2",
          [](const KernelInstance& at) {
            return truth(at.beta <= 1 && at.identity > 0 && at.identity <= 2);
          }};
}

}  // namespace

claim::Claim identity_improves_conditioning_claim() {
  return claim::ClaimAbout<KernelInstance>("templates/identity-improves-conditioning")
      .states(
          "A positive multiple a of the identity in W_K W_Q^T lowers the condition number of the "
          "kernel matrix of aa and ab, for beta up to one.")
      .latex(R"(\mathrm{cond}\,N(a)<\mathrm{cond}\,N(0),\ 0<a\le 2,\ \beta\le 1)")
      .from({kPaper, "identity reparametrisation improves data efficiency"})
      .formally(
          "The last token as query; a is not multiplied by beta. det N / (tr N)^2 = c/(1 + c)^2, "
          "which falls as the condition number c grows, as enclosures.")
      .differs(
          "the paper reports trainings; here the kernel of random weights, one head, two templates")
      .uncertain(kNotRead)
      .uses({"templates/same-and-different-are-separated"})
      .tagged({"templates", "kernel", "identity"})
      .assumes(moderate_parameters())
      .over(identity_grid())
      .mathematics({"theory/templates/attention_kernel.hpp: enclosed_kernel",
                    "theory/templates/same_or_different.hpp: same_or_different"})
      .tested_by({"tests/theory/templates/attention_kernel_test.cpp: "
                  "KernelMatrices.GiveTheReferenceValuesWithTheIdentity"})
      .law(claim::Evidence::interval, domain::at_each(law, claim::Op::less))
      .confirmed_by("nested sums of tanh over another lattice",
                    domain::at_each(other_route, claim::Op::less))
      .twin("twice as good", domain::at_each(twice_as_good, claim::Op::less))
      .twin("worse", domain::at_each(harmed, claim::Op::less))
      .attacked({3, 300, 6000})
      .example({Rational(1), Rational(1), Rational(1)});
}

}  // namespace lemmascope::templates
