// What `lemmascope train` and `lemmascope reproduce` offer for this paper: encoders trained on
// strings of templates and asked about symbols that they never saw.
#include <fmt/format.h>

#include <algorithm>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/calculator.hpp"
#include "properties/compute/usual_options.hpp"
#include "properties/encoder/encoder_options.hpp"
#include "sim/templates/template_experiment.hpp"

namespace lemmascope::templates {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::vector<Symbols> templates_from(const std::string& text) {
  std::vector<Symbols> all;
  for (const auto& one : compute::split(text, ',')) all.push_back(parse_template(one));
  require_law({all, 100});
  return all;
}

std::string canonical_strings(const std::string& text) {
  std::string canonical;
  for (const Symbols& one : templates_from(text)) {
    canonical += (canonical.empty() ? "" : ",") + template_text(one);
  }
  return canonical;
}

Option choice(std::string name, std::string help, std::string usual,
              std::vector<std::string> choices, std::vector<std::string> choice_help) {
  return {.name = std::move(name),
          .kind = OptionKind::choice,
          .help = std::move(help),
          .usual = std::move(usual),
          .choices = std::move(choices),
          .choice_help = std::move(choice_help)};
}

std::vector<Option> task_options() {
  return {{.name = "templates",
           .help = "by ',', every letter a wildcard, of one length: aa,ab or aab,aba,abb",
           .usual = "aa,ab",
           .canonical = canonical_strings},
          choice("asked", "what is asked at the last position", "template",
                 {"template", "first-symbol"},
                 {"which template", "the first symbol, read by the embedding"}),
          choice("identity", "trainable multiples of the identity", "both",
                 {"none", "queries", "values", "both"},
                 {"plain attention", "a I in W_K W_Q^T", "b I in W_V W_O", "a I and b I"}),
          whole_option("symbols", "trained on, and as many that are not", "32", "1", "100"),
          whole_option("samples", "strings trained on again and again; 0: fresh ones", "0", "0",
                       "1000000000")};
}

std::vector<Option> options() {
  std::vector<Option> all = task_options();
  const auto shape = encoder::encoder_options({.layers = "1",
                                               .width = "48",
                                               .hidden = "16",
                                               .heads = "1",
                                               .steps = "400",
                                               .batch = "32",
                                               .rate = "3/200"},
                                              "strings", "gradient");
  all.insert(all.end(), shape.begin(), shape.end());
  return all;
}

TemplatePlan plan_of(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  const std::string identity = compute::text_of(values, "identity");
  TemplatePlan plan;
  plan.law = {templates_from(compute::text_of(values, "templates")), count("symbols")};
  plan.asked = compute::text_of(values, "asked") == "template" ? Asked::template_number
                                                               : Asked::first_symbol;
  plan.query_identity = identity == "queries" || identity == "both";
  plan.value_identity = identity == "values" || identity == "both";
  plan.samples = count("samples");
  encoder::read_encoder(values, plan);
  return plan;
}

std::unique_ptr<catalogue::TrainedRun> run(const OptionValues& values,
                                           const catalogue::RunOptions& how) {
  return catalogue::run_experiment(
      "strings", TemplateExperiment<double>(plan_of(values)), how,
      {{"loss", "Loss on unseen symbols", "loss of a string", {"test loss"}},
       {"accuracy",
        "Accuracy",
        "share of strings",
        {"accuracy on seen symbols", "accuracy on unseen symbols"}}});
}

// ---- the reproductions --------------------------------------------------------------------------

TemplatePlan drawn_plan(Asked asked, const OptionValues& values) {
  TemplatePlan plan;
  const bool copies = asked == Asked::first_symbol;
  plan.law = {{parse_template("ab")}, copies ? 32 : 48};
  if (!copies) plan.law.templates = {parse_template("aa"), parse_template("ab")};
  plan.asked = asked;
  plan.width = 48;
  plan.hidden = 16;
  plan.optimiser = sim::OptimiserKind::sgd;
  plan.steps = 600;
  plan.rate = copies ? 0.05 : 0.015;
  plan.batch = 32;
  plan.evaluation_size = 2048;
  encoder::read_reproduction(values, plan);
  return plan;
}

constexpr const char* kSmaller =
    "One layer with one head and plain gradient descent; the paper's sizes and numbers are not at "
    "hand, so nothing printed there is beside these.";

std::unique_ptr<catalogue::ReproducedFigure> identity(const OptionValues& values,
                                                      const catalogue::RunOptions& how) {
  catalogue::CurveReproduction figure{.id = encoder::figure_name("identity", values),
                                      .title = "Accuracy on unseen symbols, aa beside ab",
                                      .number = "accuracy on unseen symbols"};
  for (const auto& [name, queries, with_values] :
       {std::tuple{"no identity", false, false}, std::tuple{"a I in W_K W_Q^T", true, false},
        std::tuple{"b I in W_V W_O", false, true}, std::tuple{"both", true, true}}) {
    TemplatePlan plan = drawn_plan(Asked::template_number, values);
    plan.query_identity = queries;
    plan.value_identity = with_values;
    figure.add(name, TemplateExperiment<double>(plan));
  }
  figure.remarks = {kSmaller, "Chance is one half."};
  return catalogue::reproduce_experiments(figure, how);
}

std::unique_ptr<catalogue::ReproducedFigure> copying(const OptionValues& values,
                                                     const catalogue::RunOptions& how) {
  catalogue::CurveReproduction figure{.id = encoder::figure_name("copying", values),
                                      .title = "Copying of unseen symbols by width",
                                      .number = "accuracy on unseen symbols"};
  for (const bool with_identity : {false, true}) {
    for (const int width : {16, 32, 64, 128}) {
      TemplatePlan plan = drawn_plan(Asked::first_symbol, values);
      plan.value_identity = with_identity;
      plan.width = width;
      figure.add(fmt::format("width {}, {} b I", width, with_identity ? "with" : "without"),
                 TemplateExperiment<double>(plan));
    }
  }
  figure.remarks = {kSmaller, "The first symbol of ab out of 64, half of them never seen."};
  return catalogue::reproduce_experiments(figure, how);
}

}  // namespace

std::vector<catalogue::Training> every_training() {
  return {{.name = "strings",
           .summary = "an encoder asked about templates on symbols that it never saw",
           .options = options(),
           .run = run}};
}

std::vector<catalogue::Reproduction> every_reproduction() {
  return {{.name = "identity",
           .title = "transformers with and without the identity parameters",
           .shows = "aa beside ab: accuracy on unseen symbols with a I, b I, both and neither",
           .options = encoder::reproduction_options(),
           .run = identity},
          {.name = "copying",
           .title = "copying against the embedding dimension",
           .shows = "widths 16 to 128 with and without b I: copies of unseen symbols",
           .options = encoder::reproduction_options(),
           .run = copying}};
}

}  // namespace lemmascope::templates
