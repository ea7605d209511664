#define LEMMASCOPE_ISA portable
#include "sim/regression/task_kernel.hpp"
