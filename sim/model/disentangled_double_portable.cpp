#define LEMMASCOPE_ISA portable
#define LEMMASCOPE_SCALAR double
#include "sim/model/disentangled_kernel.hpp"
