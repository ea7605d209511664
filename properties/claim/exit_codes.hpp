// What the process says to its caller. Worst wins in the order 6, 1, 70, 74, 4, 3, 5.
#pragma once

namespace lemmascope {

enum ExitCode : int {
  kAsExpected = 0,
  kRefuted = 1,        ///< a claim's verdict is worse than expected
  kBadInput = 2,       ///< usage or bad input; nothing ran
  kRequirement = 3,    ///< something required is undecided or under its level
  kRegression = 4,     ///< found by compare
  kNothing = 5,        ///< nothing selected
  kContradiction = 6,  ///< two routes contradict each other, or a wrong twin survived
  kInternal = 70,      ///< the tool failed
  kInputOutput = 74,   ///< cannot read or write
};

/// The worse of two in that order. Bad input stays bad input: nothing ran.
int worse(int a, int b);

}  // namespace lemmascope
