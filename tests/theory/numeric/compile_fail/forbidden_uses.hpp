// What forbidden_uses.cpp includes, precompiled once for all its offences. (A guard in place of
// `#pragma once`: the compiler meets this text twice, precompiled and from the source.)
#ifndef LEMMASCOPE_TESTS_FORBIDDEN_USES_HPP_
#define LEMMASCOPE_TESTS_FORBIDDEN_USES_HPP_

#include <algorithm>
#include <vector>

#include "theory/information/mutual_information.hpp"
#include "theory/numeric/number.hpp"

#endif
