// The loss of stage 2 on a tree without counting: a difference of log-partition functions as an
// integral over one message pass.
//
// With scores z_i, Z = sum_i e^{z_i} and Z_{s'} = sum_i (1(s_i = s') + eps) e^{z_i},
//   -log(f_{s'} + eps) = log Z - log Z_{s'} = int_R [exp(-Z_{s'} e^t) - exp(-Z e^t)] dt,
// and Z, Z_{s'} are sums over edges, so E exp(-u Z) is one upward pass of the tree with the edge
// factor exp(-u (1(b = s') + eps or 1) v(a)), v(a) the weight of a key whose parent shows a. The
// trapezoid rule with step 1/2 on [-28, 4] is off by at most 4 sum_k |Gamma(4 pi i k)| < 8e-9,
// whatever the sequence, and its tails are added as enclosures. Any tree, any S, no counts: O(S^4
// T) a node, O(S^3 T) for a chain that a rotation of the tokens leaves alone.
//
// The passes are in double precision and still enclosed: value and slope are sums of products of
// numbers of one sign, so their relative error is at most that of the roundings that lead to them,
// which are counted. The exponentials are enclosed first, so that no library's exp is trusted.
#pragma once

#include <memory>

#include "theory/causal/stage_two_loss.hpp"
#include "theory/numeric/interval.hpp"

namespace lemmascope::causal {

/// e^{z} of keys whose attended token matches the query's, of those whose does not, and of the
/// query itself.
struct KeyWeights {
  Interval match, mismatch, query;
};

/// (1/S) E_pi sum_{q, s'} pi(s'|q) E[log Z - log Z_{s'}] with weights of its own in Z and in
/// Z_{s'}: the loss when both are (e^beta, 1, e^beta); an upper bound for soft attention when Z is
/// weighed from above and Z_{s'} from below, a lower bound the other way round. An enclosure,
/// quadrature error included. Throws PreconditionError unless position 0 is the only root (trees)
/// and epsilon > 0.
Interval log_integral_loss(const markov::Prior& prior, const markov::CausalForest& tree,
                           const KeyWeights& in_z, const KeyWeights& in_target,
                           const Rational& epsilon);

/// Loss and slope in beta at hard attention, the query on itself: weights (e^beta, 1, e^beta). One
/// object for many beta: what does not depend on beta is prepared once. Keeps a reference to the
/// tree.
class HardLossByIntegral {
 public:
  /// Throws PreconditionError as log_integral_loss.
  HardLossByIntegral(const markov::Prior& prior, const markov::CausalForest& tree,
                     const Rational& epsilon);
  ~HardLossByIntegral();
  HardLossByIntegral(const HardLossByIntegral&) = delete;
  HardLossByIntegral& operator=(const HardLossByIntegral&) = delete;

  LossAndSlope<Interval> at(const Interval& match);

 private:
  class Integral;
  std::unique_ptr<Integral> integral_;
};

/// HardLossByIntegral at one beta.
LossAndSlope<Interval> hard_loss_by_integral(const markov::Prior& prior,
                                             const markov::CausalForest& tree,
                                             const Interval& match, const Rational& epsilon);

}  // namespace lemmascope::causal
