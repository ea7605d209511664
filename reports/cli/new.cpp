// lemmascope new: a house for a paper of one's own, and one more claim in it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <system_error>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/provenance.hpp"
#include "reports/model/this_program.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A file of a new house: its template, and its path with KEY for the paper's key.
struct NewFile {
  const char* from;
  const char* path;
};

constexpr NewFile kHouse[] = {
    {"new_house", "CMakeLists.txt"},
    {"new_readme", "README.md"},
    {"new_theory_cmake", "theory/KEY/CMakeLists.txt"},
    {"new_theory_hpp", "theory/KEY/half_lazy_chain.hpp"},
    {"new_theory_cpp", "theory/KEY/half_lazy_chain.cpp"},
    {"new_sim_cmake", "sim/KEY/CMakeLists.txt"},
    {"new_sim_hpp", "sim/KEY/walk.hpp"},
    {"new_sim_cpp", "sim/KEY/walk.cpp"},
    {"new_properties_cmake", "properties/KEY/CMakeLists.txt"},
    {"new_paper", "properties/KEY/paper.cpp"},
    {"new_first_claim", "properties/KEY/laziness_keeps_the_stationary_law.cpp"},
    {"new_tests_cmake", "tests/CMakeLists.txt"},
    {"new_theory_test", "tests/theory/KEY/half_lazy_chain_test.cpp"},
    {"new_sim_test", "tests/sim/KEY/walk_test.cpp"},
};

constexpr std::size_t kLongestName = 60;

// Names that the house itself has in namespace lemmascope or among its targets, and words of C++
// that fit the pattern of a key.
constexpr std::array kTaken{
    "attention", "auto",        "bool",      "break",    "case",       "catalogue", "catch",
    "char",      "claim",       "class",     "compare",  "compute",    "concept",   "const",
    "delete",    "do",          "domain",    "double",   "else",       "enum",      "explicit",
    "export",    "extern",      "false",     "float",    "for",        "friend",    "goto",
    "if",        "information", "inline",    "int",      "lemmascope", "long",      "markov",
    "mutable",   "namespace",   "new",       "noexcept", "numeric",    "operator",  "private",
    "product",   "properties",  "protected", "public",   "register",   "report",    "reports",
    "requires",  "return",      "short",     "signed",   "sim",        "sizeof",    "solve",
    "static",    "statistics",  "std",       "struct",   "switch",     "template",  "test",
    "tests",     "theory",      "this",      "throw",    "true",       "try",       "typedef",
    "typename",  "union",       "unsigned",  "using",    "virtual",    "void",      "volatile",
    "while"};

void require_key(const std::string& key) {
  static const std::regex kPattern("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  require(
      key.size() <= kLongestName && std::regex_match(key, kPattern),
      fmt::format("new: expected a key of small letters, digits and single underscores, at most "
                  "{} of them, found '{}'",
                  kLongestName, key));
  const bool taken = std::find(kTaken.begin(), kTaken.end(), key) != kTaken.end() ||
                     key.starts_with("theory_") || key.starts_with("sim_");
  require(!taken, fmt::format("new: the key '{}' is taken; choose another", key));
}

// Writes a file that must not exist yet.
void write_new(const fs::path& path, const std::string& text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file == nullptr && errno == EEXIST) {
    refuse(fmt::format("new: {} exists already; nothing is written over", path.string()));
  }
  if (file == nullptr) throw std::system_error(errno, std::generic_category(), path.string());
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int failure = errno;
  if (std::fclose(file) != 0 || !written) {
    throw std::system_error(failure, std::generic_category(), path.string());
  }
}

std::string with_key(std::string path, const std::string& key) {
  const auto at = path.find("KEY");
  return at == std::string::npos ? path : path.replace(at, 3, key);
}

std::string text_of_file(const fs::path& path) {
  std::ifstream file(path);
  require(file.good(), fmt::format("new claim: there is no {}; run it in the folder of a house "
                                   "that `new paper` made",
                                   path.string()));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The list with the claim after the last of CLAIMS. Empty when there is no list of such lines.
std::string with_claim(const std::string& list, const std::string& key, const std::string& id) {
  const std::regex entry("\n([ \t]*)" + key + "/[a-z0-9-]+");
  std::smatch last;
  for (std::sregex_iterator at(list.begin(), list.end(), entry), end; at != end; ++at) last = *at;
  if (last.empty()) return "";
  const auto after = static_cast<std::size_t>(last.position(0) + last.length(0));
  return list.substr(0, after) + "\n" + last.str(1) + id + list.substr(after);
}

// Replaced in one step: a reader never sees half a list.
void replace_file(const fs::path& path, const std::string& text) {
  const fs::path fresh = path.string() + ".new";
  write_new(fresh, text);
  fs::rename(fresh, path);
}

}  // namespace

int new_paper(const std::string& folder, const std::string& key, const Console& console) {
  const fs::path root = fs::path(folder).lexically_normal();
  const fs::path last = root.has_filename() ? root.filename() : root.parent_path().filename();
  const std::string name = key.empty() ? last.string() : key;
  require_key(name);
  require(catalogue::find_paper(name) == nullptr,
          fmt::format("new paper: there is a paper '{}' already; choose another key", name));
  require(
      !fs::exists(root) || (fs::is_directory(root) && fs::is_empty(root)),
      fmt::format("new paper: {} exists already and is no empty folder; nothing is written over",
                  folder));
  const json view{{"key", name}, {"version", version()}};
  for (const NewFile& file : kHouse) {
    write_new(root / with_key(file.path, name), render_template(file.from, view));
  }
  console.print(fmt::format("{}: {} files for the paper '{}'", folder, std::size(kHouse), name));
  console.print(
      fmt::format("next: cmake -S {0} -B {0}/build && cmake --build {0}/build && "
                  "{0}/build/{1}_check check",
                  folder, name));
  return kAsExpected;
}

int new_claim(const std::string& id, const Console& console) {
  static const std::regex kSlug("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  const auto slash = id.find('/');
  require(slash != std::string::npos,
          fmt::format("new claim: expected PAPER/SLUG, found '{}'", id));
  const std::string key = id.substr(0, slash), slug = id.substr(slash + 1);
  require_key(key);
  require(slug.size() <= kLongestName && std::regex_match(slug, kSlug),
          fmt::format("new claim: expected a slug of small letters, digits and single dashes, at "
                      "most {} of them, found '{}'",
                      kLongestName, slug));
  std::string function = slug;
  std::replace(function.begin(), function.end(), '-', '_');
  const fs::path room = fs::path("properties") / key;
  const fs::path source = room / (function + ".cpp"), list = room / "CMakeLists.txt";
  const std::string longer = with_claim(text_of_file(list), key, id);
  require(!longer.empty(),
          fmt::format("new claim: {} has no list of CLAIMS with one a line", list.string()));
  write_new(source,
            render_template("new_claim", {{"key", key}, {"id", id}, {"function", function}}));
  replace_file(list, longer);
  console.print(fmt::format("{}: an error until its law is written; listed in {}", source.string(),
                            list.string()));
  return kAsExpected;
}

}  // namespace lemmascope::report
