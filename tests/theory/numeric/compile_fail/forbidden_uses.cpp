// Uses of the number types that must not compile, one behind each macro. With no macro defined the
// file must compile, so each rejection is due to the one line its macro adds. What can be asked of
// the compiler without an error is asked in number_test.cpp instead, at no cost.
#include <algorithm>

#include "theory/numeric/number.hpp"

namespace lemmascope {

void forbidden_uses() {
  const Interval a("1/3");
  const Interval b("1/2");
  const Rational half(1, 2);
  Matrix<Interval> matrix = Matrix<Interval>::Constant(2, 2, a);
  // What the twin shows to be allowed: sums and products, literals as text, exact integers.
  matrix = Matrix<Interval>(matrix + matrix * 2) * (a * b + Interval("0.1") + half);
#ifdef INTERVAL_LESS
  (void)(a < b);
#endif
#ifdef STD_MAX_OF_INTERVALS
  (void)std::max(a, b);
#endif
#ifdef EIGEN_MAX_COEFF_OF_INTERVALS
  (void)matrix.maxCoeff();
#endif
#ifdef INTERVAL_FROM_DOUBLE_LITERAL
  const Interval tenth = 0.1;
#endif
#ifdef LOG_OF_RATIONAL
  (void)log(half);
#endif
}

}  // namespace lemmascope
