#include "theory/plasticity/association_task.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

Matrix<Interval> enclosed(const Matrix<Rational>& matrix) {
  Matrix<Interval> result(matrix.rows(), matrix.cols());
  for (Eigen::Index e = 0; e < matrix.size(); ++e) result.data()[e] = Interval(matrix.data()[e]);
  return result;
}

}  // namespace

void require_task(const AssociationTask& task) {
  require(task.tokens() >= 1 && task.width() >= 1 && task.outputs() >= 1,
          "expected at least one token with a key and a value of at least one entry");
  if (task.values.rows() != task.keys.rows() || task.queries.rows() != task.keys.rows()) {
    refuse(fmt::format("expected as many values and queries as keys, found {}, {} and {}",
                       task.values.rows(), task.queries.rows(), task.keys.rows()));
  }
  if (task.queries.cols() != task.keys.cols()) {
    refuse(fmt::format("expected queries as long as keys, found {} and {} entries",
                       task.queries.cols(), task.keys.cols()));
  }
}

AssociationTaskOf<Interval> enclosed(const AssociationTask& task) {
  return {enclosed(task.keys), enclosed(task.values), enclosed(task.queries)};
}

template <Field N>
N score(const AssociationTaskOf<N>& task, int s, int t) {
  N sum(0);
  for (int j = 0; j < task.width(); ++j) sum += task.keys(s, j) * task.queries(t, j);
  return sum;
}

template Rational score<Rational>(const AssociationTask&, int, int);
template Interval score<Interval>(const AssociationTaskOf<Interval>&, int, int);

}  // namespace lemmascope::plasticity
