#include "theory/graphdepth/contraction.hpp"

#include <gmock/gmock.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

Matrix<Rational> three_rows() {
  Matrix<Rational> attention(3, 3);
  attention << Rational(1, 2), Rational(1, 2), 0,  //
      Rational(1, 4), Rational(1, 4), Rational(1, 2), 0, Rational(2, 3), Rational(1, 3);
  return attention;
}

TEST(Contraction, IsTheLargestDistanceOfRows) {
  // Rows 1 and 2: 1/2; rows 1 and 3: 1/2; rows 2 and 3: 5/12.
  EXPECT_EQ(contraction(three_rows()), Rational(1, 2));
  EXPECT_EQ(contraction_by_overlap(three_rows()), Rational(1, 2));
  EXPECT_EQ(contraction<Rational>(three_rows().bottomRows(2)), Rational(5, 12));
}

TEST(Contraction, IsOneForTheIdentityAndZeroForEqualRows) {
  Matrix<Rational> identity = Matrix<Rational>::Constant(2, 2, Rational(0));
  identity(0, 0) = identity(1, 1) = 1;
  EXPECT_EQ(contraction(identity), 1);
  EXPECT_EQ(contraction<Rational>(Matrix<Rational>::Constant(4, 4, Rational(1, 4))), 0);
}

TEST(Oscillation, IsTheLargestDifferenceInAColumn) {
  Matrix<Rational> features(3, 2);
  features << 1, 5, -2, 5, 0, 5;
  EXPECT_EQ(oscillation(features)[0], 3);
  EXPECT_EQ(oscillation(features)[1], 0);
}

TEST(Attention, IsRefusedWithTheRowAtFault) {
  const auto refusal = [](const Matrix<Rational>& attention) -> std::string {
    try {
      require_attention(attention);
    } catch (const PreconditionError& error) {
      return error.what();
    }
    return "";
  };
  Matrix<Rational> attention = three_rows();
  EXPECT_EQ(refusal(attention), "");
  attention(1, 2) = Rational(1, 3);
  EXPECT_THAT(refusal(attention), ::testing::HasSubstr("row 2: expected weights that sum to 1, "
                                                       "found 5/6"));
  attention = three_rows();
  attention(2, 0) = -1;
  EXPECT_THAT(refusal(attention), ::testing::HasSubstr("row 3: expected no negative weight"));
}

}  // namespace
}  // namespace lemmascope::graphdepth
