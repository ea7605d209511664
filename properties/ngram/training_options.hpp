// Options of the trainings of this paper, and the plan that they say.
#pragma once

#include <vector>

#include "properties/compute/option.hpp"
#include "sim/ngram/ngram_experiment.hpp"

namespace lemmascope::ngram {

/// Of the simplified model, and of the full one with queries, keys and values.
std::vector<compute::Option> training_options(bool full);

/// Throws PreconditionError when values do not fit together, and when the training would take more
/// memory or work than the budget among them.
NgramPlan plan_of(const compute::OptionValues& given, bool full);

/// The blocks of a stage written in the authors' letters: C the selector, W the copiers, a the
/// classifier. Throws PreconditionError on other letters and on none.
std::vector<std::string> blocks_of_stage(const std::string& letters);

/// The authors' configuration of the stored runs: three symbols, two parents, 9,000 prompts of 100
/// tokens to train on and 1,000 to validate on, their criterion, heads of unit length.
NgramPlan authors_plan();
/// The same for the full model: layer-normalised heads with queries, keys and values.
NgramPlan authors_full_plan();

}  // namespace lemmascope::ngram
