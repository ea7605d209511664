#define LEMMASCOPE_ISA avx2
#include "sim/transformer/encoder_kernel.hpp"
