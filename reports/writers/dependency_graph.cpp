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
#include "reports/writers/layered_layout.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr double kNodeWidth = 200, kNodeHeight = 44, kColumnGap = 58, kRowGap = 10, kMargin = 8;
constexpr std::size_t kLongestLine = 26;

struct Node {
  std::string id;
  const json* claim = nullptr;  ///< null: used, but not part of the run
  std::vector<std::size_t> uses;
  int layer = 0;
  double y = 0;  ///< of the upper side
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

LayeredLayout laid_out(std::vector<Node>& nodes) {
  std::vector<int> columns;
  std::vector<LayeredEdge> edges;
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    columns.push_back(nodes[k].layer);
    for (const std::size_t used : nodes[k].uses) edges.emplace_back(used, k);
  }
  LayeredLayout layout = layered_layout(columns, edges, kNodeHeight, kRowGap);
  for (std::size_t k = 0; k < nodes.size(); ++k) nodes[k].y = kMargin + layout.y[k];
  return layout;
}

double x_of(int layer) { return kMargin + layer * (kNodeWidth + kColumnGap); }

std::string verdict_of(const Node& node) {
  return node.claim == nullptr ? "skipped" : text_field(*node.claim, "verdict");
}

std::string status_class(const Node& node) {
  if (node.claim == nullptr) return "v-skipped";
  return std::string("v-") + xml_escaped(verdict_of(node)) +
         (flag_field(*node.claim, "as_expected") ? "" : " unexpected");
}

// A slug on two lines, broken after a hyphen; what is longer is cut.
std::pair<std::string, std::string> two_lines(const std::string& slug) {
  auto cut = [](const std::string& text) {
    if (text.size() <= kLongestLine) return text;
    std::size_t end = kLongestLine - 1;
    // Whole characters.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
    return text.substr(0, end) + "…";
  };
  if (slug.size() <= kLongestLine) return {slug, ""};
  const std::size_t hyphen = slug.rfind('-', kLongestLine - 1);
  if (hyphen == std::string::npos) return {cut(slug), ""};
  return {slug.substr(0, hyphen + 1), cut(slug.substr(hyphen + 1))};
}

std::string node_svg(const Node& node, std::size_t k) {
  const std::size_t slash = node.id.find('/');
  const std::string area = slash == std::string::npos ? "" : node.id.substr(0, slash);
  const std::string slug = slash == std::string::npos ? node.id : node.id.substr(slash + 1);
  const std::string mark = verdict_mark(verdict_of(node));
  const std::string code =
      node.claim == nullptr ? "N" : evidence_code(text_field(*node.claim, "evidence"));
  const auto [first_line, second_line] = two_lines(slug);
  // Sizes and places within a node stand once, in the style.
  std::string out = fmt::format(
      "<a class=\"node {}\" href=\"#{}\" data-node=\"{}\" transform=\"translate({:g} "
      "{:g})\"><title>{}: "
      "{}{}</title><rect class=\"box\"/><rect class=\"hatch\"/><text "
      "class=\"node-mark\">{}</text><text "
      "class=\"node-code\">{}</text><text class=\"node-area\">{}</text>",
      status_class(node), xml_escaped(anchor("claim", node.id)), k, x_of(node.layer), node.y,
      xml_escaped(node.id), xml_escaped(verdict_of(node)),
      node.claim == nullptr ? " (not part of this run)" : "", mark, code, xml_escaped(area));
  const auto line = [&out](const char* place, const std::string& text) {
    out += fmt::format("<text class=\"node-slug {}\">{}</text>", place, xml_escaped(text));
  };
  line(second_line.empty() ? "only" : "first", first_line);
  if (!second_line.empty()) line("second", second_line);
  return out + "</a>";
}

// A curve between columns, a straight lane through each column between its ends.
std::string edge_svg(const Node& from, const Node& to, const LayeredEdge& edge,
                     const std::vector<double>& lanes) {
  double x = x_of(from.layer) + kNodeWidth, y = from.y + kNodeHeight / 2;
  std::string path = fmt::format("M{:.0f} {:.0f}", x, y);
  auto bend_to = [&](double next_x, double next_y) {
    const double bend = (next_x - x) / 2;
    path += fmt::format("C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}", x + bend, y, next_x - bend,
                        next_y, next_x, next_y);
    y = next_y;
  };
  for (std::size_t k = 0; k < lanes.size(); ++k) {
    const double left = x_of(from.layer + static_cast<int>(k) + 1);
    bend_to(left, kMargin + lanes[k]);
    x = left + kNodeWidth;
    path += fmt::format("H{:.0f}", x);
  }
  bend_to(x_of(to.layer) - 2, to.y + kNodeHeight / 2);
  return fmt::format("<path data-edge=\"{} {}\" d=\"{}\"/>", edge.first, edge.second, path);
}

constexpr const char* kDefinitions =
    "<defs><marker id=\"arrow\" viewBox=\"0 0 6 6\" refX=\"5\" refY=\"3\" markerWidth=\"6\" "
    "markerHeight=\"6\" orient=\"auto\"><path class=\"arrow-head\" d=\"M0 0L6 3L0 "
    "6z\"/></marker><pattern id=\"stripes\" width=\"6\" height=\"6\" "
    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"stripe\" d=\"M0 "
    "0V6\"/></pattern><pattern id=\"dots\" width=\"5\" height=\"5\" "
    "patternUnits=\"userSpaceOnUse\"><circle class=\"pattern-dot\" cx=\"1.5\" cy=\"1.5\" "
    "r=\"1\"/></pattern></defs>";

}  // namespace

std::string dependency_graph(const json& claims) {
  std::vector<Node> nodes = nodes_of(claims);
  if (nodes.empty()) return "";
  set_layers(nodes);
  const LayeredLayout layout = laid_out(nodes);
  int layers = 0;
  for (const Node& node : nodes) layers = std::max(layers, node.layer + 1);
  const double width = 2 * kMargin + layers * (kNodeWidth + kColumnGap) - kColumnGap;
  const double height = 2 * kMargin + layout.height;
  std::string svg = fmt::format(
      "<svg class=\"dependencies\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"group\" aria-label=\"Dependency graph of claims\">{2}",
      width, height, kDefinitions);
  svg += "<g class=\"edges\">";
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    for (const std::size_t used : nodes[k].uses) {
      const auto lanes = layout.lanes.find({used, k});
      svg += edge_svg(nodes[used], nodes[k], {used, k},
                      lanes == layout.lanes.end() ? std::vector<double>() : lanes->second);
    }
  }
  svg += "</g>";
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
        fmt::format("<li class=\"v-{}\">{} <a href=\"#{}\">{}</a>{}", xml_escaped(verdict_of(node)),
                    verdict_mark(verdict_of(node)), xml_escaped(anchor("claim", node.id)),
                    xml_escaped(node.id), node.claim == nullptr ? " (not part of this run)" : "");
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

std::string parent_graph(const json& parents, const std::map<std::size_t, std::string>& ringed) {
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
  const double base = 12 + kRadius + kArc * std::min(longest, 6.0),
               height = base + kRadius + (ringed.empty() ? 8 : 24);
  std::string svg = fmt::format(
      "<svg class=\"parent-graph\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"img\" aria-label=\"Graph with parents {2}\">",
      kStep * (n + 1), height, xml_escaped(parents.dump()));
  auto x = [&](std::size_t i) { return kStep * (static_cast<double>(i) + 0.6); };
  for (const auto& [p, i] : edges) {
    const double lift = kArc * std::min(static_cast<double>(i - p), 6.0) * 1.3;
    svg += fmt::format(
        "<path class=\"edge\" d=\"M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}\"/><path "
        "class=\"arrow-head\" d=\"M{:g} {:g}l-6 -6h8z\"/>",
        x(p) + 5, base - kRadius + 1, x(p) + 8, base - kRadius - lift, x(i) - 8,
        base - kRadius - lift, x(i) - 4, base - kRadius - 3, x(i) - 3, base - kRadius);
  }
  for (std::size_t i = 0; i <= parents.size(); ++i) {
    const bool query = i == parents.size();
    svg += fmt::format(
        "<circle class=\"position{}\" cx=\"{:g}\" cy=\"{:g}\" r=\"{:g}\"/><text "
        "class=\"position-name\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
        query ? " query" : "", x(i), base, kRadius, x(i), base + 4, i);
    if (const auto ring = ringed.find(i); ring != ringed.end()) {
      svg += fmt::format(
          "<circle class=\"ring\" cx=\"{0:g}\" cy=\"{1:g}\" r=\"{2:g}\"/><text class=\"ring-name\" "
          "x=\"{0:g}\" y=\"{3:g}\" text-anchor=\"middle\">{4}</text>",
          x(i), base, kRadius + 4, base + kRadius + 17, xml_escaped(ring->second));
    }
  }
  return svg + "</svg>";
}

}  // namespace lemmascope::report
