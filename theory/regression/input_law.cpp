#include "theory/regression/input_law.hpp"

#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::regression {

using lemmascope::to_text;  // fractions

namespace {

Rational power(const Rational& base, int exponent) {
  Rational result(1);
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

}  // namespace

InputLaw uniform_law(const Rational& size) {
  require(size > 0, "expected a uniform law on [-r, r] with r > 0");
  return {InputLaw::Kind::uniform, size, Rational(1)};
}

InputLaw gaussian_law() { return {}; }

InputLaw three_point_law(const Rational& share, const Rational& size) {
  require(size > 0 && share > 0 && share <= 1,
          "expected three points -a, 0, a with a > 0 and a share of the outer ones in (0, 1]");
  return {InputLaw::Kind::three_point, size, share};
}

std::string to_text(const InputLaw& law) {
  switch (law.kind) {
    case InputLaw::Kind::uniform:
      return "uniform:" + to_text(law.size);
    case InputLaw::Kind::gaussian:
      return "gaussian";
    case InputLaw::Kind::three_point:
      break;
  }
  return "three-point:" + to_text(law.share) + ":" + to_text(law.size);
}

InputLaw parse_input_law(const std::string& text) {
  constexpr std::string_view kUniform = "uniform:", kThree = "three-point:";
  if (text == "gaussian") return gaussian_law();
  if (text.starts_with(kUniform)) return uniform_law(parse_rational(text.substr(kUniform.size())));
  if (text.starts_with(kThree)) {
    const std::string rest = text.substr(kThree.size());
    const std::size_t colon = rest.find(':');
    if (colon != std::string::npos) {
      return three_point_law(parse_rational(rest.substr(0, colon)),
                             parse_rational(rest.substr(colon + 1)));
    }
  }
  refuse("expected uniform:R, gaussian or three-point:SHARE:SIZE, found '" + text + "'");
}

Rational even_moment(const InputLaw& law, int k) {
  switch (law.kind) {
    case InputLaw::Kind::uniform:
      return power(law.size, 2 * k) / (2 * k + 1);
    case InputLaw::Kind::gaussian: {
      Rational odd(1);  // 1 * 3 * ... * (2k - 1)
      for (int j = 1; j <= k; ++j) odd *= 2 * j - 1;
      return odd;
    }
    case InputLaw::Kind::three_point:
      break;
  }
  return k == 0 ? Rational(1) : Rational(law.share * power(law.size, 2 * k));
}

Rational variance(const InputLaw& law) { return even_moment(law, 1); }

Rational kurtosis(const InputLaw& law) {
  return even_moment(law, 2) / (variance(law) * variance(law));
}

std::vector<WeightedPoint> weighted(const std::vector<Rational>& points,
                                    const std::vector<Rational>& moments) {
  require(points.size() == moments.size(), "expected as many moments as points");
  const auto count = static_cast<Eigen::Index>(points.size());
  Matrix<Rational> powers(count, count), wanted(count, 1);
  for (Eigen::Index k = 0; k < count; ++k) {
    wanted(k, 0) = moments[k];
    for (Eigen::Index p = 0; p < count; ++p) {
      powers(k, p) = k == 0 ? Rational(1) : Rational(powers(k - 1, p) * points[p]);
    }
  }
  const Matrix<Rational> weights = solve(powers, wanted);
  std::vector<WeightedPoint> all;
  for (Eigen::Index p = 0; p < count; ++p) all.emplace_back(points[p], weights(p, 0));
  return all;
}

std::vector<WeightedPoint> matching_points(const InputLaw& law, int degree) {
  if (law.kind == InputLaw::Kind::three_point) {
    const Rational half = law.share / 2;
    std::vector<WeightedPoint> all{{-law.size, half}, {law.size, half}};
    if (law.share < 1) all.emplace_back(Rational(0), Rational(1 - law.share));
    return all;
  }
  const int outer = (degree + 1) / 2;
  std::vector<Rational> points, moments;
  for (int p = -outer; p <= outer; ++p)
    points.push_back(law.size * Rational(p, std::max(outer, 1)));
  for (int k = 0; k <= 2 * outer; ++k) {
    moments.push_back(k % 2 == 0 ? even_moment(law, k / 2) : Rational(0));
  }
  return weighted(points, moments);
}

}  // namespace lemmascope::regression
