#include "theory/templates/attention_kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

// e^{-factor n} (of n^2 where `squared`) for n = 0, 1, ... For double from 50 digits, so that every
// entry is within half a unit in the last place.
template <class N>
std::vector<N> exponentials(const Rational& factor, int count, bool squared) {
  std::vector<N> table;
  table.reserve(count);
  for (int n = 0; n < count; ++n) {
    const Rational exponent = -factor * n * (squared ? n : 1);
    if constexpr (std::same_as<N, double>) {
      table.push_back(static_cast<double>(exp(from_rational<Real50>(exponent))));
    } else {
      table.push_back(exp(from_rational<N>(exponent)));
    }
  }
  return table;
}

// A range of lattice points in one or two directions (the second has one row for length two), with
// some fields at each.
struct Range {
  int low = 0, high = 0;
  int size() const { return high - low + 1; }
};

template <class N>
struct Fields {
  Range first, second;
  std::vector<std::vector<N>> values;  ///< by field; second runs fastest

  Fields(Range a, Range b, int fields)
      : first(a),
        second(b),
        values(fields, std::vector<N>(static_cast<std::size_t>(a.size()) * b.size(), N(0))) {}
  std::size_t at(int j1, int j2) const {
    return static_cast<std::size_t>(j1 - first.low) * second.size() + (j2 - second.low);
  }
};

// One Gaussian variable of a template: it moves the scores of one class of positions.
struct Variable {
  int along_first = 0, along_second = 0;  ///< 0 or 1: lattice direction
  bool narrow = false;                    ///< variance beta^2, else 2 beta^2
  bool shifted = false;                   ///< mean -identity, else 0
};

// Differences of class scores to the last position's class: with two classes one variable, with
// three (of three positions) each class its own; a shift of the last class upwards is one of the
// others downwards, and direction (1, 1) up to sign.
std::vector<Variable> variables_of(const Symbols& symbols) {
  const int k = static_cast<int>(symbols.size()), classes = distinct_symbols(symbols);
  if (classes == 1) return {};
  if (classes == 2) {
    Variable other;
    other.along_first = symbols[0] != symbols[k - 1] ? 1 : 0;
    other.along_second = k == 3 && symbols[1] != symbols[2] ? 1 : 0;
    other.shifted = true;
    return {other};
  }
  return {{1, 1, true, true}, {1, 0, true, false}, {0, 1, true, false}};
}

// Normalised weights of a Gaussian on the lattice within `reach` of its centre.
template <class N>
struct Weights {
  int centre = 0, reach = 0;
  std::vector<N> weights;
};

template <class N>
Weights<N> gaussian_weights(const Rational& variance, const Rational& mean, const Rational& step,
                            int reach) {
  Weights<N> result;
  result.centre = static_cast<int>(std::lround(to_double(Rational(mean / step))));
  result.reach = reach;
  using Careful = std::conditional_t<std::same_as<N, double>, Real50, N>;
  std::vector<Careful> exact;
  Careful total(0);
  for (int j = result.centre - reach; j <= result.centre + reach; ++j) {
    const Rational from_mean = j * step - mean;
    exact.push_back(exp(from_rational<Careful>(Rational(-from_mean * from_mean / (2 * variance)))));
    total += exact.back();
  }
  for (Careful& weight : exact) result.weights.push_back(static_cast<N>(weight / total));
  return result;
}

template <class N>
class Summation {
 public:
  Summation(const KernelParameters& parameters, const LatticePlan& plan)
      : parameters_(parameters),
        plan_(plan),
        outer_{-plan.outer_reach, plan.outer_reach},
        second_(plan.length == 3 ? outer_ : Range{}),
        squared_gamma_(from_rational<N>(Rational(parameters.gamma * parameters.gamma))) {
    const Rational variance = parameters.beta * parameters.beta;
    for (const bool narrow : {false, true}) {
      for (const bool shifted : {false, true}) {
        weights_[narrow][shifted] =
            gaussian_weights<N>(narrow ? variance : Rational(2 * variance),
                                shifted ? Rational(-parameters.identity) : Rational(0), plan.step,
                                narrow ? plan.narrow_reach : plan.inner_reach);
      }
    }
    weigh_positions();
  }

  // Entries of the softmax that fields hold: sums of positive numbers in double, whose rounding is
  // bounded by their number; elsewhere the last one is what the others leave of one.
  int entries() const { return std::same_as<N, double> ? plan_.length : plan_.length - 1; }

  // The softmax given w, averaged over the symbols (a field an entry), and then, where asked for,
  // s^T X X^T s + g^2 s^T s of one string with itself.
  Fields<N> averaged(const Symbols& symbols, bool with_same_string) const {
    const auto variables = variables_of(symbols);
    Fields<N> fields = softmax_over(symbols, variables, with_same_string);
    for (const Variable& variable : variables) fields = convolved(fields, variable);
    return fields;
  }

  // Sum of weights times a function of the lattice point's place in the fields; rows first, so that
  // rounding grows with the sides of the lattice only.
  template <class Value>
  N over_positions(Value value) const {
    N sum(0);
    std::size_t place = 0;
    for (int j1 = 0; j1 < outer_.size(); ++j1) {
      N row(0);
      for (int j2 = 0; j2 < second_.size(); ++j2, ++place) row += positions_[place] * value(place);
      sum += row;
    }
    return sum / total_;
  }

  // s . t of the averages of two templates at a point.
  N product_at(const Fields<N>& mine, const Fields<N>& other, std::size_t place) const {
    N product(0), left(1), other_left(1);
    for (int l = 0; l < entries(); ++l) {
      product += mine.values[l][place] * other.values[l][place];
      left -= mine.values[l][place];
      other_left -= other.values[l][place];
    }
    return entries() == plan_.length ? product : N(product + left * other_left);
  }

  const N& squared_gamma() const { return squared_gamma_; }

 private:
  // The density of differences of positions: e^{-j^2 h^2/(4 tau^2)}, in two directions
  // e^{-(j1^2 + j2^2 + (j1 - j2)^2) h^2/(6 tau^2)}.
  void weigh_positions() {
    const Rational tau = parameters_.beta * parameters_.gamma;
    const Rational unit = plan_.step * plan_.step / (tau * tau);
    const bool plane = plan_.length == 3;
    const auto table = exponentials<N>(Rational(unit / (plane ? 6 : 4)),
                                       (plane ? 2 : 1) * plan_.outer_reach + 1, true);
    total_ = N(0);
    for (int j1 = outer_.low; j1 <= outer_.high; ++j1) {
      N row(0);
      for (int j2 = second_.low; j2 <= second_.high; ++j2) {
        N weight = table[std::abs(j1)];
        if (plane) weight = weight * table[std::abs(j2)] * table[std::abs(j1 - j2)];
        row += weight;
        positions_.push_back(std::move(weight));
      }
      total_ += row;
    }
  }

  const Weights<N>& weights_for(const Variable& variable) const {
    return weights_[variable.narrow][variable.shifted];
  }

  static Range widened(Range range, const Weights<N>& by) {
    return {range.low + by.centre - by.reach, range.high + by.centre + by.reach};
  }

  Fields<N> softmax_over(const Symbols& symbols, const std::vector<Variable>& variables,
                         bool with_same_string) const {
    Range first = outer_, second = second_;
    for (const Variable& variable : variables) {
      if (variable.along_first != 0) first = widened(first, weights_for(variable));
      if (variable.along_second != 0) second = widened(second, weights_for(variable));
    }
    const int k = plan_.length;
    const int most =
        std::max({std::abs(first.low), std::abs(first.high), std::abs(second.low),
                  std::abs(second.high), first.high - second.low, second.high - first.low});
    const auto table = exponentials<N>(plan_.step, most + 1, false);
    Fields<N> fields(first, second, entries() + (with_same_string ? 1 : 0));
    for (int j1 = first.low; j1 <= first.high; ++j1) {
      for (int j2 = second.low; j2 <= second.high; ++j2) {
        const std::array<int, 3> scores{j1, k == 3 ? j2 : 0, 0};
        const int largest = *std::max_element(scores.begin(), scores.begin() + k);
        std::array<N, 3> s;
        N total(0);
        for (int l = 0; l < k; ++l) total += s[l] = table[largest - scores[l]];
        const std::size_t place = fields.at(j1, j2);
        for (int l = 0; l < k; ++l) s[l] = s[l] / total;
        for (int l = 0; l < entries(); ++l) fields.values[l][place] = s[l];
        if (with_same_string) fields.values.back()[place] = own_kernel(symbols, s);
      }
    }
    return fields;
  }

  // s^T X X^T s + gamma^2 s^T s.
  N own_kernel(const Symbols& symbols, const std::array<N, 3>& s) const {
    N own(0), classes(0);
    for (int l = 0; l < plan_.length; ++l) {
      own += s[l] * s[l];
      for (int m = 0; m < plan_.length; ++m) {
        if (symbols[l] == symbols[m]) classes += s[l] * s[m];
      }
    }
    return classes + squared_gamma_ * own;
  }

  Fields<N> convolved(const Fields<N>& fields, const Variable& variable) const {
    const Weights<N>& by = weights_for(variable);
    const auto narrowed = [&](Range range, int along) {
      if (along == 0) return range;
      return Range{range.low - by.centre + by.reach, range.high - by.centre - by.reach};
    };
    const Range first = narrowed(fields.first, variable.along_first);
    const Range second = narrowed(fields.second, variable.along_second);
    Fields<N> result(first, second, static_cast<int>(fields.values.size()));
    for (std::size_t f = 0; f < fields.values.size(); ++f) {
      for (int j1 = first.low; j1 <= first.high; ++j1) {
        N* row = &result.values[f][result.at(j1, second.low)];
        for (int t = -by.reach; t <= by.reach; ++t) {
          const int by_t = by.centre + t;
          const N& weight = by.weights[t + by.reach];
          const N* from = &fields.values[f][fields.at(j1 + variable.along_first * by_t,
                                                      second.low + variable.along_second * by_t)];
          for (int j2 = 0; j2 < second.size(); ++j2) row[j2] += weight * from[j2];
        }
      }
    }
    return result;
  }

  KernelParameters parameters_;
  LatticePlan plan_;
  Range outer_, second_;
  Weights<N> weights_[2][2];
  std::vector<N> positions_;
  N total_{0}, squared_gamma_;
};

void require_templates(const std::vector<Symbols>& list, const LatticePlan& plan) {
  require(!list.empty(), "expected at least one template");
  for (const Symbols& symbols : list) {
    if (static_cast<int>(symbols.size()) != plan.length) {
      refuse(fmt::format("expected templates of {} letters, found {}", plan.length,
                         template_text(symbols)));
    }
  }
}

// Values in units of gamma^2 and 1 + gamma^2, each known to the plan's error.
template <class N>
KernelMatrices<N> summed(const std::vector<Symbols>& list, const KernelParameters& parameters,
                         const LatticePlan& plan, KernelPart part) {
  require_templates(list, plan);
  const bool with_same_string = part == KernelPart::all;
  const Summation<N> summation(parameters, plan);
  std::vector<Fields<N>> fields;
  for (const Symbols& symbols : list) {
    fields.push_back(summation.averaged(symbols, with_same_string));
  }
  const auto r = static_cast<Eigen::Index>(list.size());
  KernelMatrices<N> result{Matrix<N>(r, r), Vector<N>(with_same_string ? r : 0)};
  for (Eigen::Index i = 0; i < r; ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) {
      result.between(i, j) = result.between(j, i) =
          summation.squared_gamma() * summation.over_positions([&](std::size_t place) {
            return summation.product_at(fields[i], fields[j], place);
          });
    }
    if (!with_same_string) continue;
    const auto& own = fields[i].values.back();
    result.same_string(i) = summation.over_positions([&](std::size_t place) { return own[place]; });
  }
  return result;
}

// The set of numbers within `radius` of those in x.
Interval widened_by(const Interval& x, const Rational& radius) {
  return x + Interval::between(-radius, radius);
}

void widen(KernelMatrices<Interval>& kernel, const Rational& squared_gamma, const Rational& error) {
  for (Eigen::Index e = 0; e < kernel.between.size(); ++e) {
    auto& entry = kernel.between.data()[e];
    entry = widened_by(entry, Rational(squared_gamma * error));
  }
  for (Eigen::Index i = 0; i < kernel.same_string.size(); ++i) {
    kernel.same_string(i) =
        widened_by(kernel.same_string(i), Rational((1 + squared_gamma) * error));
  }
}

}  // namespace

template <Elementary N>
KernelMatrices<N> kernel_matrices(const std::vector<Symbols>& list,
                                  const KernelParameters& parameters, const LatticePlan& plan,
                                  KernelPart part) {
  KernelMatrices<N> result = summed<N>(list, parameters, plan, part);
  if constexpr (std::same_as<N, Interval>) {
    widen(result, Rational(parameters.gamma * parameters.gamma), plan.error);
  }
  return result;
}

KernelMatrices<Interval> enclosed_in_double(const std::vector<Symbols>& list,
                                            const KernelParameters& parameters,
                                            const LatticePlan& plan, KernelPart part) {
  const auto rounded = summed<double>(list, parameters, plan, part);
  // Roundings on the way to one value, each by a factor within 1 +- 2^-53: softmax, products and
  // gamma^2 below 30; up to three convolutions of both strings; weights and sums over the lattice,
  // twice for the normalising total.
  const long taps = 2L * plan.inner_reach + 3, side = 2L * plan.outer_reach + 3;
  const long roundings = 30 + 2 * 3 * (taps + 2) + 4 * side;
  const Rational unit(roundings, Integer(Integer(1) << 53));
  const Rational relative = unit / (1 - unit);
  // What underflows is below 2^-1000 in all.
  const Rational underflow(Integer(1), Integer(Integer(1) << 1000));
  const auto enclosed = [&](double value) {
    const Rational middle(value);
    return widened_by(Interval::exactly(value), Rational(abs(middle) * relative * 2 + underflow));
  };
  KernelMatrices<Interval> result{Matrix<Interval>(rounded.between.rows(), rounded.between.cols()),
                                  Vector<Interval>(rounded.same_string.size())};
  for (Eigen::Index e = 0; e < rounded.between.size(); ++e) {
    result.between.data()[e] = enclosed(rounded.between.data()[e]);
  }
  for (Eigen::Index i = 0; i < rounded.same_string.size(); ++i) {
    result.same_string(i) = enclosed(rounded.same_string(i));
  }
  widen(result, Rational(parameters.gamma * parameters.gamma), plan.error);
  return result;
}

KernelMatrices<Interval> enclosed_kernel(const std::vector<Symbols>& list,
                                         const KernelParameters& parameters, int digits,
                                         KernelPart part) {
  require(!list.empty(), "expected at least one template");
  if (list.front().size() == 3) {
    return enclosed_in_double(list, parameters, lattice_plan(3, parameters, 14), part);
  }
  const LatticePlan plan = lattice_plan(static_cast<int>(list.front().size()), parameters, digits);
  return kernel_matrices<Interval>(list, parameters, plan, part);
}

double kernel_work(const std::vector<Symbols>& list, const LatticePlan& plan) {
  double work = 0;
  for (const Symbols& symbols : list) {
    double first = 2.0 * plan.outer_reach + 1, second = plan.length == 3 ? first : 1;
    double sums = 0;
    const auto variables = variables_of(symbols);
    // From the last variable to the first: each sums over ranges that those before it have widened.
    for (auto variable = variables.rbegin(); variable != variables.rend(); ++variable) {
      const double taps = 2.0 * (variable->narrow ? plan.narrow_reach : plan.inner_reach) + 1;
      sums += first * second * taps;
      first += variable->along_first * taps;
      second += variable->along_second * taps;
    }
    work += (plan.length + 1.0) * (sums + 10 * first * second);
  }
  return work;
}

#define LEMMASCOPE_KERNEL_MATRICES(N)            \
  template KernelMatrices<N> kernel_matrices<N>( \
      const std::vector<Symbols>&, const KernelParameters&, const LatticePlan&, KernelPart);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_KERNEL_MATRICES)

}  // namespace lemmascope::templates
