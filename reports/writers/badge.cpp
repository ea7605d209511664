// Badges: one line about a run.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/model/claim_outcome.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

struct Badge {
  std::string message;
  std::string colour;  ///< "#rrggbb"
};

Badge badge_of(const json& document) {
  const Tally tally = tally_of(document);
  if (tally.passed + tally.failed + tally.skipped == 0) return {"nothing checked", "#595959"};
  if (tally.failed == 0 && tally.skipped == 0)
    return {fmt::format("{} passed", tally.passed), "#0072B2"};
  return {tally.line(), tally.failed > 0 ? "#B34700" : "#595959"};
}

}  // namespace

std::string badge_svg(const json& document) {
  constexpr double kCharacter = 6.6, kPadding = 12;
  const std::string label = "theorems";
  const Badge badge = badge_of(document);
  const double left = kCharacter * static_cast<double>(label.size()) + kPadding;
  const double right = kCharacter * static_cast<double>(badge.message.size()) + kPadding;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:g}\" height=\"20\" role=\"img\" "
      "aria-label=\"{1}: {2}\"><title>{1}: {2}</title><rect width=\"{0:g}\" height=\"20\" rx=\"3\" "
      "fill=\"#3a3a3a\"/><path d=\"M{3:g} 0h{4:g}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{3:g}z\" "
      "fill=\"{5}\"/><g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" "
      "font-size=\"11\" text-anchor=\"middle\"><text x=\"{6:g}\" y=\"14\">{1}</text><text "
      "x=\"{7:g}\" y=\"14\">{2}</text></g></svg>\n",
      left + right, label, xml_escaped(badge.message), left, right - 3, badge.colour, left / 2,
      left + right / 2);
}

std::string badge_endpoint(const json& document) {
  const Badge badge = badge_of(document);
  return json({{"schemaVersion", 1},
               {"label", "theorems"},
               {"message", badge.message},
               {"color", badge.colour}})
             .dump(2) +
         "\n";
}

}  // namespace lemmascope::report
