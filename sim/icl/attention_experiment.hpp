// Training layers of linear self-attention on random regression tasks, beside gradient descent:
// what the shared loop trains for this paper.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/icl/descent.hpp"
#include "sim/regression/linear_attention.hpp"
#include "sim/regression/tasks.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::icl {

struct AttentionPlan {
  Setting setting;
  int layers = 1;
  int heads = 1;
  bool looped = false;     ///< every layer has the same weights
  bool transforms = true;  ///< false: layers write to outputs alone, as plain gradient descent does
  std::int64_t steps = 5000;
  double rate = 1e-3;   ///< of Adam
  bool decays = false;  ///< the rate falls to zero at the end, as a cosine does
  double clip = 10;     ///< of the gradient's length; 0: none
  double start = 2e-3;  ///< standard deviation of the first weights, divided by the layers
  int batch = 2048;
  std::int64_t evaluate_every = 250;
  int evaluation_tasks = 4096;
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
  /// What the layers are compared with; needs as many layers and one head.
  std::optional<Descent> beside = {};
};

/// Of a network on tasks; the descent's beside it where there is one. Losses are half mean squares.
struct Comparison {
  double loss = 0;
  double descent_loss = 0;          ///< on the same tasks
  double interpolated_loss = 0;     ///< of weights half way to the descent's
  double prediction_distance = 0;   ///< mean |prediction - descent's|
  double cosine = 0;                ///< mean cosine of derivatives by the query
  double sensitivity_distance = 0;  ///< mean length of their difference
  double standard_error = 0;        ///< of loss - descent_loss
};

template <class F>
class AttentionExperiment : public sim::Experiment<F> {
 public:
  /// Throws PreconditionError on sizes that do not fit and a batch or evaluation that is not a
  /// multiple of 16 tasks.
  explicit AttentionExperiment(const AttentionPlan& plan);

  const AttentionPlan& attention_plan() const { return plan_; }
  sim::AttentionSizes sizes() const;

  std::string to_text() const override;
  std::ptrdiff_t storage() const override;
  std::vector<sim::WeightBlock> blocks() const override;
  void initialise(std::span<F> weights) const override;
  int shards() const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;

  /// On tasks that no training reads: "test loss"; beside a descent "descent loss" (the same
  /// tasks), "excess" (of the test loss over it, as a share of the descent's expected loss),
  /// "prediction distance", "cosine", "sensitivity distance" and "interpolated excess"; with one
  /// head "rate 1" (eta) and "gamma 1" of every stored layer.
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;

  /// Both on tasks set aside whose inputs are `scale` times as large, on one thread; without a
  /// descent the loss alone.
  Comparison compared(std::span<const F> weights, double scale = 1) const;

 private:
  class Worker;
  Comparison compared(std::span<const F> weights, double scale, const sim::Crew<F>& crew) const;

  AttentionPlan plan_;
};

}  // namespace lemmascope::icl
