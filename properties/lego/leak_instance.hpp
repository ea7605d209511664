// What claims about softmax association quantify over: T tokens, c copies of one, and the share
// that may leak.
#pragma once

#include "properties/domain/sides.hpp"

namespace lemmascope::lego {

struct LeakInstance {
  int tokens = 4;
  int copies = 2;
  Rational leak{1, 2};  ///< in (0, 1)
};

/// T of 2 to 24, every c < T up to 4, leaks of 1/2, 1/10, 1/100 and 1/1000.
claim::ProfiledDomain<LeakInstance> every_small_association();

/// Random ones: T up to 60, c < T, leaks k/1000. quick 200 cases; pr 2000; nightly 20000.
claim::ProfiledDomain<LeakInstance> sampled_associations();

}  // namespace lemmascope::lego

namespace lemmascope::claim {

template <>
struct InstanceTraits<lego::LeakInstance> {
  /// "T=8,c=2".
  static std::string summary(const lego::LeakInstance& instance);
  static nlohmann::json to_json(const lego::LeakInstance& instance);
  static lego::LeakInstance from_json(const nlohmann::json& json);
  /// Fewer tokens, fewer copies, a leak of one half.
  static std::vector<lego::LeakInstance> simpler(const lego::LeakInstance& at);
};

}  // namespace lemmascope::claim
