// The three forms of the modified chi-square information.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

/// The form as sums against that by rows and that as a trace; the empty set has none.
Sides by_sums(const KernelInstance& at) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    const Rational sums = modified_information(laws[s]);
    sides.push_back(
        {sums, modified_information_by_rows(laws[s]), claim::site("set", s, "form", 0)});
    sides.push_back(
        {sums, modified_information_by_trace(laws[s]), claim::site("set", s, "form", 1)});
  }
  return sides;
}

Sides by_pairs(const KernelInstance& at) {
  Sides sides;
  const LagLaw law = lag_law(at.kernel, at.window);
  const auto sets = sets_of(at);
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    const Rational pairs = shared_signal_by_pairs(law, sets[s], sets[s]);
    const auto joint = read_law(law, sets[s]);
    sides.push_back({pairs, modified_information_by_rows(joint), claim::site("set", s, "form", 0)});
    sides.push_back({pairs, shared_signal(joint, joint), claim::site("set", s, "form", 1)});
  }
  return sides;
}

// Wrong: one factor mu(Z) fewer, the ordinary information.
Sides without_a_factor(const KernelInstance& at) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    sides.push_back(
        {modified_information(laws[s]), chi2_information(laws[s]), claim::site("set", s)});
  }
  return sides;
}

// Wrong: the sum of squares of mu(z) is not taken off.
Sides not_centred(const KernelInstance& at) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    Rational squares(0);
    const Vector<Rational> m = histories_law(laws[s]);
    for (Eigen::Index z = 0; z < m.size(); ++z) squares += m(z) * m(z);
    sides.push_back({Rational(modified_information(laws[s]) + squares),
                     modified_information_by_rows(laws[s]), claim::site("set", s)});
  }
  return sides;
}

}  // namespace

claim::Claim information_forms_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/information-forms")
      .states(
          "The modified chi-square information, defined with one more factor mu(Z), is a "
          "difference "
          "of sums of squares and the trace of a covariance; the empty set has none.")
      .latex(
          R"(\tilde I(S)=\sum_{z,k}\frac{\mu(k,z)^2}{\mu(k)}-\sum_z\mu(z)^2=\sum_k\mu(k)\,\|\mu(Z\mid k)-\mu(Z)\|^2)")
      .from({kPaper, "the modified chi-square mutual information"})
      .formally("Every set of lags within a window, exactly.")
      .differs("the printed formula was not seen; the definition is that of the authors' program")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .tagged({"ngram", "information"})
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/lag_information.hpp: modified_information",
                    "theory/ngram/lag_information.hpp: modified_information_by_trace"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "ModifiedInformation.HasTheReferenceValues"})
      .proved_by({"ngram/InformationForms"},
                 "The theorem is about any joint law of finitely many histories and tokens; that "
                 "the program's laws are those of the chain is not part of it. That the empty set "
                 "has no information is the case of one history.")
      .proved_in_part({"ngram/CertifiedInformation"})
      .certified_by(information_certificates)
      .law(claim::Evidence::exact, domain::equal_at_each(by_sums))
      .confirmed_by("pairs of independent windows", domain::equal_at_each(by_pairs))
      .twin("without the factor mu(Z)", domain::equal_at_each(without_a_factor))
      .twin("without taking off the squares of mu(Z)", domain::equal_at_each(not_centred))
      .attacked({60, 2000, 40000})
      .example(flips());
}

}  // namespace lemmascope::ngram
