// The signal of a copier in stage II is a Gram matrix with modified informations on its diagonal.
#include "properties/ngram/copier_sites.hpp"
#include "properties/ngram/ngram_certificates.hpp"

namespace lemmascope::ngram {
namespace {

/// Along the first of `rows`, columns taken out one by one.
Rational determinant(const Matrix<Rational>& m, const std::vector<int>& rows,
                     const std::vector<int>& columns) {
  if (rows.empty()) return 1;
  Rational sum(0);
  const std::vector<int> below(rows.begin() + 1, rows.end());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::vector<int> rest = columns;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(c));
    const Rational part = m(rows[0] - 1, columns[c] - 1) * determinant(m, below, rest);
    sum += c % 2 == 0 ? part : Rational(-part);
  }
  return sum;
}

/// lhs <= rhs: principal minors are not negative; entries on the diagonal are informations; J_ij^2
/// <= J_ii J_jj.
template <class Signal>
Sides by_minors(const KernelInstance& at, Signal signal) {
  Sides sides;
  const LagLaw law = lag_law(at.kernel, at.window);
  for (const CopierSite& site : copier_sites(at)) {
    const Matrix<Rational> j = signal(law, site);
    for (const LagSet& lags : sets_of(at)) {
      if (!lags.empty()) {
        sides.push_back(
            {0, determinant(j, lags, lags), claim::site("copier", site.number, "bound", 0)});
      }
    }
    for (int i = 0; i < j.rows(); ++i) {
      LagSet read;
      for (const int lag : site.set) {
        if (lag != site.head) read.push_back(lag);
      }
      const Rational information = modified_information(read_law(law, joined(read, {i + 1})));
      const auto where = claim::site("copier", site.number, "bound", 1, "lag", i + 1);
      sides.push_back({j(i, i), information, where});
      sides.push_back({information, j(i, i), where});
      for (int k = 0; k < i; ++k) {
        sides.push_back({Rational(j(i, k) * j(i, k)), Rational(j(i, i) * j(k, k)),
                         claim::site("copier", site.number, "bound", 2, "lag", i + 1)});
      }
    }
  }
  return sides;
}

Sides by_laws(const KernelInstance& at) { return by_minors(at, signal_by_laws); }
Sides by_pairs(const KernelInstance& at) { return by_minors(at, signal_by_pairs); }

// Wrong: sums of squares of mu(z) are not taken off.
Sides not_centred(const KernelInstance& at) {
  return by_minors(at, [](const LagLaw& law, const CopierSite& site) {
    Matrix<Rational> j = signal_by_laws(law, site);
    for (Eigen::Index e = 0; e < j.size(); ++e) j.data()[e] += Rational(1, 4);
    return j;
  });
}

// Wrong: what two reads share is at most half of the geometric mean.
Sides share_half(const KernelInstance& at) {
  Sides sides = by_laws(at);
  for (auto& side : sides) side.rhs /= 4;
  return sides;
}

}  // namespace

claim::Claim copier_signal_is_gram_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/copier-signal-is-gram")
      .states(
          "With the other heads of S exact, the reward of head h is a form sigma^T J sigma whose "
          "matrix J is positive semidefinite, has the modified informations of the sets that h can "
          "make on its diagonal, and shares at most their geometric means.")
      .latex(
          R"(J\succeq0,\quad J_{ii}=\tilde I((S\setminus h)\cup\{i\}),\quad J_{ij}^2\le J_{ii}J_{jj})")
      .from({kPaper, "stage II"})
      .formally("Every principal minor, for every set of at most two lags and each of its heads.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "copier"})
      .over(every_additive_kernel())
      .mathematics({"theory/ngram/copier.hpp: copier_matrix"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: TheCopierMatrix.HasTheReferenceValues"})
      .proved_by({"ngram/CopierSignalIsGram"},
                 "The theorem states that the quadratic form is not negative, of which the "
                 "principal minors that the law compares are the usual equivalent; the copiers are "
                 "any laws with one law of the token.")
      .proved_in_part({"ngram/CertifiedSignal"})
      .certified_by(signal_certificates)
      .law(claim::Evidence::exact, domain::at_most_at_each(by_laws))
      .confirmed_by("pairs of independent windows", domain::at_most_at_each(by_pairs))
      .twin("a quarter added to every entry", domain::at_most_at_each(not_centred))
      .twin("a quarter of the right-hand sides", domain::at_most_at_each(share_half))
      .attacked({5, 400, 8000})
      .example(noisy_xor());
}

}  // namespace lemmascope::ngram
