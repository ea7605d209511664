// Families and samples of topic models, sized by profile.
#pragma once

#include <vector>

#include "properties/claim/domain.hpp"
#include "properties/topic/topic_instance.hpp"

namespace lemmascope::topic {

using TopicDomain = claim::ProfiledDomain<TopicInstance>;

/// Every model with T up to t (K = T v at most k), tau < T, p_m in {3/20, 1/2, 1/m} and p_c, p_r
/// multiples of 1/3 with p_c + p_r <= 1 (also BERT's 1/10, 1/10). The other numbers of an instance
/// run with the case.
///   quick t=4, k=6; pr t=5, k=8; nightly t=6, k=10.
TopicDomain every_small_model();

/// The models of `every_small_model` thinned to every eighth: for laws that cost milliseconds.
TopicDomain some_small_models();

/// Random models: T up to 6, v up to 3 (K at most 12), tau < T, probabilities with denominators up
/// to 24, penalties 1/1000 to 3, lengths 2 to 400. quick 40 cases; pr 400; nightly 4000.
TopicDomain sampled_models();

/// The models of `some_small_models` with documents of one word and of two.
TopicDomain small_models_with_short_documents();

/// Models whose limit of many topics is far away: p_c from 1/10 down to 10^-6, tau from 2 to 200,
/// kappa of 1 and 100.
TopicDomain slow_large_models();

/// Models with three and four topics whose masking law is extreme: nearly everything selected or
/// next to nothing, nearly every selected word shown, masked or replaced.
TopicDomain extreme_models();

/// Models too large to enumerate, for laws in closed form: the given T, tau 2 and 4, v 1 and 10,
/// BERT's masking and one heavier, kappa of 0, 1 and 3.
TopicDomain large_models(std::vector<int> topics = {10, 100, 1000});

/// T=3, v=2, tau=2 with BERT's masking (p_m=3/20, p_c=p_r=1/10).
TopicInstance three_topics_of_two_words();

}  // namespace lemmascope::topic
