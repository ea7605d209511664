// What the networks hold after their layers, in the form that the evaluators of theory/proofs/lego
// read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/lego/sentence_instance.hpp"

namespace lemmascope::lego {

/// The value of every variable along the chain, or that it has none.
std::vector<claim::Certificate> iterative_certificates(const SentenceInstance& at);
std::vector<claim::Certificate> doubling_certificates(const SentenceInstance& at);

}  // namespace lemmascope::lego
