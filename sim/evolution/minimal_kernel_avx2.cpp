#define LEMMASCOPE_ISA avx2
#include "sim/evolution/minimal_kernel.hpp"
