// The guarantee of Algorithm 1: the parents are found, and the loss approaches the oracle's.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/trained_by_enumeration.hpp"
#include "properties/causal/training_sites.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/causal/stage_one_flow.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Prior;

constexpr Extents kExtents{{4, 4}, {5, 4}, {6, 5}};

/// The ceiling on the loss gap at length T: S(S-1)/2 log T / T, or an order lower for the twin. The
/// constant is the leading term of the cost of estimating S rows of S entries from T tokens.
template <class N>
N gap_ceiling(int states, int length, bool an_order_lower) {
  const Rational constant(states * (states - 1), 2);
  return N(from_rational<N>(constant) * log(N(length)) /
           N(an_order_lower ? length * length : length));
}

// Attention after the steps of stage 1 that the time bound asks for, with the exact drive. The
// factor two in the bound leaves room for a drive that is off by a quarter of the gap (finite
// beta0).
template <class N>
Matrix<N> attention_after_stage_one(const ForestInstance& at, DriveMethod method) {
  const Matrix<Rational> k = finite_drive(at, method);
  const Rational half_gap = least_parent_gap(k, at.forest) / 2;
  const long steps = steps_to_parent(at, half_gap, Rational(1, at.forest.size() + 1));
  return attention::causal_attention(stage_one_descent<N>(
      domain::in_arithmetic<N>(k), from_rational<N>(stage_one_rate(at)), steps));
}

template <class N>
using GapRoute = N (*)(const Prior&, const CausalForest&);

template <class N>
claim::Evaluation<ForestInstance> guaranteed(bool an_order_lower, DriveMethod method,
                                             GapRoute<N> gap) {
  return [=](const ForestInstance& at) {
    claim::Findings<N> findings;
    const int length = at.forest.size() + 1;
    const Matrix<N> attention = attention_after_stage_one<N>(at, method);
    for (Position i = 1; i < at.forest.size(); ++i) {
      findings.add(claim::at_least(attention(i, at.forest.parent(i)), N(N(1) - N(1) / N(length))),
                   claim::site("attention of i", i));
    }
    const N shorter = gap(at.prior(), at.forest);
    findings.add(claim::at_most(shorter, gap_ceiling<N>(at.states(), length, an_order_lower)),
                 claim::site("loss gap, T", length));
    if (at.states() == 2) {  // with three states it can rise from T = 3 to T = 5
      const N longer = gap(at.prior(), CausalForest::chain(at.forest.size() + 2));
      findings.add(claim::is_less(longer, shorter), claim::site("loss gap falls, T", length));
    }
    return findings.outcome();
  };
}

Real50 gap_by_enumeration(const Prior& prior, const CausalForest& forest) {
  return trained_by_enumeration<Real50>(prior, forest).loss_gap;
}

/// One length of the ladder, in double precision.
struct Rung {
  int length = 0;
  double gap = 0;
  double missing_attention = 0;  ///< largest 1 - a over the parents
};

Rung rung(const Prior& prior, int length) {
  const CausalForest forest = CausalForest::chain(length - 1);
  const Matrix<double> k = drive<double>(prior, forest, finite_length_epsilon());
  double gap = k(1, 0) - k(1, 1);
  for (Position i = 1; i < forest.size(); ++i) gap = std::min(gap, parent_gap(k, forest, i));
  const double rate = prior.states();
  const double time = parent_time_bound<double>(forest.size(), gap / 2, 1.0, 1.0 / length);
  const Matrix<double> attention = attention::causal_attention(
      stage_one_descent<double>(k, rate, static_cast<long>(std::ceil(time / rate))));
  Rung result{length, loss_gap<double>(prior, forest), 0};
  for (Position i = 1; i < forest.size(); ++i) {
    result.missing_attention = std::max(result.missing_attention, 1 - attention(i, i - 1));
  }
  return result;
}

std::vector<double> last_two(const std::vector<double>& values) {
  return {values[values.size() - 2], values.back()};
}

// Both guarantees over the length, with what they are held against.
nlohmann::json ladder_figure(const std::vector<double>& lengths, const std::vector<double>& gaps,
                             const std::vector<double>& missing) {
  std::vector<double> loss_bound, attention_bound;
  for (const double t : lengths) {
    loss_bound.push_back(std::log(t) / t);
    attention_bound.push_back(1 / t);
  }
  const auto series = [&lengths](const char* name, const std::vector<double>& values) {
    return nlohmann::json{{"name", name}, {"x", lengths}, {"y", values}};
  };
  return {{"id", "causal/main-theorem-over-length"},
          {"kind", "curve"},
          {"title", "The main theorem over the sequence length"},
          {"caption",
           "The Markov chain of T - 1 tokens and a query, orbit of [[7/10,3/10],[4/10,6/10]]; "
           "after the steps that the time bound asks for, and with beta = log T; double precision "
           "(enclosures at smaller T are on the card). A curve above its bound, or a loss gap that "
           "rises, would be wrong."},
          {"x", {{"label", "sequence length T"}, {"log", true}}},
          {"y", {{"label", "loss gap in nats; 1 − attention"}, {"log", true}}},
          {"series",
           {series("loss gap", gaps), series("its bound log T / T", loss_bound),
            series("largest 1 − attention to a parent", missing),
            series("its bound 1/T", attention_bound)}},
          {"references", nlohmann::json::array()}};
}

nlohmann::json measured(const std::vector<Rung>& ladder) {
  std::vector<double> lengths, gaps, missing;
  for (const Rung& r : ladder) {
    lengths.push_back(r.length);
    gaps.push_back(r.gap);
    missing.push_back(r.missing_attention);
  }
  // The bound log T / T^(c gamma) has no stated c; on its own scale, log T / T, the exponent would
  // be -1 plus the share of log T.
  std::vector<double> bound;
  for (const double t : lengths) bound.push_back(std::log(t) / t);
  return {{"figure", ladder_figure(lengths, gaps, missing)},
          {"T", lengths},
          {"loss_gap", gaps},
          {"missing_parent_attention", missing},
          {"loss_gap_exponent", fitted_exponent(lengths, gaps)},
          {"loss_gap_exponent_of_the_last_two", fitted_exponent(last_two(lengths), last_two(gaps))},
          {"log_T_over_T_exponent", fitted_exponent(lengths, bound)},
          {"missing_attention_exponent", fitted_exponent(lengths, missing)}};
}

// Longer sequences than enclosures afford: measured, with the exponents fitted to what was
// measured.
claim::CheckResult ladder_of_lengths(const claim::RunContext& context) {
  std::vector<int> lengths{8, 12, 16, 24, 32};
  if (context.profile != claim::Profile::quick) lengths.insert(lengths.end(), {48, 64});
  const Prior prior = two_state_orbit_on_three_positions().prior();
  std::vector<Rung> ladder;
  claim::Findings<double> findings;
  for (const int length : lengths) {
    ladder.push_back(rung(prior, length));
    const Rung& now = ladder.back();
    findings.add(claim::at_most(now.missing_attention, 1.0 / length),
                 claim::site("1 - attention, T", length));
    findings.add(claim::at_most(now.gap, std::log(length) / length),
                 claim::site("loss gap, T", length));
    if (ladder.size() == 1) continue;
    findings.add(claim::is_less(now.gap, ladder[ladder.size() - 2].gap),
                 claim::site("loss gap falls, T", length));
  }
  auto result = concluded("ladder-of-lengths",
                          fmt::format("the Markov chain of T = {} to {} under the orbit of "
                                      "[[7/10,3/10],[4/10,6/10]], double precision",
                                      lengths.front(), lengths.back()),
                          claim::Evidence::precise, claim::Scope::instance,
                          static_cast<std::int64_t>(lengths.size()), findings.outcome());
  result.measured = std::make_shared<const nlohmann::json>(measured(ladder));
  return result;
}

}  // namespace

claim::Claim main_theorem_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/main-theorem")
      .states(
          "Algorithm 1 puts attention 1 - O(1/T) on every parent, and its loss approaches the "
          "oracle's as sequences grow.")
      .latex(R"(\mathcal{S}(\hat A^{(1)})_{i,p(i)} \ge 1 - O(1/T),\qquad
  L(\hat\theta)-L^* \lesssim \frac{\log T}{T_{\mathrm{eff}}^{c\gamma}})")
      .from({"arXiv 2402.14735", "Theorem 4.4"})
      .formally(
          "Chain graph, orbit priors with gamma >= 1/4. Stage 1: gradient descent with the exact K "
          "of finite length for the number of steps that the time bound asks for with half the "
          "gap; shown: every parent has at least 1 - 1/T. Stage 2: hard adjacency (the query on "
          "itself), beta = log T, smoothing 1/T, prediction normalised; shown: loss gap at most "
          "S(S-1)/2 log T / T, and for two states smaller at T + 2 than at T (for circulants of "
          "three it can rise from T = 3 to 5). Enclosures for small T; a ladder to larger T "
          "is measured in double precision with fitted exponents.")
      .differs(
          "shown at stated T, not for all; stage 1 at leading order in beta0; stage 2 starts from "
          "hard attention instead of 1 - 1/T and stops at beta = log T instead of after eta2 tau2 "
          "of training. The constant S(S-1)/2 is ours; without one the bound holds for two states "
          "only "
          "(causal/loss-gap-without-a-constant). L* is the loss of the oracle that knows the "
          "chain. On the chain T_eff is "
          "of order T, and the measured exponent is compared with log T / T: the paper's c gamma "
          "is not determined by this")
      .uncertain(
          "whether the paper's L* is the oracle's loss or the Bayes loss (their gap vanishes)")
      .uncertain(
          "the exact definition of T_eff, the scale of beta0, and whether c depends on S and gamma")
      .uncertain("the smoothing epsilon inside the logarithm of the loss, and its scale")
      .assumes(chain_graph())
      .assumes(some_edge())
      .assumes(constant_mean())
      .assumes(gamma_at_least(Rational(1, 4)))
      .uses({"causal/parent-dominates-below-degree-threshold", "causal/parent-time-bound",
             "causal/stage-one-decoupling", "causal/root-rows-stay-flat", "causal/stage-two-rate",
             "causal/layer-order"})
      .tagged({"main-theorem"})
      .proved_in_part({"causal/AttentionRecursion", "causal/LeadGrowsUnderAnyDrive"})
      .over(every_chain_graph_and_two_state_chain(PriorKind::orbit, kExtents))
      .over(every_chain_graph_and_circulant(PriorKind::orbit, {2, 3, 4}))
      .attacked({80, 2000, 40000})
      .mathematics({"theory/causal/stage_one_flow.hpp: stage_one_descent",
                    "theory/causal/stage_one_flow.hpp: parent_time_bound",
                    "theory/causal/stage_two_loss.hpp: expected_prediction_error"})
      .tested_by(
          {"tests/theory/causal/training_test.cpp: StageOneFlow.ReachesTheParentWithinTheTimeBound",
           "tests/properties/causal/trained_model_test.cpp: "
           "LossGap.OverlapsTheSumOverEverySequence"})
      .law(claim::Evidence::interval,
           guaranteed<Interval>(false, DriveMethod::quadrature, loss_gap<Interval>))
      .confirmed_by("K by enumeration, the loss gap summed over every sequence, 50 digits",
                    guaranteed<Real50>(false, DriveMethod::enumeration, gap_by_enumeration))
      .twin("the loss gap is at most log T / T^2",
            guaranteed<Interval>(true, DriveMethod::quadrature, loss_gap<Interval>))
      .also_checked({"ladder-of-lengths", ladder_of_lengths})
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
