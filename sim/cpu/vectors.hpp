// Vector types by element and number of elements, for kernels (see sim/cpu/lanes.hpp).
#pragma once

#include "sim/cpu/lanes.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// Elements of F in a register of the instruction set.
template <class F>
#if defined(__AVX512F__)
inline constexpr int kNative = 64 / sizeof(F);
#elif defined(__AVX2__)
inline constexpr int kNative = 32 / sizeof(F);
#else
inline constexpr int kNative = 16 / sizeof(F);
#endif

template <class F, int kBytes>
struct VectorTypes;
#define LEMMASCOPE_VECTOR(F, BYTES)                                                         \
  template <>                                                                               \
  struct VectorTypes<F, BYTES> {                                                            \
    typedef F Type __attribute__((vector_size(BYTES)));                                     \
    typedef F Unaligned __attribute__((vector_size(BYTES), aligned(sizeof(F)), may_alias)); \
  };
LEMMASCOPE_VECTOR(float, 64)
LEMMASCOPE_VECTOR(float, 32)
LEMMASCOPE_VECTOR(float, 16)
LEMMASCOPE_VECTOR(double, 64)
LEMMASCOPE_VECTOR(double, 32)
LEMMASCOPE_VECTOR(double, 16)
#undef LEMMASCOPE_VECTOR

template <class F, int kLength>
using VectorOf = typename VectorTypes<F, kLength* static_cast<int>(sizeof(F))>::Type;
template <class F, int kLength>
using UnalignedVectorOf = typename VectorTypes<F, kLength* static_cast<int>(sizeof(F))>::Unaligned;

template <int kLength, class F>
LEMMASCOPE_INLINE VectorOf<F, kLength> load_vector(const F* from) {
  return *reinterpret_cast<const UnalignedVectorOf<F, kLength>*>(from);
}
template <int kLength, class F>
LEMMASCOPE_INLINE void store_vector(F* to, VectorOf<F, kLength> value) {
  *reinterpret_cast<UnalignedVectorOf<F, kLength>*>(to) = value;
}

struct Largest {
  template <class V>
  LEMMASCOPE_INLINE V operator()(V a, V b) const {
    return a > b ? a : b;
  }
};

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
