// Whoever does not look at the names of variables sees a bag: shuffled clauses say no more.
#include <numeric>

#include "properties/lego/chain_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/bag_accuracy.hpp"

namespace lemmascope::lego {
namespace {

std::vector<std::vector<int>> every_order(int n) {
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::vector<int>> all;
  do all.push_back(order);
  while (std::next_permutation(order.begin(), order.end()));
  return all;
}

Sides shuffled(const ChainInstance& at) {
  return {{nameless_accuracy(*at.group, at.clauses, every_order(at.clauses)),
           bag_accuracy(*at.group, at.clauses, at.clauses)}};
}

// Other route: for each list as written, the values of all chains it may stand for.
Rational by_posteriors(const ChainInstance& at) {
  const FiniteGroup& group = *at.group;
  const auto orders = every_order(at.clauses);
  std::vector<Element> list(static_cast<std::size_t>(at.clauses), 0);
  long hits = 0, all = 0;
  for (int k = 0; k < at.clauses;) {
    std::vector<long> votes(static_cast<std::size_t>(group.order()), 0);
    for (const auto& order : orders) {
      Element value = group.identity();
      for (const int place : order) value = group.product(list[place], value);
      ++votes[value];
    }
    hits += *std::max_element(votes.begin(), votes.end());
    all += static_cast<long>(orders.size());
    for (k = 0; k < at.clauses && ++list[k] == group.order(); ++k) list[k] = 0;
  }
  return Rational(hits, all);
}

Sides posterior(const ChainInstance& at) {
  return {{by_posteriors(at), bag_accuracy_by_enumeration(*at.group, at.clauses, at.clauses)}};
}

// Wrong: clauses are only rotated, not shuffled.
Sides rotated(const ChainInstance& at) {
  std::vector<std::vector<int>> orders;
  for (int shift = 0; shift < at.clauses; ++shift) {
    orders.emplace_back();
    for (int k = 0; k < at.clauses; ++k) orders.back().push_back((k + shift) % at.clauses);
  }
  return {{nameless_accuracy(*at.group, at.clauses, orders),
           bag_accuracy(*at.group, at.clauses, at.clauses)}};
}

}  // namespace

claim::Claim nameless_predictors_are_bag_predictors_claim() {
  return claim::ClaimAbout<ChainInstance>("lego/nameless-predictors-are-bag-predictors")
      .states(
          "On uniformly shuffled clauses the best predictor of the last variable that ignores "
          "names is no better than the best that sees the bag: accuracy above it certifies chain "
          "following.")
      .latex(R"(\max_f\Pr[f(g_{\sigma(1)},\dots,g_{\sigma(n)})=x_n]=a(n))")
      .from({kPaper, "shortcut solutions; no formula"})
      .formally("Complete enumeration of sequences and orders against dynamic programming.")
      .differs("not in the paper: it makes its robustness experiments a certificate")
      .uses({"lego/dihedral-bags-tell-little"})
      .tagged({"lego", "shortcut"})
      .over(every_small_chain(false))
      .mathematics({"theory/lego/bag_accuracy.hpp: nameless_accuracy",
                    "theory/lego/bag_accuracy.hpp: bag_accuracy"})
      .tested_by({"tests/theory/lego/bag_accuracy_test.cpp: "
                  "NamelessAccuracy.IsThatOfBagsWhenEveryOrderIsWritten"})
      .law(claim::Evidence::exact, domain::equal_at_each(shuffled))
      .confirmed_by("posterior of each list as written, against enumeration",
                    domain::equal_at_each(posterior))
      .twin("clauses are only rotated", domain::equal_at_each(rotated))
      .example(last_variable("d3", 3));
}

}  // namespace lemmascope::lego
