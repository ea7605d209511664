#include "properties/claim/exit_codes.hpp"

#include <algorithm>
#include <array>

namespace lemmascope {

int worse(int a, int b) {
  constexpr std::array kWorstFirst{int{kBadInput},    int{kContradiction}, int{kRefuted},
                                   int{kInternal},    int{kInputOutput},   int{kRegression},
                                   int{kRequirement}, int{kNothing},       int{kAsExpected}};
  const auto place = [&](int code) {
    return std::find(kWorstFirst.begin(), kWorstFirst.end(), code);
  };
  return place(a) <= place(b) ? a : b;
}

}  // namespace lemmascope
