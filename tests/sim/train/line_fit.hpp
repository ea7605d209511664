// The smallest experiment: least squares of a line through noisy points, real-valued inputs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/random/stream.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::sim {

/// y = 3 x - 1 + noise / 10 with x normal; weights are the blocks "slope" and "offset", which lie
/// apart in memory. Loss (y - slope x - offset)^2. Numbers: its mean over the held-out points, and
/// the slope.
template <class F>
class LineFit : public Experiment<F> {
 public:
  static constexpr int kParts = 3;

  explicit LineFit(TrainingPlan plan) : Experiment<F>(std::move(plan)) {}

  std::string to_text() const override { return "line 3 -1"; }
  std::ptrdiff_t storage() const override { return 40; }
  std::vector<WeightBlock> blocks() const override {
    return {{"slope", 1, 1, 0, 16}, {"offset", 1, 1, 32, 1}};
  }
  void initialise(std::span<F> weights) const override { weights[0] = weights[32] = F(0.5); }
  int shards() const override { return kParts; }
  std::vector<std::string> numbers() const override { return {"held-out loss", "slope"}; }

  struct Point {
    double x, y;
  };
  Point point(Purpose purpose, std::uint64_t index) const {
    Stream stream({this->plan().root_seed, this->plan().run, purpose}, index);
    const double x = stream.next_normal();
    return {x, 3 * x - 1 + stream.next_normal() / 10};
  }

  class Worker : public ExperimentWorker<F> {
   public:
    explicit Worker(const LineFit& fit) : fit_(fit) {}
    void prepare(const F*) override {}
    SummedLoss differentiate(const F* weights, std::int64_t step, int shard, F* gradient) override {
      SummedLoss sum;
      gradient[0] = gradient[32] = 0;
      const int batch = fit_.plan().batch;
      for (int k = batch * shard / kParts; k < batch * (shard + 1) / kParts; ++k) {
        const Point p =
            fit_.point(Purpose::training_batch, static_cast<std::uint64_t>(step * batch + k));
        const double miss = fit_.miss(weights, p);
        sum.loss += miss * miss;
        sum.weight += 1;
        gradient[0] += static_cast<F>(2 * miss * p.x);
        gradient[32] += static_cast<F>(2 * miss);
      }
      return sum;
    }

   private:
    const LineFit& fit_;
  };
  std::unique_ptr<ExperimentWorker<F>> worker(const StopFlag*) const override {
    return std::make_unique<Worker>(*this);
  }

  std::vector<double> evaluate(std::int64_t, std::span<const F> weights,
                               const Crew<F>& crew) const override {
    return {development_loss(weights, crew), static_cast<double>(weights[0])};
  }
  double development_loss(std::span<const F> weights, const Crew<F>&) const override {
    double sum = 0;
    const int count = this->plan().evaluation_size;
    for (int k = 0; k < count; ++k) {
      const double m =
          miss(weights.data(), point(Purpose::evaluation_set, static_cast<std::uint64_t>(k)));
      sum += m * m;
    }
    return sum / count;
  }

 private:
  static double miss(const F* weights, const Point& p) {
    return static_cast<double>(weights[0]) * p.x + static_cast<double>(weights[32]) - p.y;
  }
};

}  // namespace lemmascope::sim
