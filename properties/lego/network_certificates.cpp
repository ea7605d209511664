#include "properties/lego/network_certificates.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "properties/domain/matrix_certificate.hpp"
#include "theory/lego/networks.hpp"

namespace lemmascope::lego {
namespace {

std::string list_in_coq(const std::vector<int>& numbers) {
  return numbers.empty() ? "[::]" : fmt::format("[:: {}]", fmt::join(numbers, "; "));
}

std::string chain_in_coq(const SentenceInstance& at) {
  const FiniteGroup& group = *at.group;
  std::vector<std::string> rows;
  for (Element a = 0; a < group.order(); ++a) {
    std::vector<int> row;
    for (Element b = 0; b < group.order(); ++b) row.push_back(group.product(a, b));
    rows.push_back(list_in_coq(row));
  }
  return fmt::format("Chain {} {}%N {} {}%N {}", group.order(), claim::in_coq(rows),
                     group.identity(), list_in_coq(at.elements), at.layers);
}

std::vector<claim::Certificate> of_network(const SentenceInstance& at, const char* checker,
                                           const std::vector<Element>& found) {
  Matrix<Rational> values(1, at.clauses());
  for (int i = 0; i < at.clauses(); ++i) values(0, i) = found[at.names[i]];
  return {domain::entries_certificate({"lego.certificate", checker, "lego_instance"},
                                      chain_in_coq(at), values, "variable of the chain")};
}

}  // namespace

std::vector<claim::Certificate> iterative_certificates(const SentenceInstance& at) {
  return of_network(at, "iterative", iterative_network(written(at), *at.group, at.layers));
}

std::vector<claim::Certificate> doubling_certificates(const SentenceInstance& at) {
  return of_network(at, "doubling", doubling_network(written(at), *at.group, at.layers));
}

}  // namespace lemmascope::lego
