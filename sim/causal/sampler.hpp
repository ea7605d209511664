// Draws batches of a task. Sequence n of a stream family is the same whatever the batch, the thread
// or the instruction set that draws it.
#pragma once

#include <memory>
#include <vector>

#include "sim/causal/task.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/random/stream.hpp"
#include "sim/transformer/batch.hpp"

namespace lemmascope::causal {

class Sampler {
 public:
  explicit Sampler(const Task& task, sim::InstructionSet set = sim::widest_instruction_set());
  ~Sampler();
  Sampler(Sampler&&) noexcept;
  Sampler& operator=(Sampler&&) noexcept;

  int states() const;
  int length() const;

  /// Memory one worker needs while it draws; workers must not share one.
  class Workspace {
   public:
    explicit Workspace(const Sampler& sampler);
    ~Workspace();
    Workspace(Workspace&&) noexcept;
    Workspace& operator=(Workspace&&) noexcept;

   private:
    friend class Sampler;
    struct Parts;
    std::unique_ptr<Parts> parts_;
  };

  /// Writes sequences first .. first + count - 1 of `key`: tokens count x length, labels count x
  /// states. Denormals are flushed to zero while it runs. Throws PreconditionError when an index
  /// reaches 2^48.
  void draw(const sim::StreamKey& key, std::uint64_t first, int count, Workspace& workspace,
            std::uint8_t* tokens, float* labels) const;

  /// A whole batch of its own, drawn by one thread.
  sim::Batch draw(const sim::StreamKey& key, std::uint64_t first, int count) const;

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

}  // namespace lemmascope::causal
