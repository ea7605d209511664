#define LEMMASCOPE_ISA avx512
#include "sim/model/mlp_kernel.hpp"
