// Entries of the tensor and first steps in the form that the evaluators of theory/proofs/evolution
// read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/evolution/evolution_instance.hpp"

namespace lemmascope::evolution {

/// Every entry of the tensor, one certificate a lag.
std::vector<claim::Certificate> tensor_certificates(const ChainOfLength& at);
/// The first step of W over chains that flip with one probability, against the rule over chains
/// that integrates it exactly.
std::vector<claim::Certificate> flip_certificates(const LengthInstance& at);

}  // namespace lemmascope::evolution
