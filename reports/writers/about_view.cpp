#include "reports/writers/about_view.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "properties/catalogue/catalogue.hpp"
#include "reports/writers/fields.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// The paper that brings what the command asks for; null where this program knows none.
const catalogue::Paper* paper_of_command(const std::string& command) {
  std::istringstream words(command);
  std::string verb, name;
  words >> verb >> name;
  try {
    if (verb == "train") return catalogue::training_named(name).paper;
    if (verb == "reproduce") return catalogue::reproduction_named(name).paper;
  } catch (const PreconditionError&) {
    // Another program's, or another version's.
  }
  return nullptr;
}

std::string command_of(const json& document) {
  std::string asked;
  for (const json& s : list_field(field(document, "request"), "selectors"))
    asked += (asked.empty() ? "" : " ") + number_text(s);
  return asked;
}

json about_reproduction(const json& reproduction) {
  const json& runs = list_field(reproduction, "runs");
  const std::size_t beside = list_field(reproduction, "numbers").size();
  std::string sentence = fmt::format(
      "{} training{} {}. {} A reproduction, no check of a claim: nothing on this page is a "
      "verdict; "
      "bands are sampling error.",
      runs.size(), runs.size() == 1 ? "" : "s",
      flag_field(reproduction, "finished") ? "ran to the end" : "were stopped before the end",
      beside == 0 ? "The paper prints no numbers to hold ours against."
                  : fmt::format("{} number{} beside the published one{} below.", beside,
                                beside == 1 ? " stands" : "s stand", beside == 1 ? "" : "s"));
  return {{"kicker", "reproduction"},
          {"sentence", sentence},
          {"badge",
           flag_field(reproduction, "quick") ? "quick: scaled down, not the paper's size" : ""}};
}

// A number that is written as one, or as the decimal that a paper prints.
std::optional<double> number_of(const json& value) {
  if (!value.is_string()) return approximate(value);
  const auto text = value.get<std::string>();
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::nullopt : std::optional(number);
}

std::string as_printed(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  const auto number = approximate(value);
  return number ? fmt::format("{:.4g}", *number) : "not printed";
}

json beside_row(const json& one) {
  const auto ours = number_of(field(one, "ours")), theirs = number_of(field(one, "published"));
  const auto error =
      approximate(field(one, field(one, "combined_error").is_null() ? "error" : "combined_error"));
  const json& agrees = field(one, "agrees");
  std::string difference, verdict;
  if (ours && theirs) {
    difference = fmt::format("{:+.4f}", *ours - *theirs);
    if (*theirs != 0)
      difference += fmt::format(" ({:+.1f}\u00a0%)", 100 * (*ours - *theirs) / std::abs(*theirs));
  }
  if (!ours) {
    verdict = "not comparable: not trained to the end";
  } else if (!theirs) {
    verdict = "not comparable: not printed";
  } else if (!agrees.is_boolean()) {
    verdict = "not comparable: no error is known";
  } else {
    verdict = agrees.get<bool>() ? "✔ agrees" : "✘ differs";
    if (error && *error > 0)
      verdict += fmt::format(", {:.1f} errors apart", std::abs(*ours - *theirs) / *error);
  }
  return {text_field(one, "what"),
          ours ? fmt::format("{:.4f}", *ours) : "none",
          as_printed(field(one, "published")),
          difference,
          error && *error > 0 ? fmt::format("{:.2g}", *error) : "unknown",
          verdict,
          text_field(one, "source")};
}

}  // namespace

json about_view(const json& document) {
  json about = field(document, "about");
  if (!about.is_object()) {
    if (!list_field(document, "claims").empty() || list_field(document, "figures").empty())
      return json();
    const json& reproduction = field(document, "reproduction");
    about =
        reproduction.is_object()
            ? about_reproduction(reproduction)
            : json({{"kicker", "simulated training"},
                    {"sentence",
                     "A simulated training, no check of a claim: nothing on this page is a "
                     "verdict. The figures show what was measured; bands are sampling error."}});
  }
  const std::string command = command_of(document);
  const catalogue::Paper* paper = paper_of_command(command);
  json view;
  for (const char* key : {"kicker", "headline", "sentence", "badge"})
    view[key] = text_field(about, key);
  if (text_field(view, "headline").empty() && !command.empty())
    view["headline"] = program_of(document) + " " + command;
  view["citation"] = paper == nullptr ? "" : fmt::format("{}, {}", paper->title, paper->authors);
  view["citation_name"] = paper == nullptr ? "" : paper->name;
  view["link"] = paper == nullptr ? "" : paper->link;
  return view;
}

json beside_published(const json& document) {
  const json& numbers = list_field(field(document, "reproduction"), "numbers");
  if (numbers.empty()) return json();
  json rows = json::array();
  for (const json& one : numbers) rows.push_back(beside_row(one));
  return {{"id", "reproduction/numbers"},
          {"kind", "table"},
          {"title", "Ours beside the published numbers"},
          {"caption",
           "The difference is ours minus the published number; the combined error is that of the "
           "difference, as far as it is known: of our estimate, of one more training like the "
           "authors', and of printing or of reading off a figure. Where no error is known the two "
           "are not comparable."},
          {"columns",
           {"what", "ours", "published", "difference", "combined error", "agreement", "source"}},
          {"rows", rows}};
}

}  // namespace lemmascope::report
