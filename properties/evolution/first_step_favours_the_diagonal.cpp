// Lemma 3.1 / A.1, the shape of the first step over the uniform prior.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/prior_of_length.hpp"
#include "theory/evolution/stationary_start.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

/// The first step from W = 1 1^T, v = 1, divided by the rate.
struct FirstStep {
  Interval w[2][2];
  std::vector<Interval> v;
};

FirstStep by_tensor(int length) {
  const auto& mean = prior_of(length);
  const auto w =
      mean.along_weights(std::vector<Interval>(static_cast<std::size_t>(length), Interval(1)));
  return {{{w(0, 0), w(0, 1)}, {w(1, 0), w(1, 1)}},
          mean.along_lags(Matrix<Interval>::Constant(2, 2, Interval(1)))};
}

/// Every sequence with its next token and its exactly integrated probability: what predicts, what
/// is compared, what is counted.
FirstStep by_sequences(int length) {
  const SquareIntegrals integrals(length + 1);
  WithLog w[2][2];
  std::vector<WithLog> v(static_cast<std::size_t>(length));
  std::vector<int> x(static_cast<std::size_t>(length) + 1);
  for (int code = 0; code < 1 << (length + 1); ++code) {
    Exponents e;
    for (int p = 0; p <= length; ++p) x[p] = code >> p & 1;
    for (int p = 0; p < length; ++p) {
      ++(x[p] == 0 ? (x[p + 1] == 0 ? e.stays_0 : e.leaves_0)
                   : (x[p + 1] == 0 ? e.leaves_1 : e.stays_1));
    }
    ++(x[0] == 0 ? e.leaves_1 : e.leaves_0);
    const WithLog chance = integrals.at(e);
    for (int p = 0; p < length; ++p) {
      for (int q = 0; q <= p; ++q) {
        const Rational gain((x[q] == x[p + 1] ? 1 : -1), 2 * length);
        const WithLog part{Rational(chance.r0 * gain), Rational(chance.r1 * gain)};
        for (int s = 0; s <= q; ++s) {
          w[x[p]][x[s]] += part;
          v[static_cast<std::size_t>(q - s)] += part;
        }
      }
    }
  }
  FirstStep step;
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) step.w[m][l] = enclosed(w[m][l]);
  }
  for (const WithLog& entry : v) step.v.push_back(enclosed(entry));
  return step;
}

/// lhs < rhs: 0, off the diagonal, the diagonal; and v from its last lag to the first.
Enclosures ordered(const FirstStep& step) {
  Enclosures sides;
  for (int m = 0; m < 2; ++m) {
    sides.push_back({Interval(0), step.w[m][1 - m], claim::site("positive", m)});
    sides.push_back({step.w[m][1 - m], step.w[m][m], claim::site("diagonal", m)});
  }
  sides.push_back(
      {Interval(0), step.v.back(), claim::site("lag", static_cast<int>(step.v.size()))});
  for (std::size_t j = 1; j < step.v.size(); ++j) {
    sides.push_back({step.v[j], step.v[j - 1], claim::site("lag", static_cast<int>(j))});
  }
  return sides;
}

Enclosures by_the_tensor(const LengthInstance& at) { return ordered(by_tensor(length_of(at))); }
Enclosures by_every_sequence(const LengthInstance& at) {
  return ordered(by_sequences(length_of(at)));
}
// Wrong: tokens and what they are compared with are exchanged.
Enclosures off_the_diagonal(const LengthInstance& at) {
  FirstStep step = by_tensor(length_of(at));
  for (auto& row : step.w) std::swap(row[0], row[1]);
  return ordered(step);
}
// Wrong: the second lag is first already.
Enclosures second_lag_first(const LengthInstance& at) {
  FirstStep step = by_tensor(length_of(at));
  std::swap(step.v[0], step.v[1]);
  return ordered(step);
}

claim::Hypothesis<LengthInstance> has_three_tokens() {
  return {"three tokens",
          "at least three tokens: with two, the entries off the diagonal stay as they are",
          [](const LengthInstance& at) { return truth(at.length >= 3); }};
}

}  // namespace

claim::Claim first_step_favours_the_diagonal_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/first-step-favours-the-diagonal")
      .states(
          "Over the uniform prior the first step moves every entry of W up, those on the diagonal "
          "more, and every lag of v up, each less than the one before it.")
      .latex(
          R"(-\partial_{W_{mm}}L>-\partial_{W_{ml}}L>0\ (m\ne l),\qquad-\partial_{v_j}L>-\partial_{v_{j+1}}L>0)")
      .from({kPaper, "Lemma 3.1 / A.1, first step"})
      .formally("From W = 1 1^T and v = 1 at lengths 3 to 8, enclosed from exact r0 + r1 ln 2.")
      .differs("at every length, where the paper has leading orders in t")
      .assumes(length_is_whole())
      .assumes(has_three_tokens())
      .uses({"evolution/tensor-is-the-gradient"})
      .tagged({"evolution", "gradient"})
      .over(grid("first-steps", "lengths 3 to 8", {3, 4, 5, 6, 7, 8}, {0}))
      .mathematics({"theory/evolution/prior_mean.hpp: prior_tensor",
                    "theory/evolution/stationary_start.hpp: SquareIntegrals"})
      .tested_by({"tests/theory/evolution/prior_mean_test.cpp: "
                  "ThePriorTensor.HasTheReferenceTable",
                  "tests/theory/evolution/two_steps_test.cpp: "
                  "TheFirstStep.TendsToItsLeadingOrder"})
      .law(claim::Evidence::interval, domain::at_each(by_the_tensor, claim::Op::less))
      .confirmed_by("every sequence with its exact probability",
                    domain::at_each(by_every_sequence, claim::Op::less))
      .twin("off the diagonal more", domain::at_each(off_the_diagonal, claim::Op::less))
      .twin("the second lag first", domain::at_each(second_lag_first, claim::Op::less))
      .example({4, 0});
}

}  // namespace lemmascope::evolution
