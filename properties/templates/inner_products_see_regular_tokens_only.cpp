// What an inner product of one-hot strings sees of two templates.
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

// Symbols from here on are regular tokens, the others wildcards.
constexpr int kRegular = 100;

bool is_regular(int symbol) { return symbol >= kRegular; }

// Wildcard w becomes symbol (pool, w + shift): injective, and disjoint for different pools.
Symbols substituted(const Symbols& symbols, int pool, int shift) {
  Symbols string;
  for (const int symbol : symbols) {
    string.push_back(is_regular(symbol) ? symbol : 1000 * pool + (symbol + shift) % 7);
  }
  return string;
}

Rational shared_regular_tokens(const StringPair& at) {
  int shared = 0;
  for (std::size_t i = 0; i < at.first.size(); ++i) {
    shared += is_regular(at.first[i]) && at.first[i] == at.second[i] ? 1 : 0;
  }
  return Rational(shared);
}

// <X, Y>, the trace of X Y^T, for three substitutions.
Sides products(const StringPair& at, int pool_of_second, const Rational& seen) {
  Sides all;
  for (int shift = 0; shift < 3; ++shift) {
    const auto same = coincidences(substituted(at.first, 1, shift),
                                   substituted(at.second, pool_of_second, 2 * shift));
    Rational trace(0);
    for (Eigen::Index i = 0; i < same.rows(); ++i) trace += same(i, i);
    all.push_back({trace, seen, claim::site("substitution", shift)});
  }
  return all;
}

Sides law(const StringPair& at) { return products(at, 2, shared_regular_tokens(at)); }

// Other route: the squared distance of the one-hot strings counts positions that differ, twice.
Sides by_distance(const StringPair& at) {
  Sides all;
  const int k = static_cast<int>(at.first.size());
  for (int shift = 0; shift < 3; ++shift) {
    const Symbols x = substituted(at.first, 1, shift), y = substituted(at.second, 2, 2 * shift);
    int differing = 0, wild = 0;
    for (int i = 0; i < k; ++i) {
      differing += x[i] != y[i] ? 1 : 0;
      wild += !is_regular(at.first[i]) || !is_regular(at.second[i]) || at.first[i] != at.second[i]
                  ? 1
                  : 0;
    }
    all.push_back({Rational(Rational(2 * k - 2 * differing) / 2), Rational(k - wild),
                   claim::site("substitution", shift)});
  }
  return all;
}

// Wrong: both strings drawn from one pool.
Sides one_pool(const StringPair& at) { return products(at, 1, shared_regular_tokens(at)); }
// Wrong: everything is seen.
Sides everything(const StringPair& at) {
  return products(at, 2, Rational(static_cast<int>(at.first.size())));
}

}  // namespace

claim::Claim inner_products_see_regular_tokens_only_claim() {
  return claim::ClaimAbout<StringPair>("templates/inner-products-see-regular-tokens-only")
      .states(
          "On disjoint symbols the inner product of two one-hot strings is the number of positions "
          "at which both templates hold the same regular token: kernels of fully connected "
          "networks, functions of it, see no equality of wildcards.")
      .latex(
          R"(\langle X,Y\rangle=\#\{i: z_i=z'_i\in\mathcal X\},\ N_{ij}=\kappa(\langle X,Y\rangle))")
      .from({kPaper, "fully connected networks fail (Appendix I, as a third party has it)"})
      .formally(
          "Every two strings of length two over two wildcards and two regular tokens, three "
          "disjoint substitutions each.")
      .differs("the inner product only; a kernel is a function of it at one norm of strings")
      .uncertain(kNotRead)
      .tagged({"templates", "fully-connected"})
      .over(pairs_with_regular_tokens())
      .mathematics({"theory/templates/template_strings.hpp: coincidences"})
      .tested_by({"tests/theory/templates/template_strings_test.cpp: "
                  "Coincidences.AreWhereBothStringsHoldOneSymbol"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("distances of one-hot strings", domain::equal_at_each(by_distance))
      .twin("one pool of symbols", domain::equal_at_each(one_pool))
      .twin("everything is seen", domain::equal_at_each(everything))
      .example({{0, 100, 1}, {0, 100, 101}});
}

}  // namespace lemmascope::templates
