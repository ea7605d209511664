#define LEMMASCOPE_ISA avx2
#define LEMMASCOPE_SCALAR double
#include "sim/model/disentangled_kernel.hpp"
