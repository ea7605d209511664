#include "properties/causal/quantities/task_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/causal/random_graphs.hpp"
#include "sim/random/gamma_law.hpp"
#include "sim/random/stream.hpp"
#include "theory/causal/phase_map.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using compute::flag_of;
using compute::in_quotes;
using compute::is_given;
using compute::number_of;
using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::split;
using compute::text_of;
using compute::texts_of;
using compute::whole_of;
using markov::CausalForest;
using markov::Position;

// A longer text is a mistake, or meant to exhaust something.
constexpr std::size_t kLongestChain = 1 << 20;
constexpr std::size_t kMostStatesWritten = 200;

// As written: the same text is the same case of a sweep.
std::string canonical_chain(const std::string& text) {
  const auto rows = static_cast<std::size_t>(std::count(text.begin(), text.end(), ';')) + 1;
  require(text.size() <= kLongestChain && rows <= kMostStatesWritten,
          fmt::format("expected a chain of at most {} states, found {} rows", kMostStatesWritten,
                      rows));
  markov::parse_chain(text);
  return text;
}

// As written, too.
std::string canonical_parents(const std::string& text) {
  std::vector<Position> parents;
  for (const std::string& item : split(text, ',')) {
    Position parent = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), parent);
    if (error != std::errc() || end != item.data() + item.size()) {
      refuse(fmt::format("expected numbers separated by commas, like -1,0,1, but found {}",
                         in_quotes(item)));
    }
    parents.push_back(parent);
  }
  CausalForest{std::move(parents)};
  return text;
}

std::vector<Option> graph_options() {
  return {{.name = "graph",
           .kind = OptionKind::choice,
           .help = "a graph by its name, with --length",
           .choices = {"chain", "pairs", "star", "random", "binary-tree"},
           .choice_help = {"every position's parent is the one before it",
                           "even positions are roots, each the parent of the next",
                           "every position a child of the first", "parents drawn from --graph-seed",
                           "the parent of position i is (i - 1) / 2"},
           .needs = {"length"}},
          {.name = "graph-seed",
           .kind = OptionKind::whole,
           .help = "seed of --graph random",
           .usual = "0",
           .least = "0",
           .most = "18446744073709551615",
           .needs = {"graph=random"}},
          {.name = "length",
           .kind = OptionKind::whole,
           .help = "T, the query included",
           .least = "2",
           .most = "1000000",
           .symbol = "T",
           .needs = {"graph"}}};
}

std::vector<Option> law_options() {
  return {{.name = "vocabulary",
           .kind = OptionKind::whole,
           .help = "S, with --dirichlet",
           .least = "2",
           .most = "1000000",
           .symbol = "S",
           .aliases = {"vocab"},
           .needs = {"dirichlet"}},
          {.name = "dirichlet",
           .kind = OptionKind::number,
           .help = "chains with Dirichlet rows of this concentration",
           // The range in which the quantile of the gamma law is tested, that of the sampler too.
           .least = "1/10000",
           .most = "1000",
           .symbol = "alpha",
           .needs = {"vocabulary"},
           .excludes = {"chain", "orbit"}}};
}

std::vector<Option> given_options() {
  return {{.name = "parents",
           .help = "parents of positions 0..T-2, -1 a root: -1,0,1",
           .excludes = {"graph", "length", "graph-seed"},
           .canonical = canonical_parents},
          {.name = "chain",
           .help = "a transition matrix, rows by ';': 7/10,3/10;4/10,6/10",
           .repeatable = true,
           .canonical = canonical_chain},
          {.name = "weight",
           .kind = OptionKind::number,
           .help = "one for each chain; equal unless given",
           .least = "0",
           .needs = {"chain"},
           .repeatable = true},
          {.name = "orbit",
           .kind = OptionKind::flag,
           .help = "the prior of all row and column permutations of the chain",
           .needs = {"chain"}}};
}

std::vector<Option> number_options() {
  return {
      {.name = "samples",
       .kind = OptionKind::whole,
       .help = "chains drawn with --dirichlet",
       .usual = "16",
       .least = "1",
       .most = "2147483647",
       .needs = {"dirichlet"}},
      {.name = "epsilon",
       .kind = OptionKind::number,
       .help = "loss smoothing",
       .usual = "1/100",
       .least = "0"},
      {.name = "beta0", .kind = OptionKind::number, .help = "initial scale of A2", .usual = "1/10"},
      {.name = "seed",
       .kind = OptionKind::whole,
       .help = "seed of --dirichlet",
       .usual = "20240222",
       .least = "0",
       .most = "18446744073709551615",
       .needs = {"dirichlet"},
       .seeds_draws = true}};
}

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

CausalForest named_forest(const OptionValues& values) {
  const std::string& graph = text_of(values, "graph");
  const int nodes = whole_of(values, "length") - 1;
  if (graph == "random") {
    sim::Stream stream({compute::seed_of(values, "graph-seed"), 0, sim::Purpose::graph}, 0);
    return uniform_random_forest(nodes, stream);
  }
  return graph_family(graph, nodes);
}

// A row of Dirichlet(alpha, ..., alpha) by normalised gamma variates, divided by its exact sum so
// that it is a probability row in rationals.
void draw_row(double alpha, sim::Stream& stream, Matrix<Rational>& rows, int row) {
  std::vector<double> logs;
  for (Eigen::Index t = 0; t < rows.cols(); ++t) {
    const double u = stream.next_uniform();
    logs.push_back(sim::log_gamma_quantile(alpha, u, 1 - u));
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  Rational sum = 0;
  for (Eigen::Index t = 0; t < rows.cols(); ++t) {
    rows(row, t) = Rational(std::exp(logs[static_cast<std::size_t>(t)] - largest));
    sum += rows(row, t);
  }
  for (Eigen::Index t = 0; t < rows.cols(); ++t) rows(row, t) /= sum;
}

std::vector<Rational> weights_of(const OptionValues& values, std::size_t chains) {
  const auto texts = texts_of(values, "weight");
  if (texts.empty()) return std::vector<Rational>(chains, Rational(1, static_cast<long>(chains)));
  require(texts.size() == chains, fmt::format("--weight: expected one for each of the {} chains, "
                                              "found {}",
                                              chains, texts.size()));
  std::vector<Rational> weights;
  for (const std::string& text : texts) weights.push_back(parse_rational(text));
  return weights;
}

}  // namespace

std::vector<Option> task_options(const std::vector<std::string_view>& names) {
  std::vector<Option> selected;
  for (const auto& group : {graph_options(), law_options(), given_options(), number_options()}) {
    for (Option option : group) {
      if (!contains(names, option.name)) continue;
      std::erase_if(option.needs, [&names](const std::string& condition) {
        return !contains(names, condition.substr(0, condition.find('=')));
      });
      selected.push_back(std::move(option));
    }
  }
  return selected;
}

std::vector<std::string_view> graph_names() { return {"graph", "graph-seed", "length", "parents"}; }

std::vector<std::string_view> chain_names() {
  return {"vocabulary", "dirichlet", "samples", "seed", "chain", "orbit"};
}

std::vector<std::string_view> prior_names() {
  return joined(chain_names(), std::vector<std::string_view>{"weight"});
}

std::vector<int> whole_numbers(const std::string& text, int least) {
  std::vector<int> numbers;
  for (const std::string& item : split(text, ',')) {
    int number = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), number);
    if (error != std::errc() || end != item.data() + item.size() || number < least) {
      refuse(fmt::format("expected whole numbers of at least {} separated by commas, found {}",
                         least, in_quotes(item)));
    }
    numbers.push_back(number);
  }
  return numbers;
}

std::string canonical_whole_numbers(const std::string& text) {
  whole_numbers(text);
  return text;
}

std::string canonical_numbers(const std::string& text) {
  for (const std::string& item : split(text, ',')) parse_rational(item);
  return text;
}

markov::Prior dirichlet_prior(const Rational& concentration, int states, int samples,
                              std::uint64_t seed) {
  const double alpha = lemmascope::to_double(concentration);
  std::vector<markov::Prior::Atom> atoms;
  for (int k = 0; k < samples; ++k) {
    sim::Stream stream({seed, 0, sim::Purpose::chain}, static_cast<std::uint64_t>(k));
    Matrix<Rational> rows(states, states);
    for (int s = 0; s < states; ++s) draw_row(alpha, stream, rows, s);
    atoms.push_back({Rational(1, samples), markov::Chain(rows)});
    require(markov::is_irreducible(atoms.back().chain),
            fmt::format("--dirichlet {}: chain {} of the sample has entries below the smallest "
                        "double and is not irreducible; take a larger concentration",
                        alpha, k));
  }
  return markov::Prior(std::move(atoms));
}

CausalForest forest_of(const OptionValues& values) {
  if (is_given(values, "parents")) {
    std::vector<Position> parents;
    for (const std::string& item : split(text_of(values, "parents"), ',')) {
      parents.push_back(std::stoi(item));  // canonical: it reads and fits
    }
    return CausalForest(std::move(parents));
  }
  if (is_given(values, "graph")) return named_forest(values);
  refuse("this quantity needs a graph: --parents=-1,0,1 or --graph chain --length 4");
}

markov::Prior prior_of(const OptionValues& values) {
  if (is_given(values, "dirichlet")) {
    return dirichlet_prior(number_of(values, "dirichlet"), whole_of(values, "vocabulary"),
                           whole_of(values, "samples"), compute::seed_of(values));
  }
  const auto chains = texts_of(values, "chain");
  if (chains.empty()) {
    refuse("this quantity needs a chain: --chain \"7/10,3/10;4/10,6/10\"");
  }
  const std::vector<Rational> weights = weights_of(values, chains.size());
  std::vector<markov::Prior::Atom> atoms;
  for (std::size_t k = 0; k < chains.size(); ++k) {
    atoms.push_back({weights[k], markov::parse_chain(chains[k])});
    require(markov::is_irreducible(atoms.back().chain),
            "--chain: expected an irreducible chain (every state reachable from every other), "
            "found " +
                in_quotes(chains[k]));
  }
  if (!flag_of(values, "orbit")) return markov::Prior(std::move(atoms));
  require(atoms.size() == 1, "--orbit takes exactly one --chain");
  return markov::Prior::orbit(atoms.front().chain);
}

markov::Chain chain_of(const OptionValues& values) {
  const markov::Prior prior = prior_of(values);
  require(prior.atoms().size() == 1,
          "this quantity takes one --chain without --orbit, or one of --samples");
  return prior.atoms().front().chain;
}

TaskSize size_of(const OptionValues& values) {
  TaskSize size;
  if (is_given(values, "parents")) {
    size.length = static_cast<double>(split(text_of(values, "parents"), ',').size()) + 1;
  } else if (is_given(values, "length")) {
    size.length = whole_of(values, "length");
  }
  const auto chains = texts_of(values, "chain");
  if (is_given(values, "dirichlet")) {
    size.states = whole_of(values, "vocabulary");
    size.atoms = whole_of(values, "samples");
  } else if (!chains.empty()) {
    size.states = static_cast<double>(split(chains.front(), ';').size());
    size.atoms = static_cast<double>(chains.size());
  }
  // Row and column permutations; Prior::orbit has a limit of its own on the states.
  if (flag_of(values, "orbit")) size.atoms = std::pow(std::tgamma(size.states + 1), 2);
  return size;
}

compute::Estimate prior_cost(const TaskSize& size) {
  const double entries = size.atoms * size.states * size.states;
  constexpr double kBytes = 160;   // a fraction: two GMP integers of a few limbs
  constexpr double kTerms = 2000;  // a gamma quantile, an exact sum and a division
  return {entries * kBytes, entries * kTerms};
}

}  // namespace lemmascope::causal
