// lemmascope man: the manual page, written from the commands and options as they are declared.
#include <fmt/format.h>

#include "reports/cli/command_tree.hpp"
#include "reports/model/provenance.hpp"

namespace lemmascope::report {
namespace {

// Text of a line of roff: hyphens that can be copied, no line that starts a request.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '-' || c == '\\') {
      out += c == '-' ? "\\-" : "\\e";
    } else {
      if (out.empty() && (c == '.' || c == '\'')) out += "\\&";
      out += c;
    }
  }
  return out;
}

std::string option_entry(const DescribedOption& option) {
  std::string names;
  for (const std::string& name : option.names) {
    names += (names.empty() ? "" : ", ") + std::string("\\fB") + roff(name) + "\\fR";
  }
  if (!option.positional && option.values != DescribedOption::Values::none) {
    names += " \\fIvalue\\fR";
  }
  std::string help = roff(option.help);
  if (!option.usual.empty()) help += fmt::format(" [{}]", roff(option.usual));
  return fmt::format(".TP\n{}\n{}\n", names, help);
}

std::string literal_lines(const std::string& text) {
  std::string out = ".PP\n.nf\n";
  std::string line;
  for (const char c : text + "\n") {
    if (c != '\n') {
      line += c;
      continue;
    }
    out += roff(line) + "\n";
    line.clear();
  }
  return out + ".fi\n";
}

void add_command(std::string& page, const DescribedCommand& command, const std::string& path) {
  page += fmt::format(".SS {}\n{}\n", roff(path), roff(command.summary));
  for (const DescribedOption& option : command.options) page += option_entry(option);
  if (!command.examples.empty()) page += literal_lines(command.examples);
  for (const DescribedCommand& item : command.commands) {
    add_command(page, item, path + " " + item.name);
  }
}

constexpr const char* kExitStatus[][2] = {
    {"0", "as expected"},
    {"1", "refuted against expectation"},
    {"2", "usage or bad input"},
    {"3", "something required is undecided or under its level"},
    {"4", "a regression found by compare"},
    {"5", "nothing selected"},
    {"6", "two routes contradict each other, or a wrong twin survived"},
    {"70", "internal error"},
    {"74", "cannot read or write"}};

}  // namespace

std::string man_page(const DescribedCommand& program) {
  std::string upper = program.name;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string page = fmt::format(
      ".TH {} 1 \"\" \"{} {}\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n.I command\n"
      "[\\fIoptions\\fR]\n.SH COMMANDS\n",
      roff(upper), roff(program.name), roff(version()), roff(program.name), roff(program.summary),
      roff(program.name));
  for (const DescribedCommand& command : program.commands) {
    add_command(page, command, command.name);
  }
  page += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : kExitStatus) {
    page += fmt::format(".TP\n{}\n{}\n", code, roff(meaning));
  }
  return page;
}

}  // namespace lemmascope::report
