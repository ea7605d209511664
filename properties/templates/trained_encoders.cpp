#include "properties/templates/trained_encoders.hpp"

#include <fmt/format.h>

#include <memory>

#include "properties/encoder/trained_once.hpp"

namespace lemmascope::templates {
namespace {

using statistics::BoundedShare;
using statistics::SeenShare;
using statistics::TrialKey;

std::shared_ptr<const Answers> answers_of(const TemplatePlan& plan, const TrialKey& key) {
  return encoder::trained_once<TemplateExperiment<float>>(
      plan, key,
      [](const auto& experiment, auto weights) { return experiment.right_answers(weights); });
}

std::string name_of(const TemplatePlan& plan) {
  return fmt::format("width {}, {} a I, {} b I", plan.width,
                     plan.query_identity ? "with" : "without",
                     plan.value_identity ? "with" : "without");
}

const char* name_of(RightAnswers strings) {
  return strings == kOnSeen ? "seen symbols" : "unseen symbols";
}

BoundedShare right(const TemplatePlan& plan, RightAnswers strings, bool at_least, double value) {
  return {fmt::format("{}: right on {}", name_of(plan), name_of(strings)),
          [plan, strings](const TrialKey& key) {
            const auto answers = answers_of(plan, key);
            SeenShare share;
            for (const std::uint8_t is_right : (*answers).*strings) {
              ++share.of;
              share.count += is_right;
            }
            return share;
          },
          at_least, value};
}

}  // namespace

BoundedShare right_at_least(const TemplatePlan& plan, RightAnswers strings, double value) {
  return right(plan, strings, true, value);
}

BoundedShare right_at_most(const TemplatePlan& plan, RightAnswers strings, double value) {
  return right(plan, strings, false, value);
}

BoundedShare ahead(const TemplatePlan& first, const TemplatePlan& second, RightAnswers strings) {
  return {fmt::format("{} alone right on {}, not {}", name_of(first), name_of(strings),
                      name_of(second)),
          [first, second, strings](const TrialKey& key) {
            const auto one = answers_of(first, key), other = answers_of(second, key);
            SeenShare share;
            for (std::size_t k = 0; k < ((*one).*strings).size(); ++k) {
              const int of_one = ((*one).*strings)[k], of_other = ((*other).*strings)[k];
              share.of += of_one != of_other ? 1 : 0;
              share.count += of_one > of_other ? 1 : 0;
            }
            return share;
          },
          true, 0.5};
}

std::string in_words(const TemplatePlan& plan) {
  std::string templates;
  for (const Symbols& letters : plan.law.templates) {
    templates += (templates.empty() ? "" : " and ") + template_text(letters);
  }
  return fmt::format(
      "strings of {} over {} symbols, asked for {}; one layer of width {} with one head; {} steps "
      "of gradient descent at rate {} on {} fresh strings each; {} strings of each kind to answer",
      templates, plan.law.symbols,
      plan.asked == Asked::first_symbol ? "their first symbol" : "their template", plan.width,
      plan.steps, plan.rate, plan.batch, plan.evaluation_size);
}

TemplatePlan same_or_different_plan(bool query_identity) {
  TemplatePlan plan;
  plan.law = {{parse_template("aa"), parse_template("ab")}, 48};
  plan.query_identity = query_identity;
  plan.width = 48;
  plan.hidden = 16;
  plan.steps = 400;
  plan.optimiser = sim::OptimiserKind::sgd;
  plan.rate = 0.015;
  plan.batch = 32;
  plan.evaluation_size = 2048;
  return plan;
}

TemplatePlan copying_plan(int width, bool value_identity) {
  TemplatePlan plan;
  plan.law = {{parse_template("ab")}, 32};
  plan.asked = Asked::first_symbol;
  plan.value_identity = value_identity;
  plan.width = width;
  plan.hidden = 16;
  plan.steps = 300;
  plan.optimiser = sim::OptimiserKind::sgd;
  plan.rate = 0.05;
  plan.batch = 32;
  plan.evaluation_size = 1024;
  return plan;
}

}  // namespace lemmascope::templates
