#define LEMMASCOPE_ISA avx512
#define LEMMASCOPE_SCALAR double
#include "sim/model/disentangled_kernel.hpp"
