#include "reports/writers/instance_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "reports/writers/dependency_graph.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestList = 60;
constexpr int kDeepest = 6;

bool is_scalar(const json& value) {
  return !value.is_array() && (!value.is_object() || value.contains("kind"));
}

bool is_matrix(const json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const json& row) {
           return row.is_array() && !row.empty() && std::all_of(row.begin(), row.end(), is_scalar);
         });
}

std::string scalar(const json& value) {
  const std::string text = number_text(value);
  return xml_escaped(text.empty() ? value.dump() : text);
}

std::string matrix(const json& rows) {
  constexpr std::size_t kNarrow = 24, kGap = 3;  // characters
  std::size_t widest = 0;
  std::string body;
  for (const json& row : rows) {
    std::size_t width = 0;
    body += "<tr>";
    for (const json& entry : row) {
      const std::string text = scalar(entry);
      width += text.size() + kGap;
      body += "<td>" + text + "</td>";
    }
    body += "</tr>";
    widest = std::max(widest, width);
  }
  // On a narrow page a wide one scrolls by itself: the keyboard must reach it.
  return fmt::format("<table class=\"matrix\"{}><tbody>{}</tbody></table>",
                     widest > kNarrow ? " tabindex=\"0\"" : "", body);
}

std::string prior(const json& atoms) {
  std::string out = "<div class=\"prior\">";
  for (const json& atom : atoms) {
    if (!is_matrix(field(atom, "chain"))) return "";
    out +=
        fmt::format("<figure class=\"atom\">{}<figcaption>chain π{}</figcaption></figure>",
                    matrix(atom.at("chain")),
                    atoms.size() > 1 ? ", weight " + xml_escaped(text_field(atom, "weight")) : "");
  }
  return out + "</div>";
}

std::string value_html(const json& value, int depth);

std::string entries(const json& object, int depth) {
  std::string out = "<dl class=\"values\">";
  for (const auto& [key, value] : object.items()) {
    if (value.is_array() && value.empty()) continue;
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", xml_escaped(spaced(key)),
                       value_html(value, depth + 1));
  }
  return out + "</dl>";
}

std::string list(const json& values, int depth) {
  std::string out;
  const std::size_t shown = std::min(values.size(), kLongestList);
  for (std::size_t k = 0; k < shown; ++k) {
    out += (k == 0 ? "" : is_scalar(values[k]) ? ", " : "") + value_html(values[k], depth + 1);
  }
  if (shown < values.size())
    out += fmt::format(" … ({} in all; the file holds every one)", values.size());
  return out;
}

std::string value_html(const json& value, int depth) {
  if (depth > kDeepest) return "…";
  if (is_scalar(value)) return scalar(value);
  if (is_matrix(value)) return matrix(value);
  return value.is_array() ? list(value, depth) : entries(value, depth);
}

// The positions that a site names by i and j, as matrices over positions are indexed: "i=2, j=1".
// Lengths, states and loops are no positions.
std::map<std::size_t, std::string> positions_of(const std::string& site, std::size_t positions) {
  std::map<std::size_t, std::string> named;
  for (std::size_t start = 0; start < site.size();) {
    const std::size_t end = std::min(site.find(", ", start), site.size());
    const std::string_view one = std::string_view(site).substr(start, end - start);
    std::size_t at = 0;
    const char* const last = one.data() + one.size();
    const bool number = (one.starts_with("i=") || one.starts_with("j=")) &&
                        std::from_chars(one.data() + 2, last, at).ptr == last && one.size() > 2;
    if (number && at <= positions) {
      std::string& name = named[at];
      name += (name.empty() ? "" : ", ") + std::string(one.substr(0, 1));
    }
    start = end + 2;
  }
  return named;
}

}  // namespace

std::string instance_html(const json& instance, const std::string& site) {
  if (!instance.is_object()) return value_html(instance, 0);
  json rest = instance;
  std::string out;
  if (field(instance, "parents").is_array()) {
    out += parent_graph(instance.at("parents"), positions_of(site, instance.at("parents").size()));
    rest.erase("parents");
  }
  if (const json& atoms = list_field(instance, "prior"); !atoms.empty()) {
    const std::string drawn = prior(atoms);
    if (!drawn.empty()) rest.erase("prior");
    out += drawn;
  }
  if (!rest.empty()) out += entries(rest, 0);
  return out;
}

std::string measured_html(const json& measured) {
  return measured.is_object() ? entries(measured, 0) : value_html(measured, 0);
}

}  // namespace lemmascope::report
