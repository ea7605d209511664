// How large the accumulators of fast weights can get on eight-bit data.
#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/fast_weights.hpp"
#include "theory/plasticity/integer_weights.hpp"

namespace lemmascope::plasticity {
namespace {

// lhs <= rhs at the lower end (component 0) and the upper end (component 1) of each output.
Sides between(const TaskInstance& at, const Matrix<Rational>& outputs, const Rational& least,
              const Rational& most) {
  Sides all;
  for (int t = 0; t < at.task.tokens(); ++t) {
    const Rational products = Rational(t + 1) * at.task.width();
    for (int i = 0; i < at.task.outputs(); ++i) {
      all.push_back(
          {Rational(least * products), outputs(t, i), claim::site("t", t, "output", i, "end", 0)});
      all.push_back(
          {outputs(t, i), Rational(most * products), claim::site("t", t, "output", i, "end", 1)});
    }
  }
  return all;
}

Sides stated(const TaskInstance& at) {
  const OutputRange one = eight_bit_output_range(1, 1);
  return between(at, fast_weight_outputs(at.task), one.least, one.most);
}

// Other route: the extreme products k q v found by trying every corner of the eight-bit cube.
Sides by_corners(const TaskInstance& at) {
  Rational least(0), most(0);
  for (const int k : {-128, 127}) {
    for (const int q : {-128, 127}) {
      for (const int v : {-128, 127}) {
        least = std::min(least, Rational(k * q * v));
        most = std::max(most, Rational(k * q * v));
      }
    }
  }
  return between(at, linear_attention(at.task), least, most);
}

// Wrong: 127 in place of 128, as for a symmetric eight-bit code.
Sides symmetric_code(const TaskInstance& at) {
  const Rational most(127 * 127 * 127);
  return between(at, fast_weight_outputs(at.task), Rational(-most), most);
}

}  // namespace

claim::Claim eight_bit_outputs_stay_in_range_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/eight-bit-outputs-stay-in-range")
      .states(
          "On eight-bit data an output after t tokens of width d lies in [-2^21 t d, 127 2^14 t "
          "d], and both ends are attained.")
      .latex(R"(-2^{21}\,t\,d\le (W_tq_t)_i\le 127\cdot2^{14}\,t\,d)")
      .from({kPaper, "on-chip learning with eight-bit data; no numbered statement"})
      .formally("Both bounds at every output of every position.")
      .differs("the paper states no bound; ours is sharp on both sides")
      .uncertain("the widths of the accumulators on the chip")
      .assumes(eight_bit_entries())
      .uses({"plasticity/hebbian-weights-are-linear-attention"})
      .tagged({"plasticity", "integers"})
      .over(extreme_eight_bit_tasks())
      .over(sampled_eight_bit_tasks())
      .proved_by({"plasticity/EightBitOutputsStayInRange", "plasticity/EightBitRangeIsAttained"},
                 "The theorem allows any numbers from -128 to 127, not only whole ones; that both "
                 "ends are attained is proved for every number of tokens and both widths.")
      .proved_in_part({"plasticity/CertifiedRecall"})
      .certified_by(recall_certificates)
      .mathematics({"theory/plasticity/integer_weights.hpp: eight_bit_output_range"})
      .tested_by({"tests/theory/plasticity/integer_weights_test.cpp: "
                  "EightBitOutputRange.IsAttainedOnBothSides"})
      .law(claim::Evidence::exact, domain::at_most_at_each(stated))
      .confirmed_by("outputs by attention, the range of one product from the corners of the cube",
                    domain::at_most_at_each(by_corners))
      .twin("the largest magnitude is 127", domain::at_most_at_each(symmetric_code))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
