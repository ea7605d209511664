#define LEMMASCOPE_ISA avx512
#include "sim/regression/attention_kernel.hpp"
