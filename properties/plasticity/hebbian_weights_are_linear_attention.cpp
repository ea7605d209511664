// A matrix of fast weights that only ever adds outer products computes causal linear attention.
#include <cstdint>

#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/fast_weights.hpp"
#include "theory/plasticity/integer_weights.hpp"

namespace lemmascope::plasticity {
namespace {

Sides in_integers(const TaskInstance& at) {
  return domain::entries(integer_fast_weight_outputs<std::int64_t>(at.task),
                         linear_attention(at.task), "t", "output");
}

// Other route: outputs from the weights as one sum over tokens, attention entry by entry of keys.
Sides by_sums(const TaskInstance& at) {
  const AssociationTask& task = at.task;
  Sides all;
  for (int t = 0; t < task.tokens(); ++t) {
    const Matrix<Rational> weights = hebbian_weights(task, t + 1);
    for (int i = 0; i < task.outputs(); ++i) {
      Rational recalled(0), attended(0);
      for (int j = task.width() - 1; j >= 0; --j) {
        recalled += task.queries(t, j) * weights(i, j);
        for (int s = t; s >= 0; --s) {
          attended += task.values(s, i) * task.queries(t, j) * task.keys(s, j);
        }
      }
      all.push_back({recalled, attended, claim::site("t", t, "output", i)});
    }
  }
  return all;
}

// Wrong: the query is answered before the token is written.
Sides read_before_write(const TaskInstance& at) {
  Sides all;
  const Matrix<Rational> attended = linear_attention(at.task);
  for (int t = 0; t < at.task.tokens(); ++t) {
    const Matrix<Rational> weights = hebbian_weights(at.task, t);
    for (int i = 0; i < at.task.outputs(); ++i) {
      Rational recalled(0);
      for (int j = 0; j < at.task.width(); ++j) recalled += weights(i, j) * at.task.queries(t, j);
      all.push_back({recalled, attended(t, i), claim::site("t", t, "output", i)});
    }
  }
  return all;
}

// Wrong: synapses lose a hundredth of their weight with every token.
Sides forgetting(const TaskInstance& at) {
  const AssociationTask& task = at.task;
  const Matrix<Rational> attended = linear_attention(task);
  Matrix<Rational> weights = Matrix<Rational>::Constant(task.outputs(), task.width(), Rational(0));
  Sides all;
  for (int t = 0; t < task.tokens(); ++t) {
    for (int i = 0; i < task.outputs(); ++i) {
      Rational recalled(0);
      for (int j = 0; j < task.width(); ++j) {
        weights(i, j) = weights(i, j) * Rational(99, 100) + task.values(t, i) * task.keys(t, j);
        recalled += weights(i, j) * task.queries(t, j);
      }
      all.push_back({recalled, attended(t, i), claim::site("t", t, "output", i)});
    }
  }
  return all;
}

}  // namespace

claim::Claim hebbian_weights_are_linear_attention_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/hebbian-weights-are-linear-attention")
      .states(
          "Hebbian fast weights give, bit for bit in integers, the outputs of causal linear "
          "attention.")
      .latex(R"(W_t=W_{t-1}+v_tk_t^\top,\quad W_tq_t=\sum_{s\le t}\langle k_s,q_t\rangle v_s)")
      .from({kPaper, kAbstract})
      .formally(
          "Weights and outputs in 64-bit accumulators over eight-bit keys, values and queries, "
          "against attention in exact integers; every output of every position.")
      .differs(
          "the paper describes the rule and gives no identity; ours is exact, without a factor "
          "1/sqrt(d) or a normaliser")
      .uncertain("how the paper words the correspondence: only its abstract was read")
      .assumes(eight_bit_entries())
      .tagged({"plasticity", "attention"})
      .over(every_tiny_task())
      .over(extreme_eight_bit_tasks())
      .over(sampled_eight_bit_tasks())
      .proved_by({"plasticity/HebbianIsLinearAttention"},
                 "The theorem is about exact numbers of any ordered field, whole numbers among "
                 "them, and needs no eight-bit range; that sums stay inside 64 bits is arithmetic "
                 "of the program, seen on certificates only.")
      .proved_in_part({"plasticity/CertifiedRecall"})
      .certified_by(recall_certificates)
      .mathematics({"theory/plasticity/fast_weights.hpp: linear_attention",
                    "theory/plasticity/integer_weights.hpp: integer_fast_weight_outputs"})
      .tested_by({"tests/theory/plasticity/fast_weights_test.cpp: "
                  "FastWeights.GiveTheReferenceOutputsAndWeights",
                  "tests/theory/plasticity/integer_weights_test.cpp: "
                  "IntegerFastWeights.AreExactInSixtyFourBits"})
      .law(claim::Evidence::exact, domain::equal_at_each(in_integers))
      .confirmed_by("both sides as sums in fractions, from the last token and entry to the first",
                    domain::equal_at_each(by_sums))
      .twin("the query is answered before the token is written",
            domain::equal_at_each(read_before_write))
      .twin("weights lose a hundredth with every token", domain::equal_at_each(forgetting))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
