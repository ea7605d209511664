// Numbers of the program in the form in which a proof assistant reads them: it accepts or refuses
// each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope::claim {

/// One instance with the program's values on it. CHECKER names what the Coq file MODULE provides
/// (theory/proofs): `certifies_CHECKER instance tolerance values` is the statement,
/// `CHECKER_certificate` its proof by computation, `refused_CHECKER` the diagnosis.
struct Certificate {
  std::string instance;   ///< "T=5,S=2"; the engine fills it in
  std::string checker;    ///< "gradient"
  std::string module;     ///< "mine.certificate"
  std::string type;       ///< of the instance, in Coq
  std::string value;      ///< the instance, in Coq
  std::string tolerance;  ///< in Coq; zero for exact values
  std::string values_type;
  std::vector<std::string> values;   ///< in Coq, "(0%N, 1%N, 9 # 100)"
  std::vector<std::string> entries;  ///< the same in words, "i=1, j=0: 9/100"
};

/// "9 # 100", "(-3) # 4".
std::string in_coq(const Rational& value);
/// "[:: a; b]".
std::string in_coq(const std::vector<std::string>& terms);
/// The double as the fraction it is.
Rational exactly(double value);

}  // namespace lemmascope::claim
