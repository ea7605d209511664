#define LEMMASCOPE_ISA portable
#include "sim/model/disentangled_kernel.hpp"
