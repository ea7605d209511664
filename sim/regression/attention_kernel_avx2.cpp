#define LEMMASCOPE_ISA avx2
#include "sim/regression/attention_kernel.hpp"
