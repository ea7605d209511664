// main-theorem, dominance-margin: what is certified about training on a tree, and about one rival
// for every two-state chain.
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "properties/causal/quantities/task_options.hpp"
#include "properties/claim/claim.hpp"
#include "properties/claim/quantity.hpp"
#include "theory/causal/certified_training.hpp"
#include "theory/causal/two_state_margin.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

using compute::Arithmetic;
using compute::Estimate;
using compute::Option;
using compute::OptionKind;
using compute::Request;
using compute::whole_of;
namespace {

using nlohmann::json;

// What main-theorem is told about both stages, or chooses.
constexpr const char* kSettings[] = {"beta0", "rate", "steps1", "steps2"};

json tagged(const Interval& value) { return claim::to_json(claim::quantity(value)); }
json tagged(const Real50& value) { return tagged(Interval(value)); }
json tagged(const Rational& value) { return claim::to_json(claim::quantity(value)); }

// All of the settings are given, or none.
bool settings_are_given(const Request& request) {
  int given = 0;
  for (const char* name : kSettings) given += compute::is_given(request.options, name) ? 1 : 0;
  require(given == 0 || given == std::ssize(kSettings),
          "--beta0, --rate, --steps1 and --steps2: expected all of them, or none and they are "
          "chosen");
  return given > 0;
}

// Settings that certify unless they are given.
CertifiedTraining certified(const Request& request) {
  const auto& values = request.options;
  const auto prior = shift_representatives(chain_of(values));
  const auto forest = forest_of(values);
  if (!settings_are_given(request)) return certified_training(prior, forest);
  return certified_training(prior, forest,
                            {compute::number_of(values, "beta0"),
                             compute::number_of(values, "rate"), whole_of(values, "steps1"),
                             compute::number_of(values, "step2"), whole_of(values, "steps2")});
}

json main_theorem(const Request& request) {
  const auto result = certified(request);
  return {{"beta0", tagged(result.settings.beta0)},
          {"rate", tagged(result.settings.rate)},
          {"steps_of_stage_1", result.settings.first_steps},
          {"steps_of_stage_2", result.settings.second_steps},
          {"least_gap_at_least", tagged(result.least_gap)},
          {"missing_attention_at_most", tagged(result.missing)},
          {"beta_at_least", tagged(result.match_lower)},
          {"beta_at_most", tagged(result.match_upper)},
          {"gap_at_least", tagged(result.gap.lower())},
          {"gap_at_most", tagged(result.gap.upper())},
          {"gap_of_uniform_prediction", tagged(result.uniform_gap)},
          {"constant_of_log_T_over_T", tagged(result.share_of_rate)}};
}

// Stage 2: two slopes a step, each 65 nodes times S shifts times a pass for every query and target,
// in double precision; K by interval quadrature, S^3 T^2 + S^2 T^3 for each shift; stage 1 a
// hundred operations a step.
Estimate training_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  const bool chosen = !settings_are_given(request);
  const double s = size.states, t = size.length;
  const double slopes = chosen ? 400 : 2.0 * whole_of(request.options, "steps2") + 20;
  const double first = chosen ? 10 * t * t : whole_of(request.options, "steps1");
  Estimate cost;
  cost.memory = 200 * s * t * (t + 10);
  cost.terms = slopes * 65 * s * s * (s + 1) * t * (4 * s * s + 40) +
               s * (s * s * s * t * t + s * s * t * t * t) * claim::kIntervalTerm + 100 * first;
  return cost;
}

json dominance_margin(const Request& request) {
  const auto& values = request.options;
  const auto forest = forest_of(values);
  const int i = whole_of(values, "node"), j = whole_of(values, "rival");
  require(i < forest.size() && j < forest.size() && !forest.is_root(i),
          "--node: expected a node with a parent, and --rival: a node");
  require(can_be_earlier(forest, i, j),
          "--rival: expected a node that some order of the graph puts before --node and that is "
          "neither it nor its parent");
  const Rational epsilon = compute::number_of(values, "epsilon");
  const RivalPlace place{i, forest.parent(i), j};
  const int length = forest.size() + 1, surplus = degree_surplus(forest, place);
  const auto margin = two_state_margin(forest, place, epsilon);
  const Rational corner = corner_value(length, epsilon, surplus);
  json answer = {
      {"degree_surplus", surplus},
      {"threshold", tagged(degree_threshold(length, epsilon))},
      {"corner_value", tagged(corner)},
      {"corner_limit", tagged(corner_limit(margin))},
      {"bound_is_certified", excess_over_bound(margin, corner).least_coefficient() >= 0}};
  const Rational x = compute::number_of(values, "x"), y = compute::number_of(values, "y");
  answer["margin"] = tagged(value(margin, x, y));
  const Rational lambda = x - y;
  answer["bound"] = tagged(Rational(lambda * lambda * (1 - lambda) * corner));
  return answer;
}

Estimate margin_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  return {.memory = 1e4 * size.length * size.length,
          .terms = 100 * std::pow(2, size.length) + 1e3 * std::pow(size.length, 5)};
}

Option whole(std::string name, std::string help, std::string usual, std::string most) {
  return {.name = std::move(name),
          .kind = OptionKind::whole,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = "0",
          .most = std::move(most)};
}

Option number(std::string name, std::string help, std::string usual, std::string least,
              std::string most) {
  return {.name = std::move(name),
          .kind = OptionKind::number,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = std::move(least),
          .most = std::move(most)};
}

}  // namespace

void add_finite_quantities(std::vector<compute::Calculator>& all) {
  auto of_training = task_options(joined(graph_names(), {"chain"}));
  of_training.push_back(number("beta0",
                               "match strength of stage 1; chosen unless given, as the next three",
                               "", "1/1000000000", "1"));
  of_training.push_back(number("rate", "eta1 beta0 / T, the step of stage 1 as a factor of K", "",
                               "1/1000", "1000000000"));
  of_training.push_back(whole("steps1", "steps of stage 1", "", "1000000"));
  of_training.push_back(
      number("step2", "eta2 / (S - 1), the step of stage 2 in beta", "4", "1/1000", "4"));
  of_training.push_back(whole("steps2", "steps of stage 2", "", "10000"));
  all.push_back({.name = "main-theorem",
                 .summary = "Theorem 4.4 certified on a tree: attention, trained beta and loss gap "
                            "with explicit constants",
                 .formula = "1 - a <= delta, beta in [lo, hi], L + log(1 + S/T) - L* <= gap; "
                            "smoothing 1/T, relabelled shift orbit of the chain",
                 .arithmetics = {Arithmetic::interval},
                 .options = std::move(of_training),
                 .run = main_theorem,
                 .cost = training_cost,
                 .example = "--graph chain --length 5 --chain \"7/10,3/10;4/10,6/10\""});
  auto of_margin = task_options(joined(graph_names(), {"epsilon"}));
  of_margin.push_back(whole("node", "the node i, from 0", "2", "15"));
  of_margin.push_back(whole("rival", "the rival j, from 0", "0", "15"));
  of_margin.push_back(number("x", "pi(0|0); x >= y and x + y <= 1", "1/2", "0", "1"));
  of_margin.push_back(number("y", "pi(0|1)", "1/3", "0", "1/2"));
  all.push_back({.name = "dominance-margin",
                 .summary =
                     "the parent's margin over one rival at finite length, for all two-state "
                     "chains and at one",
                 .formula = "E[K_ip - K_ij] under the orbit of ((x,1-x),(y,1-y)), against lambda^2 "
                            "(1 - lambda) [T - 2c (deg p - deg j)/(c-1)] / (4 (c-2)(c-3))",
                 .arithmetics = {Arithmetic::exact},
                 .options = std::move(of_margin),
                 .run = dominance_margin,
                 .cost = margin_cost,
                 .example = "--parents=-1,0,0,0,0 --node 2 --rival 1 --x 1/100 --y 1/1000"});
}

}  // namespace lemmascope::causal
