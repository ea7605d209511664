#define LEMMASCOPE_ISA avx512
#include "sim/model/disentangled_kernel.hpp"
