#define LEMMASCOPE_ISA avx2
#define LEMMASCOPE_SCALAR double
#include "sim/transformer/disentangled_kernel.hpp"
