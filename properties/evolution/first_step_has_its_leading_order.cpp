// Lemma 3.1 / A.1, orders in t: the first step on one chain is its leading term up to a bound of
// one order less, for any number of states.
#include <algorithm>

#include "properties/domain/profiled.hpp"
#include "properties/evolution/evolution_instance.hpp"
#include "theory/information/contraction.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::evolution {
namespace {

/// The step of W and v from W = 1 1^T, v = 1.
struct FirstStep {
  Matrix<Rational> w;
  std::vector<Rational> v;
};

FirstStep by_tensor(const ChainOfLength& at) {
  const int t = static_cast<int>(numerator(at.length)), k = at.of.chain.states();
  const auto tensor = bilinear_tensor(at.of.chain, t);
  return {tensor.along_weights(std::vector<Rational>(static_cast<std::size_t>(t), Rational(1))),
          tensor.along_lags(Matrix<Rational>::Constant(k, k, Rational(1)))};
}

/// By the distance d from the token that is compared, x_s = l, to the one that predicts, x_{s+d} =
/// m, of which there are t - d pairs; in between stands what is counted. For v the first has the
/// stationary law.
FirstStep by_distances(const ChainOfLength& at) {
  const auto& chain = at.of.chain;
  const int t = static_cast<int>(numerator(at.length)), k = chain.states();
  const Vector<Rational> pi = markov::stationary_law(chain);
  std::vector<Matrix<Rational>> powers{Matrix<Rational>::Identity(k, k)};
  for (int n = 1; n < t; ++n) powers.push_back(product(powers.back(), chain.matrix()));
  FirstStep step{Matrix<Rational>::Constant(k, k, Rational(0)), {}};
  const auto gain = [&](int m, int i) { return Rational(chain(m, i) - Rational(1, k)); };
  for (int m = 0; m < k; ++m) {
    for (int l = 0; l < k; ++l) {
      for (int d = 0; d < t; ++d) {
        Rational pairs(0);
        for (int j = 1; j <= d + 1; ++j) {
          for (int i = 0; i < k; ++i) {
            pairs += gain(m, i) * powers[j - 1](l, i) * powers[d - j + 1](i, m);
          }
        }
        step.w(m, l) += pi(l) * (t - d) * pairs / t;
      }
    }
  }
  for (int j = 1; j <= t; ++j) {
    Rational sum(0);
    for (int r = 0; r <= t - j; ++r) {
      for (int m = 0; m < k; ++m) {
        for (int i = 0; i < k; ++i) sum += (t - j + 1 - r) * gain(m, i) * pi(i) * powers[r](i, m);
      }
    }
    step.v.push_back(sum / t);
  }
  return step;
}

/// max_i |P_mi - 1/k|.
Rational largest_gain(const ChainOfLength& at, int m) {
  Rational most(0);
  for (int i = 0; i < at.of.chain.states(); ++i) {
    const Rational gain = abs(Rational(at.of.chain(m, i) - Rational(1, at.of.chain.states())));
    if (gain > most) most = gain;
  }
  return most;
}

/// |step - leading term| against its bound, by which the total variation of the state after n steps
/// from its law is tau^n (1 - pi_l), tau the Dobrushin coefficient; `sixth` and `uniform` are 6 and
/// 1/k.
Sides around(const ChainOfLength& at, const FirstStep& step, const Rational& sixth,
             const Rational& uniform) {
  const int k = at.of.chain.states();
  const Rational& t = at.length;
  const Vector<Rational> pi = markov::stationary_law(at.of.chain);
  const Rational forgets = 1 - information::dobrushin_coefficient(at.of.chain);
  Sides sides;
  Rational squares(0), most(0);
  for (int m = 0; m < k; ++m) {
    squares += pi(m) * pi(m);
    most = std::max(most, largest_gain(at, m));
  }
  for (int m = 0; m < k; ++m) {
    Rational follows(0);  // (P pi^T)_m
    for (int i = 0; i < k; ++i) follows += at.of.chain(m, i) * pi(i);
    for (int l = 0; l < k; ++l) {
      const Rational leading = (t + 1) * (t + 2) / sixth * pi(l) * pi(m) * (follows - uniform);
      const Rational apart = 2 * (1 - pi(l)) * (1 + pi(m)) + 1 - squares;
      sides.push_back({abs(Rational(step.w(m, l) - leading)),
                       Rational(pi(l) * (t + 1) * largest_gain(at, m) * apart / (2 * forgets)),
                       claim::site("m", m, "l", l)});
    }
  }
  for (std::size_t j = 0; j < step.v.size(); ++j) {
    const Rational n = t - static_cast<int>(j);
    const Rational leading = n * (n + 1) / (2 * t) * (squares - uniform);
    sides.push_back({abs(Rational(step.v[j] - leading)),
                     Rational(2 * n * most * (1 - squares) / (t * forgets)),
                     claim::site("j", static_cast<int>(j) + 1)});
  }
  return sides;
}

Rational share_of_a_state(const ChainOfLength& at) { return Rational(1, at.of.chain.states()); }

Sides from_the_tensor(const ChainOfLength& at) {
  return around(at, by_tensor(at), 6, share_of_a_state(at));
}
Sides from_distances(const ChainOfLength& at) {
  return around(at, by_distances(at), 6, share_of_a_state(at));
}
// Wrong: pairs of positions are counted, not triples.
Sides by_a_half(const ChainOfLength& at) {
  return around(at, by_tensor(at), 2, share_of_a_state(at));
}
// Wrong: the mean over the symbols is not taken off.
Sides without_the_mean(const ChainOfLength& at) { return around(at, by_tensor(at), 6, 0); }

claim::Hypothesis<ChainOfLength> is_long() {
  return {"a length of tens", "a whole length from 1 to 100", [](const ChainOfLength& at) {
            return truth(denominator(at.length) == 1 && at.length >= 1 && at.length <= 100);
          }};
}

claim::Hypothesis<ChainOfLength> forgets() {
  return {"a chain that forgets", "its Dobrushin coefficient is below one",
          [](const ChainOfLength& at) {
            return truth(information::dobrushin_coefficient(at.of.chain) < 1);
          }};
}

ChainDomain chains_of_tens() {
  return [](claim::Profile) {
    std::vector<ChainOfLength> all;
    for (const char* rows :
         {"9/10,1/10;4/5,1/5", "1/2,1/2;1/4,3/4", "1/5,4/5;2/5,3/5", "2/3,1/3;1/3,2/3",
          "1/2,1/4,1/4;1/3,1/3,1/3;1/5,1/5,3/5", "4/5,1/10,1/10;4/5,1/5,0;3/5,1/5,1/5"}) {
      for (const int length : {5, 40}) all.push_back({{markov::parse_chain(rows)}, length});
    }
    return domain::family_domain(
        "chains-of-tens", "six chains on two and three states at 5 and 40 tokens", std::move(all));
  };
}

}  // namespace

claim::Claim first_step_has_its_leading_order_claim() {
  return claim::ClaimAbout<ChainOfLength>("evolution/first-step-has-its-leading-order")
      .states(
          "On a chain that forgets, the first step moves W[m,l] by (t+1)(t+2)/6 pi_l pi_m ((P "
          "pi)_m - 1/k) up to order t, and v_j by n(n+1)/(2t) (sum pi^2 - 1/k), n = t - j + 1, up "
          "to a constant: with explicit bounds, for any number of states.")
      .latex(
          R"(\Bigl|-\partial_{W_{ml}}L-\tfrac{(t+1)(t+2)}6\pi_l\pi_m\bigl((P\pi^\top)_m-\tfrac1k\bigr)\Bigr|\le\frac{\pi_l(t+1)g_m}{2(1-\tau)}\bigl(2(1-\pi_l)(1+\pi_m)+1-\sum_i\pi_i^2\bigr),\quad\Bigl|-\partial_{v_j}L-\tfrac{n(n+1)}{2t}\bigl(\sum_i\pi_i^2-\tfrac1k\bigr)\Bigr|\le\frac{2ng}{t(1-\tau)}\bigl(1-\sum_i\pi_i^2\bigr))")
      .from({kPaper, "Lemma 3.1 / A.1, (A.31)"})
      .formally(
          "From W = 1 1^T and v = 1; tau is the Dobrushin coefficient of the chain, g_m the "
          "largest |P_mi - "
          "1/k|, g the largest of all.")
      .differs(
          "chain by chain and for any number of states, with bounds in place of O(t); the means "
          "over two-state chains are tested at 20, 50 and 200 tokens")
      .assumes(is_long())
      .assumes(forgets())
      .uses({"evolution/tensor-is-the-gradient"})
      .tagged({"evolution", "gradient"})
      .over(chains_of_tens())
      .mathematics({"theory/evolution/bilinear_tensor.hpp: bilinear_tensor",
                    "theory/information/contraction.hpp: dobrushin_coefficient"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "TheFirstStep.TendsToItsLeadingOrder"})
      .law(claim::Evidence::exact, domain::at_most_at_each(from_the_tensor))
      .confirmed_by("by the distance of two tokens", domain::at_most_at_each(from_distances))
      .twin("(t+1)(t+2)/2", domain::at_most_at_each(by_a_half))
      .twin("without 1/k", domain::at_most_at_each(without_the_mean))
      .attacked({0, 0, 0})
      .example({{markov::two_state_chain(Rational(1, 10), Rational(4, 5))}, 40});
}

}  // namespace lemmascope::evolution
