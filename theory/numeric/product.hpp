// Matrix products compiled once. Eigen's own operator* costs about four seconds of compile time for
// every number type in every file, and its blocking (hence the order of its sums, hence the last
// bits in double) depends on the cache sizes of the machine. Here the order is fixed.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// a b, each entry summed from the first column of `a` to the last. Throws PreconditionError when
/// the inner sizes differ.
template <Field N>
Matrix<N> product(const Matrix<N>& a, const Matrix<N>& b);

/// a x, summed in the same order.
template <Field N>
Vector<N> product(const Matrix<N>& a, const Vector<N>& x);

}  // namespace lemmascope
