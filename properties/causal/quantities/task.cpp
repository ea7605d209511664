#include "properties/causal/quantities/task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/causal/random_graphs.hpp"
#include "sim/random/gamma_law.hpp"
#include "sim/random/stream.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

std::vector<Position> parents_from(const std::string& text) {
  std::vector<Position> parents;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const std::string item = text.substr(start, comma - start);
    Position parent = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), parent);
    if (error != std::errc() || end != item.data() + item.size()) {
      refuse(fmt::format(
          "--parents: expected numbers separated by commas, like -1,0,1, but found '{}'", item));
    }
    parents.push_back(parent);
    start = comma + 1;
  }
  return parents;
}

CausalForest named_forest(const TaskText& text) {
  if (!text.length) refuse("--graph needs --length T (the query included)");
  if (*text.length < 2) {
    refuse(fmt::format("--length: expected at least 2 (one node and the query), found {}",
                       *text.length));
  }
  const int nodes = *text.length - 1;
  if (text.graph == "chain") return CausalForest::chain(nodes);
  if (text.graph == "pairs") return CausalForest::pairs(nodes);
  if (text.graph == "star") return CausalForest::star(nodes);
  if (text.graph == "random") {
    sim::Stream stream({text.graph_seed, 0, sim::Purpose::graph}, 0);
    return uniform_random_forest(nodes, stream);
  }
  refuse(fmt::format("--graph: expected chain, pairs, star or random, found '{}'", text.graph));
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

// The range in which the quantile of the gamma law is tested, that of the sampler too.
double concentration_of(const std::string& text) {
  const Rational alpha = parse_rational(text);
  if (alpha < Rational(1, 10000) || alpha > 1000) {
    refuse("--dirichlet: expected a concentration between 1/10000 and 1000, found " + text);
  }
  return lemmascope::to_double(alpha);
}

markov::Prior dirichlet_prior(const TaskText& text) {
  require(text.chains.empty() && !text.orbit,
          "--dirichlet replaces --chain and --orbit; give one of them");
  require(text.vocabulary && *text.vocabulary >= 2, "--dirichlet needs --vocabulary S with S >= 2");
  const int samples = text.samples.value_or(16);
  require(samples >= 1, "--samples: expected at least 1");
  const double alpha = concentration_of(text.dirichlet);
  std::vector<markov::Prior::Atom> atoms;
  for (int k = 0; k < samples; ++k) {
    sim::Stream stream({text.seed, 0, sim::Purpose::chain}, static_cast<std::uint64_t>(k));
    Matrix<Rational> rows(*text.vocabulary, *text.vocabulary);
    for (int s = 0; s < *text.vocabulary; ++s) draw_row(alpha, stream, rows, s);
    atoms.push_back({Rational(1, samples), markov::Chain(rows)});
  }
  return markov::Prior(std::move(atoms));
}

}  // namespace

CausalForest forest_of(const TaskText& text) {
  if (!text.parents.empty() && !text.graph.empty()) {
    refuse("give either --parents or --graph, not both");
  }
  if (!text.parents.empty()) {
    try {
      return CausalForest(parents_from(text.parents));
    } catch (const PreconditionError& failure) {
      refuse(std::string(failure.what()).starts_with("--parents")
                 ? failure.what()
                 : fmt::format("--parents: {}", failure.what()));
    }
  }
  if (!text.graph.empty()) return named_forest(text);
  refuse("this quantity needs a graph: --parents=-1,0,1 or --graph chain --length 4");
}

markov::Prior prior_of(const TaskText& text) {
  if (!text.dirichlet.empty()) return dirichlet_prior(text);
  if (text.chains.empty()) {
    refuse("this quantity needs a chain: --chain \"7/10,3/10;4/10,6/10\"");
  }
  if (!text.weights.empty() && text.weights.size() != text.chains.size()) {
    refuse(fmt::format("--weight: expected one for each of the {} chains, found {}",
                       text.chains.size(), text.weights.size()));
  }
  std::vector<markov::Prior::Atom> atoms;
  for (std::size_t k = 0; k < text.chains.size(); ++k) {
    try {
      const Rational weight = text.weights.empty()
                                  ? Rational(1, static_cast<long>(text.chains.size()))
                                  : parse_rational(text.weights[k]);
      atoms.push_back({weight, markov::parse_chain(text.chains[k])});
    } catch (const PreconditionError& failure) {
      refuse(fmt::format("--chain {}: {}", k + 1, failure.what()));
    }
  }
  for (const auto& atom : atoms) {
    require(
        markov::is_irreducible(atom.chain),
        "--chain: expected an irreducible chain (every state reachable from every other), found " +
            markov::to_text(atom.chain));
  }
  if (!text.orbit) return markov::Prior(std::move(atoms));
  require(atoms.size() == 1, "--orbit takes exactly one --chain");
  return markov::Prior::orbit(atoms.front().chain);
}

markov::Chain chain_of(const TaskText& text) {
  const markov::Prior prior = prior_of(text);
  require(prior.atoms().size() == 1, "this quantity takes one --chain, without --orbit");
  return prior.atoms().front().chain;
}

Rational epsilon_of(const TaskText& text) {
  const Rational epsilon = parse_rational(text.epsilon.empty() ? "1/100" : text.epsilon);
  require(epsilon >= 0, "--epsilon: expected a number >= 0, found " + lemmascope::to_text(epsilon));
  return epsilon;
}

Rational beta0_of(const TaskText& text) {
  return parse_rational(text.beta0.empty() ? "1/10" : text.beta0);
}

}  // namespace lemmascope::causal
