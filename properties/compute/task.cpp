#include "properties/compute/task.hpp"

#include <fmt/format.h>

#include <charconv>

#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
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
      refuse(fmt::format("--parents: expected numbers separated by commas, like -1,0,1, but found '{}'",
                         item));
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
  refuse(fmt::format("--graph: expected chain, pairs or star, found '{}'", text.graph));
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
  if (text.chains.empty()) {
    refuse("this quantity needs a chain: --chain \"7/10,3/10;4/10,6/10\"");
  }
  if (!text.weights.empty() && text.weights.size() != text.chains.size()) {
    refuse(fmt::format("--weight: expected one for each of the {} chains, found {}", text.chains.size(),
                       text.weights.size()));
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
    require(markov::is_irreducible(atom.chain),
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

}  // namespace lemmascope::compute
