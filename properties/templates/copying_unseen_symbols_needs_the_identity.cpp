// Updates live in the span of what was read: an unseen symbol's logits move by the identity alone.
#include "properties/templates/copy_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

// The logits at W_0 without the identity, and b times the products of embeddings with what
// attention reads.
Vector<Rational> untrained(const CopyInstance& at, const Rational& share) {
  CopyHead start = at.start;
  start.identity = 0;
  Vector<Rational> logits = logits_of(start, at.string);
  const Rational weight = share * at.start.identity / static_cast<int>(at.string.size());
  for (const int symbol : at.string) {
    for (Eigen::Index v = 0; v < logits.size(); ++v) {
      for (Eigen::Index d = 0; d < at.start.embeddings.cols(); ++d) {
        logits(v) += weight * at.start.embeddings(v, d) * at.start.embeddings(symbol, d);
      }
    }
  }
  return logits;
}

Sides beside(const Vector<Rational>& found, const Vector<Rational>& claimed) {
  Sides all;
  for (Eigen::Index v = 0; v < found.size(); ++v) {
    all.push_back({found(v), claimed(v), claim::site("symbol", static_cast<int>(v))});
  }
  return all;
}

Vector<Rational> after_training(const CopyInstance& at) {
  return logits_of(trained(at.start, at.tasks, at.rate, at.steps), at.string);
}

Sides law(const CopyInstance& at) { return beside(after_training(at), untrained(at, Rational(1))); }

// Other route: the weights of tasks alone are followed; the identity is part of the values.
Sides by_tasks(const CopyInstance& at) {
  CopyHead joined = at.start;
  for (Eigen::Index d = 0; d < joined.values.rows(); ++d) joined.values(d, d) += joined.identity;
  joined.identity = 0;
  return beside(trained_logits_by_tasks(joined, at.tasks, at.rate, at.steps, at.string),
                logits_of(joined, at.string));
}

// Wrong: nine tenths of the attention.
Sides nine_tenths(const CopyInstance& at) {
  return beside(after_training(at), untrained(at, Rational(9, 10)));
}
// Wrong: no logit at all.
Sides nothing(const CopyInstance& at) {
  return beside(after_training(at),
                Vector<Rational>::Constant(at.start.embeddings.rows(), Rational(0)));
}

claim::Hypothesis<CopyInstance> orthogonal_symbols() {
  return {"orthogonal symbols", "every symbol asked for is orthogonal to every symbol of the tasks",
          [](const CopyInstance& at) {
            for (const int asked : at.string) {
              for (const auto& task : at.tasks) {
                for (const int seen : task.string) {
                  Rational dot(0);
                  for (Eigen::Index d = 0; d < at.start.embeddings.cols(); ++d) {
                    dot += at.start.embeddings(asked, d) * at.start.embeddings(seen, d);
                  }
                  if (dot != 0) return Truth::no;
                }
              }
            }
            return Truth::yes;
          }};
}

}  // namespace

claim::Claim copying_unseen_symbols_needs_the_identity_claim() {
  return claim::ClaimAbout<CopyInstance>("templates/copying-unseen-symbols-needs-the-identity")
      .states(
          "Gradient descent on the values moves no logit of a string whose symbols are orthogonal "
          "to those of the tasks: of such a symbol only b |w|^2 times its attention, from the "
          "identity in W_V W_O^T, tells that it should be copied.")
      .latex(
          R"(e_v^\top(W_t+bI)o=e_v^\top W_0o+b\,e_v^\top o,\ \ e_w^\top o=\text{attention}\cdot|w|^2)")
      .from({kPaper, "copying fails without b I (abstract of version 1); mechanism derived here"})
      .formally(
          "Uniform attention, tied embeddings, squared distance from indicators, up to three "
          "steps in fractions; every logit of the string asked for.")
      .differs(
          "embeddings are exactly orthogonal here, nearly so in the paper's wide models; squared "
          "loss in place of cross-entropy, whose gradient lies in the same span")
      .uncertain(kNotRead)
      .tagged({"templates", "identity", "training"})
      .assumes(orthogonal_symbols())
      .over(sampled_copies())
      .mathematics({"theory/templates/copy_head.hpp: trained",
                    "theory/templates/copy_head.hpp: trained_logits_by_tasks"})
      .tested_by({"tests/theory/templates/copy_head_test.cpp: "
                  "CopyHead.GivesAnUnseenSymbolTheIdentityTimesItsNorm"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("weights of tasks alone", domain::equal_at_each(by_tasks))
      .twin("nine tenths of the attention", domain::equal_at_each(nine_tenths))
      .twin("no logit", domain::equal_at_each(nothing))
      .twin("symbols that share a direction with the tasks'", claim::without("orthogonal symbols"))
      .example(orthonormal_copy());
}

}  // namespace lemmascope::templates
