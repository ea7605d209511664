// What a run learns from Coq: whether the proofs that claims name stand, and whether the program's
// own numbers are those of the definitions, by certificates.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "properties/claim/claim.hpp"

namespace lemmascope::report {

/// Coq's answer about one certificate.
struct Judgement {
  bool accepted = false;
  std::string refusal;  ///< which hypothesis fails, which entry is wrong, and what Coq finds
};

/// Lets Coq judge certificates, one process for all that share a checker's file. Only a theorem
/// accepts. Throws std::runtime_error when Coq does not read them.
std::vector<Judgement> judge(const std::string& folder,
                             const std::vector<claim::Certificate>& certificates);

/// Asks Coq once about all claims of a run, when the first of them is asked for.
class Prover {
 public:
  /// `folder` holds the compiled proofs, or will.
  Prover(std::vector<const claim::Claim*> claims, std::string folder)
      : claims_(std::move(claims)), folder_(std::move(folder)) {}

  /// Evidence machine-checked, scope universal; the cases are certificates, the relations their
  /// values. `skipped` where Coq is absent; `error` where a named theorem does not stand; `suspect`
  /// and a contradiction where Coq refuses a number.
  claim::CheckResult result(const claim::Claim& claim, const claim::RunContext& context);

 private:
  struct Found {
    std::string error;
    std::vector<claim::Certificate> certificates;
    std::vector<Judgement> judgements;
  };
  void ask(const claim::RunContext& context);
  void collect(const claim::RunContext& context);
  void audit_all();
  void judge_all();

  std::vector<const claim::Claim*> claims_;
  std::string folder_;
  std::mutex guard_;
  bool asked_ = false;
  std::string absent_;                         ///< why Coq was not asked at all
  std::string failed_;                         ///< what went wrong for every claim
  std::map<std::string, std::string> faults_;  ///< of theorems, by id
  std::map<std::string, Found> found_;         ///< by claim
};

}  // namespace lemmascope::report
