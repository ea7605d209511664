#include "properties/icl/layer_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"

namespace lemmascope::icl {
namespace {

using claim::Certificate;
using domain::table_in_coq;

Certificate of_layers(const TaskInstance& at, int layers, const char* checker,
                      const Matrix<Rational>& values, const char* what) {
  const RegressionTask& task = at.task;
  return domain::entries_certificate(
      {"icl.certificate", checker, "layers_instance"},
      fmt::format("Layers {} {} {} {} ({}) ({}) {} {} {} {}", task.width(), task.outputs(),
                  task.context(), layers, claim::in_coq(task.rate), claim::in_coq(at.gamma),
                  table_in_coq(task.inputs.transpose()), table_in_coq(task.targets.transpose()),
                  table_in_coq(task.start), table_in_coq(task.query)),
      values, what);
}

Matrix<Rational> after_steps(const TaskInstance& at, int layers) {
  return after_layers(tokens_of(at.task), std::vector<Layer>(layers, {gradient_head(at.task)}));
}

}  // namespace

std::vector<Certificate> one_layer_certificates(const TaskInstance& at) {
  return {of_layers(at, 1, "gradient_layers", after_steps(at, 1), "token")};
}

std::vector<Certificate> stack_certificates(const TaskInstance& at) {
  return {of_layers(at, at.layers, "gradient_layers", after_steps(at, at.layers), "token"),
          of_layers(at, at.layers, "descended_map", descended(at.task, at.layers), "map")};
}

std::vector<Certificate> plus_plus_certificates(const TaskInstance& at) {
  return {of_layers(
      at, 1, "plus_plus_layer",
      after_layers(tokens_of(at.task), {{gradient_plus_plus_head(at.task, at.gamma)}}), "token")};
}

Certificate head_certificate(const TaskInstance& at, const Head& head,
                             const Matrix<Rational>& attended) {
  const Matrix<Rational> tokens = tokens_of(at.task);
  return domain::entries_certificate(
      {"icl.certificate", "attended", "head_instance"},
      fmt::format("Head {} {} {} {} {} {} {} {}", tokens.rows(), at.task.context(),
                  table_in_coq(head.projection), table_in_coq(head.value), table_in_coq(head.key),
                  table_in_coq(head.query), table_in_coq(tokens.leftCols(at.task.context())),
                  table_in_coq(tokens)),
      attended, "token");
}

}  // namespace lemmascope::icl
