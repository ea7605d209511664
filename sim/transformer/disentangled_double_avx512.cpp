#define LEMMASCOPE_ISA avx512
#define LEMMASCOPE_SCALAR double
#include "sim/transformer/disentangled_kernel.hpp"
