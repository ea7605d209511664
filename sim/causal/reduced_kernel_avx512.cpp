#define LEMMASCOPE_ISA avx512
#include "sim/causal/reduced_kernel.hpp"
