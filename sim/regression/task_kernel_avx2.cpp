#define LEMMASCOPE_ISA avx2
#include "sim/regression/task_kernel.hpp"
