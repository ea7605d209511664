// A law's answer: two numbers and how they should stand to each other. Comparing is the number
// type's business; nothing here knows a tolerance.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "properties/claim/quantity.hpp"

namespace lemmascope::claim {

enum class Op { equal, less, less_equal, greater, greater_equal };

std::string_view to_text(Op op);

/// `lhs op rhs`, claimed.
template <class N>
struct Relation {
  N lhs;
  Op op;
  N rhs;
};

template <class N>
Relation<N> equals(N lhs, N rhs) {
  return {std::move(lhs), Op::equal, std::move(rhs)};
}
template <class N>
Relation<N> is_less(N lhs, N rhs) {
  return {std::move(lhs), Op::less, std::move(rhs)};
}
template <class N>
Relation<N> at_most(N lhs, N rhs) {
  return {std::move(lhs), Op::less_equal, std::move(rhs)};
}
template <class N>
Relation<N> is_greater(N lhs, N rhs) {
  return {std::move(lhs), Op::greater, std::move(rhs)};
}
template <class N>
Relation<N> at_least(N lhs, N rhs) {
  return {std::move(lhs), Op::greater_equal, std::move(rhs)};
}

/// Does the relation hold? `unknown` only for enclosures that straddle.
template <class N>
Truth holds(const Relation<N>& relation);

/// Where in an instance a relation stands, for example i = 3, j = 1. Names must outlive the site
/// (literals).
struct Site {
  struct Coordinate {
    const char* name = nullptr;
    int value = 0;
  };
  std::array<Coordinate, 3> coordinates{};
};
Site site(const char* a, int i);
Site site(const char* a, int i, const char* b, int j);
Site site(const char* a, int i, const char* b, int j, const char* c, int k);
/// "i=3, j=1"; empty when there is no coordinate.
std::string to_text(const Site& site);

/// One relation, evaluated and written down.
struct Finding {
  Site site;
  Quantity lhs;
  Op op = Op::equal;
  Quantity rhs;
  /// How far the relation is from failing: positive when it holds with room, negative when violated
  /// (for `equal`: minus the distance).
  Quantity margin;
};
nlohmann::json to_json(const Finding& finding);
/// "i=3, j=1: 9/100 >= 27/1000".
std::string to_text(const Finding& finding);

/// What a law says about one instance: the conjunction over all its sites.
struct CaseOutcome {
  Truth holds = Truth::yes;
  std::int64_t relations = 0;
  /// The relation that holds with the least room.
  std::optional<Finding> tightest;
  /// The most violated relation when `holds` is no; the first undecided one when it is unknown.
  std::optional<Finding> failing;
};

/// Collects a law's relations over the sites of one instance. Instantiated for every number type
/// but Real200.
template <class N>
class Findings {
 public:
  void add(const Relation<N>& relation, const Site& where = {});
  CaseOutcome outcome() const;

 private:
  struct Kept {
    Relation<N> relation;
    Site site;
    N margin;
    Truth answer;
  };
  Truth holds_ = Truth::yes;
  std::int64_t relations_ = 0;
  std::optional<Kept> tightest_;
  std::optional<Kept> failing_;
};

}  // namespace lemmascope::claim
