// The machine-checked theorems this program carries: their Coq sources, and what each says and
// leaves out, for people. What Coq says of them is reports/proofs/coq.hpp's.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lemmascope::report {

struct ProofFile {
  const char* name;  ///< "statements.json", "some/theorem.v"
  const char* text;
};
/// Generated: every Coq source of theory/proofs, and statements.json.
const std::vector<ProofFile>& proof_files();

struct ProofDefinition {
  std::string name, file, text;
};

struct Theorem {
  std::string id;                            ///< "mine/SomeTheorem"
  std::string file;                          ///< "mine/some_file.v"
  std::string coq;                           ///< "Lemmascope.mine.some_file.SomeTheorem"
  std::string says;                          ///< in words
  std::string leaves_out;                    ///< what it does not cover, in words
  std::vector<std::string> supports;         ///< claims
  std::string statement;                     ///< in Coq
  std::vector<ProofDefinition> definitions;  ///< all of ours that the statement rests on
};

/// Every theorem, by id.
const std::vector<Theorem>& every_theorem();
/// Null when there is none of that id.
const Theorem* find_theorem(std::string_view id);
/// {"id", "file", "says", "leaves_out", "statement", "definitions": [{"name", "file", "text"}]}.
nlohmann::json to_json(const Theorem& theorem);

/// What a machine-checked proof is trusted for: one line each.
const std::vector<std::string>& trusted_by_proofs();

}  // namespace lemmascope::report
