#include "theory/templates/template_strings.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

Symbols renamed(const Symbols& symbols) {
  Symbols seen, result;
  for (const int symbol : symbols) {
    const auto at = std::find(seen.begin(), seen.end(), symbol);
    result.push_back(static_cast<int>(at - seen.begin()));
    if (at == seen.end()) seen.push_back(symbol);
  }
  return result;
}

int distinct_symbols(const Symbols& symbols) {
  const Symbols names = renamed(symbols);
  return names.empty() ? 0 : 1 + *std::max_element(names.begin(), names.end());
}

Symbols parse_template(std::string_view text) {
  Symbols letters;
  for (const char letter : text) {
    if (letter < 'a' || letter > 'z') {
      refuse(fmt::format("expected a template of lower-case letters such as aab, found '{}'",
                         text.substr(0, 40)));
    }
    letters.push_back(letter - 'a');
  }
  require(!letters.empty(), "expected a template of at least one letter");
  return renamed(letters);
}

std::string template_text(const Symbols& symbols) {
  std::string text;
  for (const int name : renamed(symbols)) text += static_cast<char>('a' + name);
  return text;
}

std::vector<Symbols> every_template(int length) {
  require(length >= 1 && length <= 8, "expected templates of one to eight positions");
  std::vector<Symbols> all{{0}};
  for (int position = 1; position < length; ++position) {
    std::vector<Symbols> longer;
    for (const Symbols& start : all) {
      for (int name = 0; name <= distinct_symbols(start); ++name) {
        longer.push_back(start);
        longer.back().push_back(name);
      }
    }
    all = std::move(longer);
  }
  return all;
}

Matrix<Rational> coincidences(const Symbols& first, const Symbols& second) {
  Matrix<Rational> same(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t j = 0; j < second.size(); ++j) same(i, j) = first[i] == second[j] ? 1 : 0;
  }
  return same;
}

}  // namespace lemmascope::templates
