#define LEMMASCOPE_ISA portable
#include "sim/regression/attention_kernel.hpp"
