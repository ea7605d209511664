// What the criterion of the authors' program selects in stage I.
#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {
namespace {

/// sum_z <mu(.,z) - mu(z) mu, mu(.,z) - mu(z) q> with q = 1/d, the softmax of a uniform law.
template <class Signal, class Information>
Sides over_d(const KernelInstance& at, Signal signal, Information information) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    sides.push_back({signal(laws[s], s), information(laws[s]), claim::site("set", s)});
  }
  return sides;
}

Rational released(const Matrix<Rational>& joint, int) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Rational sum(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      sum += (joint(z, k) - m(z) * mu(k)) * (joint(z, k) - m(z) / joint.cols());
    }
  }
  return sum;
}

Sides by_laws(const KernelInstance& at) {
  return over_d(at, released, [](const Matrix<Rational>& joint) {
    return Rational(modified_information(joint) / joint.cols());
  });
}

/// Two independent windows: E[1{X = X'} (1{x = x'} - mu(x') - 1/d + 1/d)].
Sides by_pairs(const KernelInstance& at) {
  const LagLaw law = lag_law(at.kernel, at.window);
  const auto sets = sets_of(at);
  const int tokens = law.lags + 1;
  return over_d(
      at,
      [&](const Matrix<Rational>& joint, int s) {
        const Vector<Rational> mu = token_law(joint);
        Rational sum(0);
        for (int window = 0; window < law.windows.size(); ++window) {
          for (int query = 0; query < law.windows.size(); ++query) {
            bool match = true;
            for (const int lag : sets[s]) {
              match = match && token_at(window, tokens, lag + 1, law.symbols) ==
                                   token_at(query, tokens, lag + 1, law.symbols);
            }
            if (!match) continue;
            const int target = token_at(query, tokens, 1, law.symbols);
            const bool same = token_at(window, tokens, 1, law.symbols) == target;
            sum += law.windows(window) * law.windows(query) * ((same ? 1 : 0) - mu(target));
          }
        }
        return sum;
      },
      [](const Matrix<Rational>& joint) {
        return Rational(modified_information_by_trace(joint) / joint.cols());
      });
}

// Wrong: not over the number of symbols.
Sides whole(const KernelInstance& at) { return over_d(at, released, modified_information); }

claim::Hypothesis<KernelInstance> has_uniform_tokens() {
  return {"uniform tokens", "every symbol is equally likely", [](const KernelInstance& at) {
            const Vector<Rational> mu = token_law(history_law(at.kernel, {}));
            for (Eigen::Index k = 0; k < mu.size(); ++k) {
              if (mu(k) * mu.size() != 1) return Truth::no;
            }
            return Truth::yes;
          }};
}

}  // namespace

claim::Claim released_signal_under_uniform_tokens_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/released-signal-under-uniform-tokens")
      .states(
          "Where every symbol is equally likely the criterion of the authors' program, softmax of "
          "probabilities, has the paper's signal over the number of symbols in stage I; elsewhere "
          "it differs.")
      .latex(R"(G^{\mathrm{code}}_S=\tilde I(S)/d\ \text{if}\ \mu=1/d)")
      .from({"the authors' program", "CrossEntropyLoss of the output, a probability vector"})
      .formally("Every set of lags within the window, in the limit of long prompts.")
      .differs("the paper's loss is the cross-entropy of the output itself")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(has_uniform_tokens())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "released"})
      .over(every_additive_kernel())
      .over(every_small_first_order_kernel())
      .mathematics({"theory/ngram/stage_one_signal.hpp: released_limit"})
      .tested_by({"tests/theory/ngram/stage_one_signal_test.cpp: "
                  "ReleasedSignals.HaveTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::equal_at_each(by_pairs))
      .twin("the paper's signal itself", domain::equal_at_each(whole))
      .twin("any tokens", claim::without("uniform tokens"))
      .attacked({0, 0, 0})
      .example(noisy_xor());
}

}  // namespace lemmascope::ngram
