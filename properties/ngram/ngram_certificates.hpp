// Informations, signals of copiers and gradients of selectors in the form that the evaluators of
// theory/proofs/ngram read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/ngram/selector_instance.hpp"

namespace lemmascope::ngram {

/// The modified information in three forms and the chi-square information, of the smaller sets of
/// lags of an instance.
std::vector<claim::Certificate> information_certificates(const KernelInstance& at);
/// The signals of the first copiers of an instance.
std::vector<claim::Certificate> signal_certificates(const KernelInstance& at);
/// Gradient and shares.
std::vector<claim::Certificate> selector_certificates(const SelectorInstance& at);

}  // namespace lemmascope::ngram
