#define LEMMASCOPE_ISA avx512
#define LEMMASCOPE_SCALAR float
#include "sim/model/disentangled_kernel.hpp"
