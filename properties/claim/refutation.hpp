// From a failing case to a verdict: the counterexample is made smaller, put to the independent
// route, and written down.
#pragma once

#include "properties/claim/cases.hpp"

namespace lemmascope::claim {

/// A failing case of a check: where it was drawn from and what its law and routes are.
struct FailingCase {
  const Claim& record;
  const Domain<Instance>& domain;
  std::int64_t first_case;  ///< cases of the claim's domains before this one, for replay tokens
  const Hypotheses& hypotheses;
  const Evaluation<Instance>& law;
  const Evaluation<Instance>& confirmation;
};

/// Shrinks result.failing, has it confirmed and writes the witness; sets verdict and reason. A
/// candidate whose law throws is not taken. When the independent route throws on the smallest
/// counterexample, the original one is put to it instead; only when it throws there too does the
/// refutation stay unconfirmed (`suspect`), with what was thrown in the reason.
void conclude_refutation(const FailingCase& at, const RunContext& context, CheckResult& result);

}  // namespace lemmascope::claim
