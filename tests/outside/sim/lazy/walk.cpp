#include "sim/lazy/walk.hpp"

namespace lemmascope::lazy {

double share_of_rests(double laziness, int steps, const sim::StreamKey& key) {
  sim::Stream stream(key, 0);
  int rests = 0;
  for (int step = 0; step < steps; ++step) rests += stream.next_uniform() < laziness ? 1 : 0;
  return static_cast<double>(rests) / steps;
}

}  // namespace lemmascope::lazy
