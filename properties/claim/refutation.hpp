// From a failing case to a verdict: the counterexample is made smaller, put to the independent
// route, and written down.
#pragma once

#include "properties/claim/cases.hpp"

namespace lemmascope::claim {

/// A failing instance of a check and what its law and routes are.
struct FailingCase {
  const Claim& record;
  const Instance& original;
  std::string token;  ///< what names it on a command line
  const Hypotheses& hypotheses;
  const Evaluation<Instance>& law;
  const Evaluation<Instance>& confirmation;
};

/// Shrinks result.failing, has it confirmed and writes the witness; sets verdict and reason. A
/// candidate whose law throws is not taken. When the independent route throws on the smallest
/// counterexample, the original one is put to it instead; only when it throws there too does the
/// refutation stay unconfirmed (`suspect`), with what was thrown in the reason.
void conclude_refutation(const FailingCase& at, CheckResult& result);

}  // namespace lemmascope::claim
