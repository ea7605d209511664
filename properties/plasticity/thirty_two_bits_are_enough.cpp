// Accumulators of 32 bits never overflow as long as tokens times width stay within 1024.
#include <cstdint>

#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/fast_weights.hpp"
#include "theory/plasticity/integer_weights.hpp"

namespace lemmascope::plasticity {
namespace {

Sides in_thirty_two_bits(const TaskInstance& at) {
  return domain::entries(integer_fast_weight_outputs<std::int32_t>(at.task),
                         fast_weight_outputs(at.task), "t", "output");
}

// Other route: attention, reduced to [-2^31, 2^31) by division.
Sides reduced(const TaskInstance& at) {
  const Integer span = Integer(1) << 32, half = Integer(1) << 31;
  const Matrix<Rational> exact = linear_attention(at.task);
  Matrix<Rational> wrapped = exact;
  for (Eigen::Index e = 0; e < wrapped.size(); ++e) {
    Integer rest = (numerator(exact.data()[e]) + half) % span;
    if (rest < 0) rest += span;
    wrapped.data()[e] = Rational(Integer(rest - half));
  }
  return domain::entries(wrapped, exact, "t", "output");
}

claim::Hypothesis<TaskInstance> short_enough() {
  return {"at most 1024 products", "tokens times width is at most 1024",
          [](const TaskInstance& at) { return truth(at.task.tokens() * at.task.width() <= 1024); }};
}

}  // namespace

claim::Claim thirty_two_bits_are_enough_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/thirty-two-bits-are-enough")
      .states(
          "Fast weights on eight-bit data are exact in 32-bit accumulators as long as tokens times "
          "width is at most 1024.")
      .latex(R"(T\,d\le1024\Rightarrow W_tq_t\bmod2^{32}=W_tq_t)")
      .from({kPaper, "on-chip learning with eight-bit data; no numbered statement"})
      .formally(
          "Outputs with weights and sums modulo 2^32 against exact ones; the family has T d = 1024 "
          "and T d = 1088 at the extreme entries.")
      .differs("the paper states no bound")
      .uncertain("the widths of the accumulators on the chip")
      .assumes(eight_bit_entries())
      .assumes(short_enough())
      .uses({"plasticity/eight-bit-outputs-stay-in-range"})
      .tagged({"plasticity", "integers"})
      .over(extreme_eight_bit_tasks({1, 16, 17}))
      .over(sampled_eight_bit_tasks())
      .mathematics({"theory/plasticity/integer_weights.hpp: integer_fast_weight_outputs"})
      .tested_by({"tests/theory/plasticity/integer_weights_test.cpp: "
                  "IntegerFastWeights.WrapAroundInThirtyTwoBitsFromTheFirstProductTooMany"})
      .law(claim::Evidence::exact, domain::equal_at_each(in_thirty_two_bits))
      .confirmed_by("exact attention reduced modulo 2^32 by division",
                    domain::equal_at_each(reduced))
      .twin("64 tokens of width 17", claim::without("at most 1024 products"))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
