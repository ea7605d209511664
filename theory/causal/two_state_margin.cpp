#include "theory/causal/two_state_margin.hpp"

#include <array>
#include <bit>
#include <map>

#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

// Twice the four transition probabilities as linear forms: x, 1 - x, y, 1 - y.
constexpr std::array<TriangleForm, 4> kDoubled{{{0, 2, 1}, {2, 0, 1}, {0, 0, 1}, {2, 2, 1}}};
constexpr TriangleForm kOneLessLambda{1, 0, 1};
constexpr TriangleForm kOnePlusLambda{1, 2, 1};

// How often a product uses x, 1 - x and y; the rest of its degree are factors 1 - y.
using Exponents = std::array<int, 3>;
using Table = std::map<Exponents, Integer>;

Integer least_common_multiple(const Integer& a, const Integer& b) {
  return Integer(a / Integer(gcd(a, b)) * b);
}

/// The numbers of one margin: K's weights (T 1(s_i = s') - N) / (N + T eps) over a common multiple.
class Weights {
 public:
  Weights(int length, const Rational& epsilon)
      : length_(length),
        offset_(numerator(Rational(length * epsilon))),
        unit_(denominator(Rational(length * epsilon))) {
    for (int n = 1; n <= length; ++n) common_ = least_common_multiple(common_, sum(n));
  }

  /// The weight of a target token with `count` > 0 copies, times common() over unit.
  Integer weight(int count, bool is_target) const {
    return (is_target ? length_ - count : -count) * unit_ * (common_ / sum(count));
  }
  const Integer& common() const { return common_; }

 private:
  Integer sum(int count) const { return count * unit_ + offset_; }
  int length_;
  Integer offset_, unit_, common_ = 1;
};

// Factors of the probability of a node sequence, bit k of `tokens` the token of node k. A root's
// stationary law is (y, 1 - x) over 1 - lambda.
std::array<int, 4> factors_of(const CausalForest& forest, unsigned tokens) {
  std::array<int, 4> factors{};
  for (Position k = 0; k < forest.size(); ++k) {
    const unsigned token = tokens >> k & 1u;
    if (forest.is_root(k)) {
      ++factors[token == 1 ? 1 : 2];
    } else {
      ++factors[2 * (tokens >> forest.parent(k) & 1u) + token];
    }
  }
  return factors;
}

// The coefficient of every product of transition probabilities in 2 (K_ip - K_ij) (1 - lambda)^R.
Table table_of(const CausalForest& forest, const RivalPlace& at, const Weights& weights) {
  Table table;
  const int nodes = forest.size();
  for (unsigned tokens = 0; tokens < 1u << nodes; ++tokens) {
    give_up_if_asked();
    const std::array<int, 4> path = factors_of(forest, tokens);
    const int ones = std::popcount(tokens);
    for (const unsigned query : {0u, 1u}) {
      const int contrast = static_cast<int>((tokens >> at.parent & 1u) == query) -
                           static_cast<int>((tokens >> at.j & 1u) == query);
      if (contrast == 0) continue;
      for (const unsigned target : {0u, 1u}) {
        const int count = (target == 1 ? ones : nodes - ones) + (query == target ? 1 : 0);
        if (count == 0) continue;
        auto factors = path;
        ++factors[2 * query + target];
        table[{factors[0], factors[1], factors[2]}] +=
            contrast * weights.weight(count, (tokens >> at.i & 1u) == target);
      }
    }
  }
  return table;
}

// sum of table entries times products of `degree` doubled forms; with swapped rows x and y change
// places. Powers are shared through a table of products x^k (1-x)^l y^m built on the way.
TrianglePolynomial expanded(const Table& table, int degree, bool swapped) {
  const auto form = [&](int which) { return kDoubled[swapped ? (which + 2) % 4 : which]; };
  std::vector<TrianglePolynomial> last_powers{TrianglePolynomial::constant(1)};
  for (int k = 0; k < degree; ++k) last_powers.push_back(last_powers.back().times(form(3)));
  // Horner's rule in each of three variables, highest powers first; what is left is a power of the
  // fourth. `sums[v]` collects what is multiplied by variable v next.
  TrianglePolynomial total(degree);
  std::map<int, std::map<int, std::map<int, Integer>>> nested;
  for (const auto& [e, coefficient] : table) nested[e[0]][e[1]][e[2]] = coefficient;
  const auto horner = [&](const auto& terms, int whole, int variable, const auto& inner) {
    const int top = terms.rbegin()->first;
    TrianglePolynomial sum(whole - top);
    for (int power = top; power >= 0; --power) {
      if (power < top) sum = sum.times(form(variable));
      const auto found = terms.find(power);
      if (found != terms.end()) sum += inner(found->second, whole - power);
    }
    return sum;
  };
  const auto of_last = [&](const Integer& coefficient, int whole) {
    return last_powers[static_cast<std::size_t>(whole)].times(coefficient);
  };
  const auto of_y = [&](const auto& terms, int whole) { return horner(terms, whole, 2, of_last); };
  const auto of_rest = [&](const auto& terms, int whole) { return horner(terms, whole, 1, of_y); };
  if (!nested.empty()) total += horner(nested, degree, 0, of_rest);
  return total;
}

TrianglePolynomial times_power(TrianglePolynomial polynomial, const TriangleForm& form, int power) {
  for (int k = 0; k < power; ++k) polynomial = polynomial.times(form);
  return polynomial;
}

}  // namespace

TwoStateMargin two_state_margin(const CausalForest& forest, const RivalPlace& at,
                                const Rational& epsilon) {
  constexpr int kMostNodes = 16;
  const int nodes = forest.size();
  require(nodes <= kMostNodes, "a margin as a polynomial is for at most 16 nodes");
  require(at.i >= 0 && at.i < nodes && at.j >= 0 && at.j < nodes && !forest.is_root(at.i) &&
              at.parent == forest.parent(at.i),
          "expected a node with a parent and a rival among the nodes");
  require(epsilon >= 0, "expected a loss smoothing of at least 0");
  const Weights weights(nodes + 1, epsilon);
  const Table table = table_of(forest, at, weights);
  const int roots = forest.root_count();
  // The mean over the two row orders, over their common denominator.
  TrianglePolynomial sum = times_power(expanded(table, nodes + 1, false), kOnePlusLambda, roots);
  sum += times_power(expanded(table, nodes + 1, true), kOneLessLambda, roots);
  // Four: the mean over the rows' orders and over the query; 2^(n+1): the doubled forms.
  const Integer scale = 4 * weights.common() * (Integer(1) << (nodes + 1));
  return {std::move(sum), Rational(1) / Rational(scale), roots};
}

Rational value(const TwoStateMargin& margin, const Rational& x, const Rational& y) {
  require(y <= x && x + y <= 1, "expected rows with y <= x and x + y <= 1");
  const Rational b = x - y, c = 2 * y, a = 1 - b - c;
  Rational denominators = 1;
  for (int k = 0; k < margin.roots; ++k) denominators *= (1 - b) * (1 + b);
  return margin.scale * margin.numerator.value(a, b, c) / denominators;
}

TrianglePolynomial over_lambda_squared(const TwoStateMargin& margin) {
  return margin.numerator.over_b_to_the(2);
}

TrianglePolynomial excess_over_bound(const TwoStateMargin& margin, const Rational& factor) {
  TrianglePolynomial excess = over_lambda_squared(margin);
  TrianglePolynomial bound =
      times_power(TrianglePolynomial::constant(1), kOneLessLambda, margin.roots + 1);
  bound = times_power(std::move(bound), kOnePlusLambda, margin.roots);
  const int degree = std::max(excess.degree(), bound.degree());
  const Rational ratio = factor / margin.scale;
  excess = excess.raised_to(degree).times(Integer(denominator(ratio)));
  excess += bound.raised_to(degree).times(Integer(-numerator(ratio)));
  return excess;
}

Rational corner_limit(const TwoStateMargin& margin) {
  return margin.scale * over_lambda_squared(margin).at(0, 0);
}

}  // namespace lemmascope::causal
