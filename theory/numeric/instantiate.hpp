// The closed list of number types as macros, for explicit instantiation: LEMMASCOPE_FIELDS(X)
// expands X for every field, LEMMASCOPE_ELEMENTARY(X) for those with exp, log and sqrt. X ends with
// its own semicolon.
#pragma once

#define LEMMASCOPE_ELEMENTARY(X) X(double) X(Real50) X(Real100) X(Real200) X(Interval)
#define LEMMASCOPE_FIELDS(X) X(Rational) LEMMASCOPE_ELEMENTARY(X)
