// The modified information of a lag on two states, in closed form.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational value(1);
  for (int e = 0; e < exponent; ++e) value *= base;
  return value;
}

struct TwoStates {
  Rational lambda, mu_0, mu_1;
};

TwoStates two_states(const KernelInstance& at) {
  const Rational leave = at.kernel.rows(0, 1), enter = at.kernel.rows(1, 0);
  return {Rational(1 - leave - enter), Rational(enter / (leave + enter)),
          Rational(leave / (leave + enter))};
}

/// Information of lag r against factor lambda^(exponent r) mu_0 mu_1.
template <class Information>
Sides closed_form(const KernelInstance& at, int factor, int exponent, Information information) {
  const TwoStates chain = two_states(at);
  Sides sides;
  for (int r = 1; r <= at.window; ++r) {
    sides.push_back({information(r),
                     Rational(factor * power(chain.lambda, exponent * r) * chain.mu_0 * chain.mu_1),
                     claim::site("lag", r)});
  }
  return sides;
}

Rational by_law(const LagLaw& law, int r) { return modified_information(read_law(law, {r})); }

Sides by_windows(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return closed_form(at, 2, 2, [&](int r) { return by_law(law, r); });
}

// The r-th power of the kernel: P(x_0 = k | x_{-r} = z).
Sides by_powers(const KernelInstance& at) {
  const TwoStates chain = two_states(at);
  const Rational mu[2] = {chain.mu_0, chain.mu_1};
  return closed_form(at, 2, 2, [&](int r) {
    Rational rows[2][2] = {{1, 0}, {0, 1}};
    for (int step = 0; step < r; ++step) {
      for (auto& row : rows) {
        const Rational zero = row[0] * at.kernel.rows(0, 0) + row[1] * at.kernel.rows(1, 0);
        row[1] = 1 - zero;
        row[0] = zero;
      }
    }
    Rational sum(0);
    for (int z = 0; z < 2; ++z) {
      for (int k = 0; k < 2; ++k) {
        if (mu[k] == 0) continue;
        const Rational apart = rows[z][k] - mu[k];
        sum += mu[z] * mu[z] * apart * apart / mu[k];
      }
    }
    return sum;
  });
}

// Wrong: the ordinary information's lambda^(2r) with mu_0 mu_1 once.
Sides half(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return closed_form(at, 1, 2, [&](int r) { return by_law(law, r); });
}

// Wrong: the eigenvalue is not squared.
Sides unsquared(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return closed_form(at, 2, 1, [&](int r) { return by_law(law, r); });
}

claim::Hypothesis<KernelInstance> has_two_states() {
  return {"two states", "two symbols and the last token as the only parent",
          [](const KernelInstance& at) {
            return truth(at.kernel.lags == LagSet{1} && at.kernel.symbols() == 2);
          }};
}

}  // namespace

claim::Claim two_state_information_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/two-state-information")
      .states(
          "On a chain of two states with second eigenvalue lambda the modified information of lag "
          "r "
          "is 2 lambda^(2r) mu_0 mu_1.")
      .latex(R"(\tilde I(\{r\})=2\lambda^{2r}\mu_0\mu_1)")
      .from({kPaper, "two-state chains"})
      .formally("Lags up to the window.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(has_two_states())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "information"})
      .over(every_small_first_order_kernel())
      .proved_by({"ngram/TwoStateInformation"},
                 "None in substance: the law of a lag is that of the powers of the chain, with a "
                 "stationary law that may have zeros.")
      .proved_in_part({"ngram/CertifiedInformation"})
      .certified_by(information_certificates)
      .mathematics({"theory/ngram/lag_information.hpp: modified_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "TheUniformPriorOfTwoStates.HasTheReferenceMean"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_windows))
      .confirmed_by("powers of the kernel", domain::equal_at_each(by_powers))
      .twin("half of it", domain::equal_at_each(half))
      .twin("lambda^r", domain::equal_at_each(unsquared))
      .attacked({60, 2000, 40000})
      .example(skewed());
}

}  // namespace lemmascope::ngram
