#include "reports/proofs/compiled.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>

#include "reports/model/file_lock.hpp"
#include "reports/model/files.hpp"
#include "reports/proofs/coq.hpp"

namespace lemmascope::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kClosed = "Closed under the global context";

bool is_source(const ProofFile& file) { return std::string_view(file.name).ends_with(".v"); }

// "some/theorem.v" of "From Lemmascope.some Require Import theorem."
std::vector<std::string> imports_of(const std::string& text) {
  static const std::regex sentence(
      R"(From\s+Lemmascope(\.\w+)?\s+Require\s+(Import|Export)?([\w\s]*)\.)");
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), sentence), end; at != end; ++at) {
    const std::string folder = (*at)[1].matched ? (*at)[1].str().substr(1) + "/" : "";
    static const std::regex word(R"(\w+)");
    const std::string names = (*at)[3].str();
    for (std::sregex_iterator w(names.begin(), names.end(), word); w != end; ++w) {
      found.push_back(folder + w->str() + ".v");
    }
  }
  return found;
}

// Rules for make: what is compiled after what.
std::string rules() {
  std::string all = "all:", dependencies;
  for (const ProofFile& file : proof_files()) {
    if (!is_source(file)) continue;
    all += fmt::format(" {}o", file.name);
    dependencies += fmt::format("{}o:", file.name);
    for (const std::string& import : imports_of(file.text)) dependencies += " " + import + "o";
    dependencies += "\n";
  }
  return all + "\n%.vo: %.v\n\tcoqc -q -w none -R . Lemmascope $<\n" + dependencies;
}

void write_if_other(const std::string& path, const std::string& text) {
  if (fs::exists(path) && read_file(path) == text) return;
  write_atomically(path, text);
}

std::string first_lines(const std::string& text) {
  constexpr std::size_t kMost = 600;
  return text.size() <= kMost ? text : text.substr(0, kMost) + " …";
}

// The words of Coq in one line.
std::string in_one_line(const std::string& text) {
  std::string line = std::regex_replace(text, std::regex(R"(\s+)"), " ");
  while (line.ends_with(' ')) line.pop_back();
  return line.starts_with(' ') ? line.substr(1) : line;
}

std::string requires_of(const std::vector<const Theorem*>& theorems) {
  std::set<std::string> lines;
  for (const Theorem* t : theorems) {
    const std::string module = t->coq.substr(0, t->coq.rfind('.'));
    const std::size_t dot = module.rfind('.');
    lines.insert(
        fmt::format("From {} Require {}.\n", module.substr(0, dot), module.substr(dot + 1)));
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// All theorems as one term: what it rests on, all of them rest on together.
std::string joint_question(const std::vector<const Theorem*>& theorems) {
  std::string types, terms;
  for (const Theorem* t : theorems) {
    types += fmt::format("{}_statement -> ", t->coq);
    terms += fmt::format(" {}", t->coq);
  }
  return fmt::format(
      "{}Inductive every : Prop := Every : {}every.\nDefinition all : every := Every{}.\n"
      "Print Assumptions all.\n",
      requires_of(theorems), types, terms);
}

std::string fault_of(const std::string& folder, const Theorem& theorem) {
  const Said said =
      ask_coq(folder, fmt::format("{}Definition it : {}_statement := {}.\nPrint Assumptions it.\n",
                                  requires_of({&theorem}), theorem.coq, theorem.coq));
  if (said.code != 0)
    return fmt::format("{}: Coq does not accept it as its statement: {}", theorem.id,
                       first_lines(in_one_line(said.err)));
  const std::string words = in_one_line(said.out);
  if (words == kClosed) return "";
  return fmt::format("{}: rests on assumptions: {}", theorem.id, first_lines(words));
}

}  // namespace

std::string usual_proofs_folder() {
  if (const char* named = std::getenv("LEMMASCOPE_PROOFS"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = program.parent_path() / "theory" / "proofs";
  if (!error && fs::is_directory(beside)) return (beside / "compiled").string();
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return std::string(cache) + "/lemmascope/proofs";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return std::string(home) + "/.cache/lemmascope/proofs";
  return "";
}

std::string why_no_coq() {
  for (const char* program : {"coqc", "make"}) {
    if (!on_path(program)) {
      return fmt::format(
          "{} is not installed (Debian packages coq, libcoq-mathcomp-algebra and make)", program);
    }
  }
  return "";
}

std::string compile_proofs(const std::string& folder) {
  fs::create_directories(folder);
  const FileLock lock(folder + "/.lock", FileLock::Wait::yes);
  for (const ProofFile& file : proof_files()) {
    if (is_source(file)) write_if_other(folder + "/" + file.name, file.text);
  }
  write_if_other(folder + "/compile.mk", rules());
  const Said said = run_and_listen({"make", "-s", "-j2", "-C", folder, "-f", "compile.mk"});
  if (said.code == 0) return "";
  return fmt::format("the proofs do not compile: {}", first_lines(in_one_line(said.err)));
}

std::vector<std::string> audit(const std::string& folder,
                               const std::vector<const Theorem*>& theorems) {
  if (theorems.empty()) return {};
  const Said said = ask_coq(folder, joint_question(theorems));
  if (said.code == 0 && in_one_line(said.out) == kClosed) return {};
  std::vector<std::string> faults;
  for (const Theorem* t : theorems) {
    std::string fault = fault_of(folder, *t);
    if (!fault.empty()) faults.push_back(std::move(fault));
  }
  // Alone each stands, together they do not: then nothing is known of any.
  if (faults.empty()) {
    for (const Theorem* t : theorems) {
      faults.push_back(
          fmt::format("{}: Coq did not answer: {}", t->id, first_lines(in_one_line(said.err))));
    }
  }
  return faults;
}

}  // namespace lemmascope::report
