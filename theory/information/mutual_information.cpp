// Mutual information of a joint law against the product of its marginals.
#include "theory/information/mutual_information.hpp"

#include "theory/numeric/instantiate.hpp"

namespace lemmascope::information {
namespace {

template <Field N>
bool is_zero(const N& value) {
  return equal(value, N(0)) == Truth::yes;
}

/// Calls visit(P(u,v), P(u) P(v)) for all symbols u, v of positive probability, row by row.
template <Field N, class Visitor>
void for_each_cell(const Matrix<N>& joint, const Visitor& visit) {
  const Vector<N> rows = joint.rowwise().sum();
  const Vector<N> columns = joint.colwise().sum().transpose();
  for (int u = 0; u < joint.rows(); ++u) {
    if (is_zero(rows(u))) continue;
    for (int v = 0; v < joint.cols(); ++v) {
      if (is_zero(columns(v))) continue;
      visit(joint(u, v), N(rows(u) * columns(v)));
    }
  }
}

}  // namespace

template <Field N>
N chi2_information(const Matrix<N>& joint) {
  // Centred, so that near independence nothing cancels in floating point.
  N sum(0);
  for_each_cell<N>(joint, [&](const N& together, const N& apart) {
    const N excess = together - apart;
    sum += excess * excess / apart;
  });
  return sum;
}

template <Elementary N>
N shannon_information(const Matrix<N>& joint) {
  N sum(0);
  for_each_cell<N>(joint, [&](const N& together, const N& apart) {
    if (!is_zero(together)) sum += together * log(N(together / apart));
  });
  return sum;
}

template <Field N>
N f_information(const Matrix<N>& joint, const std::function<N(const N&)>& f) {
  N sum(0);
  for_each_cell<N>(joint,
                   [&](const N& together, const N& apart) { sum += apart * f(together / apart); });
  return sum;
}

#define LEMMASCOPE_INSTANTIATE(N)                   \
  template N chi2_information<N>(const Matrix<N>&); \
  template N f_information<N>(const Matrix<N>&, const std::function<N(const N&)>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

#define LEMMASCOPE_INSTANTIATE(N) template N shannon_information<N>(const Matrix<N>&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::information
