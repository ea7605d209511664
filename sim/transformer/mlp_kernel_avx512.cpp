#define LEMMASCOPE_ISA avx512
#include "sim/transformer/mlp_kernel.hpp"
