// What the engine needs to know about a kind of instance. Specialise InstanceTraits<I> for each
// kind.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace lemmascope::claim {

/// Specialisations provide
///   static std::string summary(const I&);             "T=5,S=2", part of replay tokens
///   static nlohmann::json to_json(const I&);          everything needed to rebuild it, exactly
///   static I from_json(const nlohmann::json&);        throws PreconditionError on bad input
///   static std::vector<I> simpler(const I&);          candidate shrinks, boldest first; chains of
///                                                     candidates must end
template <class Instance>
struct InstanceTraits;

}  // namespace lemmascope::claim
