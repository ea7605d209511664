#define LEMMASCOPE_ISA portable
#include "sim/causal/reduced_kernel.hpp"
