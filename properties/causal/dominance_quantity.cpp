// The calculator dominance: on somebody's own chain and graph, at which lengths the parent wins, by
// how much, and who wins where it does not.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "properties/causal/quantities/task_options.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/causal/phase_map.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::Estimate;
using compute::in_quotes;
using compute::Option;
using compute::OptionValues;
using compute::Request;
using compute::text_of;
using nlohmann::json;

constexpr int kLeastLength = 3;  // one edge, and a query
constexpr int kMostLength = 1000;

// Lengths and ranges of them: "3-12,20,40". Each once, in increasing order.
std::vector<int> lengths_in(const std::string& text) {
  std::vector<int> lengths;
  for (const std::string& item : compute::split(text, ',')) {
    const std::size_t dash = item.find('-');
    const int first = whole_numbers(item.substr(0, dash), kLeastLength).front();
    const int last = dash == std::string::npos
                         ? first
                         : whole_numbers(item.substr(dash + 1), kLeastLength).front();
    require(first <= last && last <= kMostLength,
            fmt::format("expected lengths from {} to {} and ranges of them, like 3-12,20, found {}",
                        kLeastLength, kMostLength, in_quotes(item)));
    for (int length = first; length <= last; ++length) lengths.push_back(length);
  }
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  return lengths;
}

std::string canonical_lengths(const std::string& text) {
  lengths_in(text);
  return text;
}

/// A graph that exists at every length.
class GrowingGraph {
 public:
  explicit GrowingGraph(const OptionValues& values) {
    if (compute::is_given(values, "parents")) {
      given_ = forest_of(values);
    } else {
      require(compute::is_given(values, "graph"),
              "this quantity needs a graph: --graph chain, or --parents=-1,0,1 whose beginnings "
              "are the graphs of the shorter lengths");
      family_ = text_of(values, "graph");
    }
  }

  CausalForest at(int length) const {
    if (!given_) return graph_family(family_, length - 1);
    const auto& parents = given_->parents();
    return CausalForest({parents.begin(), parents.begin() + length - 1});
  }

  /// --lengths, or all that --parents has, or those a table shows.
  std::vector<int> lengths(const OptionValues& values) const {
    const int most = given_ ? given_->size() + 1 : kMostLength;
    std::string text = given_ ? fmt::format("{}-{}", std::min(kLeastLength, most), most) : "3-12";
    if (compute::is_given(values, "lengths")) text = text_of(values, "lengths");
    const std::vector<int> all = lengths_in(text);
    require(all.back() <= most, fmt::format("--lengths: --parents has {} positions, which is T = "
                                            "{}; found {}",
                                            most - 1, most, all.back()));
    return all;
  }

  std::string name() const {
    return given_ ? "parents " + markov::to_text(*given_) : "graph " + family_;
  }

 private:
  std::optional<CausalForest> given_;
  std::string family_;
};

/// Who wins at one length. A margin is K_ip less the largest other K_ij, j <= i.
template <class N>
struct AtLength {
  int length = 0;
  std::vector<typename DominanceMargins<N>::Margin> nodes;  ///< with a rival
  int won = 0, lost = 0;
  std::size_t closest = 0;  ///< the least margin

  Truth parent_wins() const {
    return lost > 0 ? Truth::no : won == std::ssize(nodes) ? Truth::yes : Truth::unknown;
  }
};

// In double precision a margin within its error has no sign.
template <class N>
Truth is_positive(const N& margin, int length, int states) {
  if constexpr (std::same_as<N, double>) {
    const double bound = margin_error_bound(length, states) / states;
    return margin > bound ? Truth::yes : margin < -bound ? Truth::no : Truth::unknown;
  } else {
    return less(N(0), margin);
  }
}

template <class N>
double rounded(const N& value) {
  if constexpr (std::same_as<N, Interval>) {
    return static_cast<double>(value.middle());
  } else if constexpr (std::same_as<N, double>) {
    return value;
  } else {
    return to_double(value);
  }
}

template <class N>
bool is_below(const N& a, const N& b) {
  if constexpr (std::same_as<N, Interval>) {
    return a.middle() < b.middle();
  } else {
    return a < b;
  }
}

template <class N>
AtLength<N> at_length(const markov::Prior& prior, const CausalForest& forest,
                      const Rational& epsilon) {
  AtLength<N> result;
  result.length = forest.size() + 1;
  const Matrix<N> k = drive<N>(prior, forest, epsilon);
  result.nodes = margins_by_node<N>(k, forest);
  for (std::size_t n = 0; n < result.nodes.size(); ++n) {
    const N& margin = result.nodes[n].value;
    const Truth positive = is_positive(margin, result.length, prior.states());
    result.won += positive == Truth::yes ? 1 : 0;
    result.lost += positive == Truth::no ? 1 : 0;
    if (is_below(margin, result.nodes[result.closest].value)) result.closest = n;
  }
  return result;
}

const char* word(Truth parent_wins) {
  return parent_wins == Truth::yes ? "yes" : parent_wins == Truth::no ? "no" : "undecided";
}

template <class N>
json record_of(const AtLength<N>& at, const CausalForest& forest) {
  json record = {{"T", at.length},      {"nodes", at.nodes.size()},
                 {"nodes_won", at.won}, {"parent_wins", word(at.parent_wins())},
                 {"margin", nullptr},   {"node", nullptr},
                 {"parent", nullptr},   {"best_other", nullptr}};
  if (at.nodes.empty()) return record;
  const auto& least = at.nodes[at.closest];
  record["margin"] = compute::tagged<N>(least.value);
  record["node"] = least.node;
  record["parent"] = forest.parent(least.node);
  record["best_other"] = least.rival;
  return record;
}

// Margin against T: the least over the nodes, and the largest.
template <class N>
json curve_of(const std::vector<AtLength<N>>& all, const std::string& setting) {
  json x = json::array(), least = json::array(), most = json::array();
  for (const AtLength<N>& at : all) {
    if (at.nodes.empty()) continue;
    double largest = -std::numeric_limits<double>::infinity();
    for (const auto& node : at.nodes) largest = std::max(largest, rounded(node.value));
    x.push_back(at.length);
    least.push_back(rounded(at.nodes[at.closest].value));
    most.push_back(largest);
  }
  return {{"id", "causal/dominance"},
          {"kind", "curve"},
          {"title", "Margin of the parent against the length"},
          {"caption",
           fmt::format("K_ip - max K_ij over the other j <= i: the least and the largest over the "
                       "nodes with a rival; below zero the parent loses. {}.",
                       setting)},
          {"x", {{"label", "T"}}},
          {"y", {{"label", "margin in K"}}},
          {"series",
           {{{"name", "least over nodes"}, {"x", x}, {"y", least}},
            {{"name", "largest over nodes"}, {"x", x}, {"y", most}}}},
          {"references", {{{"label", "a tie"}, {"axis", "y"}, {"value", 0}, {"by", "ours"}}}}};
}

// In full while it is short; "lengths" has every digit.
json shown(const json& margin) {
  constexpr std::size_t kLongest = 24;
  if (margin.is_null()) return "–";
  const auto text = margin.at("value").get<std::string>();
  if (text.size() <= kLongest) return text;
  return fmt::format("{:.6g}", margin.at("approximate").get<double>());
}

json table_of(const json& records, const std::string& setting) {
  json rows = json::array();
  for (const json& at : records) {
    rows.push_back(
        {at.at("T"), at.at("parent_wins"),
         fmt::format("{} of {}", at.at("nodes_won").get<int>(), at.at("nodes").get<int>()),
         at.at("node").is_null()
             ? json("–")
             : json(fmt::format("{} over {} at {}", at.at("parent").get<int>(),
                                at.at("best_other").get<int>(), at.at("node").get<int>())),
         shown(at.at("margin"))});
  }
  return {{"id", "causal/dominance-table"},
          {"kind", "table"},
          {"title", "Who wins at which length"},
          {"caption",
           "The closest contest of every length: parent over the best other position at "
           "a node. " +
               setting + "."},
          {"columns", {"T", "parent wins", "nodes won", "closest", "margin"}},
          {"rows", std::move(rows)}};
}

std::string setting_of(const Request& request, const GrowingGraph& graph) {
  std::string chains;
  for (const std::string& chain : compute::texts_of(request.options, "chain")) {
    chains += (chains.empty() ? "" : " and ") + chain;
  }
  if (chains.empty()) {
    chains = fmt::format("{} chains drawn with Dirichlet({}) rows, seed {}",
                         text_of(request.options, "samples"), text_of(request.options, "dirichlet"),
                         compute::seed_of(request.options));
  }
  return fmt::format("{}; {}{}; smoothing {}", graph.name(),
                     compute::flag_of(request.options, "orbit") ? "orbit of " : "", chains,
                     text_of(request.options, "epsilon"));
}

template <class N>
json dominance_in(const Request& request) {
  const GrowingGraph graph(request.options);
  const markov::Prior prior = prior_of(request.options);
  const Rational epsilon = compute::number_of(request.options, "epsilon");
  std::vector<AtLength<N>> all;
  json records = json::array();
  for (const int length : graph.lengths(request.options)) {
    const CausalForest forest = graph.at(length);
    all.push_back(at_length<N>(prior, forest, epsilon));
    records.push_back(record_of(all.back(), forest));
  }
  const std::string setting = setting_of(request, graph);
  json figure = curve_of(all, setting), table = table_of(records, setting);
  return {
      {"lengths", std::move(records)}, {"figure", std::move(figure)}, {"table", std::move(table)}};
}

json dominance(const Request& request) {
  switch (request.arithmetic) {
    case compute::Arithmetic::interval:
      return dominance_in<Interval>(request);
    case compute::Arithmetic::binary64:
      return dominance_in<double>(request);
    default:
      return dominance_in<Rational>(request);
  }
}

// As leading-gradient, at every length.
Estimate dominance_cost(const Request& request) {
  TaskSize size = size_of(request.options);
  Estimate cost = prior_cost(size);
  const double s = size.states;
  for (const int length : GrowingGraph(request.options).lengths(request.options)) {
    const double t = length;
    cost.memory = std::max(cost.memory, 4 * t * t * compute::number_bytes(request));
    cost.terms +=
        size.atoms * (s * s * s * t * t + s * s * t * t * t) * compute::operation_cost(request);
  }
  return cost;
}

}  // namespace

void add_dominance_quantity(std::vector<compute::Calculator>& all) {
  auto options = task_options(joined({"graph", "parents"}, joined(prior_names(), {"epsilon"})));
  for (Option& option : options) {
    if (option.name == "graph") {
      // A random forest is another one at every length.
      option.choices = {"chain", "pairs", "star", "binary-tree"};
      option.choice_help = {};
      option.help = "a graph by its name, at every length";
    }
    if (option.name == "parents") option.excludes = {"graph"};
  }
  options.push_back({.name = "lengths",
                     .help = "values of T, query included, and ranges of them: 3-12,20; with "
                             "--parents its beginnings. All of --parents, else 3-12, unless given",
                     .canonical = canonical_lengths});
  all.push_back(
      {.name = "dominance",
       .summary = "at which lengths the parent wins, by how much, and who wins where it "
                  "does not",
       .formula = "min_i (K_{i,p(i)} - max_{j != p(i), j <= i} K_ij) for each T",
       .arithmetics = {compute::Arithmetic::exact, compute::Arithmetic::interval,
                       compute::Arithmetic::binary64},
       .options = std::move(options),
       .run = dominance,
       .cost = dominance_cost,
       .example = "--parents=-1,0,0,0,0 --chain \"1/100,99/100;1/1000,999/1000\" --orbit"});
}

}  // namespace lemmascope::causal
