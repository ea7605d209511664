// topic-training: the simulated experiments of the second paper at full size, beside the numbers
// recorded for them. Not a claim: a run takes from ten seconds to a minute.
#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/compute/calculator.hpp"
#include "sim/topic/recorded_runs.hpp"

namespace lemmascope::topic {
namespace {

using compute::Request;
using nlohmann::json;

/// To five decimals, as the record was printed.
double rounded(double value) { return std::round(value * 1e5) / 1e5; }

/// A row of {step, ours, recorded, ours, recorded, ours, recorded}; blanks where nothing is
/// recorded.
json class_row(int step, const ClassMeans& ours, const std::optional<ClassMeans>& then) {
  json row = {step};
  for (const auto member :
       {&ClassMeans::same_word, &ClassMeans::same_topic, &ClassMeans::different_topic}) {
    row.push_back(rounded(ours.*member));
    row.push_back(then ? json(*then.*member) : json(""));
  }
  return row;
}

const RecordedRow* recorded_at(const RecordedRun& run, int step) {
  for (const auto& row : run.rows) {
    if (row.step == step) return &row;
  }
  return nullptr;
}

json class_table(const RecordedRun& run, const TopicRun& trained, ClassMeans TopicRecord::*ours,
                 std::optional<ClassMeans> RecordedRow::*then) {
  json table = {
      {"step", "same word", "recorded", "same topic", "recorded", "other topic", "recorded"}};
  for (const auto& record : trained.records) {
    const auto* row = recorded_at(run, record.step);
    table.push_back(class_row(record.step, record.*ours, row ? row->*then : std::nullopt));
  }
  return table;
}

json norm_table(const RecordedRun& run, const TopicRun& trained) {
  json table = {{"step", "|W_V|", "recorded", "|W_K|", "recorded", "|W_Q|", "batch loss"}};
  const auto text = [](const std::optional<double>& number) {
    return number ? json(*number) : json("");
  };
  for (const auto& record : trained.records) {
    const auto* row = recorded_at(run, record.step);
    table.push_back({record.step, rounded(record.value_norm),
                     row ? text(row->value_norm) : json(""), rounded(record.key_norm),
                     row ? text(row->key_norm) : json(""), rounded(record.query_norm),
                     rounded(record.loss)});
  }
  return table;
}

json end_table(const std::vector<EndNumber>& numbers) {
  json table = {{"at the end", "ours", "recorded", "authors' file"}};
  for (const auto& number : numbers) {
    table.push_back({number.what, rounded(number.ours), number.earlier, number.authors});
  }
  return table;
}

json training(const Request& request) {
  const auto& values = request.options;
  const RecordedRun& run = recorded_run(compute::text_of(values, "run"));
  TopicRunPlan plan = run.plan;
  if (compute::is_given(values, "steps")) plan.steps = compute::whole_of(values, "steps");
  if (compute::is_given(values, "every")) plan.record_every = compute::whole_of(values, "every");
  plan.run = static_cast<std::uint32_t>(compute::whole_of(values, "trial"));
  const TopicRun trained = train(plan);
  json answer = {
      {"run", run.name},
      {"about", run.about},
      {"data",
       "T = v = 10, Dirichlet(0.1) documents of 100 to 150 words, p_m = 0.15, p_c = p_r = 0.1, "
       "batches of 40"},
      {"value_matrix", class_table(run, trained, &TopicRecord::value, &RecordedRow::value)},
      {"attention", class_table(run, trained, &TopicRecord::attention, &RecordedRow::attention)},
      {"norms", norm_table(run, trained)},
      {"note",
       "one training; the recorded numbers are of an earlier program with other random streams, "
       "one seed unless a range is given. Uniform attention is 0.01. Rounded to five decimals"}};
  const auto numbers = end_numbers(run, plan, trained);
  if (!numbers.empty()) answer["end"] = end_table(numbers);
  return answer;
}

/// A step of 40 documents of up to 150 words is some 40 * 150^2 * 100 multiply-adds, thrice for
/// the way back.
compute::Estimate training_cost(const Request& request) {
  const RecordedRun& run = recorded_run(compute::text_of(request.options, "run"));
  const double steps = compute::is_given(request.options, "steps")
                           ? compute::whole_of(request.options, "steps")
                           : run.plan.steps;
  constexpr double kTermsPerStep = 3.0 * 40 * 150 * 150 * 100;
  return {0, steps * kTermsPerStep};
}

compute::Option count_option(std::string name, std::string help, std::string least) {
  return {.name = std::move(name),
          .kind = compute::OptionKind::whole,
          .help = std::move(help),
          .least = std::move(least),
          .most = "2147483647"};
}

}  // namespace

void add_topic_training_quantity(std::vector<compute::Calculator>& all) {
  std::vector<std::string> names;
  for (const auto& run : recorded_runs()) names.push_back(run.name);
  auto trial = count_option("trial", "an independent repetition", "0");
  trial.usual = std::string("0");
  all.push_back(
      {.name = "topic-training",
       .summary = "one simulated training at the authors' size, beside recorded numbers (10 s to a "
                  "minute)",
       .formula = "f(X) = W_pred W_V Z softmax((W_K Z)^T W_Q Z / sqrt d) + b",
       .arithmetics = {compute::Arithmetic::binary64},
       .options = {count_option("every", "steps between two records; as recorded unless given",
                                "1"),
                   {.name = "run",
                    .kind = compute::OptionKind::choice,
                    .help = "which recorded run",
                    .usual = "two-stages",
                    .choices = std::move(names)},
                   count_option("steps", "steps of training; as recorded unless given", "0"),
                   std::move(trial)},
       .run = training,
       .cost = training_cost,
       .example = "--run stage-two --steps 100 --every 50"});
}

}  // namespace lemmascope::topic
