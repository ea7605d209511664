#include "sim/causal/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "sim/random/gamma_law.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalDag;
using markov::CausalForest;

constexpr sim::StreamKey kKey{20240222, 4, sim::Purpose::training_batch};

RowLaw dirichlet(double concentration, double uniform_share = 0) {
  RowLaw law;
  law.concentration = concentration;
  law.uniform_share = uniform_share;
  return law;
}

RowLaw one_of_three_chains() {
  RowLaw law;
  law.fixed_chains = {0.7, 0.3, 0.4, 0.6, 0.1, 0.9, 0.8, 0.2, 0.5, 0.5, 0.25, 0.75};
  return law;
}

CausalDag two_parent_dag(int nodes) {
  std::vector<std::vector<markov::Position>> parents(2);
  for (int i = 2; i < nodes; ++i) parents.push_back({(i - 1) / 2, i - 1});
  for (auto& p : parents) {
    if (p.size() == 2 && p[0] == p[1]) p = {p[0]};
  }
  return CausalDag(parents);
}

std::vector<Task> tasks() {
  std::vector<Task> all;
  all.push_back(Task::in_context_tree(CausalForest::chain(19), 10, dirichlet(0.1)));
  all.push_back(Task::in_context_tree(CausalForest::pairs(11), 3, dirichlet(0.1)));
  all.push_back(Task::in_context_tree(CausalForest::star(4), 2, dirichlet(0.1)));
  all.push_back(Task::in_context_tree(CausalForest::chain(7), 4, dirichlet(0.01)));
  all.push_back(Task::in_context_tree(CausalForest::chain(7), 5, dirichlet(1.5, 0.3)));
  all.push_back(Task::in_context_tree(CausalForest::chain(5), 40, dirichlet(0.1)));
  // Concentrations whose variates are integer powers, other than the experiments' 1/10.
  all.push_back(Task::in_context_tree(CausalForest::chain(6), 4, dirichlet(0.25)));
  all.push_back(Task::in_context_tree(CausalForest::chain(6), 4, dirichlet(1.0 / 12)));
  // Both sides of the largest power, and rows just long enough for it and one too short.
  for (const auto& [power, states] : {std::pair{14, 8},
                                      {15, 8},
                                      {15, 5},
                                      {15, 4},
                                      {16, 8},
                                      {17, 8},
                                      {20, 8},
                                      {31, 16},
                                      {32, 16},
                                      {100, 40}}) {
    all.push_back(Task::in_context_tree(CausalForest::chain(6), states, dirichlet(1.0 / power)));
  }
  // Both sides of one tail and two, and of the power zero, and the ends of the range.
  for (const double concentration : {0.5, 0.51, 0.999, 1.0, 1.001, 1e-4, 1000.0}) {
    all.push_back(Task::in_context_tree(CausalForest::star(5), 3, dirichlet(concentration)));
  }
  // Both sides of one block of a cumulative row, and of two.
  for (const int states : {9, 10, 11, 16, 17, 18, 32, 33, 34}) {
    all.push_back(Task::in_context_tree(CausalForest::pairs(4), states, dirichlet(0.3)));
  }
  all.push_back(Task::in_context_dag(two_parent_dag(12), {5, 11}, 5, 0.1, RootLaw::dirichlet));
  all.push_back(Task::in_context_dag(two_parent_dag(12), {5, 11}, 3, 0.1, RootLaw::uniform));
  all.push_back(Task::in_context_tree(CausalForest::pairs(9), 2, one_of_three_chains()));
  return all;
}

TEST(Sampler, GivesTheSameBitsOnEveryInstructionSet) {
  for (const Task& task : tasks()) {
    const sim::Batch expected = Sampler(task, sim::InstructionSet::portable).draw(kKey, 1000, 100);
    for (const sim::InstructionSet set : sim::available_instruction_sets()) {
      const sim::Batch found = Sampler(task, set).draw(kKey, 1000, 100);
      EXPECT_EQ(found.tokens, expected.tokens) << to_text(set);
      EXPECT_EQ(found.labels, expected.labels) << to_text(set);
    }
  }
}

TEST(Sampler, ASequenceDoesNotDependOnItsBatch) {
  for (const Task& task : tasks()) {
    const Sampler sampler(task);
    const sim::Batch all = sampler.draw(kKey, 0, 50);
    for (const int first : {1, 17, 33}) {
      const sim::Batch part = sampler.draw(kKey, static_cast<std::uint64_t>(first), 17);
      const auto* tokens = all.view().part(first, 17).tokens;
      const auto* labels = all.view().part(first, 17).labels;
      EXPECT_TRUE(std::equal(part.tokens.begin(), part.tokens.end(), tokens));
      EXPECT_TRUE(std::equal(part.labels.begin(), part.labels.end(), labels));
    }
  }
}

TEST(Sampler, DrawsAnyNumberOfSequencesAroundWholeVectors) {
  for (const Task& task : {tasks()[0], tasks()[2]}) {
    const Sampler sampler(task);
    const sim::Batch all = sampler.draw(kKey, 0, 64);
    for (const int count : {1, 15, 16, 17, 31, 32, 33}) {
      const sim::Batch some = sampler.draw(kKey, 0, count);
      EXPECT_TRUE(std::equal(some.tokens.begin(), some.tokens.end(), all.tokens.begin())) << count;
      EXPECT_TRUE(std::equal(some.labels.begin(), some.labels.end(), all.labels.begin())) << count;
    }
  }
}

TEST(Sampler, PurposeRunAndSeedChangeTheDraw) {
  const Sampler sampler(tasks().front());
  const sim::Batch base = sampler.draw(kKey, 0, 16);
  EXPECT_NE(sampler.draw({20240222, 4, sim::Purpose::evaluation_set}, 0, 16).tokens, base.tokens);
  EXPECT_NE(sampler.draw({20240222, 5, sim::Purpose::training_batch}, 0, 16).tokens, base.tokens);
  EXPECT_NE(sampler.draw({20240223, 4, sim::Purpose::training_batch}, 0, 16).tokens, base.tokens);
}

// ---- an independent route: the table of one sequence in double precision from the words of its
// stream

using Table = Eigen::MatrixXd;

/// `magnitude` becomes the largest |log x| among the largest variates of the rows.
Table drawn_table(const Task& task, const sim::Stream& stream, double& magnitude) {
  const int states = task.states();
  Table table(task.drawn_rows(), states);
  magnitude = 0;
  if (const auto& chains = task.law().fixed_chains; !chains.empty()) {
    const auto entries = static_cast<std::size_t>(table.size());
    const auto chain = (stream.word_at(0) * std::uint64_t{chains.size() / entries}) >> 32;
    for (int k = 0; k < table.size(); ++k) {
      table(k / states, k % states) = chains[chain * entries + static_cast<std::size_t>(k)];
    }
    return table;
  }
  for (int row = 0; row < task.drawn_rows(); ++row) {
    for (int s = 0; s < states; ++s) {
      const auto half = stream.word_at(static_cast<std::uint64_t>(row * states + s)) >> 1;
      table(row, s) = sim::log_gamma_quantile(task.law().concentration, (half + 0.5) * 0x1p-31,
                                              (0x7fffffffu - half + 0.5) * 0x1p-31);
    }
    magnitude = std::max(magnitude, std::abs(table.row(row).maxCoeff()));
    table.row(row).array() -= table.row(row).maxCoeff();
    table.row(row) = table.row(row).array().exp();
    table.row(row) /= table.row(row).sum();
  }
  const double share = task.law().uniform_share;
  return table * (1 - share) + Table::Constant(table.rows(), states, share / states);
}

int row_of(const TaskNode& node, std::span<const std::uint8_t> tokens, int states) {
  int offset = 0;
  for (const int parent : node.parents)
    offset = offset * states + tokens[static_cast<std::size_t>(parent)];
  return node.first_row + offset;
}

/// Whether `token` is what inversion of `row` at `uniform` gives, up to `slack` in the cumulative
/// sums.
bool is_inverse(const Eigen::RowVectorXd& row, double uniform, int token, double slack) {
  const double below = row.head(token).sum();
  return below <= uniform + slack && uniform <= below + row(token) + slack;
}

/// Every label and token of sequences first, first + 1, ... by the independent route.
void expect_agrees(const Task& task, const sim::Batch& batch, std::uint64_t first) {
  const int states = task.states();
  for (int b = 0; b < batch.count; ++b) {
    const sim::Stream stream(kKey, first + static_cast<std::uint64_t>(b));
    double magnitude = 0;
    Table table = drawn_table(task, stream, magnitude);
    const auto tokens = batch.view().sequence(b);
    const Eigen::RowVectorXd label = table.row(row_of(task.target(), tokens, states));
    for (int s = 0; s < states; ++s) {
      // Variates are good to 2^-20 relative, rows to one more sum; through logarithms of tiny
      // shapes a variate is good to a few roundings of log x, the largest's and its own, which is
      // at most 83 below where the label is not zero.
      const double slack = (0x1p-15 + (magnitude + 83) * 0x1p-22) * label(s) + 0x1p-100;
      EXPECT_LE(std::abs(static_cast<double>(batch.view().label(b)[static_cast<std::size_t>(s)]) -
                         label(s)),
                slack);
    }
    if (task.root_row() == RootRow::stationary) {
      Table floored = table.cwiseMax(1e-37);
      for (int row = 0; row < floored.rows(); ++row) floored.row(row) /= floored.row(row).sum();
      const auto law = markov::stationary_law(markov::TransitionMatrix<double>(floored));
      table.conservativeResize(states + 1, states);
      table.row(states) = law.transpose();
    } else if (task.root_row() == RootRow::uniform) {
      table.conservativeResize(task.total_rows(), states);
      table.row(task.drawn_rows()).setConstant(1.0 / states);
    }
    const auto base = static_cast<std::uint64_t>(task.drawn_rows() * states);
    for (std::size_t i = 0; i < task.nodes().size(); ++i) {
      const double uniform = ((stream.word_at(base + i) >> 8) + 0.5) * 0x1p-24;
      const int row = row_of(task.nodes()[i], tokens, states);
      EXPECT_TRUE(is_inverse(table.row(row), uniform, tokens[i], 0x1p-14)) << b << " " << i;
    }
    if (task.has_query()) {
      const std::uint64_t word = stream.word_at(base + task.nodes().size());
      EXPECT_EQ(tokens.back(), (word * static_cast<std::uint64_t>(states)) >> 32);
    }
  }
}

TEST(Sampler, AgreesWithAnIndependentComputationInDoublePrecision) {
  for (const Task& task : tasks()) expect_agrees(task, Sampler(task).draw(kKey, 0, 32), 0);
}

/// Sequences of the experiments' task whose label has an entry from beyond the quantile 1 - 2^-16:
/// the far half of the gamma table, which ordinary samples hardly touch.
std::vector<std::uint64_t> sequences_with_rare_labels(const Task& task, std::size_t count) {
  const auto states = static_cast<std::uint64_t>(task.states());
  const std::uint64_t query_word = states * states + task.nodes().size();
  std::vector<std::uint64_t> found;
  for (std::uint64_t index = 0; found.size() < count; ++index) {
    const sim::Stream stream(kKey, index);
    const std::uint64_t row = (stream.word_at(query_word) * states) >> 32;
    for (std::uint64_t s = 0; s < states; ++s) {
      if (stream.word_at(row * states + s) < 0xFFFF0000u) continue;
      found.push_back(index);
      break;
    }
  }
  return found;
}

TEST(Sampler, AgreesInTheFarTailOfTheGammaLaw) {
  const Task task = tasks().front();
  for (const std::uint64_t index : sequences_with_rare_labels(task, 4)) {
    for (const sim::InstructionSet set : sim::available_instruction_sets()) {
      expect_agrees(task, Sampler(task, set).draw(kKey, index, 1), index);
    }
  }
}

TEST(Sampler, LabelsAreProbabilities) {
  for (const Task& task : tasks()) {
    const sim::Batch batch = Sampler(task).draw(kKey, 0, 200);
    for (int b = 0; b < batch.count; ++b) {
      const auto label = batch.view().label(b);
      const double sum = std::accumulate(label.begin(), label.end(), 0.0);
      // `states` products and sums in single precision.
      EXPECT_LE(std::abs(sum - 1), 2 * task.states() * 0x1p-24);
      EXPECT_GE(*std::min_element(label.begin(), label.end()), 0.0f);
    }
  }
}

TEST(Sampler, UniformShareBoundsEveryEntryFromBelow) {
  const Task task = Task::in_context_tree(CausalForest::chain(9), 4, dirichlet(0.1, 0.2));
  const sim::Batch batch = Sampler(task).draw(kKey, 0, 500);
  for (const float y : batch.labels) EXPECT_GE(y, 0.2f / 4);
}

/// Hoeffding: the mean of n values in [0, 1] is this close to its expectation except with
/// probability 1e-9.
double hoeffding_radius(int n) { return std::sqrt(std::log(2e9) / (2.0 * n)); }

TEST(Sampler, TokensFollowTheFixedChain) {
  RowLaw law;
  law.fixed_chains = {0.7, 0.3, 0.4, 0.6};
  const Task task = Task::in_context_tree(CausalForest::chain(5), 2, law);
  const int n = 40000;
  const sim::Batch batch = Sampler(task).draw(kKey, 0, n);
  double first_is_zero = 0;
  double last_is_zero = 0;
  double query_is_zero = 0;
  double stay = 0;
  for (int b = 0; b < n; ++b) {
    const auto x = batch.view().sequence(b);
    first_is_zero += x[0] == 0;
    last_is_zero += x[4] == 0;
    query_is_zero += x[5] == 0;
    stay += x[0] == 0 && x[1] == 0;
    EXPECT_EQ(batch.view().label(b)[0], x[5] == 0 ? 0.7f : 0.4f);
  }
  const double radius = hoeffding_radius(n);
  EXPECT_LE(std::abs(first_is_zero / n - 4.0 / 7), radius);
  EXPECT_LE(std::abs(last_is_zero / n - 4.0 / 7), radius);
  EXPECT_LE(std::abs(query_is_zero / n - 0.5), radius);
  EXPECT_LE(std::abs(stay / n - 0.7 * 4 / 7), radius);
}

TEST(Sampler, FixedChainsAreEquallyLikely) {
  const Task task = Task::in_context_tree(CausalForest::chain(3), 2, one_of_three_chains());
  const int n = 40000;
  const sim::Batch batch = Sampler(task).draw(kKey, 0, n);
  double seen[3] = {};
  for (int b = 0; b < n; ++b) {
    const bool first_row = batch.view().sequence(b).back() == 0;
    const float label = batch.view().label(b)[0];
    seen[0] += label == (first_row ? 0.7f : 0.4f);
    seen[1] += label == (first_row ? 0.1f : 0.8f);
    seen[2] += label == (first_row ? 0.5f : 0.25f);
  }
  for (const double count : seen) EXPECT_LE(std::abs(count / n - 1.0 / 3), hoeffding_radius(n));
}

TEST(Sampler, DirichletRowsHaveTheirSecondMoment) {
  const int n = 40000;
  const int states = 10;
  const Task task = Task::in_context_tree(CausalForest::chain(3), states, dirichlet(0.1));
  const sim::Batch batch = Sampler(task).draw(kKey, 0, n);
  double squares = 0;
  for (const float y : batch.labels) squares += static_cast<double>(y) * static_cast<double>(y);
  // E sum_s y_s^2 = (alpha + 1) / (S alpha + 1).
  EXPECT_LE(std::abs(squares / n - 1.1 / 2), hoeffding_radius(n));
}

TEST(Sampler, RowsHaveTheEntropyOfTheirDirichletLaw) {
  // E sum_s -y_s log y_s = psi(S alpha + 1) - psi(alpha + 1); entropies lie in [0, log S].
  const int n = 40000;
  const int states = 10;
  for (const double power : {14.0, 15.0, 16.0, 17.0, 20.0, 32.0}) {
    const double expected =
        boost::math::digamma(states / power + 1) - boost::math::digamma(1 / power + 1);
    const Task task = Task::in_context_tree(CausalForest::chain(3), states, dirichlet(1 / power));
    const sim::Batch batch = Sampler(task).draw(kKey, 0, n);
    double entropy = 0;
    for (const float y : batch.labels) {
      if (y > 0) entropy -= static_cast<double>(y) * std::log(static_cast<double>(y));
    }
    EXPECT_LE(std::abs(entropy / n - expected), std::log(states) * hoeffding_radius(n)) << power;
  }
}

TEST(Sampler, TinyConcentrationsGiveOneHotRowsNotUnderflow) {
  const Task task = Task::in_context_tree(CausalForest::chain(3), 5, dirichlet(0.0005));
  const sim::Batch batch = Sampler(task).draw(kKey, 0, 2000);
  int one_hot = 0;
  for (int b = 0; b < batch.count; ++b) {
    const auto label = batch.view().label(b);
    one_hot += *std::max_element(label.begin(), label.end()) > 0.999f;
  }
  // E max y >= E sum y^2 = 1.0005 / 1.0025.
  EXPECT_GE(one_hot, 1900);
}

TEST(Sampler, FlushesDenormalsOnlyWhileItDraws) {
  Sampler(tasks().front()).draw(kKey, 0, 16);
  volatile double smallest = std::numeric_limits<double>::min();
  EXPECT_GT(smallest / 2, 0.0);
}

TEST(Task, RefusesWhatItCannotSample) {
  const CausalForest chain = CausalForest::chain(4);
  EXPECT_THROW(Task::in_context_tree(chain, 1, dirichlet(0.1)), PreconditionError);
  EXPECT_THROW(Task::in_context_tree(chain, 3, dirichlet(0.0)), PreconditionError);
  EXPECT_THROW(Task::in_context_tree(chain, 3, dirichlet(std::nan(""))), PreconditionError);
  EXPECT_THROW(Task::in_context_tree(chain, 3, dirichlet(0.1, 1.5)), PreconditionError);
  RowLaw broken;
  broken.fixed_chains = {0.7, 0.2, 0.4, 0.6};
  EXPECT_THROW(Task::in_context_tree(chain, 2, broken), PreconditionError);
  broken.fixed_chains = {0.7, 0.3, 0.4, 0.6, 0.5, 0.5};
  EXPECT_THROW(Task::in_context_tree(chain, 2, broken), PreconditionError);
  EXPECT_THROW(Task::in_context_dag(CausalDag(chain), {4}, 3, 0.1, RootLaw::uniform),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
