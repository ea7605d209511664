#define LEMMASCOPE_ISA avx512
#include "sim/transformer/encoder_kernel.hpp"
