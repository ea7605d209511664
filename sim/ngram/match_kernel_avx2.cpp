#define LEMMASCOPE_ISA avx2
#include "sim/ngram/match_kernel.hpp"
