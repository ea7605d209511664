#define LEMMASCOPE_ISA avx512
#define LEMMASCOPE_SCALAR float
#include "sim/transformer/disentangled_kernel.hpp"
