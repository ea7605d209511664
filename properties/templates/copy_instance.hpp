// What claims about copying quantify over: embeddings, values, tasks, steps and a string asked for.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/copy_head.hpp"

namespace lemmascope::templates {

struct CopyInstance {
  CopyHead start;
  std::vector<CopyTask> tasks;
  Rational rate{1, 20};
  int steps = 3;
  Symbols string;  ///< what is asked after training
};

using CopyDomain = claim::ProfiledDomain<CopyInstance>;

/// Random heads over four symbols of four entries: symbols 0 and 1 in the first two directions,
/// symbols 2 and 3 in the others (in every fourth head anywhere), copying strings of symbols 0 and
/// 1, one to three steps, identity k/2, asked for strings of symbols 2 and 3. quick 40; pr 400;
/// nightly 4000.
CopyDomain sampled_copies();
/// Orthonormal embeddings, no values, identity 1, asked for symbol 2.
CopyInstance orthonormal_copy();

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::CopyInstance> {
  /// "m=4,d=4,steps=3".
  static std::string summary(const templates::CopyInstance& at);
  static nlohmann::json to_json(const templates::CopyInstance& at);
  static templates::CopyInstance from_json(const nlohmann::json& json);
  /// One step, one task, one symbol asked, values and embeddings of zero.
  static std::vector<templates::CopyInstance> simpler(const templates::CopyInstance& at);
};

}  // namespace lemmascope::claim
