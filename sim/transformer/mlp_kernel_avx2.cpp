#define LEMMASCOPE_ISA avx2
#include "sim/transformer/mlp_kernel.hpp"
