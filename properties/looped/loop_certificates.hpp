// Errors of looped layers in the form that the evaluator of theory/proofs/looped reads.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/looped/loop_instance.hpp"

namespace lemmascope::looped {

/// The error by loops, and by descent where u is zero.
std::vector<claim::Certificate> error_certificates(const LoopedTask& at);

}  // namespace lemmascope::looped
