#define LEMMASCOPE_ISA avx512
#include "sim/causal/sampler_kernel.hpp"
