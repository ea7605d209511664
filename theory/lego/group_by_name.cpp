// Groups as somebody writes them.
#include "theory/lego/finite_group.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

[[noreturn]] void refuse_group(const std::string& text) {
  refuse(
      "expected a group: z2, z3, … , d3, d4, … , s3, s4, s5 or a table of indices such as "
      "0,1;1,0; found '" +
      text.substr(0, 60) + "'");
}

/// A whole number of at most three digits.
int small_number(const std::string& digits, const std::string& text) {
  if (digits.empty() || digits.size() > 3 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    refuse_group(text);
  }
  return std::stoi(digits);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else if (c != ' ') {
      parts.back() += c;
    }
  }
  return parts;
}

FiniteGroup from_table(const std::string& text) {
  std::vector<std::vector<Element>> table;
  std::vector<std::string> names;
  for (const auto& row : split(text, ';')) {
    names.push_back(std::to_string(table.size()));
    table.emplace_back();
    for (const auto& entry : split(row, ',')) table.back().push_back(small_number(entry, text));
  }
  return {text, std::move(table), std::move(names)};
}

}  // namespace

FiniteGroup group_by_name(const std::string& text) {
  if (text.empty()) refuse_group(text);
  switch (text.front()) {
    case 'z':
      return cyclic_group(small_number(text.substr(1), text));
    case 'd':
      return dihedral_group(small_number(text.substr(1), text));
    case 's':
      return symmetric_group(small_number(text.substr(1), text));
    default:
      return from_table(text);
  }
}

}  // namespace lemmascope::lego
