#define LEMMASCOPE_ISA avx2
#include "sim/model/reduced_kernel.hpp"
