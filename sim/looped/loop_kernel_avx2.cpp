#define LEMMASCOPE_ISA avx2
#include "sim/looped/loop_kernel.hpp"
