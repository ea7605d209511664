#include "theory/templates/fully_connected.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

// Symbols 0 to 3 are seen, 4 and 5 never.
template <class N>
Network<N> small_network(int width) {
  Network<N> network{6, Matrix<N>(width, 12), Matrix<N>(width, width), Vector<N>(width)};
  int state = 7;
  const auto next = [&state] {
    state = (state * 1103 + 1217) % 65521;
    return N(state % 101 - 50) / N(64);  // exact in double
  };
  for (Eigen::Index e = 0; e < network.input.size(); ++e) network.input.data()[e] = next();
  for (Eigen::Index e = 0; e < network.hidden.size(); ++e) network.hidden.data()[e] = next();
  for (Eigen::Index e = 0; e < network.readout.size(); ++e) network.readout.data()[e] = next();
  return network;
}

template <class N>
std::vector<Labelled<N>> same_and_different() {
  return {{{0, 0}, N(1)},  {{1, 1}, N(1)},  {{2, 2}, N(1)},  {{3, 3}, N(1)},
          {{0, 1}, N(-1)}, {{1, 2}, N(-1)}, {{2, 3}, N(-1)}, {{3, 0}, N(-1)}};
}

TEST(Training, LeavesTheWeightsOfUnseenSymbolsBitwiseUnchanged) {
  const auto start = small_network<double>(16);
  const auto end = trained<double>(start, same_and_different<double>(), 0.03125, 0.0, 2000);
  int changed = 0;
  for (int position = 0; position < 2; ++position) {
    for (int symbol = 0; symbol < 6; ++symbol) {
      for (int i = 0; i < 16; ++i) {
        const double before = start.input(i, position * 6 + symbol);
        const double after = end.input(i, position * 6 + symbol);
        if (symbol >= 4) {
          EXPECT_EQ(std::bit_cast<std::uint64_t>(before), std::bit_cast<std::uint64_t>(after));
        } else {
          changed += before != after ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(changed, 80);
  EXPECT_GT(output_of(end, {0, 0}), 0.5);  // and it has learnt something
  EXPECT_LT(output_of(end, {0, 1}), -0.5);
}

TEST(Training, FollowsTheGradient) {
  // One step moves the loss by minus the rate times the squared gradient, to first order: for a
  // rate of 2^-40 in fractions the quotient is that of the next rate within a millionth.
  const auto start = small_network<Rational>(2);
  const auto samples = same_and_different<Rational>();
  const auto loss = [&](const Network<Rational>& network) {
    Rational sum(0);
    for (const auto& [string, label] : samples) {
      const Rational gap = output_of(network, string) - label;
      sum += gap * gap / 16;
    }
    return sum;
  };
  const auto step = [&](const Network<Rational>& network, const Rational& rate) {
    return trained<Rational>(network, samples, rate, Rational(0), 1);
  };
  const Rational small(1, Integer(Integer(1) << 40));
  Rational squared(0);  // of the gradient, from what the step moved
  const auto moved = step(start, Rational(1));
  const auto collect = [&](const auto& before, const auto& after) {
    for (Eigen::Index e = 0; e < before.size(); ++e) {
      const Rational gradient = before.data()[e] - after.data()[e];
      squared += gradient * gradient;
    }
  };
  collect(start.input, moved.input);
  collect(start.hidden, moved.hidden);
  collect(start.readout, moved.readout);
  ASSERT_GT(squared, 0);
  const Rational slope = (loss(start) - loss(step(start, small))) / small;
  EXPECT_LT(abs(slope - squared), squared / 1000000);
}

TEST(Training, WithoutTheColumnsOfUnseenSymbolsIsTheSame) {
  const auto start = small_network<Rational>(3);
  const auto samples = same_and_different<Rational>();
  const Rational rate(1, 4);
  const auto whole = trained<Rational>(start, samples, rate, Rational(0), 2);
  const auto small = trained_without_unseen<Rational>(start, samples, rate, 2);
  EXPECT_EQ(whole.input, small.input);
  EXPECT_EQ(whole.hidden, small.hidden);
  EXPECT_EQ(whole.readout, small.readout);
}

TEST(Training, FromExchangedWeightsExchangesUnseenStrings) {
  const auto start = small_network<Rational>(3);
  const auto samples = same_and_different<Rational>();
  const Rational rate(1, 4);
  const auto end = trained<Rational>(start, samples, rate, Rational(0), 2);
  const auto other =
      trained<Rational>(with_exchanged(start, 1, 4, 5), samples, rate, Rational(0), 2);
  EXPECT_EQ(output_of(end, {4, 4}), output_of(other, {4, 5}));
  EXPECT_EQ(output_of(end, {4, 5}), output_of(other, {4, 4}));
  EXPECT_NE(output_of(end, {4, 4}), output_of(end, {4, 5}));
}

TEST(Networks, RefuseOtherStrings) {
  const auto network = small_network<double>(2);
  EXPECT_THROW(output_of(network, {0}), PreconditionError);
  EXPECT_THROW(output_of(network, {0, 6}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
