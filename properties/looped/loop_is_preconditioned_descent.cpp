// Without u the loop is preconditioned gradient descent.
#include "properties/looped/loop_certificates.hpp"
#include "properties/looped/loop_instance.hpp"

namespace lemmascope::looped {
namespace {

Sides by_descent(const LoopedTask& at) { return {{error_by_loops(at), error_by_descent(at)}}; }

Sides in_closed_form(const LoopedTask& at) {
  // w^T (I - S A)^L x_q from the left: w^T (I - S A), then again.
  Matrix<Rational> row = at.map.transpose();
  const Matrix<Rational> covariance = covariance_of(at);
  for (int loop = 0; loop < at.loops; ++loop) row = (row - row * covariance * at.a).eval();
  const Rational error = (row * at.query)(0, 0);
  return {{error_in_closed_form(at), error}};
}

// Wrong: A in place of its transpose.
Sides not_transposed(const LoopedTask& at) {
  LoopedTask turned = at;
  turned.a = at.a.transpose().eval();
  return {{error_by_loops(at), error_by_descent(turned)}};
}

Sides one_step_more(const LoopedTask& at) {
  LoopedTask more = at;
  ++more.loops;
  return {{error_by_loops(at), error_by_descent(more)}};
}

claim::Hypothesis<LoopedTask> no_bias() {
  return {"no u", "u is zero",
          [](const LoopedTask& at) { return truth(at.u == at.u * Rational(0)); }};
}

}  // namespace

claim::Claim loop_is_preconditioned_descent_claim() {
  return claim::ClaimAbout<LoopedTask>("looped/loop-is-preconditioned-descent")
      .states(
          "With u = 0 a loop is a step of gradient descent from zero on (1/2n) sum (v^T x_i - "
          "y_i)^2, preconditioned by A^T: the error is w^T (I - S A)^L x_q.")
      .latex(R"(v_{t+1}=v_t-A^\top\nabla L(v_t),\qquad y_q-\mathrm{TF}_L=w^\top(I-SA)^Lx_q)")
      .from({kPaper, "Section 3"})
      .differs("none as far as it was read. " + std::string(kNoAttack))
      .uncertain(kNotRead)
      .assumes(no_bias())
      .uses({"looped/exact-error"})
      .tagged({"looped", "identity"})
      .over(every_tiny_loop())
      .over(sampled_loops())
      .proved_by({"looped/LoopIsPreconditionedDescent", "looped/DescentHasTheClosedForm"},
                 "None in substance: any sizes, loops and entries; the gradient is that of the "
                 "squared error at half the rate.")
      .proved_in_part({"looped/CertifiedLoopedError"})
      .certified_by(error_certificates)
      .mathematics({"theory/looped/looped_attention.hpp: error_by_descent"})
      .tested_by({"tests/theory/looped/looped_attention_test.cpp: Error.IsTheSameByThreeRoutes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_descent))
      .confirmed_by("the closed form, and a row vector from the left",
                    domain::equal_at_each(in_closed_form))
      .twin("A in place of its transpose", domain::equal_at_each(not_transposed))
      .twin("one step more", domain::equal_at_each(one_step_more))
      .example([] {
        LoopedTask at = general_loop();
        at.u = at.u * Rational(0);
        return at;
      }());
}

}  // namespace lemmascope::looped
