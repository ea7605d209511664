// Families and samples of chains, sized by profile.
#pragma once

#include "properties/claim/domain.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::markov {

/// The largest denominator of a family of chains, per profile.
struct Denominators {
  int quick, pr, nightly;
};

/// Every chain on two states with entries in (0, 1) and denominators up to the profile's.
claim::ProfiledDomain<ChainInstance> every_two_state_chain_instance(Denominators denominators = {
                                                                        10, 14, 20});
/// Every positive chain on three states with entries k/d, d the profile's.
claim::ProfiledDomain<ChainInstance> every_three_state_chain_instance(Denominators denominators = {
                                                                          5, 6, 7});
/// Every chain on `states` states with entries k/d, zeros included: reducible and periodic ones
/// too.
claim::ProfiledDomain<ChainInstance> every_grid_chain_instance(int states,
                                                               Denominators denominators);

/// A row of `states` positive multiples of 1/denominator: a composition of the denominator drawn by
/// dropping its units one by one. Needs denominator >= states.
std::vector<int> random_composition(int states, int denominator, domain::Draw& draw);
/// A positive chain whose rows have denominators drawn from `states` to 24.
Chain random_chain(int states, domain::Draw& draw);

/// Random positive chains on 2..4 states. quick 100 cases; pr 1000; nightly 10000.
claim::ProfiledDomain<ChainInstance> sampled_chains();

}  // namespace lemmascope::markov
