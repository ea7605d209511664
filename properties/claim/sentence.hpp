// The words every claim is written in, whatever it is about: statement, source, what it uses, where
// its code is. ClaimAbout<I> and ClaimByTrials add what is theirs.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "properties/claim/claim.hpp"

namespace lemmascope::claim {

/// A part that a kind of claim cannot do without.
struct NeededPart {
  bool present;
  const char* name;
};
/// Refuses a record without statement, formula, source or divergence, or without one of the needed
/// parts, naming it.
void require_complete(const Claim& record, std::initializer_list<NeededPart> needed);

/// Refuses a claim two of whose twins have one name: nobody could tell which of them a result
/// speaks of, and statistical ones would draw on the ledger as one.
void require_twins_named_apart(const Claim& claim);

/// Reads "theory/mine/some_law.hpp: some_law". Throws PreconditionError that shows
/// the form.
Reference reference(const std::string& text);

/// "properties/mine/some_law.cpp" however the compiler was called: compiler caches hand it paths
/// relative to the build folder ("../../properties/...").
std::string from_the_root(const char* file);

/// Setters in sentence order; Self is the class that derives from it.
template <class Self>
class Sentence {
 public:
  explicit Sentence(std::string id) { record_.id = std::move(id); }

  /// The id before a renaming.
  Self& formerly(const std::string& id) { return set(record_.formerly, id); }
  Self& states(const std::string& statement) { return set(record_.statement, statement); }
  Self& latex(const std::string& formula) { return set(record_.latex, formula); }
  Self& from(const Source& source) { return set(record_.source, source); }
  Self& formally(const std::string& text) { return set(record_.formal, text); }
  Self& differs(const std::string& text) { return set(record_.divergence, text); }
  Self& uncertain(const std::string& text) {
    record_.uncertain.push_back(text);
    return self();
  }
  Self& uses(const std::vector<std::string>& claims) { return set(record_.uses, claims); }
  Self& tagged(const std::vector<std::string>& tags) { return set(record_.tags, tags); }
  /// The verdict that makes the run green; `holds` unless said otherwise.
  Self& expects(Verdict verdict) { return set(record_.expected, verdict); }
  /// Says that the law holds by construction, and why: the record shows it.
  Self& tautology(const std::string& why) { return set(record_.tautology, why); }
  /// Why no second route gives the law's values.
  Self& values_uncompared(const std::string& why) { return set(record_.values_uncompared, why); }
  /// The functions whose values the law compares: {"theory/x.hpp: symbol", …}. A file or symbol
  /// that does not exist stops the build.
  Self& mathematics(const std::vector<std::string>& references) {
    return refer(references, record_.code.mathematics);
  }
  /// The tests of that mathematics: {"tests/x_test.cpp: Suite.Test", …}.
  Self& tested_by(const std::vector<std::string>& references) {
    return refer(references, record_.code.tests);
  }
  /// Theorems of theory/proofs that together state the law for every instance the hypotheses admit,
  /// and how what they state differs from the law that runs.
  Self& proved_by(const std::vector<std::string>& theorems, const std::string& differs) {
    return set(record_.proved_by, ProvedBy{theorems, differs});
  }
  /// Theorems about a part of the claim: they do not raise its evidence.
  Self& proved_in_part(const std::vector<std::string>& theorems) {
    return set(record_.proved_in_part, theorems);
  }
  /// Any further check (a region, an experiment) with its own evidence.
  Self& also_checked(Check check) {
    record_.checks.push_back(std::move(check));
    return self();
  }
  /// A twin of such a check.
  Self& also_twin(Twin twin) {
    record_.twins.push_back(std::move(twin));
    return self();
  }

 protected:
  Self& self() { return static_cast<Self&>(*this); }
  /// Copies: g++ 12 takes a moved-in literal for an overread (GCC bug 105329 and its kin).
  template <class Value>
  Self& set(Value& place, const Value& value) {
    place = value;
    return self();
  }
  Claim record_;

 private:
  Self& refer(const std::vector<std::string>& references, std::vector<Reference>& list) {
    for (const std::string& text : references) list.push_back(reference(text));
    return self();
  }
};

}  // namespace lemmascope::claim
