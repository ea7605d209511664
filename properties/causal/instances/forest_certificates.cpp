#include "properties/causal/instances/forest_certificates.hpp"

#include <fmt/format.h>

#include "properties/causal/forest_sites.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

using claim::Certificate;
using claim::in_coq;
using markov::Position;

// How far the doubles may be from what they stand for.
const char* const kDoubleTolerance = "1 # 1099511627776";  // 2^-40
// What Coq evaluates in a fraction of a second, by its measured cost.
constexpr int kMostPositions = 6, kMostDrivePositions = 4;
constexpr std::size_t kMostAtoms = 36, kMostDriveAtoms = 4;

std::string chain_in_coq(const Matrix<Rational>& chain) {
  std::vector<std::string> rows;
  for (Eigen::Index s = 0; s < chain.rows(); ++s) {
    std::vector<std::string> row;
    for (Eigen::Index t = 0; t < chain.cols(); ++t) row.push_back(in_coq(chain(s, t)));
    rows.push_back(in_coq(row));
  }
  return in_coq(rows);
}

std::string prior_in_coq(const markov::Prior& prior) {
  std::vector<std::string> atoms;
  for (const auto& atom : prior.atoms()) {
    const Vector<Rational> law = markov::stationary_law(atom.chain);
    std::vector<std::string> entries;
    for (Eigen::Index s = 0; s < law.size(); ++s) entries.push_back(in_coq(law(s)));
    atoms.push_back(fmt::format("({}, ({}, {}))", in_coq(atom.weight),
                                chain_in_coq(atom.chain.matrix()), in_coq(entries)));
  }
  return in_coq(atoms) + "%Q";
}

std::string parents_in_coq(const markov::CausalForest& forest) {
  std::vector<std::string> parents;
  for (Position i = 0; i < forest.size(); ++i) {
    parents.push_back(forest.is_root(i) ? "None" : fmt::format("Some {}", forest.parent(i)));
  }
  return in_coq(parents) + "%N";
}

Certificate mean_certificate(const ForestInstance& at, const char* checker) {
  Certificate c;
  c.checker = checker;
  c.module = "causal.certificate";
  c.type = "prior_instance";
  c.value = fmt::format("Prior {} {} {}", at.states() - 1, prior_in_coq(at.prior()),
                        parents_in_coq(at.forest));
  c.tolerance = "0 # 1";
  c.values_type = "seq (nat * nat * Q)";
  return c;
}

void add(Certificate& c, int first, int second, const std::string& words, const Rational& value) {
  c.values.push_back(fmt::format("({}%N, {}%N, {})", first, second, in_coq(value)));
  c.entries.push_back(fmt::format("{}: {}", words, lemmascope::to_text(value)));
}

std::string pair_words(const char* what, Position i, Position j) {
  return fmt::format("{} at i={}, j={}", what, i, j);
}

bool is_small(const ForestInstance& at) {
  return at.forest.size() <= kMostPositions && at.prior().atoms().size() <= kMostAtoms;
}

// The mean drive of a pair, by the tables every law reads.
Rational table_drive(const ForestInstance& at, Position i, Position j) {
  const auto kin = at.forest.kinship(j, i);
  return kin ? at.tables->drive(kin->up, kin->down) : Rational(0);
}

Certificate exact_gradient(const ForestInstance& at) {
  Certificate c = mean_certificate(at, "mean_gradient");
  for (Position i = 0; i < at.forest.size(); ++i) {
    for (Position j = 0; j <= i; ++j)
      add(c, j, i, pair_words("gradient", i, j), table_drive(at, i, j));
  }
  return c;
}

// The same in double precision, atom by atom.
Certificate rounded_gradient(const ForestInstance& at) {
  Certificate c = mean_certificate(at, "mean_gradient");
  c.tolerance = kDoubleTolerance;
  std::vector<KinshipTable<double>> tables;
  for (const auto& atom : at.prior().atoms()) {
    tables.emplace_back(markov::in_arithmetic<double>(atom.chain), at.forest.size());
  }
  for (Position i = 0; i < at.forest.size(); ++i) {
    for (Position j = 0; j <= i; ++j) {
      const auto kin = at.forest.kinship(j, i);
      double mean = 0;
      for (std::size_t k = 0; kin && k < tables.size(); ++k) {
        mean += to_double(at.prior().atoms()[k].weight) * tables[k].drive(kin->up, kin->down);
      }
      add(c, j, i, pair_words("gradient in doubles", i, j), claim::exactly(mean));
    }
  }
  return c;
}

Certificate exact_information(const ForestInstance& at) {
  Certificate c = mean_certificate(at, "mean_information");
  const ForestNumbers numbers = by_kinship(at);
  for (Position i = 0; i < at.forest.size(); ++i) {
    for (Position j = 0; j < i; ++j)
      add(c, j, i, pair_words("information", i, j), numbers.information(i, j));
  }
  return c;
}

Certificate drive_certificate(const ForestInstance& at) {
  Certificate c;
  c.checker = "drive";
  c.module = "causal.certificate";
  c.type = "drive_instance";
  c.value = fmt::format("Drive {} {} {} ({})", at.states() - 1, prior_in_coq(at.prior()),
                        parents_in_coq(at.forest), in_coq(finite_length_epsilon()));
  c.tolerance = "0 # 1";
  c.values_type = "seq (nat * nat * Q)";
  return c;
}

template <class N, class InFraction>
void add_drive(Certificate& c, const ForestInstance& at, const char* what, InFraction in_fraction) {
  const Matrix<N> k = drive<N>(at.prior(), at.forest, finite_length_epsilon());
  for (Position i = 0; i < at.forest.size(); ++i) {
    for (Position j = 0; j <= i; ++j) add(c, i, j, pair_words(what, i, j), in_fraction(k(i, j)));
  }
}

}  // namespace

std::vector<Certificate> gradient_certificates(const ForestInstance& at) {
  if (!is_small(at)) return {};
  return {exact_gradient(at), rounded_gradient(at)};
}

std::vector<Certificate> gradient_and_information_certificates(const ForestInstance& at) {
  if (!is_small(at)) return {};
  return {exact_gradient(at), rounded_gradient(at), exact_information(at)};
}

std::vector<Certificate> drive_certificates(const ForestInstance& at) {
  if (at.forest.size() > kMostDrivePositions || at.states() > 2 ||
      at.prior().atoms().size() > kMostDriveAtoms) {
    return {};
  }
  Certificate exact = drive_certificate(at), rounded = exact;
  rounded.tolerance = kDoubleTolerance;
  add_drive<Rational>(exact, at, "K", [](const Rational& value) { return value; });
  add_drive<double>(rounded, at, "K in doubles", claim::exactly);
  return {exact, rounded};
}

}  // namespace lemmascope::causal
