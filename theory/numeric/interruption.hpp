// Leaving a long computation early. Whoever waits for its result says, on the thread that computes,
// when to give up; long loops of the mathematics ask. Nothing here knows a clock.
#pragma once

#include <functional>

namespace lemmascope {

/// Thrown out of a computation that was told to give up. No std::exception: what handles failures
/// must not take it for one.
struct Interrupted {};

/// While it lives, computations on this thread give up as soon as `give_up` returns true. An inner
/// one takes over from an outer one; null: nothing is asked.
class Interruption {
 public:
  explicit Interruption(const std::function<bool()>* give_up);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// What this thread asks now, to be asked by another one that helps it; null: nothing.
  static const std::function<bool()>* current();

 private:
  const std::function<bool()>* outer_;
};

/// Called once a turn by loops that can take long. Throws Interrupted.
void give_up_if_asked();

}  // namespace lemmascope
