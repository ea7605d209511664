#define LEMMASCOPE_ISA portable
#include "sim/causal/sampler_kernel.hpp"
