#define LEMMASCOPE_ISA avx2
#include "sim/evolution/attention_kernel.hpp"
