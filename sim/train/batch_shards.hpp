// A batch cut into shards of whole vectors. The cut does not depend on the number of threads, so
// neither do sums.
#pragma once

#include <algorithm>

namespace lemmascope::sim {

/// Vectors of `lanes` examples in at most `most` shards of about as many vectors each; `batch` is a
/// multiple of `lanes`.
class BatchShards {
 public:
  BatchShards(int batch, int lanes, int most = 8)
      : vectors_(batch / lanes), count_(std::min(most, batch / lanes)) {}

  int count() const { return count_; }
  /// The vectors of shard `shard`: first, first + 1, ..., past - 1.
  int first(int shard) const { return vectors_ * shard / count_; }
  int past(int shard) const { return first(shard + 1); }

 private:
  int vectors_, count_;
};

}  // namespace lemmascope::sim
