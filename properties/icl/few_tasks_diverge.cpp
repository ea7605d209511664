// How rare the tasks are on which a damped roll-out diverges: why 10^4 of them look fine.
#include "properties/icl/task_instance.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/icl/roll_out.hpp"

namespace lemmascope::icl {
namespace {

/// One task a trial: is the largest eigenvalue of X X^T at most `bound`? None is below zero.
bool stays_below(const statistics::TrialKey& key, double bound) {
  thread_local SingleTasks tasks(
      sim::TaskSetting{10, 10, regression::uniform_law(Rational(1, 2)), {}, {}});
  return tasks.are_eigenvalues_within(key.root_seed, key.run, -1, bound);
}

// 2N / (lambda eta*) with N = 10, eta* = 200/33.
bool undamped_descends(const statistics::TrialKey& key) { return stays_below(key, 3.3); }
bool damped_descends(const statistics::TrialKey& key) { return stays_below(key, 4.4); }
// Wrong: the threshold at which steps begin to overshoot, half of it.
bool never_overshoots(const statistics::TrialKey& key) { return stays_below(key, 1.65); }

statistics::Trials tasks(std::string name, double share,
                         bool (*succeeds)(const statistics::TrialKey&)) {
  std::string asked = name + ": d = N = 10, uniform on [-1/2, 1/2], tasks drawn independently";
  return {std::move(name), std::move(asked), 12000, 40000, 400000, share, succeeds};
}

}  // namespace

claim::Claim few_tasks_diverge_claim() {
  return statistics::ClaimByTrials("icl/few-tasks-diverge")
      .states(
          "On at least 95 of 100 tasks the best one-step rule keeps descending when applied again "
          "and again, with damping 0.75 on at least 997 of 1000: the others decide the expected "
          "loss, and 10^4 tasks hold few of them.")
      .latex(
          R"(\Pr[\lambda_{\max}(XX^\top)\le\tfrac{2N}{\lambda\eta^*}]\ge\tfrac{997}{1000},\quad\lambda=\tfrac34)")
      .from({kPaper, "Section 3: roll-out with damping 0.75 over 10^4 tasks"})
      .formally(
          "The threshold is exact: a step of size s multiplies an error along an eigenvector by 1 "
          "- "
          "s times its eigenvalue. By Cholesky's factorisation of the threshold times I less X "
          "X^T.")
      .differs(
          "derived here; an earlier sample of 4e5 tasks had shares of 0.034 and 1.07e-4 beyond")
      .tagged({"icl", "roll-out"})
      .mathematics({"sim/icl/roll_out.hpp: SingleTasks"})
      .tested_by(
          {"tests/sim/icl/roll_out_test.cpp: SingleTasks.AreWithinTheBoundsOfTheirEigenvalues"})
      .measured_by(tasks("undamped, 95 of 100 descend", 0.95, undamped_descends))
      .measured_by(tasks("with damping 0.75, 997 of 1000 descend", 0.997, damped_descends))
      .twin(tasks("undamped, 98 of 100 descend", 0.98, undamped_descends))
      .twin(tasks("half of the tasks are never overshot", 0.5, never_overshoots))
      .confirmed_by("independent tasks under keyed streams; exact binomial limits")
      .example("one task", damped_descends);
}

}  // namespace lemmascope::icl
