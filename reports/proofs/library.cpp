#include "reports/proofs/library.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lemmascope::report {
namespace {

std::vector<Theorem> parsed_theorems() {
  std::vector<Theorem> theorems;
  for (const ProofFile& file : proof_files()) {
    if (std::string_view(file.name) != "statements.json") continue;
    for (const nlohmann::json& entry : nlohmann::json::parse(file.text)) {
      Theorem t;
      entry.at("id").get_to(t.id);
      entry.at("file").get_to(t.file);
      entry.at("coq").get_to(t.coq);
      entry.at("says").get_to(t.says);
      entry.at("leaves_out").get_to(t.leaves_out);
      entry.at("supports").get_to(t.supports);
      entry.at("statement").get_to(t.statement);
      for (const nlohmann::json& d : entry.at("definitions")) {
        t.definitions.push_back({d.at("name"), d.at("file"), d.at("text")});
      }
      theorems.push_back(std::move(t));
    }
  }
  return theorems;
}

}  // namespace

const std::vector<Theorem>& every_theorem() {
  static const std::vector<Theorem> theorems = parsed_theorems();
  return theorems;
}

const Theorem* find_theorem(std::string_view id) {
  const auto& all = every_theorem();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& t) { return t.id == id; });
  return found == all.end() ? nullptr : &*found;
}

nlohmann::json to_json(const Theorem& theorem) {
  nlohmann::json definitions = nlohmann::json::array();
  for (const ProofDefinition& d : theorem.definitions) {
    definitions.push_back({{"name", d.name}, {"file", d.file}, {"text", d.text}});
  }
  return {{"id", theorem.id},
          {"file", "theory/proofs/" + theorem.file},
          {"says", theorem.says},
          {"leaves_out", theorem.leaves_out},
          {"statement", theorem.statement},
          {"definitions", definitions}};
}

const std::vector<std::string>& trusted_by_proofs() {
  static const std::vector<std::string> lines{
      "the kernel of Coq, and of MathComp the definitions that statements use",
      "that the definitions above say what the paper means: read them",
      "nothing about the C++: its numbers are compared with the definitions on samples only, by "
      "certificates"};
  return lines;
}

}  // namespace lemmascope::report
