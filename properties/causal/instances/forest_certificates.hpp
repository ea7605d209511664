// Numbers of the program on a forest and a prior, in the form in which the evaluators of
// theory/proofs/causal read them.
#pragma once

#include <vector>

#include "properties/causal/instances/forest_instance.hpp"
#include "properties/claim/certificate.hpp"

namespace lemmascope::causal {

/// The limiting gradient of every pair j <= i, averaged over the prior: exact, and once more in
/// doubles within 2^-40. Empty for instances that would take Coq long.
std::vector<claim::Certificate> gradient_certificates(const ForestInstance& at);

/// The chi-squared information of every pair j < i, averaged over the prior, exact; and the
/// certificates of the gradient.
std::vector<claim::Certificate> gradient_and_information_certificates(const ForestInstance& at);

/// The drive K of finite length, entries i > j, averaged over the prior: exact, and once more in
/// doubles within 2^-40. Empty for instances that would take Coq long.
std::vector<claim::Certificate> drive_certificates(const ForestInstance& at);

}  // namespace lemmascope::causal
