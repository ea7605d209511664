// A claim about instances after their kind is forgotten: what ClaimAbout<I> collects and the engine
// runs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "properties/claim/claim.hpp"
#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"

namespace lemmascope::claim {

/// A law applied to one instance: the conjunction of its relations over all sites.
template <class I>
using Evaluation = std::function<CaseOutcome(const I&)>;

/// A named assumption with its checker.
template <class I>
struct Hypothesis {
  std::string name;
  std::string statement;
  std::function<Truth(const I&)> met;
  /// Optional: how far inside an instance is, as a number that is negative outside; guides attacks.
  std::function<double(const I&)> slack = {};
  /// Optional: what is to be said of an instance outside, beyond the statement.
  std::function<std::string(const I&)> why_not = {};
};

/// A false variant or a control over the claim's domains.
struct Variant {
  std::string name;
  Twin::Kind kind = Twin::Kind::wrong;
  Evaluation<Instance> evaluation;  ///< empty: the claim's own law
  std::vector<Hypothesis<Instance>> also;
  std::vector<std::string> dropped;  ///< names of hypotheses it does without
};

struct AboutInstances {
  // Out of line: every source that holds one would compile them again.
  AboutInstances();
  AboutInstances(const AboutInstances&);
  AboutInstances(AboutInstances&&) noexcept;
  AboutInstances& operator=(const AboutInstances&);
  AboutInstances& operator=(AboutInstances&&) noexcept;
  ~AboutInstances();

  const InstanceKind* kind = nullptr;
  std::vector<Hypothesis<Instance>> hypotheses;
  std::vector<ProfiledDomain<Instance>> domains;
  Evidence evidence = Evidence::none;
  Evaluation<Instance> law;
  Evaluation<Instance> confirmation;
  /// Multiply-adds of the law on an instance; empty: too few to ask.
  std::function<double(const Instance&)> cost;
  Evaluation<Instance> values;  ///< empty: the values of `confirmation` are compared
  std::vector<Variant> variants;
  /// Numbers of an instance for the proof assistant; empty where no theorem has an evaluator.
  std::function<std::vector<Certificate>(const Instance&)> certify;
  std::vector<Instance> examples;
  AttackEffort effort;
};

/// The claim with its checks, twins, example and replay. Throws PreconditionError naming the
/// missing part: statement, formula, source, divergence, law, domain, independent route, twin or
/// control, example; or the hypothesis that a twin drops and the claim does not have.
Claim finished(const Claim& record, const AboutInstances& about);

}  // namespace lemmascope::claim
