// Stage III, the growth itself: exp(a) late gains kappa_1 a unit of time where a transition is
// impossible, and its square 2 kappa_2 otherwise.
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/classifier.hpp"

namespace lemmascope::ngram {
namespace {

/// Phi is a sum of q (1/(1 + x/u) - 1/(1 + rho/u)), q = mu(k,z), x = mu(k)/q - 1, rho = 1/mu(z) -
/// 1. Calls visit(q, x, rho).
template <class Visitor>
void for_each_term(const Matrix<Rational>& joint, Visitor&& visit) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (joint(z, k) == 0) continue;
      visit(joint(z, k), Rational(mu(k) / joint(z, k) - 1), Rational(1 / m(z) - 1));
    }
  }
}

Rational power(const Rational& base, int exponent) {
  Rational value(1);
  for (int e = 0; e < exponent; ++e) value *= base;
  return value;
}

/// What geometric series leave out after `order` terms: (1/u) sum q (|x|^(order+1) / (1 + x/u) +
/// rho^(order+1) / (1 + rho/u)).
Rational left_out(const Matrix<Rational>& joint, const Rational& u, int order) {
  Rational sum(0);
  for_each_term(joint, [&](const Rational& q, const Rational& x, const Rational& rho) {
    sum += q * (power(abs(x), order + 1) / (u + x) + power(rho, order + 1) / (u + rho));
  });
  return sum;
}

/// lhs <= rhs: |d u^p / dt - p kappa_p| against p times what is left out; p = 1 where kappa_1 > 0
/// and 2 elsewhere.
template <class Drift, class Constant>
Sides of_every_set(const TunedInstance& at, Drift drift, Constant constant) {
  Sides sides;
  const auto laws = laws_of(at.of);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    const LateDrift late = late_drift(laws[s]);
    const int p = late.second ? 2 : 1;
    const Rational gains = p * power(at.power, p) * drift(laws[s], at.power);
    const Rational expected = p * constant(late);
    sides.push_back({abs(Rational(gains - expected)), Rational(p * left_out(laws[s], at.power, p)),
                     claim::site("set", s)});
  }
  return sides;
}

Rational own_constant(const LateDrift& late) { return late.second ? *late.second : late.first; }

Rational drift_of(const Matrix<Rational>& joint, const Rational& u) {
  return classifier_drift(joint, u);
}

/// Both fractions of a term on one denominator.
Rational drift_by_terms(const Matrix<Rational>& joint, const Rational& u) {
  Rational sum(0);
  for_each_term(joint, [&](const Rational& q, const Rational& x, const Rational& rho) {
    sum += q * (rho - x) * u / ((u + x) * (u + rho));
  });
  return sum;
}

Sides by_formula(const TunedInstance& at) { return of_every_set(at, drift_of, own_constant); }
Sides by_terms(const TunedInstance& at) { return of_every_set(at, drift_by_terms, own_constant); }
// Wrong: half as fast.
Sides half(const TunedInstance& at) {
  return of_every_set(at, drift_of,
                      [](const LateDrift& late) { return Rational(own_constant(late) / 2); });
}
// Wrong: exp(a) itself grows at a constant rate whatever the chain.
Sides as_the_logarithm(const TunedInstance& at) {
  Sides sides;
  const auto laws = laws_of(at.of);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    const Rational gains = at.power * classifier_drift(laws[s], at.power);
    sides.push_back({abs(Rational(gains - own_constant(late_drift(laws[s])))),
                     left_out(laws[s], at.power, 1), claim::site("set", s)});
  }
  return sides;
}

}  // namespace

claim::Claim strength_grows_at_its_late_rate_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/strength-grows-at-its-late-rate")
      .states(
          "Late in stage III exp(a) gains kappa_1 a unit of time where a transition is impossible, "
          "and exp(2a) gains 2 kappa_2 where all are possible, up to a bound of order exp(-a): a "
          "grows as log t, and as half of it.")
      .latex(
          R"(\Bigl|\tfrac{d}{dt}e^{pa}-p\kappa_p\Bigr|\le p\sum_{Z,k}\mu(k,Z)\Bigl(\frac{|x|^{p+1}}{e^a+x}+\frac{\rho^{p+1}}{e^a+\rho}\Bigr),\quad x=\tfrac{\mu(k)}{\mu(k,Z)}-1,\ \rho=\tfrac1{\mu(Z)}-1)")
      .from({kPaper, "stage III: growth of the strength"})
      .formally("Every set of lags at exp(a) of the instance; p = 1 where kappa_1 > 0, else 2.")
      .differs("derived for this check; the paper's rates are not confirmed")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .assumes(is_strong())
      .uses({"ngram/late-drift-has-its-constants"})
      .tagged({"ngram", "classifier"})
      .over(tuned(every_small_first_order_kernel(), {1000}, "exp(a) of 1000"))
      .over(tuned(every_chosen_kernel(), {300, 30000}, "exp(a) of 300 and 30000"))
      .mathematics({"theory/ngram/classifier.hpp: classifier_drift",
                    "theory/ngram/classifier.hpp: late_drift"})
      .tested_by({"tests/theory/ngram/classifier_test.cpp: "
                  "TheClimbingTime.GrowsAsThePowerThatTheLateDriftSays"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_formula))
      .confirmed_by("each term on one denominator", domain::at_most_at_each(by_terms))
      .twin("half as fast", domain::at_most_at_each(half))
      .twin("as log t whatever the chain", domain::at_most_at_each(as_the_logarithm))
      .example({flips(), 1000});
}

}  // namespace lemmascope::ngram
