// Modified informations of random kernels: exact values, and the reference means over priors.
#include "sim/ngram/kernel_information.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/theory/ngram/chains.hpp"
#include "theory/ngram/lag_information.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

TEST(ModifiedInformations, AreTheExactOnes) {
  for (const Kernel& kernel :
       {flips(), skewed(), noisy_xor(), additive(Rational(3, 10), Rational(1, 10)), notebook(),
        no_repeats()}) {
    const int parents = kernel.order();
    const auto exact = information_of_sets(kernel, parents, parents);
    Matrix<double> rows(kernel.rows.rows(), kernel.rows.cols());
    for (Eigen::Index z = 0; z < rows.rows(); ++z) {
      for (Eigen::Index k = 0; k < rows.cols(); ++k) rows(z, k) = to_double(kernel.rows(z, k));
    }
    const auto found = modified_informations(rows);
    ASSERT_EQ(found.size(), exact.size());
    for (std::size_t s = 0; s < found.size(); ++s) {
      // A few dozen roundings of terms below one.
      EXPECT_LE(std::abs(found[s] - to_double(exact[s].modified)), 1e-14) << s;
    }
  }
  EXPECT_THROW(modified_informations(Matrix<double>::Constant(3, 2, 0.5)), PreconditionError);
}

/// A row of the reference table: means over the prior, their standard errors, and the share of
/// kernels whose best set holds all parents.
struct PriorRow {
  PromptLaw law;
  std::vector<double> means;  ///< of every set but the empty one, in order
  std::vector<double> errors;
  double share;
};

TEST(ModifiedInformations, HaveTheReferenceMeansOverPriors) {
  const auto law = [](int d, int n, double alpha) { return PromptLaw{d, n, alpha, n, false}; };
  const std::vector<PriorRow> table{
      {law(3, 2, .1), {.1461, .1639, .1974}, {.0011, .0011, .0011}, .565},
      {law(3, 2, .3), {.1059, .1125, .1412}, {.0006, .0007, .0006}, .555},
      {law(3, 2, 1), {.04610, .04614, .06069}, {.00004, .00003, .00003}, .524},
      {law(2, 2, 1), {.0468, .0507, .0701}, {.0005, .0005, .0004}, .436},
      {law(3, 3, .1),
       {.1088, .1175, .1273, .1432, .1414, .1460, .1538},
       {.0014, .0015, .0015, .0014, .0014, .0014, .0014},
       .206},
      {law(3, 3, 2),
       {.00857, .00855, .00845, .01133, .01123, .01123, .01216},
       {.00008, .00008, .00007, .00007, .00006, .00006, .00005},
       .173}};
  for (const PriorRow& row : table) {
    const int count = row.law.parents == 3 ? 3000 : 20000;
    const std::size_t sets = row.means.size();
    std::vector<double> sums(sets), squares(sets);
    int all_parents = 0;
    for (int k = 0; k < count; ++k) {
      sim::Stream stream({31, 0, sim::Purpose::chain}, static_cast<std::uint64_t>(k));
      const auto found = modified_informations(draw_kernel(row.law, stream));
      for (std::size_t s = 0; s < sets; ++s) {
        sums[s] += found[s + 1];
        squares[s] += found[s + 1] * found[s + 1];
      }
      all_parents += std::max_element(found.begin(), found.end()) == found.end() - 1 ? 1 : 0;
    }
    double theirs = 0;  // kernels that their errors speak of
    for (std::size_t s = 0; s < sets; ++s) {
      const double mean = sums[s] / count, variance = squares[s] / count - mean * mean;
      const double error = std::hypot(std::sqrt(variance / count), row.errors[s]);
      EXPECT_LE(std::abs(mean - row.means[s]), 4 * error) << row.law.concentration << " " << s;
      if (s + 1 < sets) {
        EXPECT_GT(sums.back(), sums[s]) << s;
      }
      theirs = variance / (row.errors[s] * row.errors[s]);
    }
    const double share = static_cast<double>(all_parents) / count;
    const double spread = std::sqrt(row.share * (1 - row.share) * (1.0 / count + 1 / theirs));
    EXPECT_LE(std::abs(share - row.share), 4 * spread + 0.0005) << row.law.concentration;
  }
}

}  // namespace
}  // namespace lemmascope::ngram
