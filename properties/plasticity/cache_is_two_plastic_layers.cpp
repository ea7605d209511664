// The key-value cache as two plastic layers behind a one-hot gate, for any normaliser.
#include <iterator>

#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/numeric/product.hpp"
#include "theory/plasticity/plastic_cache.hpp"

namespace lemmascope::plasticity {
namespace {

struct Named {
  Vector<Rational> (*normaliser)(const Vector<Rational>&);
};
constexpr Named kNormalisers[] = {{unnormalised}, {shares_of_powers}, {shares_of_squares}};

using Outputs = Matrix<Rational> (*)(const AssociationTask&, const Normaliser<Rational>&);

Sides compared(const TaskInstance& at, Outputs cached, Outputs attended) {
  Sides all;
  for (int n = 0; n < static_cast<int>(std::size(kNormalisers)); ++n) {
    const auto f = kNormalisers[n].normaliser;
    const Matrix<Rational> left = cached(at.task, f), right = attended(at.task, f);
    for (int t = 0; t < left.rows(); ++t) {
      for (int i = 0; i < left.cols(); ++i) {
        all.push_back({left(t, i), right(t, i), claim::site("normaliser", n, "t", t, "output", i)});
      }
    }
  }
  return all;
}

Matrix<Rational> by_gates(const AssociationTask& task, const Normaliser<Rational>& f) {
  return cache_outputs<Rational>(task, f);
}

Sides gated(const TaskInstance& at) { return compared(at, by_gates, attention_outputs<Rational>); }

// Other route, cache: whole layers as sums of outer products with the gate, then matrix products.
Matrix<Rational> by_outer_products(const AssociationTask& task, const Normaliser<Rational>& f) {
  Matrix<Rational> outputs(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    const auto layers = plastic_layers(task, t + 1);
    const Vector<Rational> query = task.queries.row(t).transpose();
    Vector<Rational> weights = Vector<Rational>::Constant(task.tokens(), Rational(0));
    weights.head(t + 1) = f(product(layers.first, query).head(t + 1));
    outputs.row(t) = product(layers.second, weights).transpose();
  }
  return outputs;
}

// Other route, attention: the context of each position cut out, attended to as a whole.
Matrix<Rational> by_contexts(const AssociationTask& task, const Normaliser<Rational>& f) {
  Matrix<Rational> outputs(task.tokens(), task.outputs());
  for (int t = 0; t < task.tokens(); ++t) {
    const Matrix<Rational> keys = task.keys.topRows(t + 1);
    const Matrix<Rational> values = task.values.topRows(t + 1).transpose();
    const Vector<Rational> query = task.queries.row(t).transpose();
    outputs.row(t) = product(values, f(product(keys, query))).transpose();
  }
  return outputs;
}

Sides by_matrices(const TaskInstance& at) { return compared(at, by_outer_products, by_contexts); }

// Wrong: the normaliser sees the rows that no gate has opened.
Matrix<Rational> over_all_rows(const AssociationTask& task, const Normaliser<Rational>& f) {
  return cache_outputs<Rational>(task, f, Rows::all);
}

Sides unmasked(const TaskInstance& at) {
  return compared(at, over_all_rows, attention_outputs<Rational>);
}

}  // namespace

claim::Claim cache_is_two_plastic_layers_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/cache-is-two-plastic-layers")
      .states(
          "A key-value cache is two plastic layers behind a one-hot time gate: with any normaliser "
          "between them they compute causal attention.")
      .latex(
          R"(W_1\mathrel{+}=g_tk_t^\top,\ W_2\mathrel{+}=v_tg_t^\top,\quad W_2f(W_1q_t)=\sum_{s\le t}f(K_{\le t}q_t)_sv_s)")
      .from({kPaper, kAbstract})
      .formally(
          "Three normalisers: none, softmax at inverse temperature ln 2 (powers of two, exact for "
          "whole scores) and shares of 1 + z^2; every output of every position.")
      .differs(
          "the paper has softmax; in base 2 it is exact, and base e is base 2 with keys scaled by "
          "1/ln 2. The normaliser must see the written rows only: empty rows have score 0 and "
          "would take a share")
      .uncertain("how the paper masks rows that are not written yet")
      .assumes(eight_bit_entries())
      .tagged({"plasticity", "attention"})
      .over(every_tiny_task())
      .over(sampled_small_tasks())
      .proved_by({"plasticity/CacheIsPlastic", "plasticity/LayersUpdateLocally"},
                 "The theorem allows every normaliser that sees the written rows only, softmax "
                 "among them, and any entries; the law that runs has three normalisers.")
      .proved_in_part({"plasticity/CertifiedCache"})
      .certified_by(cache_certificates)
      .mathematics({"theory/plasticity/plastic_cache.hpp: cache_outputs",
                    "theory/plasticity/plastic_cache.hpp: attention_outputs"})
      .tested_by({"tests/theory/plasticity/plastic_cache_test.cpp: "
                  "CacheOutputs.AreAttentionForEveryNormaliser",
                  "tests/theory/plasticity/plastic_cache_test.cpp: "
                  "CacheOutputs.EncloseSoftmaxAttention"})
      .law(claim::Evidence::exact, domain::equal_at_each(gated))
      .confirmed_by("whole layers and cut-out contexts, by matrix products",
                    domain::equal_at_each(by_matrices))
      .twin("the normaliser sees rows that are not written yet", domain::equal_at_each(unmasked))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
