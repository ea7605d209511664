// Trained encoders as claims see them: what a network has learnt is how often it is right on
// strings of seen and of unseen symbols that no training reads.
#pragma once

#include <string>

#include "properties/statistics/trained_shares.hpp"
#include "sim/templates/template_experiment.hpp"

namespace lemmascope::templates {

/// Strings of seen or unseen symbols, by number.
using RightAnswers = std::vector<std::uint8_t> Answers::*;
inline constexpr RightAnswers kOnSeen = &Answers::seen_right, kOnUnseen = &Answers::unseen_right;

/// The network of a plan is right in at least, or in at most, a share `value` of the strings. Its
/// seed and run are those of the training; a network is trained once per process.
statistics::BoundedShare right_at_least(const TemplatePlan& plan, RightAnswers strings,
                                        double value);
statistics::BoundedShare right_at_most(const TemplatePlan& plan, RightAnswers strings,
                                       double value);
/// Of the strings that one of two networks alone answers rightly, at least half are the first
/// one's. Both are asked the same strings, since these depend on seed and run alone.
statistics::BoundedShare ahead(const TemplatePlan& first, const TemplatePlan& second,
                               RightAnswers strings);

/// In words, for reports.
std::string in_words(const TemplatePlan& plan);

/// aa beside ab over 48 symbols: which of the two a string is of.
TemplatePlan same_or_different_plan(bool query_identity);
/// The first symbol of ab over 32 symbols, for an encoder of some width.
TemplatePlan copying_plan(int width, bool value_identity);

}  // namespace lemmascope::templates
