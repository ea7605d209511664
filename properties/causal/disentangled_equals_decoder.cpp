// Concatenating and adding are the same: each architecture rewrites the other, both ways.
#include "properties/causal/instances/model_instance.hpp"
#include "properties/causal/instances/network_pair.hpp"
#include "properties/causal/model_routes.hpp"
#include "properties/claim/claim_about.hpp"

namespace lemmascope::causal {
namespace {

// Outputs of two models on every sequence, compared by `same`.
template <class N, class First, class Second, class Same>
void compare(const NetworkPair& at, const First& first, const Second& second,
             attention::AttentionRule rule, const char* direction, const Same& same,
             claim::Findings<N>& findings) {
  for_each_sequence(at.length, at.states, [&](const std::vector<int>& tokens) {
    const Matrix<N> input = attention::one_hot_input<N>(tokens, at.states);
    const Vector<N> a = run(first, input, rule).output;
    const Vector<N> b = run(second, input, rule).output;
    for (int s = 0; s < at.states; ++s) {
      findings.add(same(a[s], b[s]), claim::site(direction, s));
    }
  });
}

template <class N, class Same>
claim::CaseOutcome both_ways(const NetworkPair& at,
                             const attention::DisentangledTransformer<N>& disentangled,
                             const attention::DecoderTransformer<N>& decoder,
                             attention::AttentionRule rule, const Same& same) {
  claim::Findings<N> findings;
  compare<N>(at, decoder, attention::as_disentangled(decoder), rule,
             "decoder as disentangled, token", same, findings);
  compare<N>(at, disentangled, attention::as_decoder(disentangled), rule,
             "disentangled as decoder, token", same, findings);
  return findings.outcome();
}

template <class N>
claim::CaseOutcome with_softmax(const NetworkPair& at) {
  return both_ways<N>(at, in_arithmetic<N>(at.disentangled), in_arithmetic<N>(at.decoder),
                      attention::AttentionRule::softmax, agree<N>);
}

// In the limit of hard attention both networks are rational, and equality is equality.
claim::CaseOutcome with_hard_attention(const NetworkPair& at) {
  return both_ways<Rational>(
      at, at.disentangled, at.decoder, attention::AttentionRule::hard,
      [](const Rational& a, const Rational& b) { return claim::equals(a, b); });
}

claim::CaseOutcome disentangled_equals_decoder(const NetworkPair& at) {
  const claim::CaseOutcome soft = with_softmax<Interval>(at);
  const claim::CaseOutcome hard = with_hard_attention(at);
  claim::CaseOutcome both = hard.holds < soft.holds ? hard : soft;
  both.holds = soft.holds & hard.holds;
  both.relations = soft.relations + hard.relations;
  return both;
}

// The relations of the law with softmax in 100 digits; hard attention is computed as the law does.
claim::CaseOutcome in_a_hundred_digits(const NetworkPair& at) {
  with_softmax<Real100>(at);
  return with_hard_attention(at);
}

// The decoder against another written as a disentangled transformer, with hard attention.
claim::CaseOutcome decoder_against(const NetworkPair& at,
                                   const attention::DecoderTransformer<Rational>& other) {
  claim::Findings<Rational> findings;
  compare<Rational>(
      at, at.decoder, attention::as_disentangled(other), attention::AttentionRule::hard,
      "decoder as disentangled, token",
      [](const Rational& a, const Rational& b) { return claim::equals(a, b); }, findings);
  return findings.outcome();
}

// Wrong: forgets the value matrices, as if every head of the decoder copied the stream unchanged.
claim::CaseOutcome values_forgotten(const NetworkPair& at) {
  auto without = at.decoder;
  for (auto& layer : without.value) {
    for (auto& head : layer) head = Matrix<Rational>::Identity(head.rows(), head.cols());
  }
  return decoder_against(at, without);
}

// Wrong: one value matrix one per cent larger.
claim::CaseOutcome one_value_larger(const NetworkPair& at) {
  auto larger = at.decoder;
  larger.value.back().front() *= Rational(101, 100);
  return decoder_against(at, larger);
}

}  // namespace

claim::Claim disentangled_equals_decoder_claim() {
  return claim::ClaimAbout<NetworkPair>("causal/disentangled-equals-decoder")
      .states(
          "Every attention-only decoder is a disentangled transformer of the same depth and heads, "
          "and every disentangled transformer is a decoder.")
      .latex(R"(\forall\,\theta\ \exists\,\tilde\theta:\ f_\theta=\tilde f_{\tilde\theta}
  \quad\text{and}\quad \forall\,\tilde\theta\ \exists\,\theta:\ \tilde f_{\tilde\theta}=f_\theta)")
      .from({"arXiv 2402.14735", "equivalence of the disentangled transformer and the decoder"})
      .formally(
          "Decoder to disentangled: W(0) = E, A~ = W A W^T, W(l+1) = [W(l); W(l) V]. Disentangled "
          "to decoder: width d_L, head k copies coordinates [0, d) to [(k+1) d, (k+2) d). Outputs "
          "are compared on every sequence: exactly with hard attention, enclosed with softmax.")
      .differs(std::string("the paper states existence; here both conversions are computed, and "
                           "the hard limit is compared exactly. With softmax ") +
               kCertifiedRadius)
      .uncertain("the paper's own construction in the proof")
      .tagged({"model"})
      .over(sampled_network_pairs())
      .mathematics({"theory/attention/decoder_transformer.hpp: as_decoder"})
      .tested_by({"tests/theory/causal/reduced_model_test.cpp: "
                  "Equivalence.ADecoderComputesWhatTheDisentangledTransformerDoes"})
      .law(claim::Evidence::interval, disentangled_equals_decoder)
      .confirmed_by("the same outputs with softmax in 100-digit arithmetic", with_softmax<Real100>)
      .values_by("softmax in 100-digit arithmetic; hard attention again", in_a_hundred_digits)
      .twin("the value matrices do not matter", values_forgotten)
      .twin("a value matrix may be one per cent larger", one_value_larger)
      .example(two_layer_network_pair());
}

}  // namespace lemmascope::causal
