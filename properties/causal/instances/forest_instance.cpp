#include "properties/causal/instances/forest_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Chain;
using markov::Position;
using markov::Prior;

// The largest multiple of 1/64 whose square is at most x, for 0 <= x <= 1 or more.
Rational sqrt_rounded_down(const Rational& x) {
  constexpr int kGrid = 64;
  int k = 0;
  while (Rational(k + 1, kGrid) * Rational(k + 1, kGrid) <= x) ++k;
  return Rational(k, kGrid);
}

Rational gamma_of(const Chain& chain, const causal::KinshipTable<Rational>& table) {
  Rational least = chain(0, 0);
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) least = std::min(least, chain(s, t));
  }
  return std::min(Rational(chain.states() * least), sqrt_rounded_down(table.information(0, 1)));
}

int deepest(const CausalForest& forest) {
  int depth = 1;  // an edge's own tables need depth one
  for (Position i = 0; i < forest.size(); ++i) depth = std::max(depth, forest.depth(i));
  return depth;
}

}  // namespace

PriorTables::PriorTables(Prior prior, int max_depth)
    : prior_(std::move(prior)), max_depth_(std::max(1, max_depth)) {}

const PriorTables::Contents& PriorTables::contents() const {
  std::call_once(once_, [this] { contents_ = computed(); });
  return contents_;
}

PriorTables::Contents PriorTables::computed() const {
  Contents found;
  found.constant_mean = prior_.has_constant_mean();
  for (const auto& atom : prior_.atoms()) found.irreducible &= markov::is_irreducible(atom.chain);
  // Without irreducibility no tables: every claim that reads them assumes it.
  if (!found.irreducible) return found;
  const std::size_t entries = static_cast<std::size_t>((max_depth_ + 1) * (max_depth_ + 1));
  found.mean_drive.assign(entries, Rational(0));
  found.mean_information.assign(entries, Rational(0));
  for (const auto& atom : prior_.atoms()) {
    found.tables.emplace_back(atom.chain, max_depth_);
    const causal::KinshipTable<Rational>& table = found.tables.back();
    for (int up = 0; up <= max_depth_; ++up) {
      for (int down = 0; down <= max_depth_; ++down) {
        found.mean_drive[index(up, down)] += atom.weight * table.drive(up, down);
        found.mean_information[index(up, down)] += atom.weight * table.information(up, down);
      }
    }
    const Rational gamma = gamma_of(atom.chain, table);
    if (found.tables.size() == 1 || gamma < found.gamma) found.gamma = gamma;
  }
  return found;
}

ForestInstance forest_instance(CausalForest forest, Prior prior) {
  const int depth = deepest(forest);
  return {std::move(forest), std::make_shared<const PriorTables>(std::move(prior), depth)};
}

}  // namespace lemmascope::causal

namespace lemmascope::claim {

using causal::ForestInstance;
using lemmascope::to_text;  // fractions

std::string InstanceTraits<ForestInstance>::summary(const ForestInstance& instance) {
  return fmt::format("T={},S={}", instance.forest.size() + 1, instance.states());
}

nlohmann::json InstanceTraits<ForestInstance>::to_json(const ForestInstance& instance) {
  nlohmann::json prior = nlohmann::json::array();
  for (const auto& atom : instance.prior().atoms()) {
    prior.push_back({{"weight", lemmascope::to_text(atom.weight)},
                     {"chain", domain::rows_json(atom.chain.matrix())}});
  }
  const auto parents = instance.forest.parents();
  return {{"parents", std::vector<int>(parents.begin(), parents.end())}, {"prior", prior}};
}

ForestInstance InstanceTraits<ForestInstance>::from_json(const nlohmann::json& json) {
  try {
    std::vector<markov::Prior::Atom> atoms;
    for (const auto& atom : json.at("prior")) {
      atoms.push_back({parse_rational(atom.at("weight").get<std::string>()),
                       markov::Chain(domain::matrix_from(atom.at("chain")))});
    }
    return causal::forest_instance(
        markov::CausalForest(json.at("parents").get<std::vector<markov::Position>>()),
        markov::Prior(std::move(atoms)));
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is not a forest with a prior: a member is missing or of another type");
  }
}

double InstanceTraits<ForestInstance>::size(const ForestInstance& instance) {
  return std::pow(instance.states(), instance.forest.size()) *
         static_cast<double>(instance.prior().atoms().size());
}

template const InstanceKind& kind_of<causal::ForestInstance>();

}  // namespace lemmascope::claim
