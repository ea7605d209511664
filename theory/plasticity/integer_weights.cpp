#include "theory/plasticity/integer_weights.hpp"

#include <cstdint>
#include <type_traits>

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

// Unsigned arithmetic wraps around by definition; the conversion back is modular since C++20.
template <class Accumulator>
class Wrapping {
 public:
  using Bits = std::make_unsigned_t<Accumulator>;
  Wrapping(int rows, int columns)
      : columns_(columns), bits_(static_cast<std::size_t>(rows) * columns, Bits{0}) {}
  Bits& at(int i, int j) { return bits_[static_cast<std::size_t>(i) * columns_ + j]; }
  static Bits of(const Rational& entry) {
    return static_cast<Bits>(static_cast<Accumulator>(static_cast<int>(numerator(entry))));
  }

 private:
  int columns_;
  std::vector<Bits> bits_;
};

bool is_eight_bit(const Matrix<Rational>& matrix) {
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    const Rational& entry = matrix.data()[e];
    if (denominator(entry) != 1 || entry < -128 || entry > 127) return false;
  }
  return true;
}

}  // namespace

bool is_eight_bit(const AssociationTask& task) {
  return is_eight_bit(task.keys) && is_eight_bit(task.values) && is_eight_bit(task.queries);
}

template <class Accumulator>
Matrix<Rational> integer_fast_weight_outputs(const AssociationTask& task) {
  require_task(task);
  require(is_eight_bit(task), "expected whole numbers from -128 to 127");
  using Wraps = Wrapping<Accumulator>;
  Wraps weights(task.outputs(), task.width());
  Matrix<Rational> outputs(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    for (int i = 0; i < task.outputs(); ++i) {
      typename Wraps::Bits sum = 0;
      for (int j = 0; j < task.width(); ++j) {
        weights.at(i, j) += Wraps::of(task.values(t, i)) * Wraps::of(task.keys(t, j));
        sum += weights.at(i, j) * Wraps::of(task.queries(t, j));
      }
      outputs(t, i) = Rational(static_cast<Accumulator>(sum));
    }
  }
  return outputs;
}

OutputRange eight_bit_output_range(int tokens, int width) {
  require(tokens >= 1 && width >= 1, "expected at least one token and one entry");
  const Rational products = Rational(tokens) * width;
  return {Rational(-(1 << 21) * products), Rational(127 * (1 << 14) * products)};
}

template Matrix<Rational> integer_fast_weight_outputs<std::int32_t>(const AssociationTask&);
template Matrix<Rational> integer_fast_weight_outputs<std::int64_t>(const AssociationTask&);

}  // namespace lemmascope::plasticity
