#include "reports/compare/numbers.hpp"

#include <nlohmann/json.hpp>

#include "reports/writers/fields.hpp"
#include "theory/numeric/rational.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

struct Enclosure {
  Rational middle, radius;
};

Enclosure enclosure(const json& quantity) {
  const std::string value = text_field(quantity, "value");
  if (text_field(quantity, "kind") == "rational") return {parse_rational(value), 0};
  // The middle is printed to 40 digits and the radius to 6: half a unit in the last place of each
  // is added.
  const Rational middle = parse_rational(value),
                 radius = parse_rational(text_field(quantity, "radius"));
  const Rational size = middle < 0 ? Rational(-middle) : middle;
  return {middle, Rational(radius * Rational(1000001, 1000000) + size * parse_rational("1e-39"))};
}

bool is_rigorous(const std::string& kind) { return kind == "rational" || kind == "ball"; }

}  // namespace

Agreement agreement(const json& a, const json& b) {
  if (a == b) return Agreement::agree;
  const std::string kind_a = text_field(a, "kind"), kind_b = text_field(b, "kind");
  if (!is_rigorous(kind_a) || !is_rigorous(kind_b)) return Agreement::unknown;
  try {
    const Enclosure x = enclosure(a), y = enclosure(b);
    const Rational gap =
        x.middle < y.middle ? Rational(y.middle - x.middle) : Rational(x.middle - y.middle);
    return gap <= Rational(x.radius + y.radius) ? Agreement::agree : Agreement::disagree;
  } catch (const std::exception&) {
    return Agreement::unknown;  // not a number this version can read
  }
}

}  // namespace lemmascope::report
