// Documents of finite length, simulated: least squares finds the finite-length optimum.
#include "properties/topic/small_trainings.hpp"
#include "properties/topic/topic_sites.hpp"
#include "sim/topic/least_squares.hpp"
#include "theory/topic/finite_length.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

constexpr int kLength = 20;
constexpr int kDocuments = 12000;
constexpr const char* kCorpus =
    "T=3, v=2, tau=2, BERT's masking, 12000 documents of 20 words, least squares";

TopicParameters model() { return three_topics_of_two_words().at; }

Matrix<double> as_double(const BlockValues<Rational>& blocks) {
  return block_matrix(model(), blocks).unaryExpr(&to_double);
}

// The least-squares value matrix of simulated documents under uniform attention.
Matrix<double> fitted(const statistics::TrialKey& key) {
  CorpusPlan corpus{.model = in_arithmetic<double>(model())};
  corpus.shortest = corpus.longest = kLength;
  const auto batch =
      draw_batch(corpus, {key.root_seed, key.run, sim::Purpose::training_batch}, 0, kDocuments);
  return least_squares_value_matrix(batch);
}

bool nearer(const statistics::TrialKey& key, const BlockValues<Rational>& to,
            const BlockValues<Rational>& than) {
  const Matrix<double> value = fitted(key);
  return (value - as_double(to)).norm() < (value - as_double(than)).norm();
}

bool nearer_to_finite_length(const statistics::TrialKey& key) {
  return nearer(key, finite_length_value_matrix(model(), kLength), limit_value_matrix(model()));
}

bool nearer_to_the_limit(const statistics::TrialKey& key) {
  return nearer(key, limit_value_matrix(model()), finite_length_value_matrix(model(), kLength));
}

}  // namespace

claim::Claim trained_value_matrix_is_finite_length_claim() {
  return statistics::ClaimByTrials("topic/trained-value-matrix-is-finite-length")
      .states(
          "The value matrix fitted to simulated documents of finite length is nearer to the "
          "finite-length optimum, with its diagonal, than to the limit optimum.")
      .latex(R"(\|\hat W-W_N\|_F<\|\hat W-W_{\lambda\to0}\|_F)")
      .from({kTopicPaper, "experiments without weight decay"})
      .formally(
          "Unpenalised least squares on sampled documents under uniform attention; in at least "
          "half of independent corpora.")
      .differs("the simulated counterpart of topic/finite-length-value-matrix, derived here")
      .uses({"topic/finite-length-value-matrix"})
      .tagged({"topic", "value-matrix", "finite-length"})
      .mathematics({"sim/topic/least_squares.hpp: least_squares_value_matrix",
                    "theory/topic/finite_length.hpp: finite_length_value_matrix"})
      .tested_by({"tests/sim/topic/topic_training_test.cpp: "
                  "EmpiricalOptimum.IsTheFiniteLengthOneAndNotTheLimitOne"})
      .measured_by(
          repeated("nearer to the finite-length optimum", kCorpus, nearer_to_finite_length))
      .twin(repeated("nearer to the limit optimum", kCorpus, nearer_to_the_limit))
      .confirmed_by(
          "least squares on independent corpora under keyed streams beside the closed form; exact "
          "binomial limits")
      .example("one corpus", nearer_to_finite_length);
}

}  // namespace lemmascope::topic
