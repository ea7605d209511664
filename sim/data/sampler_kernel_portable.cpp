#define LEMMASCOPE_ISA portable
#include "sim/data/sampler_kernel.hpp"
