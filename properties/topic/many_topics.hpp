// The optimal ratio at a thousand million topics beside its limit, which a claim and its bounded
// form ask about.
#pragma once

#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {

/// The size at which the limit is looked at.
inline constexpr int kThousandMillionTopics = 1000000000;

/// |rho*(10^9) - rho*(inf)| < 1/1000, against the closed form of the limit at `limit_at`.
claim::Relation<Interval> is_close_to_limit(const TopicInstance& instance,
                                            const TopicParameters& limit_at);

claim::Relation<Interval> is_close_at_a_thousand_million(const TopicInstance& instance);

/// Other route, by exact losses at T = 10^9: the loss falls at 1/1000 below the limit and rises at
/// 1/1000 above it.
claim::CaseOutcome loss_turns_near_the_limit(const TopicInstance& instance);

/// p_c >= 1/100, q <= 99/100, tau <= 10 and kappa <= 10: what is left at T = 10^9 is then of order
/// 10^3 / T.
claim::Hypothesis<TopicInstance> moderate_numbers();

}  // namespace lemmascope::topic
