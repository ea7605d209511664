// Moments, value matrices, gaps and predictions in the form that the evaluators of
// theory/proofs/topic read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/topic/topic_instance.hpp"

namespace lemmascope::topic {

/// The second moments of shown tokens.
std::vector<claim::Certificate> moment_certificates(const TopicInstance& instance);
/// The value matrix for the penalty of the instance, and its limit.
std::vector<claim::Certificate> ridge_certificates(const TopicInstance& instance);
std::vector<claim::Certificate> limit_certificates(const TopicInstance& instance);
/// The value matrix after three steps of size 2/3.
std::vector<claim::Certificate> descent_certificates(const TopicInstance& instance);
/// The gaps of an arbitrary optimum at every word and other topic.
std::vector<claim::Certificate> gap_certificates(const TopicInstance& instance);
/// What the limit matrix predicts from the attention of word 1 in the first document, with weights
/// and with moved ones that leave every topic its mass.
claim::Certificate masses_certificate(const TopicInstance& instance,
                                      const Matrix<Rational>& weights,
                                      const Matrix<Rational>& moved);

}  // namespace lemmascope::topic
