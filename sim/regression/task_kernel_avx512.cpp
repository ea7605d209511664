#define LEMMASCOPE_ISA avx512
#include "sim/regression/task_kernel.hpp"
