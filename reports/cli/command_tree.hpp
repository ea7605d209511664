// Every command and option of the program as data, for what is generated from it: completion
// scripts and the man page.
#pragma once

#include <string>
#include <vector>

namespace lemmascope::report {

struct DescribedOption {
  enum class Values { none, words, files, claims, anything };
  std::vector<std::string> names;  ///< "--length", "-j"; the name of a positional alone
  std::string help;
  std::string usual;  ///< the default; empty: none
  Values values = Values::anything;
  std::vector<std::string> words = {};  ///< that it takes, where these are known
  bool positional = false;
};

struct DescribedCommand {
  std::string name;
  std::string summary;
  std::string examples;  ///< lines after the options
  std::vector<DescribedOption> options;
  std::vector<DescribedCommand> commands = {};
};

/// A completion script for bash, zsh or fish. Throws PreconditionError for another shell.
std::string completion_script(const DescribedCommand& program, const std::string& shell);

/// The man page of section 1 as roff.
std::string man_page(const DescribedCommand& program);

}  // namespace lemmascope::report
