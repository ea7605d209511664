#include "reports/writers/dependency_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr double kNodeWidth = 212, kNodeHeight = 40, kColumnGap = 54, kRowGap = 14, kMargin = 8;
constexpr std::size_t kLongestSlug = 29;

struct Node {
  std::string id;
  const json* claim = nullptr;  ///< null: used, but not part of the run
  std::vector<std::size_t> uses;
  int layer = 0;
  double row = 0;
};

std::vector<Node> nodes_of(const json& claims) {
  std::vector<Node> nodes;
  std::map<std::string, std::size_t> index;
  auto node_named = [&](const std::string& id) {
    const auto [at, is_new] = index.try_emplace(id, nodes.size());
    if (is_new) nodes.push_back({id, nullptr, {}, 0, 0});
    return at->second;
  };
  for (const json& claim : claims) nodes[node_named(text_field(claim, "id"))].claim = &claim;
  for (const json& claim : claims) {
    const std::size_t user = node_named(text_field(claim, "id"));
    for (const json& used : list_field(claim, "uses")) {
      if (!used.is_string()) continue;
      const std::size_t below = node_named(used.get<std::string>());
      nodes[user].uses.push_back(below);
    }
  }
  return nodes;
}

// Longest path from a foundation. Rounds are bounded, so a cyclic (hand-made) document ends as
// well.
void set_layers(std::vector<Node>& nodes) {
  for (std::size_t round = 0; round < nodes.size(); ++round) {
    bool moved = false;
    for (Node& node : nodes) {
      for (const std::size_t used : node.uses) {
        if (nodes[used].layer + 1 > node.layer &&
            nodes[used].layer < static_cast<int>(nodes.size())) {
          node.layer = nodes[used].layer + 1;
          moved = true;
        }
      }
    }
    if (!moved) break;
  }
}

// Two sweeps of the barycentre rule: a node goes beside what it uses.
std::size_t set_rows(std::vector<Node>& nodes) {
  std::map<int, std::vector<std::size_t>> layers;
  for (std::size_t k = 0; k < nodes.size(); ++k) layers[nodes[k].layer].push_back(k);
  std::size_t tallest = 0;
  for (auto& [layer, members] : layers) {
    auto wish = [&](std::size_t k) {
      double sum = 0;
      for (const std::size_t used : nodes[k].uses) sum += nodes[used].row;
      return nodes[k].uses.empty() ? static_cast<double>(k)
                                   : sum / static_cast<double>(nodes[k].uses.size());
    };
    if (layer > 0) {
      std::stable_sort(members.begin(), members.end(),
                       [&](std::size_t a, std::size_t b) { return wish(a) < wish(b); });
    }
    for (std::size_t r = 0; r < members.size(); ++r) nodes[members[r]].row = static_cast<double>(r);
    tallest = std::max(tallest, members.size());
  }
  for (auto& [layer, members] : layers) {
    const double shift = static_cast<double>(tallest - members.size()) / 2;
    for (const std::size_t k : members) nodes[k].row += shift;
  }
  return tallest;
}

double x_of(const Node& node) { return kMargin + node.layer * (kNodeWidth + kColumnGap); }
double y_of(const Node& node) { return kMargin + node.row * (kNodeHeight + kRowGap); }

std::string verdict_of(const Node& node) {
  return node.claim == nullptr ? "skipped" : text_field(*node.claim, "verdict");
}

std::string status_class(const Node& node) {
  if (node.claim == nullptr) return "v-skipped";
  return std::string("v-") + xml_escaped(verdict_of(node)) +
         (flag_field(*node.claim, "as_expected") ? "" : " unexpected");
}

std::string shortened(const std::string& text) {
  if (text.size() <= kLongestSlug) return text;
  std::size_t end = kLongestSlug - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
    --end;  // whole characters
  return text.substr(0, end) + "…";
}

std::string node_svg(const Node& node, std::size_t k) {
  const std::size_t slash = node.id.find('/');
  const std::string area = slash == std::string::npos ? "" : node.id.substr(0, slash);
  const std::string slug = slash == std::string::npos ? node.id : node.id.substr(slash + 1);
  const std::string mark = verdict_mark(verdict_of(node));
  const std::string code =
      node.claim == nullptr ? "N" : evidence_code(text_field(*node.claim, "evidence"));
  std::string uses;
  for (const std::size_t used : node.uses)
    uses += fmt::format("{}{}", uses.empty() ? "" : " ", used);
  const double x = x_of(node), y = y_of(node);
  std::string out = fmt::format(
      "<a class=\"node {}\" href=\"#{}\" data-node=\"{}\" data-uses=\"{}\"><title>{}: {}{}</title>",
      status_class(node), xml_escaped(anchor("claim", node.id)), k, uses, xml_escaped(node.id),
      xml_escaped(verdict_of(node)), node.claim == nullptr ? " (not part of this run)" : "");
  out += fmt::format(
      "<rect class=\"box\" x=\"{:g}\" y=\"{:g}\" width=\"{:g}\" height=\"{:g}\" rx=\"3\"/>", x, y,
      kNodeWidth, kNodeHeight);
  out += fmt::format("<rect class=\"hatch\" x=\"{:g}\" y=\"{:g}\" width=\"26\" height=\"{:g}\"/>",
                     x, y, kNodeHeight);
  out += fmt::format(
      "<text class=\"node-mark\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text><text "
      "class=\"node-code\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
      x + 13, y + 17, mark, x + 13, y + 33, code);
  out += fmt::format(
      "<text class=\"node-area\" x=\"{:g}\" y=\"{:g}\">{}</text><text class=\"node-slug\" "
      "x=\"{:g}\" y=\"{:g}\">{}</text></a>",
      x + 33, y + 15, xml_escaped(area), x + 33, y + 31, xml_escaped(shortened(slug)));
  return out;
}

std::string edge_svg(const Node& from, const Node& to, std::size_t a, std::size_t b) {
  const double x0 = x_of(from) + kNodeWidth, y0 = y_of(from) + kNodeHeight / 2;
  const double x1 = x_of(to), y1 = y_of(to) + kNodeHeight / 2, bend = kColumnGap * 0.8;
  return fmt::format(
      "<path class=\"edge\" data-from=\"{}\" data-to=\"{}\" d=\"M{:g} {:g}C{:g} {:g} {:g} {:g} "
      "{:g} {:g}\" marker-end=\"url(#arrow)\"/>",
      a, b, x0, y0, x0 + bend, y0, x1 - bend, y1, x1 - 2, y1);
}

constexpr const char* kDefinitions =
    "<defs><marker id=\"arrow\" viewBox=\"0 0 6 6\" refX=\"5\" refY=\"3\" markerWidth=\"6\" "
    "markerHeight=\"6\" orient=\"auto\"><path class=\"arrow-head\" d=\"M0 0L6 3L0 6z\"/></marker>"
    "<pattern id=\"stripes\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
    "patternTransform=\"rotate(45)\"><path class=\"stripe\" d=\"M0 0V6\"/></pattern>"
    "<pattern id=\"dots\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><circle "
    "class=\"pattern-dot\" cx=\"1.5\" cy=\"1.5\" r=\"1\"/></pattern></defs>";

}  // namespace

std::string dependency_graph(const json& claims) {
  std::vector<Node> nodes = nodes_of(claims);
  if (nodes.empty()) return "";
  set_layers(nodes);
  const std::size_t tallest = set_rows(nodes);
  int layers = 0;
  for (const Node& node : nodes) layers = std::max(layers, node.layer + 1);
  const double width = 2 * kMargin + layers * (kNodeWidth + kColumnGap) - kColumnGap;
  const double height =
      2 * kMargin + static_cast<double>(tallest) * (kNodeHeight + kRowGap) - kRowGap;
  std::string svg = fmt::format(
      "<svg class=\"dependencies\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"group\" aria-label=\"Dependency graph of claims\">{2}",
      width, height, kDefinitions);
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    for (const std::size_t used : nodes[k].uses) svg += edge_svg(nodes[used], nodes[k], used, k);
  }
  for (std::size_t k = 0; k < nodes.size(); ++k) svg += node_svg(nodes[k], k);
  return svg + "</svg>";
}

std::string dependency_list(const json& claims) {
  const std::vector<Node> nodes = nodes_of(claims);
  std::set<std::size_t> used_by_others, written;
  for (const Node& node : nodes) used_by_others.insert(node.uses.begin(), node.uses.end());
  std::function<std::string(std::size_t)> item = [&](std::size_t k) {
    const Node& node = nodes[k];
    std::string out =
        fmt::format("<li><span class=\"mark v-{}\">{}</span> <a href=\"#{}\">{}</a>{}",
                    xml_escaped(verdict_of(node)), verdict_mark(verdict_of(node)),
                    xml_escaped(anchor("claim", node.id)), xml_escaped(node.id),
                    node.claim == nullptr ? " (not part of this run)" : "");
    const bool first = written.insert(k).second;
    if (!node.uses.empty() && !first) out += " <span class=\"quiet\">(see above)</span>";
    if (!node.uses.empty() && first) {
      out += "<ul>";
      for (const std::size_t used : node.uses) out += item(used);
      out += "</ul>";
    }
    return out + "</li>";
  };
  std::string out = "<ul class=\"tree\">";
  for (std::size_t k = nodes.size(); k-- > 0;) {
    if (used_by_others.count(k) == 0) out += item(k);
  }
  return out + "</ul>";
}

std::string causal_graph(const json& parents) {
  constexpr double kStep = 52, kRadius = 14, kArc = 22;
  if (!parents.is_array() || parents.empty()) return "";
  const double n = static_cast<double>(parents.size());
  double longest = 1;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const json list = parents[i].is_array() ? parents[i] : json::array({parents[i]});
    for (const json& p : list) {
      if (!p.is_number_integer() || p.get<long>() < 0 || p.get<std::size_t>() >= i) continue;
      edges.emplace_back(p.get<std::size_t>(), i);
      longest = std::max(longest, static_cast<double>(i - p.get<std::size_t>()));
    }
  }
  const double base = 12 + kRadius + kArc * std::min(longest, 6.0), height = base + kRadius + 8;
  std::string svg = fmt::format(
      "<svg class=\"causal-graph\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"img\" aria-label=\"Causal graph with parents {2}\">",
      kStep * (n + 1), height, xml_escaped(parents.dump()));
  auto x = [&](std::size_t i) { return kStep * (static_cast<double>(i) + 0.6); };
  for (const auto& [p, i] : edges) {
    const double lift = kArc * std::min(static_cast<double>(i - p), 6.0) * 1.3;
    svg += fmt::format(
        "<path class=\"edge\" d=\"M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}\"/>"
        "<path class=\"arrow-head\" d=\"M{:g} {:g}l-6 -6h8z\"/>",
        x(p) + 5, base - kRadius + 1, x(p) + 8, base - kRadius - lift, x(i) - 8,
        base - kRadius - lift, x(i) - 4, base - kRadius - 3, x(i) - 3, base - kRadius);
  }
  for (std::size_t i = 0; i <= parents.size(); ++i) {
    const bool query = i == parents.size();
    svg += fmt::format(
        "<circle class=\"position{}\" cx=\"{:g}\" cy=\"{:g}\" r=\"{:g}\"/><text "
        "class=\"position-name\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
        query ? " query" : "", x(i), base, kRadius, x(i), base + 4, i);
  }
  return svg + "</svg>";
}

}  // namespace lemmascope::report
