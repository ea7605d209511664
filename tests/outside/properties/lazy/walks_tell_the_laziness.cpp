// The share of rests of a long walk is near its laziness.
#include <cmath>

#include "properties/statistics/trials.hpp"
#include "sim/lazy/walk.hpp"

namespace lemmascope::lazy {
namespace {

constexpr double kLaziness = 0.5;
constexpr int kSteps = 400;  // two standard errors are 1/20

double error_of(const statistics::TrialKey& key) {
  return std::abs(share_of_rests(kLaziness, kSteps, {key.root_seed, key.run}) - kLaziness);
}
bool near(const statistics::TrialKey& key) { return error_of(key) <= 0.05; }
bool far(const statistics::TrialKey& key) { return error_of(key) > 0.05; }

}  // namespace

claim::Claim walks_tell_the_laziness_claim() {
  return statistics::ClaimByTrials("lazy/walks-tell-the-laziness")
      .states("At least two thirds of all walks of 400 steps tell the laziness to 1/20.")
      .latex(R"(P(|\hat a - a| \le \tfrac1{20}) \ge \tfrac23)")
      .from({"Lazy chains", "Proposition 3"})
      .formally("The share of walks whose share of rests is that near.")
      .differs("none")
      .measured_by({"walks", "400 steps, laziness 1/2", 100, 200, 400, 0.67, near})
      .twin({"far", "most walks are further off", 100, 200, 400, 0.67, far})
      .example("a walk of its own seed", near);
}

}  // namespace lemmascope::lazy
