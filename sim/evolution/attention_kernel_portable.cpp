#define LEMMASCOPE_ISA portable
#include "sim/evolution/attention_kernel.hpp"
