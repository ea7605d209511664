#include "theory/templates/identity_limit.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

Vector<Rational> attention_by_equality(const Symbols& symbols, const Rational& q) {
  require(q > 0, "expected e^a above zero");
  require(!symbols.empty(), "expected a template of at least one position");
  Vector<Rational> attention(symbols.size());
  Rational total(0);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    attention(i) = symbols[i] == symbols.back() ? q : Rational(1);
    total += attention(i);
  }
  for (Eigen::Index i = 0; i < attention.size(); ++i) attention(i) /= total;
  return attention;
}

Matrix<Rational> kernel_by_equality(const std::vector<Symbols>& list, const Rational& q) {
  Matrix<Rational> kernel(list.size(), list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (std::size_t j = 0; j < list.size(); ++j) {
      const auto a = attention_by_equality(list[i], q), b = attention_by_equality(list[j], q);
      require(a.size() == b.size(), "expected templates of one length");
      Rational sum(0);
      for (Eigen::Index l = 0; l < a.size(); ++l) sum += a(l) * b(l);
      kernel(i, j) = sum;
    }
  }
  return kernel;
}

Rational determinant_by_minors(const Symbols& one, const Symbols& other, const Rational& q) {
  const auto a = attention_by_equality(one, q), b = attention_by_equality(other, q);
  require(a.size() == b.size(), "expected templates of one length");
  Rational sum(0);
  for (Eigen::Index l = 0; l < a.size(); ++l) {
    for (Eigen::Index m = l + 1; m < a.size(); ++m) {
      const Rational minor = a(l) * b(m) - a(m) * b(l);
      sum += minor * minor;
    }
  }
  return sum;
}

}  // namespace lemmascope::templates
