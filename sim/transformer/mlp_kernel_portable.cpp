#define LEMMASCOPE_ISA portable
#include "sim/transformer/mlp_kernel.hpp"
