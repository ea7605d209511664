#define LEMMASCOPE_ISA avx512
#include "sim/evolution/attention_kernel.hpp"
