#include "sim/train/trainer.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>
#include <limits>
#include <thread>

#include "sim/train/npz.hpp"
#include "sim/train/run.hpp"
#include "tests/sim/train/line_fit.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

using ::testing::HasSubstr;

TrainingPlan plan(std::int64_t steps, OptimiserKind kind = OptimiserKind::sgd) {
  TrainingPlan p;
  p.root_seed = 7;
  p.batch = 10;  // not a multiple of the shards
  p.evaluate_every = 8;
  p.evaluation_size = 20;
  Optimiser o;
  o.kind = kind;
  o.learning_rate = 0.1;
  p.stages = {{steps, o, {}}};
  return p;
}

template <class F>
std::vector<F> copy(std::span<const F> values) {
  return {values.begin(), values.end()};
}

TEST(Trainer, FitsALineWithEveryOptimiser) {
  for (const auto kind : {OptimiserKind::sgd, OptimiserKind::adam, OptimiserKind::adamw}) {
    const LineFit<double> fit(plan(400, kind));
    Trainer<double> trainer(fit);
    trainer.advance(400);
    // Noise of 1/10 in batches of ten, at a rate that averages over some of them.
    EXPECT_LE(std::abs(trainer.weights()[0] - 3), 0.2);
    EXPECT_LE(std::abs(trainer.weights()[32] + 1), 0.2);
    EXPECT_EQ(trainer.curve().back().numbers[1], trainer.weights()[0]);
    EXPECT_LT(trainer.curve().back().numbers[0], 0.1);
  }
}

TEST(Trainer, OfRealInputsGivesTheSameBitsForAnyNumberOfThreads) {
  const LineFit<float> fit(plan(50));
  Trainer<float> one(fit);
  one.advance(50);
  for (const int threads : {2, 3, 8}) {
    Trainer<float> many(fit, threads);
    many.advance(50);
    EXPECT_EQ(copy(many.weights()), copy(one.weights())) << threads;
    EXPECT_EQ(many.curve(), one.curve()) << threads;
  }
}

TEST(Trainer, ShortensGradientsThatAreTooLong) {
  auto clipped = plan(1), free = plan(1);
  for (auto* p : {&clipped, &free}) p->stages[0].optimiser.learning_rate = 1;
  const LineFit<double> unclipped(free);
  Trainer<double> reference(unclipped);
  std::vector<double> gradient;
  reference.batch_gradient(0, gradient);
  const double length = std::hypot(gradient[0], gradient[32]);
  clipped.stages[0].optimiser.clip = length / 4;
  for (const int threads : {1, 3}) {
    const LineFit<double> fit(clipped);
    Trainer<double> trainer(fit, threads);
    trainer.advance(1);
    // Plain descent at rate 1 from 1/2: less the shortened gradient.
    EXPECT_DOUBLE_EQ(trainer.weights()[0], 0.5 - gradient[0] / 4);
    EXPECT_DOUBLE_EQ(trainer.weights()[32], 0.5 - gradient[32] / 4);
  }
  clipped.stages[0].optimiser.clip = 2 * length;
  const LineFit<double> long_enough(clipped);
  Trainer<double> trainer(long_enough);
  trainer.advance(1);
  EXPECT_EQ(trainer.weights()[0], 0.5 - gradient[0]);
}

TEST(Trainer, KeepsTheBestWeightsAndEndsWhenTheyAreOld) {
  TrainingPlan p = plan(60);
  p.stages[0].optimiser.learning_rate = 2;  // far too large: the loss only grows after the start
  p.keep_best = {5, 20};
  const LineFit<double> fit(p);
  Trainer<double> trainer(fit);
  const std::vector<double> start = copy(trainer.weights());
  trainer.advance(60);
  EXPECT_EQ(trainer.best().step, 0);
  EXPECT_EQ(trainer.best().weights, start);
  EXPECT_EQ(trainer.step(), 25);  // the first evaluation more than 20 steps later
  EXPECT_TRUE(trainer.finished());
  EXPECT_EQ(trainer.curve().back().step, 25);
}

/// Raises the flag from inside the work, at the n-th shard.
class StoppedFit : public LineFit<double> {
 public:
  StoppedFit(TrainingPlan p, int at) : LineFit(std::move(p)), at_(at) {}
  StopFlag flag;

  std::unique_ptr<ExperimentWorker<double>> worker(const StopFlag* stop) const override {
    class Counting : public ExperimentWorker<double> {
     public:
      Counting(StoppedFit& fit, std::unique_ptr<ExperimentWorker<double>> inner)
          : fit_(fit), inner_(std::move(inner)) {}
      void prepare(const double* weights) override { inner_->prepare(weights); }
      SummedLoss differentiate(const double* weights, std::int64_t step, int shard,
                               double* gradient) override {
        if (--fit_.at_ == 0) raise(fit_.flag);
        return inner_->differentiate(weights, step, shard, gradient);
      }

     private:
      StoppedFit& fit_;
      std::unique_ptr<ExperimentWorker<double>> inner_;
    };
    return std::make_unique<Counting>(const_cast<StoppedFit&>(*this), LineFit::worker(stop));
  }

 private:
  int at_;
};

class Checkpoint : public ::testing::Test {
 protected:
  Checkpoint()
      : path_(std::filesystem::temp_directory_path() /
              ("lemmascope_state_" + std::to_string(::getpid()) + ".npz")) {}
  ~Checkpoint() override { std::filesystem::remove(path_); }

  /// Saves a training at step 20 of 64 after `change` has been at its arrays, resumes, and gives
  /// what was said against it.
  std::string refusal(void (*change)(NpzArrays&)) const {
    const LineFit<double> fit(plan(64, OptimiserKind::adamw));
    Trainer<double> first(fit);
    first.advance(20);
    first.save(path_);
    NpzArrays arrays = read_npz(path_);
    change(arrays);
    write_npz(path_, arrays);
    Trainer<double> second(fit);
    const std::vector<double> start = copy(second.weights());
    try {
      second.resume(path_);
    } catch (const PreconditionError& error) {
      EXPECT_EQ(second.step(), 0) << "a refused file changed the training";
      EXPECT_EQ(copy(second.weights()), start) << "a refused file changed the training";
      EXPECT_THAT(error.what(), HasSubstr(path_.string() + ": "));
      return error.what();
    }
    return "";
  }

  std::filesystem::path path_;
};

TEST_F(Checkpoint, IsContinuedAfterAStopWithinAStep) {
  const LineFit<double> fit(plan(30, OptimiserKind::adamw));
  Trainer<double> through(fit);
  through.advance(30);
  for (const int at : {1, 2, 3, 25, 49}) {
    StoppedFit stopping(plan(30, OptimiserKind::adamw), at);
    Trainer<double> stopped(stopping, 1, &stopping.flag);
    stopped.advance(30);
    EXPECT_EQ(stopped.step(), (at - 1) / 3) << "a step whose work was stopped is thrown away";
    EXPECT_FALSE(stopped.finished());
    stopped.save(path_);
    Trainer<double> resumed(fit);
    resumed.resume(path_);
    resumed.advance(30);
    EXPECT_EQ(copy(resumed.weights()), copy(through.weights())) << at;
    EXPECT_EQ(resumed.curve(), through.curve()) << at;
  }
}

/// Shows its slope and offset.
class PicturedFit : public LineFit<double> {
 public:
  using LineFit::LineFit;
  std::vector<float> snapshot(std::span<const double> weights) const override {
    return {static_cast<float>(weights[0]), static_cast<float>(weights[32])};
  }
};

TEST(Snapshots, AreTakenFromTheStartToTheEndAndAreWhatTheExperimentShows) {
  const PicturedFit fit(plan(400));
  Trainer<double> trainer(fit);
  trainer.advance(400);
  const std::vector<Snapshot>& taken = trainer.snapshots();
  ASSERT_GE(taken.size(), 20U);
  EXPECT_LE(taken.size(), 25U);
  EXPECT_EQ(taken.front(), (Snapshot{0, {0.5F, 0.5F}}));
  EXPECT_EQ(taken.back().step, 400);
  EXPECT_EQ(taken.back().values, fit.snapshot(trainer.weights()));
  for (const Snapshot& one : taken) EXPECT_EQ(one.step % 8, 0) << "between evaluations";
  EXPECT_TRUE(Trainer<double>(LineFit<double>(plan(8))).snapshots().empty());
}

TEST_F(Checkpoint, CarriesTheSnapshots) {
  const PicturedFit fit(plan(120));
  Trainer<double> through(fit);
  through.advance(120);
  for (const int stop : {0, 7, 8, 60, 120}) {
    Trainer<double> first(fit);
    first.advance(stop);
    first.save(path_);
    Trainer<double> second(fit);
    second.resume(path_);
    second.advance(120);
    EXPECT_EQ(second.snapshots(), through.snapshots()) << stop;
  }
}

TEST_F(Checkpoint, IsRefusedWithSnapshotsThatItsCurveDoesNotKnow) {
  const PicturedFit fit(plan(64));
  Trainer<double> first(fit);
  first.advance(20);
  first.save(path_);
  NpzArrays arrays = read_npz(path_);
  auto steps = arrays["snapshot_steps"].integers();
  steps.back() += 1;
  arrays["snapshot_steps"] = NpyArray::of(steps);
  write_npz(path_, arrays);
  Trainer<double> second(fit);
  EXPECT_THROW(second.resume(path_), PreconditionError);
  arrays.erase("snapshot_steps");
  write_npz(path_, arrays);
  EXPECT_THROW(second.resume(path_), PreconditionError);
}

TEST_F(Checkpoint, CarriesTheBestWeights) {
  TrainingPlan p = plan(60, OptimiserKind::adam);
  p.stages[0].optimiser.learning_rate = 1;
  p.keep_best = {5, 0};
  const LineFit<double> fit(p);
  Trainer<double> through(fit);
  through.advance(60);
  for (const int stop : {0, 3, 5, 33, 60}) {
    Trainer<double> first(fit);
    first.advance(stop);
    first.save(path_);
    Trainer<double> second(fit);
    second.resume(path_);
    second.advance(60);
    EXPECT_EQ(second.best().step, through.best().step);
    EXPECT_EQ(second.best().weights, through.best().weights);
  }
}

TEST_F(Checkpoint, IsReadBackAsItIs) {
  EXPECT_EQ(refusal([](NpzArrays&) {}), "");
}

TEST_F(Checkpoint, IsRefusedWithAnEmptyCurve) {
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["curve"] = NpyArray::of(std::vector<double>{}, {0, 4});
              }),
              HasSubstr("'curve': expected at least one point"));
}

TEST_F(Checkpoint, IsRefusedWithACurveOfAnotherWidth) {
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["curve"] = NpyArray::of(std::vector<double>{0, 1, 2, 3, 4}, {1, 5});
              }),
              HasSubstr("'curve': expected at least one point of 4 numbers, found shape (1, 5)"));
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["curve"] = NpyArray::of(std::vector<double>{0, 1, 2, 3, 4}, {5});
              }),
              HasSubstr("'curve': expected"));
}

TEST_F(Checkpoint, IsRefusedBeyondTheLastStep) {
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["step"] = NpyArray::of(std::vector<std::int64_t>{65, 49});
              }),
              HasSubstr("'step': expected a step from 0 to 64, found 65"));
}

TEST_F(Checkpoint, IsRefusedWhenItsStepsDoNotFollowItsCurve) {
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["step"] = NpyArray::of(std::vector<std::int64_t>{21, 4});
              }),
              HasSubstr("'step': step 21 with 4 steps since"));
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["curve"] = NpyArray::of(std::vector<double>{8, 1, 1, 1, 0, 1, 1, 1}, {2, 4});
              }),
              HasSubstr("'curve': expected steps that rise from 0"));
}

TEST_F(Checkpoint, IsRefusedWithNumbersThatAreNotFinite) {
  static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const auto change = [](const char* name) {
    static std::string changed;
    changed = name;
    return [](NpzArrays& a) {
      auto values = a.at(changed).doubles();
      values.front() = kNan;
      a[changed] = NpyArray::of(values, a.at(changed).shape);
    };
  };
  for (const char* name : {"slope", "slope.moment1", "offset.moment2", "loss_sum", "curve"}) {
    EXPECT_THAT(refusal(change(name)), HasSubstr("expected finite numbers")) << name;
  }
  EXPECT_THAT(refusal([](NpzArrays& a) {
                a["slope.moment2"] = NpyArray::of(std::vector<double>{-1}, {1, 1});
              }),
              HasSubstr("expected means of squares"));
}

TEST_F(Checkpoint, IsRefusedWithoutOneOfItsArrays) {
  EXPECT_THAT(refusal([](NpzArrays& a) { a.erase("offset.moment1"); }),
              HasSubstr("no array named 'offset.moment1'"));
}

TEST_F(Checkpoint, InAFolderThatCannotBeWrittenIsTheSystemsError) {
  const LineFit<double> fit(plan(4));
  Trainer<double> trainer(fit);
  trainer.advance(4);
  EXPECT_THROW(trainer.save("/proc/lemmascope/none.npz"), std::system_error);
}

TEST(RunToEnd, SavesNothingWhenATrainingDiverges) {
  TrainingPlan p = plan(200);
  p.stages[0].optimiser.learning_rate = 1e30;
  const LineFit<float> fit(p);
  Trainer<float> trainer(fit);
  RunOptions how;
  how.checkpoint = std::filesystem::temp_directory_path() /
                   ("lemmascope_diverged_" + std::to_string(::getpid()) + ".npz");
  try {
    run_to_end(trainer, "line", how);
    FAIL() << "expected a refusal";
  } catch (const PreconditionError& error) {
    EXPECT_THAT(error.what(), HasSubstr("training 'line' diverged: the held-out loss is "));
  }
  EXPECT_FALSE(std::filesystem::exists(how.checkpoint));
}

TEST(RunToEnd, StoppedBeforeItsFirstEvaluationHasNothing) {
  const LineFit<double> fit(plan(20));
  StopFlag flag;
  raise(flag);
  RunOptions how;
  how.stop = &flag;
  Trainer<double> trainer(fit, 1, &flag);
  EXPECT_FALSE(run_to_end(trainer, "line", how));
  EXPECT_TRUE(trainer.curve().empty());
}

}  // namespace
}  // namespace lemmascope::sim
