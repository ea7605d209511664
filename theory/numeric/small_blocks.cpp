// Where GMP and MPFR keep their digits: exact arithmetic makes and drops numbers of a few words
// without end, and a general allocator took a fifth of the time of a run. GMP tells the size of
// what it gives back, so a list of blocks for each size and thread is enough: taking one and giving
// it back are a few instructions each.
#include "theory/numeric/small_blocks.hpp"

#include <gmp.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <new>

namespace lemmascope {
namespace {

// What GMP had before: it ends the program with a message where there is no memory left.
struct General {
  void* (*take)(std::size_t) = nullptr;
  void* (*resize)(void*, std::size_t, std::size_t) = nullptr;
  void (*give_back)(void*, std::size_t) = nullptr;
};
General general;

constexpr std::size_t kStep = 32;       // bytes between sizes
constexpr std::size_t kLargest = 1024;  // longer numbers spend their time on themselves
constexpr std::size_t kSizes = kLargest / kStep;
constexpr std::size_t kAtATime = 16 * 1024;  // bytes cut into blocks at once

struct Block {
  Block* next;
};
using Lists = std::array<Block*, kSizes>;

std::size_t list_of(std::size_t bytes) { return bytes == 0 ? 0 : (bytes - 1) / kStep; }

/// Blocks of threads that have ended.
struct Left {
  std::mutex mutex;
  Lists lists{};
};
Left& left() {
  static Left& forever = *new Left;  // numbers outlive every static object
  return forever;
}

thread_local Lists own{};

/// Hands a thread's blocks on when it ends.
struct AtTheEnd {
  ~AtTheEnd() {
    const std::lock_guard lock(left().mutex);
    for (std::size_t k = 0; k < kSizes; ++k) {
      while (Block* block = own[k]) {
        own[k] = block->next;
        block->next = left().lists[k];
        left().lists[k] = block;
      }
    }
  }
};

// The first block of a new list; the rest stay in it.
Block* new_block(std::size_t list) {
  static thread_local AtTheEnd at_the_end;
  static_cast<void>(at_the_end);
  {
    const std::lock_guard lock(left().mutex);
    if (Block* block = left().lists[list]) {
      left().lists[list] = nullptr;
      own[list] = block->next;
      return block;
    }
  }
  const std::size_t bytes = (list + 1) * kStep;
  const std::size_t count = kAtATime / bytes;
  auto* memory = static_cast<std::byte*>(general.take(count * bytes));
  for (std::size_t k = 1; k < count; ++k) {
    own[list] = new (memory + k * bytes) Block{own[list]};
  }
  return new (memory) Block{nullptr};
}

void* take(std::size_t bytes) {
  if (bytes > kLargest) return general.take(bytes);
  const std::size_t list = list_of(bytes);
  Block* block = own[list];
  if (block == nullptr) return new_block(list);
  own[list] = block->next;
  return block;
}

void give_back(void* memory, std::size_t bytes) {
  if (bytes > kLargest) {
    general.give_back(memory, bytes);
    return;
  }
  const std::size_t list = list_of(bytes);
  own[list] = new (memory) Block{own[list]};
}

void* resize(void* memory, std::size_t before, std::size_t after) {
  if (before > kLargest && after > kLargest) return general.resize(memory, before, after);
  if (before <= kLargest && after <= kLargest && list_of(before) == list_of(after)) return memory;
  void* moved = take(after);
  std::memcpy(moved, memory, before < after ? before : after);
  give_back(memory, before);
  return moved;
}

}  // namespace

void use_small_blocks() {
#if !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)  // they watch blocks of their own
  if (general.take != nullptr) return;
  mp_get_memory_functions(&general.take, &general.resize, &general.give_back);
  mp_set_memory_functions(take, resize, give_back);
#endif
}

}  // namespace lemmascope
