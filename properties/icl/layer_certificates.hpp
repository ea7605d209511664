// Tokens after layers of linear self-attention, in the form that the evaluators of
// theory/proofs/icl read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {

/// Tokens after one layer of the construction.
std::vector<claim::Certificate> one_layer_certificates(const TaskInstance& at);
/// Tokens after all layers of the instance, and the map after as many steps.
std::vector<claim::Certificate> stack_certificates(const TaskInstance& at);
/// Tokens after one layer of GD++.
std::vector<claim::Certificate> plus_plus_certificates(const TaskInstance& at);
/// Tokens after that head, on the matrices it has.
claim::Certificate head_certificate(const TaskInstance& at, const Head& head,
                                    const Matrix<Rational>& attended);

}  // namespace lemmascope::icl
