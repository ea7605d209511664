// Where every history is equally likely, the modified information is the ordinary one over their
// number.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

bool is_uniform(const Matrix<Rational>& joint) {
  const Vector<Rational> m = histories_law(joint);
  for (Eigen::Index z = 0; z < m.size(); ++z) {
    if (m(z) * m.size() != 1) return false;
  }
  return true;
}

template <class Left, class Right>
Sides over_uniform_sets(const KernelInstance& at, Left left, Right right) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 1; s < static_cast<int>(laws.size()); ++s) {
    if (is_uniform(laws[s])) {
      sides.push_back({left(laws[s]), right(laws[s]), claim::site("set", s)});
    }
  }
  return sides;
}

Sides by_information(const KernelInstance& at) {
  return over_uniform_sets(at, modified_information, [](const Matrix<Rational>& joint) {
    return Rational(chi2_information(joint) / joint.rows());
  });
}

// With mu(z) = 1/n: chi2 = sum n mu(k,z)^2 / mu(k) - 1.
Sides by_squares(const KernelInstance& at) {
  return over_uniform_sets(at, modified_information_by_trace, [](const Matrix<Rational>& joint) {
    const Vector<Rational> mu = token_law(joint);
    Rational sum(-1);
    for (Eigen::Index e = 0; e < joint.size(); ++e) {
      const Rational& both = joint(e % joint.rows(), e / joint.rows());
      if (both != 0) sum += joint.rows() * both * both / mu(e / joint.rows());
    }
    return Rational(sum / joint.rows());
  });
}

// Wrong: the size of the set is not paid for twice, but it is.
Sides over_the_square(const KernelInstance& at) {
  return over_uniform_sets(at, modified_information, [](const Matrix<Rational>& joint) {
    return Rational(chi2_information(joint) / (joint.rows() * joint.rows()));
  });
}

claim::Hypothesis<KernelInstance> some_uniform_history() {
  return {"uniform histories", "the histories at some set of lags are equally likely",
          [](const KernelInstance& at) {
            const auto laws = laws_of(at);
            return truth(std::any_of(laws.begin() + 1, laws.end(), is_uniform));
          }};
}

}  // namespace

claim::Claim uniform_histories_scale_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/uniform-histories-scale")
      .states(
          "Where all d^|S| histories at the lags S are equally likely, the modified information is "
          "the chi-square information over d^|S|: each lag costs log d.")
      .latex(R"(\tilde I(S)=I_{\chi^2}(S)/d^{|S|})")
      .from({kPaper, "information against model size"})
      .formally("Every set of lags with uniform histories.")
      .differs("a statement of this kind is in the paper; its wording is not confirmed")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(some_uniform_history())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "information"})
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .proved_by({"ngram/UniformHistoriesScale"},
                 "The theorem is about any joint law of finitely many histories and tokens; that "
                 "the program's laws are those of the chain is not part of it.")
      .proved_in_part({"ngram/CertifiedInformation"})
      .certified_by(information_certificates)
      .mathematics({"theory/ngram/lag_information.hpp: modified_information",
                    "theory/ngram/lag_information.hpp: chi2_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "Chi2Information.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_information))
      .confirmed_by("the trace form, and squares", domain::equal_at_each(by_squares))
      .twin("over the square of their number", domain::equal_at_each(over_the_square))
      .attacked({0, 0, 0})
      .example(noisy_xor());
}

}  // namespace lemmascope::ngram
