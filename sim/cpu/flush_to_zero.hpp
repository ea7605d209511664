// Denormal numbers off, in one scope of one thread. At Dirichlet(0.1) tiny probabilities are
// common, and a denormal costs a hundred cycles; their size (below 1.2e-38 in single precision) is
// far under every rounding error of training. Exact code must never see this mode, so it lives in a
// guard that puts the mode back.
#pragma once

namespace lemmascope::sim {

/// While alive, results and operands that are denormal count as zero in the calling thread.
class FlushToZero {
 public:
  FlushToZero();
  ~FlushToZero();
  FlushToZero(const FlushToZero&) = delete;
  FlushToZero& operator=(const FlushToZero&) = delete;

 private:
  unsigned saved_ = 0;
};

}  // namespace lemmascope::sim
