// Greens are cross-checked: the values of the law and of its independent route, side by side, on a
// keyed sample of a check's cases. What is compared are numbers, not whether they satisfy the law.
#pragma once

#include "properties/claim/cases.hpp"
#include "properties/claim/transcript.hpp"

namespace lemmascope::claim {

/// Cases a check compares when it has more.
inline constexpr std::int64_t kComparedCases = 60;
/// Configurations a brute-force route may visit on one compared case; larger instances are passed
/// over, and counted.
inline constexpr double kLargestCompared = 3000;
/// Cases of a domain whose numbers a proof assistant judges.
inline constexpr std::size_t kCertifiedCases = 3;
/// Relations a check hands to others.
inline constexpr std::size_t kSampledRelations = 20;

/// A case picked for a closer look.
struct PickedCase {
  std::int64_t index;
  Instance instance;
};

/// Up to kComparedCases cases that meet every hypothesis: all of a small domain, else distinct ones
/// that the key picks. Those larger than `largest` are passed over; `too_large` counts them.
std::vector<PickedCase> picked_cases(const Claim& record, const Domain<Instance>& domain,
                                     const Hypotheses& hypotheses, const RunContext& context,
                                     double largest, std::int64_t& too_large);

/// How the values of two transcripts of one instance differ.
struct Comparison {
  /// The second transcript has other relations (number, sites or operators): another law.
  bool other_law = false;
  std::int64_t values = 0;
  bool enclosures = false;
  /// Largest difference of rounded values, relative to the case's largest number.
  double rounding = 0;
  /// The first pair that disagrees, in words: "i=1, j=0: left side 1/4, by the other route 1/8".
  std::string disagreement;
  /// The disagreement is between rigorous values.
  bool rigorous = false;
};
Comparison compare(const std::vector<TranscriptEntry>& law,
                   const std::vector<TranscriptEntry>& route);

/// A check of a law over one domain and the route whose values stand beside the law's; empty when
/// the record says why there is none.
struct ComparedCheck {
  const Claim& record;
  const Domain<Instance>& domain;
  const Hypotheses& hypotheses;
  const Evaluation<Instance>& law;
  const Evaluation<Instance>& route;
};

/// Fills in result.compared and result.sample. Values that disagree make the verdict `suspect`, and
/// a contradiction when both routes are rigorous. Throws what the routes throw.
void cross_check(const ComparedCheck& at, const RunContext& context, CheckResult& result);

/// How strongly `law`, a wrong twin, fails on picked cases of a domain.
TwinStrength strength_of(const Claim& record, const Domain<Instance>& domain,
                         const Hypotheses& hypotheses, const Evaluation<Instance>& law,
                         const RunContext& context);

}  // namespace lemmascope::claim
