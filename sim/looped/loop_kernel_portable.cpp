#define LEMMASCOPE_ISA portable
#include "sim/looped/loop_kernel.hpp"
