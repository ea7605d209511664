// What the paper brings: claims, the spectral gap as a quantity, a training and its figure.
#include "properties/catalogue/catalogue.hpp"
#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/lazy/laziness_study.hpp"
#include "theory/lazy/lazy_chain.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lazy {

std::vector<claim::Claim> every_claim();  // generated from CLAIMS

using Values = compute::OptionValues;
using How = catalogue::RunOptions;

// 1 - |second eigenvalue| = ways out, a + b, of the lazy chain on two states.
static nlohmann::json gap(const compute::Request& request) {
  const auto chain = markov::parse_chain(compute::text_of(request.options, "chain"));
  require(chain.states() == 2, "--chain: expected two states");
  const auto lazy = lazy_chain(chain, compute::number_of(request.options, "laziness"));
  return {{"gap", compute::tagged(Rational(lazy(0, 1) + lazy(1, 0)))}};
}

static std::vector<compute::Calculator> quantities() {
  return {{.name = "lazy-gap",
           .summary = "one minus the second eigenvalue of a lazy chain on two states",
           .formula = "(1 - a) (pi(1|0) + pi(0|1))",
           .arithmetics = {compute::Arithmetic::exact},
           .options = {{.name = "chain", .help = "two rows, by ';'", .required = true},
                       compute::number_option("laziness", "of the chain", "1/2", "0", "1")},
           .run = gap,
           .example = "--chain \"7/10,3/10;4/10,6/10\""}};
}

static std::vector<compute::Option> options() {
  return {compute::number_option("laziness", "of the walk", "1/4", "0", "1"),
          compute::whole_option("steps", "of descent", "60", "1", "100000"),
          compute::seed_option("0")};
}

static std::unique_ptr<catalogue::TrainedRun> train(const Values& given, const How& how) {
  const auto values = compute::with_defaults(options(), given);
  const auto study = laziness_study(to_double(compute::number_of(values, "laziness")),
                                    compute::whole_of(values, "steps"), {compute::seed_of(values)});
  return run_experiment("laziness", study, how, {{"curve", "Laziness", "learnt", {"laziness"}}});
}

static std::vector<catalogue::Training> trainings() {
  return {{"laziness", "the laziness of a walk from its steps", options(), "", {}, train}};
}

static std::unique_ptr<catalogue::ReproducedFigure> figure1(const Values&, const How& how) {
  catalogue::CurveReproduction figure{"fig1", "Laziness learnt", "laziness"};
  for (const auto& [name, laziness] : {std::pair("quarter", 0.25), std::pair("half", 0.5)}) {
    figure.add(name, laziness_study(laziness, 60, {}));
    figure.published.push_back({name, "laziness", laziness, "Figure 1"});
  }
  return reproduce_experiments(figure, how);
}

static std::vector<catalogue::Reproduction> reproductions() {
  return {{"fig1", "Figure 1", "what descent learns over its steps", {}, true, figure1}};
}

catalogue::Paper paper() {
  return {.key = "lazy",
          .name = "Lazy chains",
          .title = "Lazy chains",
          .authors = "A. Stranger, 2026",
          .link = "https://example.org/lazy",
          .statements = {{"Theorem 2", "p. 1", "It is kept.", {"lazy/laziness-keeps-the-law"}, ""}},
          .claims = every_claim,
          .quantities = quantities,
          .trainings = trainings,
          .reproductions = reproductions};
}

}  // namespace lemmascope::lazy
