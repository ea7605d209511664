#define LEMMASCOPE_ISA portable
#include "sim/ngram/match_kernel.hpp"
