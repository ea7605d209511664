#include "properties/looped/loop_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"

namespace lemmascope::looped {
namespace {

claim::Certificate of_error(const LoopedTask& at, const Rational& error, const char* what) {
  using domain::table_in_coq;
  return domain::entries_certificate(
      {"looped.certificate", "looped_error", "looped_instance"},
      fmt::format("Looped {} {} {} {} {} {} {} {}", at.dimension(), at.context(), at.loops,
                  table_in_coq(at.a), table_in_coq(at.u), table_in_coq(at.inputs),
                  table_in_coq(at.map), table_in_coq(at.query)),
      Matrix<Rational>::Constant(1, 1, error), what);
}

}  // namespace

std::vector<claim::Certificate> error_certificates(const LoopedTask& at) {
  std::vector<claim::Certificate> all{of_error(at, error_by_loops(at), "error by loops")};
  if (at.u == at.u * Rational(0))
    all.push_back(of_error(at, error_by_descent(at), "error by descent"));
  return all;
}

}  // namespace lemmascope::looped
