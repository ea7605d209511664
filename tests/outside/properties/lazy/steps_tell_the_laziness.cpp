// Descent on the steps of a walk finds its laziness.
#include "properties/statistics/trials.hpp"
#include "sim/lazy/laziness_study.hpp"
#include "sim/train/run.hpp"

namespace lemmascope::lazy {

static bool near(const statistics::TrialKey& key) {
  const auto study = laziness_study(0.25, 60, {key.root_seed, key.run});
  return std::abs(sim::last_numbers(study).at(1) - 0.25) <= 0.1;
}

claim::Claim steps_tell_the_laziness_claim() {
  return statistics::ClaimByTrials("lazy/steps-tell-the-laziness")
      .states("At least two thirds of all trainings of 60 steps tell a laziness of 1/4 to 1/10.")
      .latex(R"(P(|\hat a - a| \le \tfrac1{10}) \ge \tfrac23)")
      .from({"Lazy chains", "Proposition 3"})
      .differs("none")
      .measured_by({"trainings", "60 steps of batch 64", 100, 200, 400, 0.67, near})
      .twin({"far", "most trainings end further off", 100, 200, 400, 0.67, std::not_fn(near)})
      .example("a training of its own seed", near);
}

}  // namespace lemmascope::lazy
