#define LEMMASCOPE_ISA avx2
#include "sim/causal/sampler_kernel.hpp"
