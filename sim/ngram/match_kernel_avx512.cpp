#define LEMMASCOPE_ISA avx512
#include "sim/ngram/match_kernel.hpp"
