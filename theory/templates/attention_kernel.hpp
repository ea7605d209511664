// Kernel matrices of templates under the attention kernel, by sums over a lattice of scores with a
// certified error.
#pragma once

#include "theory/templates/lattice_plan.hpp"
#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// What is asked for: the kernel of a string with itself takes as long as that of templates.
enum class KernelPart { all, between_only };

/// N_ij = kappa of templates i and j on disjoint symbols, and kappa of a string with itself.
template <Field N>
struct KernelMatrices {
  Matrix<N> between;
  Vector<N> same_string;  ///< empty where only `between` was asked for
};

/// Both, for templates of the plan's length. With h the softmax given the shared positions,
/// averaged over symbols, N_ij = gamma^2 E_w[h_i . h_j]. For Interval the plan's error is added, so
/// that the values are enclosures; other types carry it unseen beside their rounding. Throws
/// PreconditionError when there is no template or one of another length.
template <Elementary N>
KernelMatrices<N> kernel_matrices(const std::vector<Symbols>& list,
                                  const KernelParameters& parameters, const LatticePlan& plan,
                                  KernelPart part = KernelPart::all);

/// Enclosures by sums in double precision: all summands are positive, so that rounding is bounded
/// by the number of operations. About twelve digits, and fast enough for length three.
KernelMatrices<Interval> enclosed_in_double(const std::vector<Symbols>& list,
                                            const KernelParameters& parameters,
                                            const LatticePlan& plan,
                                            KernelPart part = KernelPart::all);

/// Enclosures: of two positions in interval arithmetic to about `digits` digits, of three by
/// enclosed_in_double.
KernelMatrices<Interval> enclosed_kernel(const std::vector<Symbols>& list,
                                         const KernelParameters& parameters, int digits,
                                         KernelPart part = KernelPart::all);

/// Multiply-adds that the sums take, before any are made.
double kernel_work(const std::vector<Symbols>& list, const LatticePlan& plan);

}  // namespace lemmascope::templates
