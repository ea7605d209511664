#define LEMMASCOPE_ISA portable
#define LEMMASCOPE_SCALAR float
#include "sim/transformer/disentangled_kernel.hpp"
