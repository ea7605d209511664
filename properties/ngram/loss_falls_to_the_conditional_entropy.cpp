// Stage III, from where to where: the loss at a strength is between the entropy of the token and
// that given the history.
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/classifier.hpp"

namespace lemmascope::ngram {
namespace {

using Enclosures = domain::SideList<Interval>;

/// At a strength: the loss, that at rest, and that in the limit.
struct Losses {
  Interval now, at_rest, limit;
};

/// lhs < rhs for every set that informs: limit < now < at rest.
template <class Of>
Enclosures between(const TunedInstance& at, Of of) {
  Enclosures sides;
  const auto laws = laws_of(at.of);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    if (modified_information(laws[s]) == 0) continue;
    const Losses losses = of(laws[s], at.power);
    sides.push_back({losses.limit, losses.now, claim::site("set", s, "bound", 0)});
    sides.push_back({losses.now, losses.at_rest, claim::site("set", s, "bound", 1)});
  }
  return sides;
}

Losses losses_of(const Matrix<Rational>& joint, const Rational& power) {
  return {classifier_loss(joint, Interval(power)), classifier_loss(joint, Interval(1)),
          limit_loss<Interval>(joint)};
}

/// The entropy of the token is that given the history and what the history says of the token; the
/// loss is that given the history and how far the output is from the row.
Losses by_divergences(const Matrix<Rational>& joint, const Rational& power) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  const Matrix<Rational> y = classifier_output(joint, power);
  Losses losses{Interval(0), Interval(0), Interval(0)};
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (joint(z, k) == 0) continue;
      const Interval p(joint(z, k));
      const Rational row = joint(z, k) / m(z);
      losses.limit += p * log(Interval(Rational(1 / row)));
      losses.now += p * log(Interval(Rational(row / y(z, k))));
      losses.at_rest += p * log(Interval(Rational(row / mu(k))));
    }
  }
  losses.now += losses.limit;
  losses.at_rest += losses.limit;
  return losses;
}

Enclosures by_formula(const TunedInstance& at) { return between(at, losses_of); }
Enclosures by_parts(const TunedInstance& at) { return between(at, by_divergences); }

// Wrong: it ends half way.
Enclosures to_the_middle(const TunedInstance& at) {
  return between(at, [](const Matrix<Rational>& joint, const Rational& power) {
    Losses losses = losses_of(joint, power);
    losses.limit = (losses.limit + losses.at_rest) / Interval(2);
    return losses;
  });
}
// Wrong: half of the way is gone at any strength.
Enclosures half_at_once(const TunedInstance& at) {
  return between(at, [](const Matrix<Rational>& joint, const Rational& power) {
    Losses losses = losses_of(joint, power);
    losses.at_rest = (losses.limit + losses.at_rest) / Interval(2);
    return losses;
  });
}

}  // namespace

claim::Claim loss_falls_to_the_conditional_entropy_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/loss-falls-to-the-conditional-entropy")
      .states(
          "At every positive strength of the classifier the loss is strictly between the entropy "
          "of the token, where it starts, and that given the history, where it ends.")
      .latex(R"(H(x\mid Z)<\mathcal L(a)<\mathcal L(0)=H(x),\quad a>0)")
      .from({kPaper, "stage III"})
      .formally("Every set of lags that informs, at u = exp(a) of the instance, enclosed.")
      .differs("derived for this check, in the limit of long prompts")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .assumes(is_strong())
      .assumes(some_set_informs())
      .uses({"ngram/classifier-always-strengthens"})
      .tagged({"ngram", "classifier"})
      .over(tuned(every_chosen_kernel(), {2, 30}, "u of 2 and 30"))
      .mathematics({"theory/ngram/classifier.hpp: classifier_loss",
                    "theory/ngram/classifier.hpp: limit_loss"})
      .tested_by({"tests/theory/ngram/classifier_test.cpp: TheClassifier.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(by_formula, claim::Op::less))
      .confirmed_by("divergences added to the conditional entropy",
                    domain::at_each(by_parts, claim::Op::less))
      .twin("it ends half way", domain::at_each(to_the_middle, claim::Op::less))
      .twin("half of the way at once", domain::at_each(half_at_once, claim::Op::less))
      .example({flips(), 3});
}

}  // namespace lemmascope::ngram
