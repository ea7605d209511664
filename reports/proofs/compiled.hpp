// The compiled proofs: a folder that holds this program's Coq sources and what Coq made of them.
#pragma once

#include <string>
#include <vector>

#include "reports/proofs/library.hpp"

namespace lemmascope::report {

/// Where compiled proofs are kept unless another folder is named: LEMMASCOPE_PROOFS, else the build
/// tree the program stands in, else the user's cache. Empty when there is no such place.
std::string usual_proofs_folder();

/// Why Coq cannot be asked: "coqc is not installed (…)". Empty when it can.
std::string why_no_coq();

/// Brings the sources in `folder` up to date with those this program carries and compiles what is
/// not compiled yet (most of a minute for everything, nothing later). Returns what went wrong.
std::string compile_proofs(const std::string& folder);

/// What Coq says of theorems: every one has the type of its recorded statement and rests on no
/// axiom. One line for each that does not: "mine/SomeTheorem: rests on …".
std::vector<std::string> audit(const std::string& folder,
                               const std::vector<const Theorem*>& theorems);

}  // namespace lemmascope::report
