// What was trained for one covariance, tried on another: exact, by equivariance.
#include "properties/looped/law_instance.hpp"
#include "properties/looped/trained_loops.hpp"

namespace lemmascope::looped {
namespace {

constexpr int kExamples = 20;

/// L at covariance diag(spread, 1/spread), which is that of B A B at I with B its root. With no
/// prediction the loss is two.
Rational loss_at(const statistics::TrialKey& key, const Rational& root) {
  const auto run = train_loop(kExamples, key);
  Matrix<Rational> b(2, 2);
  b << root, 0, 0, 1 / root;
  return regression::value_at<Rational, 4>(full_loss(kExamples, 2),
                                           coordinates_of(Matrix<Rational>(b * run->a * b)));
}

bool a_half_of_nothing_is_left(const statistics::TrialKey& key, const Rational& root) {
  return loss_at(key, root) <= 1;
}

bool spread_of_two(const statistics::TrialKey& key) {
  return a_half_of_nothing_is_left(key, Rational(6, 5));
}

// Wrong: eigenvalues of 4 and 1/4 too: steps overshoot.
bool spread_of_sixteen(const statistics::TrialKey& key) {
  return a_half_of_nothing_is_left(key, Rational(2));
}

// Wrong: as good as at home.
bool as_good_as_at_home(const statistics::TrialKey& key) {
  return loss_at(key, Rational(6, 5)) <= Rational(101, 100) * train_loop(kExamples, key)->loss(2);
}

}  // namespace

claim::Claim trained_weights_work_for_other_covariances_claim() {
  return statistics::ClaimByTrials("looped/trained-weights-work-for-other-covariances")
      .states(
          "Weights trained at covariance I have, at covariance diag(36/25, 25/36), at most half of "
          "the expected loss that no prediction has.")
      .latex(R"(L_{\Sigma}(\hat A)=L_I(\Sigma^{1/2}\hat A\Sigma^{1/2})\le\tfrac12\,d)")
      .from({kPaper, "Theorem 4.5"})
      .formally(
          "d = 2, n = 20, two loops; the expected loss is exact, by covariance equivariance. In at "
          "least half of independent trainings.")
      .differs("a fixed covariance; the theorem's constants are not in the summary read")
      .uncertain(kNotRead)
      .uses({"looped/covariances-are-equivalent"})
      .tagged({"looped", "training", "covariance"})
      .mathematics({"sim/looped/loop_experiment.hpp: LoopExperiment",
                    "theory/looped/full_loss.hpp: full_loss"})
      .tested_by({"tests/sim/looped/loop_experiment_test.cpp: "
                  "LoopExperiment.HasTheSameLossForEveryCovarianceWithItsOwnWeights"})
      .measured_by(repeated("half of the loss of no prediction", kExamples, spread_of_two))
      .twin(repeated("the same at eigenvalues of 4 and 1/4", kExamples, spread_of_sixteen))
      .twin(repeated("as good as at home", kExamples, as_good_as_at_home))
      .confirmed_by(
          "independent trainings under keyed streams; exact losses of their weights; exact "
          "binomial "
          "limits")
      .example("one training", spread_of_two);
}

}  // namespace lemmascope::looped
