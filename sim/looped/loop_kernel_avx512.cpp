#define LEMMASCOPE_ISA avx512
#include "sim/looped/loop_kernel.hpp"
