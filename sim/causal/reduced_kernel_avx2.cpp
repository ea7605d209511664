#define LEMMASCOPE_ISA avx2
#include "sim/causal/reduced_kernel.hpp"
