#define LEMMASCOPE_ISA portable
#define LEMMASCOPE_SCALAR float
#include "sim/model/disentangled_kernel.hpp"
