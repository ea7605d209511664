#define LEMMASCOPE_ISA portable
#include "sim/model/reduced_kernel.hpp"
