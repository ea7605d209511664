// The sentence builder for claims about one kind of instance. The templates are defined in
// claim_about_impl.hpp and instantiated once per kind of instance, so that claim files compile
// quickly.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "properties/claim/claim.hpp"
#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"

namespace lemmascope::claim {

/// A law applied to one instance: the conjunction of its relations over all sites.
template <class Instance>
using Evaluation = std::function<CaseOutcome(const Instance&)>;

/// A named assumption with its checker.
template <class Instance>
struct Hypothesis {
  std::string name;
  std::string statement;
  std::function<Truth(const Instance&)> met;
};

/// Applies `law`, a pure function from a site to a relation, at every site that `sites(instance,
/// visit)` visits. A site type provides `Site where() const`.
template <Field N, class Instance, class Sites, class Law>
Evaluation<Instance> at_every(Sites sites, Law law) {
  return [sites = std::move(sites), law = std::move(law)](const Instance& instance) {
    Findings<N> findings;
    sites(instance, [&](const auto& at) { findings.add(law(at), at.where()); });
    return findings.outcome();
  };
}

template <class Instance>
class ClaimAbout {
 public:
  explicit ClaimAbout(std::string id);

  ClaimAbout& states(std::string statement);
  ClaimAbout& latex(std::string formula);
  ClaimAbout& from(Source source);
  ClaimAbout& formally(std::string text);
  ClaimAbout& differs(std::string text);
  ClaimAbout& uncertain(std::string text);
  ClaimAbout& assumes(Hypothesis<Instance> hypothesis);
  ClaimAbout& uses(std::vector<std::string> claims);
  ClaimAbout& tagged(std::vector<std::string> tags);
  /// The verdict that makes the run green; `holds` unless said otherwise.
  ClaimAbout& expects(Verdict verdict);
  ClaimAbout& over(ProfiledDomain<Instance> domain);
  /// The law at the level of evidence its number type gives.
  ClaimAbout& law(Evidence evidence, Evaluation<Instance> evaluation);
  /// An independent route to the same law: confirms violations, and runs on the example.
  ClaimAbout& confirmed_by(std::string route, Evaluation<Instance> evaluation);
  /// A false variant of the law that must be refuted on the same domains.
  ClaimAbout& twin(std::string name, Evaluation<Instance> evaluation);
  /// A variant that must hold on the same domains: shows that a claim expected to be refuted does
  /// not refute everything. `also` adds a hypothesis for the control.
  ClaimAbout& control(std::string name, Evaluation<Instance> evaluation,
                      std::vector<Hypothesis<Instance>> also = {});
  ClaimAbout& example(Instance instance);
  /// Any further check (a region, an experiment) with its own evidence.
  ClaimAbout& also_checked(Check check);
  /// A twin of such a check.
  ClaimAbout& also_twin(Twin twin);

  /// The finished claim. Throws PreconditionError naming the missing part: statement, source, law,
  /// domain, confirmation, twin or control, example.
  operator Claim() const;  // NOLINT: the end of the sentence

 private:
  struct Parts {
    Claim record;
    std::vector<Hypothesis<Instance>> hypotheses;
    std::vector<ProfiledDomain<Instance>> domains;
    Evidence evidence = Evidence::none;
    Evaluation<Instance> law;
    Evaluation<Instance> confirmation;
    struct Variant {
      std::string name;
      Twin::Kind kind;
      Evaluation<Instance> evaluation;
      std::vector<Hypothesis<Instance>> also;
    };
    std::vector<Variant> variants;
    std::vector<Instance> examples;
  };
  Parts parts_;
};

}  // namespace lemmascope::claim
