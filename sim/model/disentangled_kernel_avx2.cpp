#define LEMMASCOPE_ISA avx2
#include "sim/model/disentangled_kernel.hpp"
