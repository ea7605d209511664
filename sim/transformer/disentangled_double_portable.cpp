#define LEMMASCOPE_ISA portable
#define LEMMASCOPE_SCALAR double
#include "sim/transformer/disentangled_kernel.hpp"
