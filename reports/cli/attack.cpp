// lemmascope attack: try to break one claim's law, and say how near the attempt came.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/claim/parallel.hpp"
#include "properties/claim/result.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/files.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using claim::AttackRecord;
using claim::Verdict;

int code_of(const claim::Claim& claim, const claim::CheckResult& found) {
  if (found.contradiction) return kContradiction;
  if (found.verdict == Verdict::error) return kInternal;
  const bool broken = found.verdict == Verdict::refuted;
  if (found.verdict == claim.expected) return kAsExpected;
  return broken ? kRefuted : kRequirement;
}

void line(const Console& console, const std::string& name, const std::string& text) {
  if (!text.empty()) console.print(fmt::format("  {:<14} {}", name, text));
}

void print_record(const AttackRecord& r, const Console& console) {
  line(console, "evaluations",
       fmt::format("{} on {} charts, {} restarts; {} outside the hypotheses, {} undecided",
                   r.evaluations, r.charts, r.restarts, r.outside, r.undecided));
  if (r.threw > 0) {
    line(console, "threw", fmt::format("{} times, first: {}", r.threw, r.first_thrown));
  }
  if (!r.smallest_margin) return;
  line(console, "nearest",
       fmt::format("relative margin {:.4g} on {}, {}", *r.smallest_margin, r.chart, r.summary));
  if (r.nearest) line(console, "relation", claim::to_text(*r.nearest));
  line(console, "instance", r.instance->dump());
  if (r.slack) {
    line(console, "hypotheses", fmt::format("{:.4g} from leaving '{}'", *r.slack, r.slack_of));
  }
}

}  // namespace

const claim::Claim& attack_target(const std::string& id) {
  const claim::Claim* found = catalogue::find_claim(id);
  if (found == nullptr) {
    refuse(fmt::format("there is no claim '{}'{}", id,
                       claim::did_you_mean(catalogue::nearest_claim(id))));
  }
  require(claim::is_attacked(*found),
          id + " cannot be attacked: none of its domains offers continuous parameters to move");
  return *found;
}

claim::RunContext context_of(const AttackOptions& options) {
  claim::RunContext context;
  context.profile = options.profile;
  context.seed = options.seed;
  context.jobs = claim::threads_of(options.jobs);
  context.attack_evaluations = options.evaluations;
  return context;
}

int attack(const AttackOptions& options, const Console& console) {
  const claim::Claim& claim = attack_target(options.claim);
  const claim::CheckResult found = claim.attack(context_of(options));
  if (!options.witness.empty() && found.witness) {
    write_atomically(options.witness, found.witness->dump(2) + "\n");
  }
  const int code = code_of(claim, found);
  if (options.json) {
    console.print(claim::to_json(found).dump(2));
    return code;
  }
  const bool survived = found.verdict == Verdict::holds;
  console.print(fmt::format("{} {}: {}", console.mark(found.verdict, code == kAsExpected), claim.id,
                            survived ? "the law survived" : std::string(to_text(found.verdict))));
  line(console, survived ? "" : "because", survived ? "" : found.reason);
  if (found.attack) print_record(*found.attack, console);
  if (found.witness) {
    line(console, "counterexample", found.witness->at("instance").dump());
    line(console, "confirmed by", found.witness->at("confirmation").at("route").get<std::string>());
  }
  return code;
}

}  // namespace lemmascope::report
