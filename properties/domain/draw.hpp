// Keyed random draws for sampled domains: the same values on every machine and any thread.
#pragma once

#include <memory>

#include "properties/claim/domain.hpp"

namespace lemmascope::domain {

/// A stream of draws from a case's key. It draws what RapidCheck's gen::exec draws from that key,
/// which keeps its context in process-wide statics and so cannot be used by two threads at once.
class Draw {
 public:
  explicit Draw(const claim::CaseKey& key);
  ~Draw();
  Draw(const Draw&) = delete;
  Draw& operator=(const Draw&) = delete;

  /// An integer in [low, high), each equally likely up to 2^-32 for ranges of this size. Throws
  /// PreconditionError when the range is empty.
  int in_range(int low, int high);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lemmascope::domain
