// A registry of planted faults, linked with the real command line: what the tool does when a
// statement is false, a law throws, a route disagrees, a twin survives, time runs out or the
// process crashes.
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "properties/catalogue/catalogue.hpp"
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/statistics/trial_record.hpp"
#include "properties/statistics/trials.hpp"
#include "reports/cli/program.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope {
namespace {

using causal::Edge;
using causal::ForestInstance;
using claim::Claim;
using claim::ClaimAbout;
using claim::Relation;

Relation<Rational> parent_is_driven(const Edge& at) {
  return claim::at_least(at.parent_drive, Rational(0));
}
Relation<Rational> parent_is_not_driven(const Edge& at) {
  return claim::at_most(at.parent_drive, Rational(0));
}
// For every chain with denominators up to five, and not for a skewed one.
Relation<Rational> drive_is_small(const Edge& at) {
  return claim::at_most(at.parent_drive, Rational(1, 2));
}
Relation<Rational> anything(const Edge& at) {
  return claim::equals(at.parent_drive, at.parent_drive);
}
Relation<Rational> throws(const Edge&) { throw std::runtime_error("planted exception"); }

// Everything but the law, which the faults vary.
ClaimAbout<ForestInstance> planted(const char* id, const char* statement) {
  ClaimAbout<ForestInstance> sentence(id);
  sentence.states(statement)
      .latex("g_{i,p(i)} \\ge 0")
      .from({"planted", "tests/cli"})
      .differs("planted for a test")
      .assumes(causal::irreducible())
      .over(causal::every_forest_and_two_state_chain())
      .example(causal::two_state_chain_on_three_positions());
  return sentence;
}

Claim true_statement() {
  return planted("planted/true-statement", "The parent's drive is not negative.")
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_driven))
      .confirmed_by("enumeration", causal::at_every_edge(parent_is_driven, causal::by_enumeration))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

Claim false_statement() {
  return planted("planted/false-statement", "The parent's drive is not positive.")
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_not_driven))
      .confirmed_by("enumeration",
                    causal::at_every_edge(parent_is_not_driven, causal::by_enumeration))
      .twin("the same", causal::at_every_edge(parent_is_not_driven));
}

Claim false_in_a_corner() {
  return planted("planted/false-in-a-corner", "The parent's drive is at most one half.")
      .law(claim::Evidence::exact, causal::at_every_edge(drive_is_small))
      .confirmed_by("enumeration", causal::at_every_edge(drive_is_small, causal::by_enumeration))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

Claim expected_refutation() {
  return planted("planted/expected-refutation",
                 "The parent's drive is not positive, and we know better.")
      .expects(claim::Verdict::refuted)
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_not_driven))
      .confirmed_by("enumeration",
                    causal::at_every_edge(parent_is_not_driven, causal::by_enumeration))
      .control("the drive is not negative", causal::at_every_edge(parent_is_driven));
}

Claim routes_contradict() {
  return planted("planted/routes-contradict", "The law says no, the other route says yes.")
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_not_driven))
      .confirmed_by("a route that is wrong", causal::at_every_edge(anything))
      .twin("the same", causal::at_every_edge(parent_is_not_driven));
}

Claim twin_survives() {
  return planted("planted/twin-survives", "A twin that should be refuted is true.")
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_driven))
      .confirmed_by("enumeration", causal::at_every_edge(parent_is_driven, causal::by_enumeration))
      .twin("a true variant", causal::at_every_edge(anything));
}

Claim law_throws() {
  return planted("planted/law-throws", "The law throws.")
      .law(claim::Evidence::exact, causal::at_every_edge(throws))
      .confirmed_by("enumeration", causal::at_every_edge(parent_is_driven, causal::by_enumeration))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

Claim vacuous() {
  return planted("planted/vacuous", "No case meets the hypotheses.")
      .assumes({"never", "nothing meets this", [](const ForestInstance&) { return Truth::no; }})
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_driven))
      .confirmed_by("enumeration", causal::at_every_edge(parent_is_driven, causal::by_enumeration))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

Claim straddles() {
  const claim::Evaluation<ForestInstance> law = [](const ForestInstance& at) {
    claim::Findings<Interval> findings;
    const int size = at.forest.size();
    findings.add(
        claim::at_most(Interval::between(Rational(size - 1), Rational(size + 1)), Interval(size)));
    return findings.outcome();
  };
  return planted("planted/straddles", "An enclosure contains the bound.")
      .law(claim::Evidence::interval, law)
      .confirmed_by("the same", law)
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

// The same verdict on every case, from other numbers.
Claim values_differ() {
  return planted("planted/values-differ", "Both routes say yes, with other values.")
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_driven))
      .confirmed_by("a route that is wrong",
                    causal::at_every_edge([](const Edge& at) -> Relation<Rational> {
                      return claim::at_least(Rational(at.parent_drive + 1), Rational(0));
                    }))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

// Sums that end only when they are told to.
claim::CaseOutcome sums_without_end(const ForestInstance&) {
  for (;;) {
    give_up_if_asked();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

Claim law_never_ends() {
  return planted("planted/law-never-ends", "The law takes for ever on one case.")
      .law(claim::Evidence::exact, sums_without_end)
      .confirmed_by("enumeration", causal::at_every_edge(parent_is_driven, causal::by_enumeration))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

Claim needs_much_work() {
  return planted("planted/needs-much-work", "The law would take for ever on large cases.")
      .costs([](const ForestInstance& at) { return at.forest.size() > 3 ? 1e15 : 1; })
      .law(claim::Evidence::exact, causal::at_every_edge(parent_is_driven))
      .confirmed_by("enumeration", causal::at_every_edge(parent_is_driven, causal::by_enumeration))
      .twin("the drive is not positive", causal::at_every_edge(parent_is_not_driven));
}

// Trials that say yes; what they report is the fault.
Claim trials(const char* id, const char* statement, void (*report)(const statistics::TrialKey&)) {
  const auto always = [report](const statistics::TrialKey& key) {
    report(key);
    return true;
  };
  const auto never = [](const statistics::TrialKey&) { return false; };
  return statistics::ClaimByTrials(id)
      .states(statement)
      .latex("p \\ge 1/2")
      .from({"planted", "tests/cli"})
      .differs("planted for a test")
      .measured_by({"trials", "planted trials", 60, 60, 60, 0.5, always})
      .twin({"never", "trials that fail", 60, 60, 60, 0.5, never})
      .example("one trial", always);
}

Claim trials_repeat() {
  return trials("planted/trials-repeat", "Every trial comes to the same numbers.",
                [](const statistics::TrialKey&) { statistics::TrialRecord::number(0.5); });
}

Claim judged_by_training_data() {
  return trials("planted/judged-by-training-data", "A trial is judged by what it was trained on.",
                [](const statistics::TrialKey& key) {
                  statistics::TrialRecord::trained_on(key.run);
                  statistics::TrialRecord::evaluated_on(key.run == 7 ? key.run : 1000 + key.run);
                  statistics::TrialRecord::number(key.run);
                });
}

// By hand: a check that is not a law about instances.
Claim experiment(const char* id, std::function<claim::CheckResult(const claim::RunContext&)> run) {
  Claim claim;
  claim.id = id;
  claim.statement = "Planted.";
  claim.source = {"planted", "tests/cli"};
  claim.divergence = "planted for a test";
  claim.checks.push_back({"experiment", std::move(run)});
  return claim;
}

// Works in short steps until told to stop.
claim::CheckResult never_ends(const claim::RunContext& context) {
  claim::CheckResult result;
  result.name = "experiment";
  result.verdict = claim::Verdict::undecided;
  result.reason = "the time budget ended";
  while (!context.expired()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return result;
}

// Looks at no deadline.
claim::CheckResult takes_long(const claim::RunContext&) {
  std::this_thread::sleep_for(std::chrono::seconds(20));
  return {};
}

claim::CheckResult crashes(const claim::RunContext&) {
  std::raise(SIGSEGV);
  return {};
}

// A verdict at a level of evidence, whatever the run.
Claim verdict_of(const char* id, claim::Verdict verdict, claim::Evidence evidence) {
  return experiment(id, [verdict, evidence](const claim::RunContext&) {
    claim::CheckResult result;
    result.name = "experiment";
    result.verdict = verdict;
    result.evidence = evidence;
    if (verdict != claim::Verdict::holds) result.reason = "planted";
    return result;
  });
}

// Draws on the ledger without having said so.
Claim draws_undeclared() {
  return experiment("planted/draws-undeclared", [](const claim::RunContext&) {
    claim::CheckResult result;
    result.name = "experiment";
    result.verdict = claim::Verdict::holds;
    result.evidence = claim::Evidence::statistical;
    result.measured = std::make_shared<const nlohmann::json>(nlohmann::json{{"error_rate", 1e-6}});
    return result;
  });
}

Claim not_refuted() {
  Claim claim = verdict_of("planted/not-refuted", claim::Verdict::holds, claim::Evidence::exact);
  claim.expected = claim::Verdict::refuted;
  return claim;
}

std::vector<Claim> planted_claims() {
  return {true_statement(),
          false_statement(),
          false_in_a_corner(),
          expected_refutation(),
          routes_contradict(),
          twin_survives(),
          law_throws(),
          vacuous(),
          verdict_of("planted/precise", claim::Verdict::holds, claim::Evidence::precise),
          verdict_of("planted/suspect", claim::Verdict::suspect, claim::Evidence::precise),
          verdict_of("planted/skipped", claim::Verdict::skipped, claim::Evidence::none),
          not_refuted(),
          straddles(),
          values_differ(),
          law_never_ends(),
          needs_much_work(),
          trials_repeat(),
          judged_by_training_data(),
          draws_undeclared(),
          experiment("planted/never-ends", never_ends),
          experiment("planted/takes-long", takes_long),
          experiment("planted/crashes", crashes)};
}

}  // namespace

std::vector<catalogue::Paper> catalogue::papers_of_program() {
  return {{.key = "planted",
           .name = "planted",
           .title = "",
           .authors = "",
           .link = "",
           .statements = {},
           .claims = planted_claims}};
}

}  // namespace lemmascope

int main(int argc, char** argv) { return lemmascope::report::run_program(argc, argv); }
