#define LEMMASCOPE_ISA avx512
#include "sim/data/sampler_kernel.hpp"
