// The authors' program takes the wrong mean of a power of the chain for its stationary law.
#include "properties/domain/profiled.hpp"
#include "properties/evolution/evolution_instance.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::evolution {
namespace {

/// (P^n).mean(axis=-1): the mean of every row of the power.
Vector<Rational> row_means(const ChainOfLength& at) {
  const int k = at.of.chain.states();
  Matrix<Rational> power = Matrix<Rational>::Identity(k, k);
  for (int n = 0; n < at.length; ++n) power = product(power, at.of.chain.matrix());
  Vector<Rational> means(k);
  for (int i = 0; i < k; ++i) {
    means(i) = 0;
    for (int j = 0; j < k; ++j) means(i) += power(i, j) / k;
  }
  return means;
}

/// P^n applied to the vector of 1/k.
Vector<Rational> spread(const ChainOfLength& at) {
  const int k = at.of.chain.states();
  Vector<Rational> means = Vector<Rational>::Constant(k, Rational(1, k));
  for (int n = 0; n < at.length; ++n) {
    Vector<Rational> next(k);
    for (int i = 0; i < k; ++i) {
      next(i) = 0;
      for (int j = 0; j < k; ++j) next(i) += at.of.chain(i, j) * means(j);
    }
    means = std::move(next);
  }
  return means;
}

Sides each_state(const Vector<Rational>& found, const Vector<Rational>& expected) {
  Sides sides;
  for (Eigen::Index i = 0; i < found.size(); ++i) {
    sides.push_back({found(i), expected(i), claim::site("state", static_cast<int>(i))});
  }
  return sides;
}

Sides by_powers(const ChainOfLength& at) {
  return each_state(row_means(at), markov::stationary_law(at.of.chain));
}
Sides by_spreading(const ChainOfLength& at) {
  return each_state(spread(at), markov::stationary_law(at.of.chain));
}
Sides against_uniform(const ChainOfLength& at) {
  const int k = at.of.chain.states();
  return each_state(row_means(at), Vector<Rational>::Constant(k, Rational(1, k)));
}

claim::Hypothesis<ChainOfLength> is_a_power() {
  return {"a power", "a whole power from 1 to 16", [](const ChainOfLength& at) {
            return truth(denominator(at.length) == 1 && at.length >= 1 && at.length <= 16);
          }};
}

ChainDomain powers_of_chains() {
  return [](claim::Profile) {
    std::vector<ChainOfLength> all;
    for (const char* rows : {"1/2,1/2;1/4,3/4", "2/3,1/3;1/3,2/3", "9/10,1/10;1/2,1/2",
                             "1/2,1/4,1/4;1/3,1/3,1/3;1/5,1/5,3/5"}) {
      for (const int power : {16, 1}) all.push_back({{markov::parse_chain(rows)}, power});
    }
    return domain::family_domain(
        "powers-of-chains", "powers 16 and 1 of chains on two and three states", std::move(all));
  };
}

}  // namespace

claim::Claim released_start_is_stationary_claim() {
  return claim::ClaimAbout<ChainOfLength>("evolution/released-start-is-stationary")
      .states(
          "As released: the mean of P^16 over its last axis, from which the authors' program draws "
          "first tokens for up to four states, is the stationary law. It is 1/k for every chain: "
          "rows sum to one.")
      .latex(R"(\frac1k\sum_j(P^{16})_{ij}=\frac1k\ne\pi_i)")
      .from({"the authors' program", "stationary_distribution in utils"})
      .formally("Every state, powers 16 and 1.")
      .differs("as released; the paper starts chains from their stationary law")
      .assumes(is_a_power())
      .tagged({"evolution", "released"})
      .expects(claim::Verdict::refuted)
      .over(powers_of_chains())
      .mathematics({"theory/markov/stationary_law.hpp: stationary_law"})
      .tested_by({"tests/sim/evolution/chain_sequences_test.cpp: "
                  "DrawnSequences.StartUniformlyWhereAsked"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_powers))
      .confirmed_by("the power applied to a vector", domain::equal_at_each(by_spreading))
      .control("it is 1/k", domain::equal_at_each(against_uniform))
      .example({{markov::two_state_chain(Rational(1, 2), Rational(1, 4))}, 16});
}

}  // namespace lemmascope::evolution
