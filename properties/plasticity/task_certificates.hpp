// Numbers of fast weights in the form that the evaluators of theory/proofs/plasticity read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/plasticity/task_instance.hpp"

namespace lemmascope::plasticity {

// None where the task is longer than Coq evaluates in a fraction of a second.

/// Every output of the weights in 64-bit integers. The entries must be whole.
std::vector<claim::Certificate> recall_certificates(const TaskInstance& at);
/// Hebbian weights of the tokens as they come and from the last to the first: one matrix.
std::vector<claim::Certificate> hebbian_certificates(const TaskInstance& at);
/// The step of descent from zero.
std::vector<claim::Certificate> batch_step_certificates(const TaskInstance& at);
/// Steps of the delta rule on the first tokens, each as a gradient step.
std::vector<claim::Certificate> token_step_certificates(const TaskInstance& at);
/// Outputs of the cache without normaliser and with shares of 1 + z^2.
std::vector<claim::Certificate> cache_certificates(const TaskInstance& at);

}  // namespace lemmascope::plasticity
