#include "properties/graphdepth/stack_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"
#include "theory/graphdepth/attention_stack.hpp"
#include "theory/graphdepth/contraction.hpp"

namespace lemmascope::graphdepth {
namespace {

// Row 0: the distances; row 1: the coefficients, of no layer first.
std::vector<claim::Certificate> of_layers(const StackInstance& at,
                                          const std::vector<Matrix<Rational>>& layers) {
  using domain::table_in_coq;
  const auto depth = static_cast<Eigen::Index>(layers.size());
  const auto found = distances(layers, at.first, at.second);
  Matrix<Rational> values(2, depth + 1);
  std::vector<std::string> tables;
  for (Eigen::Index l = 0; l <= depth; ++l) {
    values(0, l) = found[static_cast<std::size_t>(l)];
    values(1, l) = l == 0 ? Rational(0) : contraction(layers[static_cast<std::size_t>(l - 1)]);
  }
  for (const auto& layer : layers) tables.push_back(table_in_coq(layer));
  const int n = at.positions();
  Matrix<Rational> first = uniform_on(at.first, n).transpose(),
                   second = uniform_on(at.second, n).transpose();
  return {domain::entries_certificate(
      {"graphdepth.certificate", "stack", "stack_instance"},
      fmt::format("Stack {} {} {} {} {}", n, depth, claim::in_coq(tables), table_in_coq(first),
                  table_in_coq(second)),
      values, "distance (row 0) or coefficient (row 1)")};
}

}  // namespace

std::vector<claim::Certificate> stack_certificates(const StackInstance& at) {
  return of_layers(at, at.layers);
}

std::vector<claim::Certificate> global_certificates(const StackInstance& at) {
  std::vector<Matrix<Rational>> layers;
  for (const auto& layer : at.layers) layers.push_back(with_global(layer, at.share));
  return of_layers(at, layers);
}

std::vector<claim::Certificate> residual_certificates(const StackInstance& at) {
  std::vector<Matrix<Rational>> layers;
  for (const auto& layer : at.layers) layers.push_back(with_residual(layer, at.share));
  return of_layers(at, layers);
}

}  // namespace lemmascope::graphdepth
