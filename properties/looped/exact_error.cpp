// The prediction error of a looped layer for any weights.
#include "properties/looped/loop_certificates.hpp"
#include "properties/looped/loop_instance.hpp"

namespace lemmascope::looped {
namespace {

Sides by_loops(const LoopedTask& at) { return {{error_by_loops(at), error_in_closed_form(at)}}; }

/// The loop token by token: y_j <- y_j - (1/n) sum_i (y_i + u^T x_i) x_i^T A x_j, all at once.
Rational error_by_tokens(const LoopedTask& at) {
  const int d = at.dimension(), n = at.context();
  Matrix<Rational> x(d, n + 1);
  x.leftCols(n) = at.inputs;
  x.col(n) = at.query;
  Vector<Rational> y(n + 1);
  Rational target(0);
  for (int i = 0; i <= n; ++i) {
    y(i) = 0;
    for (int c = 0; c < d; ++c) y(i) += at.map(c) * x(c, i);
  }
  target = y(n);
  y(n) = 0;
  for (int loop = 0; loop < at.loops; ++loop) {
    Vector<Rational> next = y;
    for (int j = 0; j <= n; ++j) {
      const Vector<Rational> moved = at.a * x.col(j);
      for (int i = 0; i < n; ++i) {
        Rational value = y(i), score(0);
        for (int c = 0; c < d; ++c) {
          value += at.u(c) * x(c, i);
          score += x(c, i) * moved(c);
        }
        next(j) -= value * score / n;
      }
    }
    y = next;
  }
  return target + y(n);
}

/// (I - S A)^L x_q by one factor after the other.
Sides by_tokens(const LoopedTask& at) {
  Vector<Rational> left = at.query;
  for (int loop = 0; loop < at.loops; ++loop) {
    const Vector<Rational> moved = at.a * left;
    for (int i = 0; i < at.context(); ++i) {
      const Vector<Rational> x = at.inputs.col(i);
      Rational inner(0);
      for (int c = 0; c < at.dimension(); ++c) inner += x(c) * moved(c);
      left -= x * Rational(inner / at.context());
    }
  }
  Rational error(0);
  for (int c = 0; c < at.dimension(); ++c) {
    error += (at.map(c) + at.u(c)) * left(c) - at.u(c) * at.query(c);
  }
  return {{error_by_tokens(at), error}};
}

// Wrong: u acts on the data and not on what is subtracted at the end.
Sides u_only_once(const LoopedTask& at) {
  LoopedTask moved = at;
  moved.map = at.map + at.u;
  moved.u = at.u * Rational(0);
  return {{error_by_loops(at), error_in_closed_form(moved)}};
}

Sides u_does_nothing(const LoopedTask& at) {
  LoopedTask without = at;
  without.u = at.u * Rational(0);
  return {{error_by_loops(at), error_in_closed_form(without)}};
}

}  // namespace

claim::Claim exact_error_claim() {
  return claim::ClaimAbout<LoopedTask>("looped/exact-error")
      .states(
          "For all A and u the target less the prediction of L loops is ((w + u)^T (I - S A)^L - "
          "u^T) x_q, S = X X^T / n.")
      .latex(R"(y_q-\mathrm{TF}_L=\big((w+u)^\top(I-SA)^L-u^\top\big)x_q)")
      .from({kPaper, "behind Theorem 3.2"})
      .formally("Z <- Z - (1/n) P Z M (Z^T Q Z), L times; the prediction is minus the last entry.")
      .differs("the identity is derived here; a sign in the update is absorbed in A. " +
               std::string(kNoAttack))
      .uncertain(kNotRead)
      .tagged({"looped", "identity"})
      .over(every_tiny_loop())
      .over(sampled_loops())
      .proved_by({"looped/ExactError"},
                 "None in substance: any sizes, loops and entries of an ordered field.")
      .proved_in_part({"looped/CertifiedLoopedError"})
      .certified_by(error_certificates)
      .mathematics({"theory/looped/looped_attention.hpp: error_by_loops",
                    "theory/looped/looped_attention.hpp: error_in_closed_form"})
      .tested_by({"tests/theory/looped/looped_attention_test.cpp: Error.IsTheSameByThreeRoutes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_loops))
      .confirmed_by("token by token, and factor by factor", domain::equal_at_each(by_tokens))
      .twin("u left out at the end", domain::equal_at_each(u_only_once))
      .twin("u does nothing", domain::equal_at_each(u_does_nothing))
      .example(general_loop());
}

}  // namespace lemmascope::looped
