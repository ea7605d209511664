// Uses of the number types that must not compile, one behind each macro. With no macro defined the
// file must compile, so each rejection is due to the one line its macro adds.
#include "forbidden_uses.hpp"

namespace lemmascope {

void forbidden_uses() {
  const Interval a("1/3");
  const Interval b("1/2");
  const Rational half(1, 2);
  std::vector<Interval> many = {a, b};
  Matrix<Interval> matrix = Matrix<Interval>::Constant(2, 2, a);
  Matrix<Rational> joint = Matrix<Rational>::Constant(2, 2, Rational(1, 4));
  // What the twin shows to be allowed: sums and products, literals as text, exact integers.
  matrix = Matrix<Interval>(matrix + matrix);
  many.push_back(a * b + Interval("0.1") * 2);
  joint(0, 0) = half;
#ifdef INTERVAL_LESS
  (void)(a < b);
#endif
#ifdef INTERVAL_GREATER_EQUAL
  (void)(a >= b);
#endif
#ifdef STD_MAX_OF_INTERVALS
  (void)std::max(a, b);
#endif
#ifdef STD_SORT_OF_INTERVALS
  std::sort(many.begin(), many.end());
#endif
#ifdef EIGEN_MAX_COEFF_OF_INTERVALS
  (void)matrix.maxCoeff();
#endif
#ifdef INTERVAL_FROM_DOUBLE_LITERAL
  const Interval tenth = 0.1;
#endif
#ifdef INTERVAL_TIMES_DOUBLE
  (void)(a * 0.5);
#endif
#ifdef INTERVAL_MATRIX_TIMES_DOUBLE
  matrix = Matrix<Interval>(matrix * 0.5);
#endif
#ifdef LOG_OF_RATIONAL
  (void)log(half);
#endif
#ifdef SHANNON_INFORMATION_OF_RATIONALS
  (void)information::shannon_information<Rational>(joint);
#endif
}

}  // namespace lemmascope
