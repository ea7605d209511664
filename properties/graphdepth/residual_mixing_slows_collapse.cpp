// A layer with residual contracts less: the identity keeps positions apart.
#include "properties/graphdepth/stack_certificates.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"

namespace lemmascope::graphdepth {
namespace {

Sides bounded(const StackInstance& at, Rational (*tau)(const Matrix<Rational>&),
              const Rational& share) {
  Sides all;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    const Rational bound = 1 - at.share + at.share * tau(at.layers[l]);
    all.push_back({tau(with_residual(at.layers[l], at.share)), Rational(bound * share),
                   claim::site("l", static_cast<int>(l) + 1)});
  }
  return all;
}

Sides by_distance(const StackInstance& at) {
  return bounded(at, contraction<Rational>, Rational(1));
}
Sides by_overlap(const StackInstance& at) {
  return bounded(at, contraction_by_overlap, Rational(1));
}
Sides one_per_cent_less(const StackInstance& at) {
  return bounded(at, contraction<Rational>, Rational(99, 100));
}

// Wrong: as if the identity contracted as well.
Sides like_attention(const StackInstance& at) {
  Sides all;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    all.push_back({contraction(with_residual(at.layers[l], at.share)), contraction(at.layers[l]),
                   claim::site("l", static_cast<int>(l) + 1)});
  }
  return all;
}

}  // namespace

claim::Claim residual_mixing_slows_collapse_claim() {
  return claim::ClaimAbout<StackInstance>("graphdepth/residual-mixing-slows-collapse")
      .states(
          "A layer with residual (1-a)I + aA has a contraction coefficient of at most (1-a) + a "
          "tau(A), with bounded scores at most (1-a) + a tanh B.")
      .latex(R"(\tau((1-a)I+aA)\le(1-a)+a\,\tau(A))")
      .from({kPaper, kTheorem})
      .formally("Every layer of random stacks; with graphdepth/bounded-scores-contract the second.")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .uses({"graphdepth/bounded-scores-contract"})
      .tagged({"graphdepth", "contraction"})
      .over(every_tiny_stack())
      .over(sampled_stacks())
      .proved_by({"graphdepth/ResidualSlowsCollapse", "graphdepth/CoefficientIsTau"},
                 "The bound with the coefficient, which is the law that runs; that with tanh B "
                 "follows by graphdepth/bounded-scores-contract, which is not proved here.")
      .proved_in_part({"graphdepth/CertifiedStack"})
      .certified_by(residual_certificates)
      .mathematics({"theory/graphdepth/attention_stack.hpp: with_residual"})
      .tested_by({"tests/theory/graphdepth/attention_stack_test.cpp: "
                  "MixedLayers.AreAttentionAgain"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_distance))
      .confirmed_by("one minus the least overlap of two rows", domain::at_most_at_each(by_overlap))
      .twin("one per cent less", domain::at_most_at_each(one_per_cent_less))
      .twin("no more than attention alone", domain::at_most_at_each(like_attention))
      .example(two_blocks());
}

}  // namespace lemmascope::graphdepth
