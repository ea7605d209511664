#include "properties/ngram/training_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/compute/budget.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

using compute::number_option;
using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

constexpr std::int64_t kMostSteps = 100'000'000;

std::string canonical_stages(const std::string& text) {
  for (const std::string& stage : compute::split(text, ',')) blocks_of_stage(stage);
  return text;
}

std::string canonical_steps(const std::string& text) {
  for (const std::string& one : compute::split(text, ',')) {
    compute::canonical_text(whole_option("steps", "", "", "1", std::to_string(kMostSteps)), one);
  }
  return text;
}

std::string canonical_rates(const std::string& text) {
  for (const std::string& one : compute::split(text, ',')) {
    require(parse_rational(one) > 0, fmt::format("expected a rate above zero, found {}", one));
  }
  return text;
}

Option positive(std::string name, std::string help, std::string usual) {
  return {.name = std::move(name),
          .kind = OptionKind::number,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = "0",
          .above_least = true};
}

Option number(std::string name, std::string help, std::string usual) {
  return {.name = std::move(name),
          .kind = OptionKind::number,
          .help = std::move(help),
          .usual = std::move(usual)};
}

void add_data(std::vector<Option>& all) {
  const std::vector<Option> data{
      whole_option("symbols", "d", "3", "2", "64"),
      whole_option("parents", "n: the lags 1 to n", "2", "1", "8"),
      number_option("alpha", "of the Dirichlet law of every row of the kernel", "1/10", "1/1000",
                    "1000"),
      whole_option("length", "L, tokens of a prompt", "100", "1", "100000"),
      {.name = "data",
       .kind = OptionKind::choice,
       .help = "how prompts end",
       .usual = "ngram",
       .choices = {"ngram", "markov"},
       .choice_help = {"the chain runs on", "the last token is uniform, with one parent"}},
      whole_option("prompts", "all of which every step sees", "9000", "1", "1000000"),
      whole_option("validation", "prompts set aside", "1000", "1", "1000000")};
  all.insert(all.end(), data.begin(), data.end());
}

void add_model(bool full, std::vector<Option>& all) {
  all.push_back(whole_option("heads", "H", "3", "1", "8"));
  all.push_back(whole_option("lags", "M, that a head sees", "3", "1", "16"));
  all.push_back({.name = "windows",
                 .kind = OptionKind::choice,
                 .help = "which lags a head sees",
                 .usual = "shifted",
                 .choices = {"shifted", "shared"},
                 .choice_help = {"head h lags h to h + M - 1", "all heads lags 1 to M"}});
  all.push_back(whole_option("degree", "D, most heads of a set", "2", "1", "8"));
  if (full) return;
  all.push_back({.name = "norm",
                 .kind = OptionKind::choice,
                 .help = "of a head's output",
                 .usual = "unit",
                 .choices = {"unit", "none"}});
  all.push_back({.name = "padding",
                 .kind = OptionKind::choice,
                 .help = "near the start of a prompt",
                 .usual = "truncated",
                 .choices = {"truncated", "zero"},
                 .choice_help = {"softmax over the lags that exist", "missing tokens are zero"}});
}

void add_descent(bool full, std::vector<Option>& all) {
  all.push_back({.name = "criterion",
                 .kind = OptionKind::choice,
                 .help = "what is minimised",
                 .usual = "paper",
                 .choices = {"paper", "released"},
                 .choice_help = {"-log(y + epsilon)", "the authors' program: softmax of y"}});
  all.push_back(number_option("epsilon", "of the paper's criterion", "1/100", "1/1000000000", "1"));
  if (!full) {
    all.push_back({.name = "stages",
                   .help = "what trains, stage after stage: C selector, W copiers, a classifier; "
                           "CWa all, C,W,a one after the other",
                   .usual = "CWa",
                   .canonical = canonical_stages});
  }
  all.push_back({.name = "steps",
                 .help = full ? "epochs" : "epochs, of every stage: 2000,5000,5000",
                 .usual = full ? "10000" : "2000",
                 .canonical = canonical_steps});
  all.push_back({.name = "rate",
                 .help = full ? "learning rate" : "learning rate, of every stage: 1,100000,1",
                 .usual = full ? "1/1000" : "1",
                 .canonical = canonical_rates});
  all.push_back(number("w-plus", "first logit of a head on its own lag", full ? "1" : "3"));
  all.push_back(number("w-minus", "its other logits", full ? "1/100" : "1/10"));
  all.push_back(positive("c-start", "first weight of every set in the selector", "1/100"));
  all.push_back(number("a-start", "first strength of the classifier", "1/100"));
  if (full) {
    all.push_back(
        number("map-start", "queries, keys and values start at so many identities", "1/100"));
  }
  all.push_back(whole_option("evaluations", "points of the curve", "20", "1", "100000"));
  all.push_back(compute::seed_option("2024"));
}

std::vector<NgramStage> stages_of(const OptionValues& values, bool full) {
  const auto split = [&values](const char* name) {
    return compute::split(compute::text_of(values, name), ',');
  };
  const std::vector<std::string> letters = full ? std::vector<std::string>{""} : split("stages");
  const std::vector<std::string> steps = split("steps"), rates = split("rate");
  const auto fits = [&letters](const std::vector<std::string>& list) {
    return list.size() == 1 || list.size() == letters.size();
  };
  require(fits(steps) && fits(rates),
          fmt::format("expected one number of steps and one rate, or one of each for every one of "
                      "the {} stages",
                      letters.size()));
  std::vector<NgramStage> stages;
  for (std::size_t k = 0; k < letters.size(); ++k) {
    stages.push_back({full ? std::vector<std::string>{} : blocks_of_stage(letters[k]),
                      std::stoll(steps[steps.size() == 1 ? 0 : k]),
                      to_double(parse_rational(rates[rates.size() == 1 ? 0 : k]))});
  }
  return stages;
}

}  // namespace

std::vector<std::string> blocks_of_stage(const std::string& letters) {
  std::vector<std::string> blocks;
  for (const char letter : letters) {
    const std::string block = letter == 'C' ? "c" : letter == 'W' ? "w" : letter == 'a' ? "a" : "";
    require(!block.empty() && std::find(blocks.begin(), blocks.end(), block) == blocks.end(),
            fmt::format("expected stages of the letters C, W and a, each once: found {}",
                        compute::in_quotes(letters)));
    blocks.push_back(block);
  }
  require(!blocks.empty(), "expected a stage of the letters C, W and a, found an empty one");
  return blocks;
}

std::vector<Option> training_options(bool full) {
  std::vector<Option> all;
  add_data(all);
  add_model(full, all);
  add_descent(full, all);
  for (const Option& option : compute::budget_options()) all.push_back(option);
  return all;
}

NgramPlan plan_of(const OptionValues& given, bool full) {
  const OptionValues values = compute::with_defaults(training_options(full), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  const auto real = [&values](const char* name) {
    return to_double(compute::number_of(values, name));
  };
  NgramPlan plan = full ? authors_full_plan() : authors_plan();
  plan.law = {count("symbols"), count("parents"), real("alpha"), count("length"),
              compute::text_of(values, "data") == "markov"};
  plan.shape.heads = count("heads");
  plan.shape.lags = count("lags");
  plan.shape.shifted = compute::text_of(values, "windows") == "shifted";
  plan.shape.degree = count("degree");
  if (!full) {
    plan.shape.norm = compute::text_of(values, "norm") == "unit" ? HeadNorm::unit : HeadNorm::none;
    plan.shape.padding =
        compute::text_of(values, "padding") == "zero" ? Padding::zero : Padding::truncated;
  }
  plan.loss = {
      compute::text_of(values, "criterion") == "paper" ? Criterion::paper : Criterion::released,
      real("epsilon")};
  plan.stages = stages_of(values, full);
  plan.own_logit = real("w-plus");
  plan.other_logit = real("w-minus");
  plan.c_start = real("c-start");
  plan.a_start = real("a-start");
  if (full) plan.map_start = real("map-start");
  plan.prompts = count("prompts");
  plan.validation_prompts = count("validation");
  std::int64_t steps = 0;
  for (const NgramStage& stage : plan.stages) steps += stage.steps;
  plan.evaluate_every = std::max<std::int64_t>(1, steps / count("evaluations"));
  plan.seed = compute::seed_of(values);
  const TrainingCost cost = cost_of(plan);
  compute::require_within(compute::budget_of(values), {cost.memory, cost.terms}, "this training");
  return plan;
}

NgramPlan authors_plan() {
  NgramPlan plan;
  plan.loss.criterion = Criterion::released;
  return plan;
}

NgramPlan authors_full_plan() {
  NgramPlan plan = authors_plan();
  plan.shape.maps = true;
  plan.shape.norm = HeadNorm::layer;
  plan.own_logit = 1;
  plan.other_logit = 0.01;
  return plan;
}

}  // namespace lemmascope::ngram
