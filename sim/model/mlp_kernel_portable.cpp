#define LEMMASCOPE_ISA portable
#include "sim/model/mlp_kernel.hpp"
