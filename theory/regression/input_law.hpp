// Laws of the entries of random inputs: independent, symmetric about zero, with rational moments.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope::regression {

/// The law of one entry.
struct InputLaw {
  enum class Kind { uniform, gaussian, three_point };
  Kind kind = Kind::gaussian;
  Rational size{1};   ///< uniform on [-size, size]; the outer points of three
  Rational share{1};  ///< three points: the probability of +size and -size together
};

/// Throws PreconditionError unless size > 0.
InputLaw uniform_law(const Rational& size);
/// N(0, 1).
InputLaw gaussian_law();
/// +-size with probability share / 2 each, else 0. Throws PreconditionError unless size > 0 and
/// 0 < share <= 1.
InputLaw three_point_law(const Rational& share, const Rational& size);

/// "uniform:1/2", "gaussian" or "three-point:1/3:1".
std::string to_text(const InputLaw& law);
/// Reads that. Throws PreconditionError.
InputLaw parse_input_law(const std::string& text);

/// E x^(2k).
Rational even_moment(const InputLaw& law, int k);
/// sigma^2 = E x^2 and kappa = E x^4 / sigma^4.
Rational variance(const InputLaw& law);
Rational kurtosis(const InputLaw& law);

/// A point and its weight; weights may be negative, they sum to one.
using WeightedPoint = std::pair<Rational, Rational>;

/// Points -m..m times a rational unit with the law's moments up to `degree`: averages of
/// polynomials of that degree are exact.
std::vector<WeightedPoint> matching_points(const InputLaw& law, int degree);

/// Weights of the given points that give the moments 0, 1, ... listed. Throws PreconditionError
/// unless there are as many moments as points, all different.
std::vector<WeightedPoint> weighted(const std::vector<Rational>& points,
                                    const std::vector<Rational>& moments);

}  // namespace lemmascope::regression
