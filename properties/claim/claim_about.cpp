#include "properties/claim/claim_about.hpp"

#include <fmt/format.h>

#include "properties/claim/claim_about_impl.hpp"

namespace lemmascope::claim {

void fold(Tally& sum, const Tally& later) {
  sum.tried += later.tried;
  sum.met += later.met;
  sum.relations += later.relations;
  for (const auto& [name, count] : later.excluded) sum.excluded[name] += count;
  if (later.tightest && (!sum.tightest || later.tightest->finding.margin.approximate <
                                              sum.tightest->finding.margin.approximate)) {
    sum.tightest = later.tightest;
  }
  if (!sum.failing) sum.failing = later.failing;
  if (!sum.unknown) sum.unknown = later.unknown;
}

void conclude_counts(const Tally& tally, std::int64_t cases, CheckResult& result) {
  result.tried = tally.tried;
  result.met = tally.met;
  result.relations = tally.relations;
  result.excluded = tally.excluded;
  result.tightest = tally.tightest;
  result.failing = tally.failing;
  if (tally.failing) {
    result.verdict = Verdict::refuted;
    result.reason = to_text(tally.failing->finding);
  } else if (!tally.ran) {
    result.verdict = Verdict::undecided;
    result.reason = fmt::format("the time budget ended after {} of {} cases", tally.tried, cases);
  } else if (tally.unknown) {
    result.verdict = Verdict::undecided;
    result.failing = tally.unknown;
    result.reason = "an enclosure straddles the bound: " + to_text(tally.unknown->finding);
  } else if (tally.relations == 0) {
    result.verdict = Verdict::undecided;
    result.reason = tally.met == 0 ? "vacuous: no case met every hypothesis"
                                   : "vacuous: no case had a site to check";
  } else {
    result.verdict = Verdict::holds;
  }
}

void require_complete(const Claim& record, bool has_law, bool has_domain, bool has_confirmation,
                      bool has_variant, bool has_example) {
  auto need = [&](bool present, const char* part) {
    if (!present) refuse(fmt::format("claim {} has no {}", record.id, part));
  };
  need(!record.statement.empty(), "statement");
  need(!record.latex.empty(), "formula");
  need(!record.source.paper.empty(), "source");
  need(!record.divergence.empty(),
       "divergence (say 'none' when the printed text is used as it is)");
  need(has_law, "law");
  need(has_domain, "domain");
  need(has_confirmation, "independent route");
  need(has_variant, "wrong twin or control");
  need(has_example, "non-degenerate example");
}

}  // namespace lemmascope::claim
