#define LEMMASCOPE_ISA avx2
#define LEMMASCOPE_SCALAR float
#include "sim/model/disentangled_kernel.hpp"
