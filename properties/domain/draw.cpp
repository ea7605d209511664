#include "properties/domain/draw.hpp"

#include <fmt/format.h>
#include <rapidcheck/Random.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::domain {

struct Draw::State {
  rc::Random random;
};

Draw::Draw(const claim::CaseKey& key) : state_(std::make_unique<State>(State{rc::Random(key)})) {}
Draw::~Draw() = default;

int Draw::in_range(int low, int high) {
  if (high <= low) refuse(fmt::format("nothing to draw from [{}, {})", low, high));
  // As gen::exec does: every draw has a generator of its own, split off the case's.
  rc::Random own = state_->random.split();
  const auto count = static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low);
  return static_cast<int>(low + static_cast<std::int64_t>(own.next() % count));
}

}  // namespace lemmascope::domain
