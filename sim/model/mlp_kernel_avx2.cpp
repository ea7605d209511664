#define LEMMASCOPE_ISA avx2
#include "sim/model/mlp_kernel.hpp"
