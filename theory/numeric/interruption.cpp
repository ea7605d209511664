#include "theory/numeric/interruption.hpp"

namespace lemmascope {
namespace {

thread_local const std::function<bool()>* asked = nullptr;

}  // namespace

Interruption::Interruption(const std::function<bool()>* give_up) : outer_(asked) {
  asked = give_up;
}
Interruption::~Interruption() { asked = outer_; }
const std::function<bool()>* Interruption::current() { return asked; }

void give_up_if_asked() {
  if (asked != nullptr && (*asked)()) throw Interrupted{};
}

}  // namespace lemmascope
