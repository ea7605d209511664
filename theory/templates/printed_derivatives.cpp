#include "theory/templates/printed_derivatives.hpp"

#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

// What the printed terms are made of, in the notebook's names: P = X X^T, Q = Y Y^T, C = X Y^T.
struct Invariants {
  Rational c, trace_c;            // 1'C1, tr C
  Rational p, q;                  // 1'P1, 1'Q1
  Rational pc, cq;                // 1'PC1, 1'CQ1
  Rational trace_pc, trace_cq;    // tr PC, tr CQ
  Rational cc, trace_cc;          // 1'CC1, tr CC
  Rational dq, pd;                // 1'C'Q1, 1'PC'1
  Rational pp, qq, pq, trace_pq;  // 1'PP1, 1'QQ1, 1'PQ1, tr PQ
};

Rational sum(const Matrix<Rational>& a) {
  Rational all(0);
  for (Eigen::Index e = 0; e < a.size(); ++e) all += a.data()[e];
  return all;
}
Rational trace(const Matrix<Rational>& a) {
  Rational all(0);
  for (Eigen::Index i = 0; i < a.rows(); ++i) all += a(i, i);
  return all;
}

Invariants by_products(const Symbols& x, const Symbols& y) {
  const Matrix<Rational> p = coincidences(x, x), q = coincidences(y, y), c = coincidences(x, y);
  const Matrix<Rational> d = c.transpose();
  const auto of = [](const Matrix<Rational>& a, const Matrix<Rational>& b) {
    return product(a, b);
  };
  return {sum(c),        trace(c),        sum(p),          sum(q),
          sum(of(p, c)), sum(of(c, q)),   trace(of(p, c)), trace(of(c, q)),
          sum(of(c, c)), trace(of(c, c)), sum(of(d, q)),   sum(of(p, d)),
          sum(of(p, p)), sum(of(q, q)),   sum(of(p, q)),   trace(of(p, q))};
}

// Sums over a, b and b', c with b = b' of [l_a = m_b] [n_b' = o_c]; a trace asks that c = a too.
Rational count(const Symbols& l, const Symbols& m, const Symbols& n, const Symbols& o,
               bool closed) {
  const std::size_t k = l.size();
  long found = 0;
  for (std::size_t a = 0; a < k; ++a) {
    for (std::size_t b = 0; b < k; ++b) {
      if (l[a] != m[b]) continue;
      for (std::size_t c = 0; c < k; ++c) found += n[b] == o[c] && (!closed || c == a) ? 1 : 0;
    }
  }
  return Rational(found);
}
Rational pairs(const Symbols& l, const Symbols& m, bool closed) {
  long found = 0;
  for (std::size_t a = 0; a < l.size(); ++a) {
    for (std::size_t b = 0; b < m.size(); ++b) found += l[a] == m[b] && (!closed || a == b) ? 1 : 0;
  }
  return Rational(found);
}

Invariants by_counting(const Symbols& x, const Symbols& y) {
  return {pairs(x, y, false),       pairs(x, y, true),        pairs(x, x, false),
          pairs(y, y, false),       count(x, x, x, y, false), count(x, y, y, y, false),
          count(x, x, x, y, true),  count(x, y, y, y, true),  count(x, y, x, y, false),
          count(x, y, x, y, true),  count(y, x, y, y, false), count(x, x, y, x, false),
          count(x, x, x, x, false), count(y, y, y, y, false), count(x, x, y, y, false),
          count(x, x, y, y, true)};
}

Rational order_two_two(const Invariants& v, const Rational& k) {
  return 8 * v.trace_c / (k * k) - 8 * v.c / (k * k * k);
}

// The 17 terms of order (4, 2), by powers of 1/k.
Rational order_four_two(const Invariants& v, const Rational& k) {
  const Rational second = 72 * v.trace_c;
  const Rational third = -168 * v.c - 336 * v.trace_pc - 336 * v.trace_cq;
  const Rational fourth = 576 * v.pc + 576 * v.cq + 96 * v.trace_c * (v.p + v.q) +
                          144 * v.c * v.trace_c + 144 * v.cc + 192 * v.dq + 192 * v.pd + 48 * v.pq;
  const Rational fifth = -432 * v.c * (v.p + v.q) - 384 * v.c * v.c - 48 * v.p * v.q;
  return (second + (third + (fourth + fifth / k) / k) / k) / (k * k);
}

// The 44 coefficients of order (6, 4), by powers of 1/k.
Rational order_six_four(const Invariants& v, const Rational& k) {
  const Rational second = 17280 * v.trace_c - 17280;
  const Rational third = -34560 * v.c - 432000 * v.trace_c - 86400 * (v.trace_pc + v.trace_cq);
  const Rational fourth = 552960 * v.c + 129600 * (v.pc + v.cq) +
                          1313280 * (v.trace_pc + v.trace_cq) + 25920 * v.trace_c * (v.p + v.q) +
                          34560 * (v.trace_c * v.c + v.cc) + 51840 * (v.pd + v.dq) +
                          34560 * (v.trace_cc + v.trace_c * v.trace_c) + 60480 * (v.p + v.q) +
                          17280 * (v.pq + v.trace_pq);
  const Rational fifth = -1693440 * (v.pc + v.cq) - 103680 * v.c * (v.p + v.q) -
                         397440 * v.trace_c * (v.p + v.q) - 587520 * (v.trace_c * v.c + v.cc) -
                         86400 * v.c * v.c - 794880 * (v.pd + v.dq) - 207360 * (v.pp + v.qq) -
                         241920 * v.pq - 17280 * v.p * v.q;
  const Rational sixth = 1451520 * v.c * (v.p + v.q) + 1226880 * v.c * v.c +
                         155520 * (v.p * v.p + v.q * v.q) + 224640 * v.p * v.q;
  return (second + (third + (fourth + (fifth + sixth / k) / k) / k) / k) / (k * k);
}

Rational of_invariants(const Invariants& v, int length, int beta_order, int gamma_order) {
  const Rational k(length);
  if (beta_order == 0 && gamma_order == 0) return v.c / (k * k);
  if (beta_order == 2 && gamma_order == 2) return order_two_two(v, k);
  if (beta_order == 4 && gamma_order == 2) return order_four_two(v, k);
  if (beta_order == 6 && gamma_order == 4) return order_six_four(v, k);
  refuse(fmt::format("the printed orders are 0,0, 2,2, 4,2 and 6,4, found {},{}", beta_order,
                     gamma_order));
}

void require_one_length(const Symbols& first, const Symbols& second) {
  require(!first.empty() && first.size() == second.size(), "expected two strings of one length");
}

}  // namespace

Rational printed_derivative(const Symbols& first, const Symbols& second, int beta_order,
                            int gamma_order) {
  require_one_length(first, second);
  return of_invariants(by_products(first, second), static_cast<int>(first.size()), beta_order,
                       gamma_order);
}

Rational printed_derivative_by_counting(const Symbols& first, const Symbols& second, int beta_order,
                                        int gamma_order) {
  require_one_length(first, second);
  return of_invariants(by_counting(first, second), static_cast<int>(first.size()), beta_order,
                       gamma_order);
}

Rational pattern_product(const Symbols& first, const Symbols& second) {
  require_one_length(first, second);
  return by_products(first, second).trace_pq;
}

}  // namespace lemmascope::templates
