#define LEMMASCOPE_ISA avx512
#include "sim/model/reduced_kernel.hpp"
