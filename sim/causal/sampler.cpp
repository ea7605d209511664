#include "sim/causal/sampler.hpp"

#include <algorithm>

#include "sim/causal/sampler_plan.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/flush_to_zero.hpp"
#include "sim/random/gamma_law.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

constexpr int kLanes = 16;

SampleLanes kernel_for(sim::InstructionSet set) {
  switch (set) {
    case sim::InstructionSet::avx512:
      return avx512::sample_lanes;
    case sim::InstructionSet::avx2:
      return avx2::sample_lanes;
    case sim::InstructionSet::portable:
      break;
  }
  return portable::sample_lanes;
}

}  // namespace

/// The arrays behind a SamplerPlan.
struct Sampler::Plan {
  SamplerPlan plain;
  sim::GammaTable gamma;
  std::vector<int> first_row;
  std::vector<int> parent_begin;
  std::vector<int> parents;
  std::vector<float> fixed_rows;
  SampleLanes kernel = nullptr;
};

Sampler::Sampler(const Task& task, sim::InstructionSet set) : plan_(std::make_unique<Plan>()) {
  Plan& plan = *plan_;
  plan.kernel = kernel_for(set);
  plan.gamma = sim::GammaTable::make(task.law().concentration, task.states());
  const auto append = [&plan](const TaskNode& node) {
    plan.first_row.push_back(node.first_row);
    plan.parent_begin.push_back(static_cast<int>(plan.parents.size()));
    plan.parents.insert(plan.parents.end(), node.parents.begin(), node.parents.end());
  };
  for (const TaskNode& node : task.nodes()) append(node);
  append(task.target());
  plan.parent_begin.push_back(static_cast<int>(plan.parents.size()));
  for (const double entry : task.law().fixed_chains) {
    plan.fixed_rows.push_back(static_cast<float>(entry));
  }
  SamplerPlan& plain = plan.plain;
  plain.states = task.states();
  plain.length = task.length();
  plain.node_count = static_cast<int>(task.nodes().size());
  plain.drawn_rows = task.drawn_rows();
  plain.total_rows = task.total_rows();
  plain.row_stride = (task.states() - 1 + 15) / 16 * 16;
  plain.stationary_root = task.root_row() == RootRow::stationary;
  plain.uniform_root = task.root_row() == RootRow::uniform;
  plain.first_row = plan.first_row.data();
  plain.parent_begin = plan.parent_begin.data();
  plain.parents = plan.parents.data();
  plain.gamma = &plan.gamma;
  plain.fixed_rows = plan.fixed_rows.empty() ? nullptr : plan.fixed_rows.data();
  plain.fixed_chains = static_cast<int>(plan.fixed_rows.size()) / (task.states() * task.states());
  plain.keep = static_cast<float>(1 - task.law().uniform_share);
  plain.floor = static_cast<float>(task.law().uniform_share / task.states());
}

Sampler::~Sampler() = default;
Sampler::Sampler(Sampler&&) noexcept = default;
Sampler& Sampler::operator=(Sampler&&) noexcept = default;

int Sampler::states() const { return plan_->plain.states; }
int Sampler::length() const { return plan_->plain.length; }

struct Sampler::Workspace::Parts {
  sim::AlignedBuffer<std::uint32_t> words;
  sim::AlignedBuffer<float> rows;
  sim::AlignedBuffer<float> elimination;
  sim::AlignedBuffer<float> cumulative;
  sim::AlignedBuffer<std::int32_t> tokens;
  SamplerScratch scratch;
};

Sampler::Workspace::Workspace(const Sampler& sampler) : parts_(std::make_unique<Parts>()) {
  const SamplerPlan& plan = sampler.plan_->plain;
  const auto lanes = [](int entries) { return static_cast<std::size_t>(entries) * kLanes; };
  Parts& parts = *parts_;
  parts.words =
      sim::AlignedBuffer<std::uint32_t>(lanes(plan.drawn_rows * plan.states + plan.length + 8));
  parts.rows = sim::AlignedBuffer<float>(lanes(plan.total_rows * plan.states));
  parts.elimination = sim::AlignedBuffer<float>(lanes(plan.states * plan.states));
  parts.cumulative = sim::AlignedBuffer<float>(lanes(plan.total_rows * plan.row_stride));
  parts.tokens = sim::AlignedBuffer<std::int32_t>(lanes(plan.length));
  parts.scratch = {parts.words.data(), parts.rows.data(), parts.elimination.data(),
                   parts.cumulative.data(), parts.tokens.data()};
}

Sampler::Workspace::~Workspace() = default;
Sampler::Workspace::Workspace(Workspace&&) noexcept = default;
Sampler::Workspace& Sampler::Workspace::operator=(Workspace&&) noexcept = default;

void Sampler::draw(const sim::StreamKey& key, std::uint64_t first, int count, Workspace& workspace,
                   std::uint8_t* tokens, float* labels) const {
  require(first + static_cast<std::uint64_t>(count) < sim::kStreamIndexLimit,
          fmt::format("expected sequence numbers below 2^48, found {}", first));
  const sim::FlushToZero flush;
  const sim::PhiloxKey philox = philox_key(key);
  const SamplerStream stream{
      {philox[0], philox[1]}, static_cast<std::uint32_t>(key.purpose), key.run};
  const SamplerPlan& plan = plan_->plain;
  for (int done = 0; done < count; done += kLanes) {
    plan_->kernel(plan, stream, workspace.parts_->scratch, first + static_cast<std::uint64_t>(done),
                  std::min(kLanes, count - done), tokens + std::ptrdiff_t{done} * plan.length,
                  labels + std::ptrdiff_t{done} * plan.states);
  }
}

sim::Batch Sampler::draw(const sim::StreamKey& key, std::uint64_t first, int count) const {
  sim::Batch batch(count, length(), states());
  Workspace workspace(*this);
  draw(key, first, count, workspace, batch.tokens.data(), batch.labels.data());
  return batch;
}

}  // namespace lemmascope::causal
