// Memory for vector kernels: aligned to a cache line and zeroed.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>

namespace lemmascope::sim {

/// `size` elements, all zero, at a multiple of 64 bytes.
template <class T>
class AlignedBuffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(std::size_t size)
      : size_(size),
        data_(
            static_cast<T*>(::operator new (size * sizeof(T) + kAlignment, std::align_val_t{64}))) {
    std::memset(static_cast<void*>(data_.get()), 0, size * sizeof(T) + kAlignment);
  }

  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  /// Slack at the end, so that a vector load of the last element stays inside.
  static constexpr std::size_t kAlignment = 64;
  struct Free {
    void operator()(T* p) const { ::operator delete (p, std::align_val_t{kAlignment}); }
  };
  std::size_t size_ = 0;
  std::unique_ptr<T, Free> data_;
};

}  // namespace lemmascope::sim
