#include "properties/claim/relation.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/transcript.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::claim {
namespace {

// Orders margins for display: exactly where the type is ordered, by middles for enclosures.
template <class N>
bool tighter(const N& a, const N& b) {
  return a < b;
}
template <>
bool tighter(const Interval& a, const Interval& b) {
  return a.middle() < b.middle();
}

template <class N>
N margin_of(const Relation<N>& r) {
  switch (r.op) {
    case Op::less:
    case Op::less_equal:
      return N(r.rhs - r.lhs);
    case Op::greater:
    case Op::greater_equal:
      return N(r.lhs - r.rhs);
    case Op::equal:
      break;
  }
  const N difference = N(r.lhs - r.rhs);
  return less(N(0), difference) == Truth::yes ? N(-difference) : difference;
}

}  // namespace

std::string_view to_text(Op op) {
  switch (op) {
    case Op::equal:
      return "=";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
  }
  return "=";
}

template <class N>
Truth holds(const Relation<N>& r) {
  switch (r.op) {
    case Op::equal:
      return equal(r.lhs, r.rhs);
    case Op::less:
      return less(r.lhs, r.rhs);
    case Op::less_equal:
      return less_equal(r.lhs, r.rhs);
    case Op::greater:
      return less(r.rhs, r.lhs);
    case Op::greater_equal:
      return less_equal(r.rhs, r.lhs);
  }
  return Truth::unknown;
}

Site site(const char* a, int i) { return {{{{a, i}}}}; }
Site site(const char* a, int i, const char* b, int j) { return {{{{a, i}, {b, j}}}}; }
Site site(const char* a, int i, const char* b, int j, const char* c, int k) {
  return {{{{a, i}, {b, j}, {c, k}}}};
}

std::string to_text(const Site& where) {
  std::string text;
  for (const auto& c : where.coordinates) {
    if (c.name == nullptr) break;
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", c.name, c.value);
  }
  return text;
}

nlohmann::json to_json(const Finding& f) {
  return {{"site", to_text(f.site)},
          {"lhs", to_json(f.lhs)},
          {"op", to_text(f.op)},
          {"rhs", to_json(f.rhs)},
          {"margin", to_json(f.margin)}};
}

std::string to_text(const Finding& f) {
  const std::string where = to_text(f.site);
  return fmt::format("{}{}{} {} {}", where, where.empty() ? "" : ": ", to_text(f.lhs),
                     to_text(f.op), to_text(f.rhs));
}

template <class N>
void Findings<N>::add(const Relation<N>& relation, const Site& where) {
  give_up_if_asked();
  ++relations_;
  const Truth answer = claim::holds(relation);
  holds_ = holds_ & answer;
  if (Transcript* transcript = Transcript::current()) transcript->add(relation, where, answer);
  auto& kept = answer == Truth::yes ? tightest_ : failing_;
  N margin = margin_of(relation);
  // A certain "no" outranks an "unknown", whatever their margins.
  const bool replaces =
      !kept || answer < kept->answer || (answer == kept->answer && tighter(margin, kept->margin));
  if (replaces) kept = Kept{relation, where, std::move(margin), answer};
}

template <class N>
CaseOutcome Findings<N>::outcome() const {
  auto written = [](const std::optional<Kept>& kept) -> std::optional<Finding> {
    if (!kept) return std::nullopt;
    return Finding{kept->site, quantity(kept->relation.lhs), kept->relation.op,
                   quantity(kept->relation.rhs), quantity(kept->margin)};
  };
  return {holds_, relations_, written(tightest_), written(failing_)};
}

#define LEMMASCOPE_INSTANTIATE(N)           \
  template Truth holds(const Relation<N>&); \
  template class Findings<N>;
LEMMASCOPE_INSTANTIATE(Rational)
LEMMASCOPE_INSTANTIATE(Interval)
LEMMASCOPE_INSTANTIATE(double)
LEMMASCOPE_INSTANTIATE(Real50)
LEMMASCOPE_INSTANTIATE(Real100)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::claim
