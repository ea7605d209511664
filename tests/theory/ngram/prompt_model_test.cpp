// One prompt through the model: the reference values of output, losses, gradient and induction
// head.
#include "theory/ngram/prompt_model.hpp"

#include <gtest/gtest.h>

#include "tests/theory/ngram/chains.hpp"
#include "tests/theory/numeric/digits.hpp"
#include "theory/ngram/induction_head.hpp"
#include "theory/ngram/prompts.hpp"
#include "theory/ngram/stage_one_signal.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

const std::vector<int> kTokens{0, 1, 2, 0, 1, 1, 0, 2, 0, 1};

ModelWeights<Real50> reference_weights() {
  const auto n = [](const char* text) { return Real50(text); };
  return {{{n("1"), n("0.2")}, {n("0.1"), n("0.9")}},
          {{{}, n("0.3")}, {{1}, n("0.5")}, {{2}, n("0.7")}, {{1, 2}, n("1.1")}},
          n("2")};
}

struct Printed {
  Normalisation normalisation;
  std::vector<const char*> y;
  const char *loss, *released, *a;
  std::vector<const char*> c, w;
};

void agree(const ModelForm& form, const Printed& printed) {
  const auto weights = reference_weights();
  const auto y = forward(weights, kTokens, form).y;
  for (std::size_t k = 0; k < 3; ++k) EXPECT_TRUE(has_digits(y[k], printed.y[k])) << k;
  const Real50 epsilon("0.01");
  EXPECT_TRUE(has_digits(smoothed_loss(y, 2, epsilon), printed.loss));
  EXPECT_TRUE(has_digits(released_loss(y, 2), printed.released));
  for (const auto& gradient : {loss_gradient(weights, kTokens, form, 2, epsilon),
                               loss_gradient_by_jets(weights, kTokens, form, 2, epsilon)}) {
    EXPECT_TRUE(has_digits(gradient.a, printed.a));
    for (std::size_t s = 0; s < 4; ++s) {
      EXPECT_TRUE(has_digits(gradient.c[s].second, printed.c[s])) << s;
    }
    for (std::size_t h = 0; h < 2; ++h) {
      EXPECT_TRUE(has_digits(gradient.lags[h][0], printed.w[h])) << h;
      EXPECT_TRUE(has_digits(Real50(-gradient.lags[h][1]), printed.w[h])) << h;
    }
  }
}

TEST(TheModel, HasTheReferenceValuesOnOnePrompt) {
  agree({3, Padding::truncated, Normalisation::none},
        {Normalisation::none,
         {"0.33672139986962339", "0.41666338253046771", "0.24661521759990889"},
         "1.3601775238049317704",
         "1.1877374456232974782",
         "-0.088491979098332554",
         {"0.0520541053519603259", "-0.0372342249008514663", "-0.00416236139313841028",
          "0.00537684892730411143"},
         {"-0.0338029621199754502", "0.00943657986854623301"}});
  for (const Padding padding : {Padding::truncated, Padding::zero}) {
    agree({3, padding, Normalisation::unit},
          {Normalisation::unit,
           {"0.22983541475186116", "0.42637889066711190", "0.34378569458102694"},
           "1.0390639317058328256",
           "1.0913869853114502766",
           "-0.192142485188573701",
           {"0.113024991287396295", "0.0065138544102039758", "0.071180056434477656",
            "-0.0790822400867774868"},
           {"0.0401395505786943388", "-0.0906423827387897703"}});
  }
}

TEST(TheModel, HasTheReferenceScores) {
  const auto scores =
      forward(reference_weights(), kTokens, {3, Padding::truncated, Normalisation::none}).scores;
  const char* printed[] = {".044117647058823529", ".37471794522558002", ".44586094705700825",
                           ".14885273476772415",  ".14885273476772415", ".44586094705700825",
                           ".33001806731320062",  ".30786861022283987", ".19738583507193554",
                           ".14885273476772415"};
  for (std::size_t l = 0; l < 10; ++l) EXPECT_TRUE(has_digits(scores[l], printed[l])) << l;
}

/// Loss, its slope along a and the released loss over every prompt of flips of three tokens, the
/// selector half on no lag and half on lag 1, copiers padded with zeros, epsilon 1/10.
struct PopulationLoss {
  Interval loss{0}, slope{0}, released{0};
};

PopulationLoss population_loss(const Interval& a) {
  PopulationLoss all;
  const Interval epsilon(Rational(1, 10)), half(Rational(1, 2));
  for_each_prompt(flips(), 3, [&](const auto& tokens, const Rational& probability) {
    const auto kappa = matches(tokens, 3, {1});
    std::vector<Interval> y(2, Interval(0)), slopes(2, Interval(0));
    Interval total(0), mean(0);
    for (std::size_t l = 0; l < 3; ++l) {
      const Interval score = kappa[l] ? Interval(1) : half, mass = exp(a * score);
      total += mass;
      mean += mass * score;
      y[tokens[l]] += mass;
      slopes[tokens[l]] += mass * score;
    }
    for (std::size_t k = 0; k < 2; ++k) {
      y[k] /= total;
      slopes[k] = slopes[k] / total - y[k] * mean / total;
    }
    const Interval weight(probability);
    all.loss += weight * smoothed_loss(y, tokens[3], epsilon);
    all.released += weight * released_loss(y, tokens[3]);
    all.slope -= weight * slopes[tokens[3]] / (y[tokens[3]] + epsilon);
  });
  return all;
}

TEST(ThePopulationLoss, HasTheReferenceValues) {
  struct PopulationRow {
    int a;
    const char *loss, *slope, *released;
  };
  for (const PopulationRow& at :
       {PopulationRow{0, "0.51572910598176199243", "-0.0013935340022296544",
                      "0.62092672148894987618"},
        PopulationRow{1, "0.51624667741495821582", "0.00266678836386252649",
                      "0.62043611940338338484"},
        PopulationRow{3, "0.53129232242809618048", "0.0120343820734152854",
                      "0.62400222997752481979"}}) {
    const PopulationLoss found = population_loss(Interval(at.a));
    EXPECT_TRUE(has_digits(found.loss, at.loss)) << at.a;
    EXPECT_TRUE(has_digits(found.slope, at.slope)) << at.a;
    EXPECT_TRUE(has_digits(found.released, at.released)) << at.a;
  }
}

TEST(TheInductionHead, HasTheReferenceValues) {
  const auto head = [](const LagSet& set) { return induction_head(kTokens, 10, 3, set); };
  const std::vector<Rational> thirds(3, Rational(1, 3)), second{0, 1, 0},
      halves{0, Rational(1, 2), Rational(1, 2)};
  EXPECT_EQ(head({1}).matches, 3);
  EXPECT_EQ(head({1}).output, thirds);
  EXPECT_EQ(head({2}).matches, 3);
  EXPECT_EQ(head({2}).output, thirds);
  EXPECT_EQ(head({1, 2}).matches, 2);
  EXPECT_EQ(head({1, 2}).output, halves);
  EXPECT_EQ(head({1, 3}).matches, 1);
  EXPECT_EQ(head({1, 3}).output, second);
  EXPECT_EQ(head({3}).matches, 1);
  EXPECT_EQ(head({3}).output, second);
}

TEST(TheInductionHead, FallsBackOnTheSharesOfTokens) {
  const auto head = induction_head({0, 0, 1}, 3, 2, {1});
  EXPECT_EQ(head.matches, 0);
  EXPECT_EQ(head.output, (std::vector<Rational>{Rational(2, 3), Rational(1, 3)}));
  EXPECT_THROW(induction_head({0, 2}, 2, 2, {1}), PreconditionError);
  EXPECT_THROW(induction_head({0, 1}, 2, 2, {1}, 1), PreconditionError);
}

TEST(TheDistanceToTheInductionHead, HasTheReferenceValues) {
  // y is a rational function of u = e^a; the reference is within 10^-17 relative of that at a
  // fraction near e^a.
  const auto distance = [](const LagSet& set, int a) {
    const Rational u = parse_rational(lemmascope::to_text(Real50(exp(Real50(a))), 45));
    return total_distance(output_at_strength(kTokens, 10, 3, set, u),
                          induction_head(kTokens, 10, 3, set).output);
  };
  EXPECT_TRUE(has_digits(distance({1}, 1), "0.175961323343067088"));
  EXPECT_TRUE(has_digits(distance({1}, 3), "0.0396491383695098023"));
  EXPECT_TRUE(has_digits(distance({1}, 10), "4.03512185897325463e-5"));
  EXPECT_TRUE(has_digits(distance({1, 2}, 1), "0.595390324808310335"));
  EXPECT_TRUE(has_digits(distance({1, 2}, 3), "0.166074769798846104"));
  EXPECT_TRUE(has_digits(distance({1, 2}, 10), "1.81566746579771708e-4"));
}

}  // namespace
}  // namespace lemmascope::ngram
