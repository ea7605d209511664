#define LEMMASCOPE_ISA avx2
#include "sim/data/sampler_kernel.hpp"
