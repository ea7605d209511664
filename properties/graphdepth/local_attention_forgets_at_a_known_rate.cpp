// Attention inside the substructures with a share of global attention: the distance is known
// exactly.
#include "properties/graphdepth/stack_certificates.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::graphdepth {
namespace {

std::vector<Matrix<Rational>> mixed(const StackInstance& at) {
  std::vector<Matrix<Rational>> layers;
  for (const auto& layer : at.layers) layers.push_back(with_global(layer, at.share));
  return layers;
}

// delta_l against the power of `kept`.
Sides against(const StackInstance& at, const Rational& kept) {
  const auto found = distances(mixed(at), at.first, at.second);
  Sides all;
  Rational power(1);
  for (std::size_t l = 0; l < found.size(); ++l, power *= kept) {
    all.push_back({found[l], power, claim::site("l", static_cast<int>(l))});
  }
  return all;
}

Sides stated(const StackInstance& at) { return against(at, Rational(1 - at.share)); }

// Other route: mass of mu_S that is still on S minus that on S', by pushing one position at a time;
// what has gone global is the same for both.
Sides by_mass(const StackInstance& at) {
  const int n = at.positions();
  Vector<Rational> difference = uniform_on(at.first, n) - uniform_on(at.second, n);
  const auto layers = mixed(at);
  Sides all;
  Rational power(1);
  for (std::size_t depth = 0; depth <= layers.size(); ++depth, power *= 1 - at.share) {
    Vector<Rational> left = difference;
    for (std::size_t l = depth; l > 0; --l) {
      Vector<Rational> next = Vector<Rational>::Constant(n, Rational(0));
      for (int i = 0; i < n; ++i) {
        for (int k = 0; k < n; ++k) next[k] += left[i] * layers[l - 1](i, k);
      }
      left = next;
    }
    Rational on_first(0);
    for (const int k : at.first) on_first += left[k];
    all.push_back({on_first, power, claim::site("l", static_cast<int>(depth))});
  }
  return all;
}

// Wrong: global attention that leaves out the position itself, 1 - e (n - 1) / n.
Sides without_itself(const StackInstance& at) {
  const Rational n(at.positions());
  return against(at, Rational(1 - at.share * (n - 1) / n));
}

claim::Hypothesis<StackInstance> disjoint() {
  return {"disjoint substructures", "S and S' have no position in common",
          [](const StackInstance& at) {
            for (const int k : at.first) {
              for (const int j : at.second) {
                if (k == j) return Truth::no;
              }
            }
            return Truth::yes;
          }};
}

claim::Hypothesis<StackInstance> local() {
  return {"local attention", "no layer has weight from S or S' to other positions",
          [](const StackInstance& at) {
            for (const auto& layer : at.layers) {
              if (!is_local(layer, at.first) || !is_local(layer, at.second)) return Truth::no;
            }
            return Truth::yes;
          }};
}

}  // namespace

claim::Claim local_attention_forgets_at_a_known_rate_claim() {
  return claim::ClaimAbout<StackInstance>("graphdepth/local-attention-forgets-at-a-known-rate")
      .states(
          "With attention inside two disjoint substructures and a share e of uniform global "
          "attention, what they read differently after L layers is exactly (1-e)^L: purely local "
          "attention loses nothing.")
      .latex(
          R"(\delta_L=(1-e)^L\ \text{for}\ A_l=(1-e)A_l^{\mathrm{loc}}+\tfrac en\mathbf 1\mathbf 1^\top)")
      .from({kPaper, "remedy: local attention on substructures"})
      .formally(
          "Every pair of disjoint connected substructures of two and three nodes of four graphs, "
          "and random stacks as far as they are local.")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .assumes(disjoint())
      .assumes(local())
      .uses({"graphdepth/substructures-forget-each-other"})
      .tagged({"graphdepth", "depth"})
      .over(substructures_of_small_graphs())
      .over(sampled_stacks())
      .proved_by({"graphdepth/LocalAttentionIsExact"},
                 "The laws of the two substructures are any laws on disjoint sets, and the layers "
                 "are numbered as the rows meet them; the l1 distance is twice the total "
                 "variation.")
      .proved_in_part({"graphdepth/CertifiedStack"})
      .certified_by(global_certificates)
      .mathematics({"theory/graphdepth/attention_stack.hpp: with_global",
                    "theory/graphdepth/attention_stack.hpp: distances"})
      .tested_by({"tests/theory/graphdepth/attention_stack_test.cpp: "
                  "Distances.FallByNineTenthsWithATenthOfGlobalAttention"})
      .law(claim::Evidence::exact, domain::equal_at_each(stated))
      .confirmed_by("the mass that stays on S, less what came from S'",
                    domain::equal_at_each(by_mass))
      .twin("global attention leaves out the position itself",
            domain::equal_at_each(without_itself))
      .twin("attention leaves the substructures", claim::without("local attention"))
      .example(two_blocks());
}

}  // namespace lemmascope::graphdepth
