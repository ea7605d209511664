// Certificates about the entries of exact matrices, for evaluators made of theory/proofs/tables.v.
#pragma once

#include <string>
#include <vector>

#include "properties/claim/certificate.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::domain {

/// The table in Coq, row by row: "[:: [:: 1 # 2; (-3) # 1]]%Q".
std::string table_in_coq(const Matrix<Rational>& matrix);

/// Which evaluator reads an instance: certifies_CHECKER of the Coq file MODULE.
struct Evaluator {
  const char* module;   ///< "mine.certificate"
  const char* checker;  ///< "gradient"
  const char* type;     ///< of the instance, in Coq
};

/// Every entry of `values` as the value of that place, exactly. `instance` is the Coq term; `what`
/// names the matrix where an entry is refused: "weight at row 0, column 1".
claim::Certificate entries_certificate(const Evaluator& evaluator, const std::string& instance,
                                       const Matrix<Rational>& values, const std::string& what);

}  // namespace lemmascope::domain
