#include "theory/signal/weight_averages.hpp"

#include <functional>

#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

using M = Matrix<Rational>;

M zeros(Eigen::Index rows, Eigen::Index columns) { return M::Constant(rows, columns, Rational(0)); }

M transposed(const M& a) { return a.transpose(); }

Rational squared(const M& a) {
  Rational sum(0);
  for (Eigen::Index e = 0; e < a.size(); ++e) {
    if (a.data()[e] != 0) sum += a.data()[e] * a.data()[e];
  }
  return sum;
}

struct Shape {
  Eigen::Index rows, columns;
};

// Sum of f over all choices of one matrix of each shape, each from `choices`, with its weight.
using Choices = std::function<void(const Shape&, const std::function<void(const M&, Rational)>&)>;

Rational summed(const std::vector<Shape>& shapes, const Choices& choices,
                const std::function<Rational(const std::vector<M>&)>& f) {
  std::vector<M> chosen(shapes.size());
  Rational sum(0);
  std::function<void(std::size_t, const Rational&)> choose = [&](std::size_t k,
                                                                 const Rational& weight) {
    if (k == shapes.size()) {
      sum += weight * f(chosen);
      return;
    }
    choices(shapes[k], [&](const M& matrix, const Rational& share) {
      chosen[k] = matrix;
      choose(k + 1, weight * share);
    });
  };
  choose(0, Rational(1));
  return sum;
}

void every_sign_matrix(const Shape& shape, const std::function<void(const M&, Rational)>& visit) {
  const auto entries = shape.rows * shape.columns;
  M matrix(shape.rows, shape.columns);
  for (long code = 0; code < 1L << entries; ++code) {
    for (Eigen::Index e = 0; e < entries; ++e) matrix.data()[e] = (code >> e & 1) != 0 ? 1 : -1;
    visit(matrix, Rational(1, 1L << entries));
  }
}

void every_unit_matrix(const Shape& shape, const std::function<void(const M&, Rational)>& visit) {
  M matrix = zeros(shape.rows, shape.columns);
  for (Eigen::Index e = 0; e < matrix.size(); ++e) {
    matrix.data()[e] = 1;
    visit(matrix, Rational(1));
    matrix.data()[e] = 0;
  }
}

Rational averaged(Average average, const std::vector<Shape>& shapes,
                  const std::function<Rational(const std::vector<M>&)>& f) {
  Eigen::Index entries = 0;
  for (const Shape& shape : shapes) entries += shape.rows * shape.columns;
  require(average == Average::units || entries <= 20,
          "complete enumeration of signs: expected at most 20 entries");
  return summed(shapes, average == Average::signs ? Choices(every_sign_matrix) : every_unit_matrix,
                f);
}

// Change of A X W_V at uniform attention when the scores change by dz: dA = (dz - mean of its row)
// / n.
M through_scores(const M& change, const M& input, const M& value) {
  const auto n = input.rows();
  M attention(n, n);
  for (int i = 0; i < n; ++i) {
    Rational mean(0);
    for (int j = 0; j < n; ++j) mean += change(i, j);
    mean /= n;
    for (int j = 0; j < n; ++j) attention(i, j) = (change(i, j) - mean) / n;
  }
  return product(product(attention, input), value);
}

// Sum over unit matrices u of a shape of |f(u)|^2.
Rational summed_over_units(const Shape& shape, const std::function<M(const M&)>& f) {
  Rational sum(0);
  every_unit_matrix(shape, [&](const M& unit, const Rational&) { sum += squared(f(unit)); });
  return sum;
}

}  // namespace

Rational exact_value_gradient(const Matrix<Rational>& input, const Weights& weights) {
  const Vector<Rational> mean = mean_token(input);
  M mixed(input.rows(), input.cols());
  for (int i = 0; i < input.rows(); ++i) mixed.row(i) = mean.transpose();
  return summed_over_units({input.cols(), weights.value},
                           [&](const M& unit) { return product(mixed, unit); });
}

Rational average_query_gradient(const Matrix<Rational>& input, const Weights& weights,
                                Average average) {
  const auto d = input.cols();
  const Rational sum =
      averaged(average, {{d, weights.key}, {d, weights.value}}, [&](const std::vector<M>& chosen) {
        const M keys = transposed(product(input, chosen[0]));
        return summed_over_units({d, weights.key}, [&](const M& unit) {
          return through_scores(product(product(input, unit), keys), input, chosen[1]);
        });
      });
  return sum * weights.key_variance * weights.value_variance / weights.key;
}

Rational average_key_gradient(const Matrix<Rational>& input, const Weights& weights,
                              Average average) {
  const auto d = input.cols();
  const Rational sum =
      averaged(average, {{d, weights.key}, {d, weights.value}}, [&](const std::vector<M>& chosen) {
        const M queries = product(input, chosen[0]);
        return summed_over_units({d, weights.key}, [&](const M& unit) {
          const M keys = transposed(product(input, unit));
          return through_scores(product(queries, keys), input, chosen[1]);
        });
      });
  return sum * weights.query_variance * weights.value_variance / weights.key;
}

Rational average_input_gradient(const Matrix<Rational>& input, const Weights& weights,
                                Average average) {
  const auto n = input.rows(), d = input.cols();
  const Rational scores =
      averaged(average, {{d, weights.key}, {d, weights.key}, {d, weights.value}},
               [&](const std::vector<M>& chosen) {
                 const M queries = product(input, chosen[0]);
                 const M keys = product(input, chosen[1]);
                 return summed_over_units({n, d}, [&](const M& unit) {
                   const M change = product(product(unit, chosen[0]), transposed(keys)) +
                                    product(queries, transposed(product(unit, chosen[1])));
                   return through_scores(change, input, chosen[2]);
                 });
               });
  const Rational direct =
      averaged(average, {{d, weights.value}}, [&](const std::vector<M>& chosen) {
        return summed_over_units({n, d}, [&](const M& unit) {
          M mixed(n, d);
          for (int i = 0; i < n; ++i) mixed.row(i) = mean_token(unit).transpose();
          return product(mixed, chosen[0]);
        });
      });
  return (scores * weights.query_variance * weights.key_variance / weights.key + direct) *
         weights.value_variance;
}

namespace {

// Entries -1, 0, 1 with probabilities 1/(2d), 1 - 1/d, 1/(2d): variance 1/d.
void every_three_point_matrix(const Shape& shape,
                              const std::function<void(const M&, Rational)>& visit) {
  const Rational rare(1, 2 * shape.rows);
  M matrix = M::Constant(shape.rows, shape.columns, Rational(-1));
  for (Eigen::Index e = 0; e < matrix.size();) {
    Rational weight(1);
    for (e = 0; e < matrix.size(); ++e) {
      weight *= matrix.data()[e] == 0 ? Rational(1 - 2 * rare) : rare;
    }
    if (weight != 0) visit(matrix, weight);
    for (e = 0; e < matrix.size(); ++e) {
      matrix.data()[e] += 1;
      if (matrix.data()[e] <= 1) break;
      matrix.data()[e] = -1;
    }
  }
}

SecondMoments moments_of(const M& tokens) {
  Rational sum(0);
  for (int b = 0; b < tokens.cols(); ++b) {
    Rational column(0);
    for (int i = 0; i < tokens.rows(); ++i) column += tokens(i, b);
    sum += column * column;
  }
  return {squared(tokens), sum};
}

// E of the moments of X + alpha f(W...): X's own, and alpha^2 times those of f.
SecondMoments with_branch(const M& input, const Rational& residual,
                          const std::vector<Shape>& shapes,
                          const std::function<M(const std::vector<M>&)>& branch) {
  require(input.cols() >= 1 && input.cols() <= 2, "expected tokens of one or two entries");
  SecondMoments all = moments_of(input);
  const auto part = [&](Rational SecondMoments::*which) {
    return summed(shapes, every_three_point_matrix,
                  [&](const std::vector<M>& chosen) { return moments_of(branch(chosen)).*which; });
  };
  all.squared_norm += residual * part(&SecondMoments::squared_norm);
  all.squared_sum += residual * part(&SecondMoments::squared_sum);
  return all;
}

}  // namespace

SecondMoments average_attention_step(const Matrix<Rational>& input, const Rational& residual) {
  const auto d = input.cols();
  const Vector<Rational> mean = mean_token(input);
  M mixed(input.rows(), d);
  for (int i = 0; i < input.rows(); ++i) mixed.row(i) = mean.transpose();
  return with_branch(input, residual, {{d, d}},
                     [&](const std::vector<M>& chosen) { return product(mixed, chosen[0]); });
}

SecondMoments average_mlp_step(const Matrix<Rational>& input, const Rational& residual) {
  const auto d = input.cols();
  return with_branch(input, residual, {{d, d}, {d, d}}, [&](const std::vector<M>& chosen) {
    return product(product(input, chosen[0]), chosen[1]);
  });
}

}  // namespace lemmascope::signal
