// A chain with its laziness: the paper's own kind of instance.
#pragma once
#include "properties/claim/instance_kind.hpp"
#include "properties/claim/parts.hpp"
#include "properties/markov/chain_domains.hpp"

namespace lemmascope::lazy {

struct LazyInstance {
  markov::ChainInstance of;
  Rational laziness;
};

}  // namespace lemmascope::lazy

template <>
struct lemmascope::claim::InstanceTraits<lemmascope::lazy::LazyInstance>
    : TraitsOfParts<lazy::LazyInstance> {
  static auto parts() {
    return std::tuple(NamedPart{"walk", &lazy::LazyInstance::of},
                      NamedPart{"laziness", &lazy::LazyInstance::laziness});
  }
};
