// The tensor of one chain: reference values, enumeration and the paper's closed forms.
#include "theory/evolution/bilinear_tensor.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

markov::Chain reference_chain() {
  return markov::two_state_chain(Rational(2, 5), Rational(3, 4));  // a = 3/5, b = 1/4
}

TEST(TheTensor, HasTheReferenceValues) {
  const auto tensor = bilinear_tensor(reference_chain(), 4);
  EXPECT_EQ(tensor(0, 0, 1), Rational(23313, 184000));
  EXPECT_EQ(tensor(0, 0, 2), Rational(6183, 184000));
  EXPECT_EQ(tensor(0, 1, 2), Rational(4977, 184000));
  EXPECT_EQ(tensor(1, 1, 2), Rational(-177, 73600));
  const auto w = tensor.along_weights({1, 1, 1, 1});
  EXPECT_EQ(w(0, 0), Rational(4479, 23000));
  EXPECT_EQ(w(0, 1), Rational(777, 92000));
  EXPECT_EQ(w(1, 0), Rational(777, 36800));
  EXPECT_EQ(w(1, 1), Rational(-547, 3680));
  const auto v = tensor.along_lags(Matrix<Rational>::Constant(2, 2, Rational(1)));
  EXPECT_EQ(v, (std::vector<Rational>{Rational(10061, 184000), Rational(213, 9200),
                                      Rational(3, 920), Rational(-1, 184)}));
}

TEST(TheTensor, IsTheSumOverEverySequence) {
  const auto three = markov::parse_chain("1/2,1/4,1/4;0,1/3,2/3;1,0,0");
  for (const auto& [chain, length] : {std::pair(reference_chain(), 5), std::pair(three, 3)}) {
    const auto tensor = bilinear_tensor(chain, length);
    const auto summed = tensor_by_enumeration(chain, length);
    for (int m = 0; m < chain.states(); ++m) {
      for (int l = 0; l < chain.states(); ++l) {
        for (int j = 1; j <= length; ++j) EXPECT_EQ(tensor(m, l, j), summed(m, l, j));
      }
    }
  }
}

TEST(ThePrintedFirstStep, IsThatOfTheTensor) {
  const Rational a(3, 5), b(1, 4);
  const auto tensor = bilinear_tensor(reference_chain(), 4);
  EXPECT_EQ(printed_weight_step(a, b, 4), tensor.along_weights({1, 1, 1, 1}));
  EXPECT_EQ(printed_lag_step(a, b, 4),
            tensor.along_lags(Matrix<Rational>::Constant(2, 2, Rational(1))));
  EXPECT_THROW(printed_lag_step(a, Rational(2, 5), 4), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
