// The one seam through which a paper reaches the program: everything it brings, as a value.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "properties/catalogue/training.hpp"
#include "properties/claim/claim.hpp"
#include "properties/claim/instance.hpp"
#include "properties/compute/calculator.hpp"

namespace lemmascope::catalogue {

/// One numbered result of a paper, or one thing it says without a number.
struct Statement {
  std::string label;  ///< "Theorem 4.4"
  std::string place;  ///< exactly where: "Section 4.2, p. 8"
  std::string words;  ///< what it says, in a sentence
  /// Ids of the claims that check it. Empty only with a reason below.
  std::vector<std::string> claims;
  std::string unchecked_because;  ///< why no claim checks it; empty when one does
};

/// A paper. `key` is its slug: the first part of its claims' ids, its folder in every room and its
/// namespace.
struct Paper {
  std::string key;   ///< "mine"
  std::string name;  ///< as claims name their source: "arXiv NNNN.NNNNN"
  std::string title;
  std::string authors;  ///< with the year
  std::string link;
  std::vector<Statement> statements;
  std::vector<claim::Claim> (*claims)() = nullptr;
  /// Each may be null: a paper need not bring calculators, figures or trainings.
  std::vector<compute::Calculator> (*quantities)() = nullptr;
  /// A JSON array of figures (see reports/writers/figures.hpp for their form). Called only when the
  /// paper was selected.
  nlohmann::json (*figures)() = nullptr;
  /// What `check --task FILE` reads and the instances that it describes: somebody's own graph and
  /// chain, say, as every kind of instance that claims of the paper are about. Both or neither.
  std::vector<compute::Option> (*task_options)() = nullptr;
  std::vector<claim::Instance> (*task_instances)(const compute::OptionValues& values) = nullptr;
  /// What `train` and `reproduce` offer.
  std::vector<Training> (*trainings)() = nullptr;
  std::vector<Reproduction> (*reproductions)() = nullptr;
};

}  // namespace lemmascope::catalogue
