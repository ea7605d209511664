// lemmascope proofs: the machine-checked theorems, what they say, and what Coq says of them.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "reports/cli/commands.hpp"
#include "reports/proofs/compiled.hpp"
#include "reports/proofs/library.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The theorems a claim names, or the one of that id; all for "".
std::vector<const Theorem*> chosen(const std::string& name) {
  std::vector<const Theorem*> theorems;
  const claim::Claim* claim = name.empty() ? nullptr : catalogue::find_claim(name);
  for (const Theorem& t : every_theorem()) {
    if (name.empty() || t.id == name ||
        (claim != nullptr &&
         (contains(claim->proved_by.theorems, t.id) || contains(claim->proved_in_part, t.id)))) {
      theorems.push_back(&t);
    }
  }
  if (theorems.empty()) {
    std::vector<std::string> names;
    for (const Theorem& t : every_theorem()) names.push_back(t.id);
    for (const claim::Claim& c : catalogue::every_claim()) names.push_back(c.id);
    if (claim != nullptr) refuse(fmt::format("proofs: no theorem is about {}", claim->id));
    refuse(fmt::format("proofs: there is no claim and no theorem '{}'{}", name,
                       claim::did_you_mean(claim::nearest_name(name, names))));
  }
  return theorems;
}

std::vector<std::string> claims_of(const Theorem& theorem, bool whole) {
  std::vector<std::string> ids;
  for (const claim::Claim& c : catalogue::every_claim()) {
    if (contains(whole ? c.proved_by.theorems : c.proved_in_part, theorem.id)) ids.push_back(c.id);
  }
  return ids;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void print_line(const std::string& name, const std::string& text, const Console& console) {
  if (text.empty()) return;
  console.print(fmt::format("{}{}", console.bold(fmt::format("{:<14}", name)),
                            wrapped(text, console.width(), 14)));
}

void print_theorem(const Theorem& t, const Console& console) {
  console.print(console.bold(t.id));
  console.print("");
  print_line("Says", t.says, console);
  print_line("Leaves out", t.leaves_out, console);
  print_line("Proves", joined(claims_of(t, true)), console);
  print_line("Supports", joined(claims_of(t, false)), console);
  print_line("Source", "theory/proofs/" + t.file, console);
  console.print("");
  console.print(t.statement);
  console.print("");
  if (!t.definitions.empty()) console.print(console.bold("Definitions it rests on"));
  for (const ProofDefinition& d : t.definitions)
    console.print(fmt::format("(* {} *)\n{}", d.file, d.text));
  console.print("");
}

nlohmann::json document_of(const std::vector<const Theorem*>& theorems) {
  nlohmann::json all = nlohmann::json::array();
  for (const Theorem* t : theorems) {
    all.push_back(to_json(*t));
    all.back()["proves"] = claims_of(*t, true);
    all.back()["proves_in_part"] = claims_of(*t, false);
    all.back()["supports"] = t->supports;
  }
  return all;
}

// What Coq says of them; the exit code.
int check_theorems(const std::vector<const Theorem*>& theorems, const std::string& folder,
                   const Console& console) {
  const std::string absent = why_no_coq();
  if (!absent.empty()) {
    console.print(fmt::format("skipped: {}", absent));
    return kRequirement;
  }
  require(!folder.empty(), "--compiled: expected a folder for the compiled proofs");
  console.transient("Coq compiles what is not compiled yet");
  const std::string wrong = compile_proofs(folder);
  console.transient("");
  if (!wrong.empty()) {
    console.note(wrong);
    return kInternal;
  }
  const std::vector<std::string> faults = audit(folder, theorems);
  for (const std::string& fault : faults) console.print(fmt::format("refused: {}", fault));
  console.print(
      fmt::format("{} of {} theorems machine-checked in Coq, no axioms, for the stated "
                  "definitions",
                  theorems.size() - faults.size(), theorems.size()));
  return faults.empty() ? kAsExpected : kContradiction;
}

}  // namespace

int proofs(const ProofsOptions& options, const Console& console) {
  const std::vector<const Theorem*> theorems = chosen(options.name);
  if (options.check) {
    return check_theorems(
        theorems, options.compiled.empty() ? usual_proofs_folder() : options.compiled, console);
  }
  if (options.json) {
    console.print(document_of(theorems).dump(2));
    return kAsExpected;
  }
  for (const Theorem* t : theorems) {
    if (options.name.empty()) {
      console.print(fmt::format("{:<44} {}", t->id, wrapped(t->says, console.width(), 45)));
    } else {
      print_theorem(*t, console);
    }
  }
  if (!options.name.empty()) {
    console.print(console.bold("Trusted"));
    for (const std::string& line : trusted_by_proofs()) console.print("  " + line);
  }
  return kAsExpected;
}

}  // namespace lemmascope::report
