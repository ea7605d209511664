#define LEMMASCOPE_ISA portable
#include "sim/evolution/minimal_kernel.hpp"
