#define LEMMASCOPE_ISA avx512
#include "sim/evolution/minimal_kernel.hpp"
