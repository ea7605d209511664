#define LEMMASCOPE_ISA avx2
#define LEMMASCOPE_SCALAR float
#include "sim/transformer/disentangled_kernel.hpp"
