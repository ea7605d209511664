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

// X^T 1 as one row.
M summed_rows(const M& tokens) {
  M sum = zeros(1, tokens.cols());
  for (int i = 0; i < tokens.rows(); ++i) sum += tokens.row(i);
  return sum;
}

// E of the moments of X + alpha B W_1 ... W_k: those of X, and alpha^2 times those of the branch.
SecondMoments with_branch(const M& input, const M& branch, int matrices, const Rational& residual) {
  const auto d = input.cols();
  const std::vector<Shape> shapes(static_cast<std::size_t>(matrices), Shape{d, d});
  Rational scale = residual;  // entries +-1 in place of variance 1/d
  for (int k = 0; k < matrices; ++k) scale /= d;
  const auto moment = [&](const M& tokens) {
    return scale * averaged(Average::signs, shapes, [&](const std::vector<M>& chosen) {
             M moved = tokens;
             for (const M& weights : chosen) moved = product(moved, weights);
             return squared(moved);
           });
  };
  return {Rational(squared(input) + moment(branch)),
          Rational(squared(summed_rows(input)) + moment(summed_rows(branch)))};
}

}  // namespace

SecondMoments average_attention_step(const Matrix<Rational>& input, const Rational& residual) {
  const Vector<Rational> mean = mean_token(input);
  M mixed(input.rows(), input.cols());
  for (int i = 0; i < input.rows(); ++i) mixed.row(i) = mean.transpose();
  return with_branch(input, mixed, 1, residual);
}

SecondMoments average_mlp_step(const Matrix<Rational>& input, const Rational& residual) {
  return with_branch(input, input, 2, residual);
}

}  // namespace lemmascope::signal
