// The sentence builder for claims about one kind of instance: a thin adaptor that forgets the kind
// and leaves the work to the engine.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "properties/claim/about_instances.hpp"
#include "properties/claim/sentence.hpp"

namespace lemmascope::claim {

/// Applies `law`, a pure function from a site to a relation, at every site that `sites(instance,
/// visit)` visits. A site type provides `Site where() const`.
template <class N, class I, class Sites, class Law>
Evaluation<I> at_every(Sites sites, Law law) {
  return [sites = std::move(sites), law = std::move(law)](const I& instance) {
    Findings<N> findings;
    sites(instance, [&](const auto& at) { findings.add(law(at), at.where()); });
    return findings.outcome();
  };
}

/// The hypotheses a twin does without, by name.
struct Without {
  std::vector<std::string> hypotheses;
};
inline Without without(std::string hypothesis) { return {{std::move(hypothesis)}}; }

template <class I>
Evaluation<Instance> forgetting_kind(Evaluation<I> evaluation) {
  if (!evaluation) return {};
  return
      [evaluation = std::move(evaluation)](const Instance& at) { return evaluation(at.as<I>()); };
}
template <class I>
Hypothesis<Instance> forgetting_kind(Hypothesis<I> hypothesis) {
  Hypothesis<Instance> forgotten{
      std::move(hypothesis.name),
      std::move(hypothesis.statement),
      [met = std::move(hypothesis.met)](const Instance& at) { return met(at.as<I>()); },
      {}};
  if (hypothesis.slack) {
    forgotten.slack = [slack = std::move(hypothesis.slack)](const Instance& at) {
      return slack(at.as<I>());
    };
  }
  return forgotten;
}
template <class I>
ProfiledDomain<Instance> forgetting_kind(ProfiledDomain<I> profiled) {
  return [profiled = std::move(profiled)](Profile profile) {
    Domain<I> domain = profiled(profile);
    return Domain<Instance>{
        std::move(domain.name),
        std::move(domain.description),
        domain.scope,
        domain.cases,
        [at = std::move(domain.at)](std::int64_t index, const CaseKey& key) {
          return Instance::of<I>(at(index, key));
        },
        attack::seen_as<Instance>(domain.charts, [](I at) { return Instance::of(std::move(at)); })};
  };
}

template <class I>
class ClaimAbout : public Sentence<ClaimAbout<I>> {
 public:
  explicit ClaimAbout(std::string id) : Sentence<ClaimAbout<I>>(std::move(id)) {
    about_.kind = &kind_of<I>();
  }

  ClaimAbout& assumes(Hypothesis<I> hypothesis) {
    this->record_.hypotheses.push_back({hypothesis.name, hypothesis.statement});
    about_.hypotheses.push_back(forgetting_kind(std::move(hypothesis)));
    return *this;
  }
  ClaimAbout& over(ProfiledDomain<I> domain) {
    about_.domains.push_back(forgetting_kind(std::move(domain)));
    return *this;
  }
  /// The law at the level of evidence its number type gives. The record keeps the place of the
  /// call.
  ClaimAbout& law(Evidence evidence, Evaluation<I> evaluation, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE()) {
    about_.evidence = evidence;
    about_.law = forgetting_kind(std::move(evaluation));
    return this->set(this->record_.code.law, Place{from_the_root(file), line});
  }
  /// Double-precision multiply-adds of the law on an instance, roughly (see kExactTerm): cases that
  /// need more than the run allows are not run. For laws whose work grows faster than a power.
  ClaimAbout& costs(std::function<double(const I&)> multiply_adds) {
    about_.cost = [multiply_adds = std::move(multiply_adds)](const Instance& at) {
      return multiply_adds(at.as<I>());
    };
    return *this;
  }
  /// An independent route to the same law: confirms violations, and its values are compared.
  ClaimAbout& confirmed_by(const std::string& route, Evaluation<I> evaluation) {
    about_.confirmation = forgetting_kind(std::move(evaluation));
    return this->set(this->record_.confirmation, route);
  }
  /// The law's relations with every side computed another way, where the independent route is
  /// another law: its values are compared with the law's instead.
  ClaimAbout& values_by(const std::string& route, Evaluation<I> evaluation) {
    about_.values = forgetting_kind(std::move(evaluation));
    return this->set(this->record_.values_route, route);
  }
  /// A false variant of the law that must be refuted on the same domains.
  ClaimAbout& twin(std::string name, Evaluation<I> evaluation, Without dropped = {}) {
    about_.variants.push_back({std::move(name),
                               Twin::Kind::wrong,
                               forgetting_kind(std::move(evaluation)),
                               {},
                               std::move(dropped.hypotheses)});
    return *this;
  }
  /// The law itself where a hypothesis is not asked for: shows that the assumption is needed.
  ClaimAbout& twin(std::string name, Without dropped) {
    return twin(std::move(name), Evaluation<I>{}, std::move(dropped));
  }
  /// A variant that must hold on the same domains: shows that a claim expected to be refuted does
  /// not refute everything. `also` adds hypotheses for the control.
  ClaimAbout& control(std::string name, Evaluation<I> evaluation,
                      std::vector<Hypothesis<I>> also = {}) {
    Variant variant{
        std::move(name), Twin::Kind::control, forgetting_kind(std::move(evaluation)), {}, {}};
    for (auto& hypothesis : also) variant.also.push_back(forgetting_kind(std::move(hypothesis)));
    about_.variants.push_back(std::move(variant));
    return *this;
  }
  /// The program's numbers on an instance, in the form that a proved evaluator reads; nothing where
  /// it would take that too long.
  ClaimAbout& certified_by(std::function<std::vector<Certificate>(const I&)> certify) {
    about_.certify = [certify = std::move(certify)](const Instance& at) {
      return certify(at.as<I>());
    };
    return *this;
  }
  /// Evaluations of the law that an attack spends by profile, where the usual ones do not fit.
  ClaimAbout& attacked(AttackEffort effort) {
    about_.effort = effort;
    return *this;
  }
  ClaimAbout& example(I instance) {
    about_.examples.push_back(Instance::of<I>(std::move(instance)));
    return *this;
  }

  /// The finished claim. Throws PreconditionError naming the missing part.
  operator Claim() const { return finished(this->record_, about_); }  // NOLINT: end of the sentence

 private:
  AboutInstances about_;
};

}  // namespace lemmascope::claim
