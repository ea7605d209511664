// Over chains that flip with one probability every entry of the mean tensor is two sums of moments.
#include "properties/evolution/flips_in_general.hpp"

namespace lemmascope::evolution {
namespace {

template <class Entry>
Sides entries_of(const LengthInstance& at, const Tensor<Rational>& tensor, Entry entry) {
  Sides sides;
  const int t = length_of(at);
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) {
      for (int j = 1; j <= t; ++j) {
        sides.push_back({tensor(m, l, j), entry(m, l, j), claim::site("m", m, "l", l, "j", j)});
      }
    }
  }
  return sides;
}

/// (1/(8t)) (sign E lambda^j n (n+1)/2 + sum_r (n - r) E lambda^(r+1)), n = t - j + 1; the sign is
/// that of the diagonal.
template <class Moment>
Sides closed_form(const LengthInstance& at, const Tensor<Rational>& tensor, int more,
                  Moment moment) {
  const int t = length_of(at);
  return entries_of(at, tensor, [&](int m, int l, int j) {
    const int n = t - j + 1;
    Rational sum = (m == l ? 1 : -1) * moment(j) * n * (n + more) / 2;
    for (int r = 0; r < n; ++r) sum += (n - r) * moment(r + 1);
    return Rational(sum / (8 * t));
  });
}

auto moments_of(const LengthInstance& at) {
  return [&at](int n) { return flip_moment(at.number, n); };
}

Sides by_chains(const LengthInstance& at) {
  return closed_form(at, flip_tensor_by_chains(at.number, length_of(at)), 1, moments_of(at));
}

/// Each of the three powers of the chain is (1 +- lambda^n) / 2: products expanded, every power of
/// lambda replaced by its mean.
Tensor<Rational> by_expansion(const LengthInstance& at) {
  const int t = length_of(at);
  const auto moment = moments_of(at);
  Tensor<Rational> tensor(2, t);
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) {
      for (int j = 1; j <= t; ++j) {
        for (int i = 0; i < 2; ++i) {
          const int gain = m == i ? 1 : -1, back = l == i ? 1 : -1;
          for (int r = 0; r <= t - j; ++r) {
            const Rational mean =
                gain * moment(1) + gain * back * moment(j) + moment(1 + r) + back * moment(j + r);
            tensor(m, l, j) += (t - j + 1 - r) * mean / (16 * t);
          }
        }
      }
    }
  }
  return tensor;
}

Sides by_moments(const LengthInstance& at) {
  return closed_form(at, by_expansion(at), 1, moments_of(at));
}
// Wrong: pairs of different positions alone are counted.
Sides without_the_same(const LengthInstance& at) {
  return closed_form(at, flip_tensor_by_chains(at.number, length_of(at)), 0, moments_of(at));
}
// Wrong: odd moments count too.
Sides odd_moments(const LengthInstance& at) {
  return closed_form(at, flip_tensor_by_chains(at.number, length_of(at)), 1, [&](int n) {
    return n % 2 == 1 ? Rational(2 * at.number / (n + 1)) : flip_moment(at.number, n);
  });
}

}  // namespace

claim::Claim flips_have_a_closed_tensor_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/flips-have-a-closed-tensor")
      .states(
          "Over chains that flip with one probability every entry of the mean tensor is 1/(8t) "
          "times the moment of lag j, with the sign of the diagonal, times n(n+1)/2, plus sum (n - "
          "r) "
          "E lambda^(r+1): only even lags tell the diagonal from the rest.")
      .latex(
          R"(T[m,l,j]=\frac1{8t}\Bigl[\pm\mathbb E\lambda^j\tfrac{n(n+1)}2+\sum_{r<n}(n-r)\mathbb E\lambda^{r+1}\Bigr],\quad n=t-j+1)")
      .from({kPaper, "Corollary A.2 and Proposition A.3"})
      .formally("a uniform on [1/2 - width, 1/2 + width]; every entry.")
      .differs("every entry, where the paper has sums over lags or over W")
      .assumes(length_is_whole())
      .assumes(is_half_width())
      .uses({"evolution/tensor-is-the-gradient"})
      .tagged({"evolution", "gradient"})
      .over(every_flip_prior())
      .mathematics({"theory/evolution/two_steps.hpp: flip_tensor",
                    "theory/evolution/two_steps.hpp: flip_moment"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "FlipsOfOneProbability.HaveTheReferenceSlopes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_chains))
      .confirmed_by("products of powers, expanded", domain::equal_at_each(by_moments))
      .twin("n^2/2", domain::equal_at_each(without_the_same))
      .twin("odd moments count", domain::equal_at_each(odd_moments))
      .example({4, Rational(1, 4)});
}

}  // namespace lemmascope::evolution
