#define LEMMASCOPE_ISA portable
#include "sim/transformer/encoder_kernel.hpp"
