// Distances and contraction coefficients in the form that the evaluator of theory/proofs/graphdepth
// reads.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/graphdepth/stack_instance.hpp"

namespace lemmascope::graphdepth {

/// What the substructures read differently after 0, 1, ... layers; the coefficient of every layer.
std::vector<claim::Certificate> stack_certificates(const StackInstance& at);
/// The same of layers with the share of global attention, and of layers with residual.
std::vector<claim::Certificate> global_certificates(const StackInstance& at);
std::vector<claim::Certificate> residual_certificates(const StackInstance& at);

}  // namespace lemmascope::graphdepth
