#include "theory/lego/sentence.hpp"

#include <algorithm>
#include <map>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c); });
}

struct WrittenClause {
  std::string variable, element, previous;  // previous empty: the root's clause
};

[[noreturn]] void refuse_clause(const std::string& clause, const FiniteGroup& group) {
  refuse(fmt::format("expected a clause such as {}, found '{}'",
                     group.name() == "z2" ? "b=-a or a=+1" : "b=" + group.element_name(0) + "*a",
                     clause.substr(0, 60)));
}

// Right of the equals sign over Z_2: a sign, then 1 or a variable.
WrittenClause signed_clause(const std::string& variable, const std::string& right) {
  return {variable, right.substr(0, 1), right.substr(1) == "1" ? "" : right.substr(1)};
}

WrittenClause read_clause(const std::string& clause, const FiniteGroup& group) {
  const std::size_t equals = clause.find('=');
  if (equals == std::string::npos || equals + 1 == clause.size()) refuse_clause(clause, group);
  const std::string variable = clause.substr(0, equals), right = clause.substr(equals + 1);
  const bool is_signed = group.name() == "z2" && (right[0] == '+' || right[0] == '-');
  WrittenClause read;
  if (is_signed && right.find('*') == std::string::npos) {
    read = signed_clause(variable, right);
    if (read.previous.empty() && right.size() != 2) refuse_clause(clause, group);
  } else {
    const std::size_t star = right.find('*');
    read = {variable, right.substr(0, star),
            star == std::string::npos ? "" : right.substr(star + 1)};
    if (star != std::string::npos && read.previous.empty()) refuse_clause(clause, group);
  }
  const bool fits = is_name(variable) && (read.previous.empty() || is_name(read.previous));
  if (!fits || group.find(read.element) < 0) refuse_clause(clause, group);
  return read;
}

std::vector<std::string> clauses_of(const std::string& text) {
  std::vector<std::string> clauses(1);
  for (const char c : text) {
    if (c == ';') {
      clauses.emplace_back();
    } else if (!std::isspace(static_cast<unsigned char>(c))) {
      clauses.back() += c;
    }
  }
  if (clauses.back().empty()) clauses.pop_back();
  return clauses;
}

}  // namespace

std::vector<int> chain_order(const Sentence& sentence) {
  const int n = static_cast<int>(sentence.size());
  std::vector<int> next(static_cast<std::size_t>(n) + 1, kRoot);  // [0]: after the root
  for (const Clause& clause : sentence) next[clause.previous + 1] = clause.variable;
  std::vector<int> order;
  for (int at = next[0]; at != kRoot && static_cast<int>(order.size()) < n; at = next[at + 1]) {
    order.push_back(at);
  }
  return order;
}

void require_chain(const Sentence& sentence, const FiniteGroup& group) {
  const int n = static_cast<int>(sentence.size());
  require(n >= 1, "a sentence: expected at least one clause");
  std::vector<bool> defined(n, false), followed(static_cast<std::size_t>(n) + 1, false);
  for (const Clause& clause : sentence) {
    require(clause.variable >= 0 && clause.variable < n && !defined[clause.variable],
            "a sentence: expected one clause for every variable");
    require(clause.previous >= kRoot && clause.previous < n && !followed[clause.previous + 1],
            "a sentence: expected a chain, in which every variable is used once at most");
    require(clause.element >= 0 && clause.element < group.order(),
            "a sentence: expected elements of its group");
    defined[clause.variable] = followed[clause.previous + 1] = true;
  }
  require(static_cast<int>(chain_order(sentence).size()) == n,
          "a sentence: expected every variable to follow from the root");
}

std::vector<Element> true_values(const Sentence& sentence, const FiniteGroup& group) {
  std::vector<Element> elements(sentence.size()), values(sentence.size());
  for (const Clause& clause : sentence) elements[clause.variable] = clause.element;
  Element value = group.identity();
  for (const int variable : chain_order(sentence)) {
    values[variable] = value = group.product(elements[variable], value);
  }
  return values;
}

WrittenSentence parse_sentence(const std::string& text, const FiniteGroup& group) {
  WrittenSentence written;
  std::map<std::string, int> numbers;
  std::vector<WrittenClause> clauses;
  for (const std::string& clause : clauses_of(text)) {
    clauses.push_back(read_clause(clause, group));
    const auto& name = clauses.back().variable;
    if (!numbers.emplace(name, static_cast<int>(numbers.size())).second) {
      refuse("a sentence: expected one clause for every variable, found two for '" + name + "'");
    }
    written.names.push_back(name);
  }
  for (const WrittenClause& clause : clauses) {
    int previous = kRoot;
    if (!clause.previous.empty()) {
      const auto found = numbers.find(clause.previous);
      if (found == numbers.end()) {
        refuse("a sentence: expected a clause for '" + clause.previous + "', found none");
      }
      previous = found->second;
    }
    written.sentence.push_back({numbers.at(clause.variable), group.find(clause.element), previous});
  }
  require_chain(written.sentence, group);
  return written;
}

}  // namespace lemmascope::lego
