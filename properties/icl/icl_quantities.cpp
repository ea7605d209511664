// icl-gd-optimum, icl-gd-plus-plus, icl-gd-layer and icl-gd-scale.
#include "properties/compute/as_asked.hpp"
#include "properties/compute/input_file.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/icl/gradient_step.hpp"
#include "theory/icl/rate_loss.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using compute::as_asked;
using compute::Request;
using nlohmann::json;

std::string canonical_law(const std::string& text) {
  return regression::to_text(regression::parse_input_law(text));
}

Setting setting_of(const Request& request) {
  return {{compute::whole_of(request.options, "dimension"),
           compute::whole_of(request.options, "context")},
          regression::parse_input_law(compute::text_of(request.options, "inputs"))};
}

/// Other routes to the moments, where they are cheap.
void require_moments_agree(const Setting& setting, int most) {
  const bool gaussian = setting.law.kind == regression::InputLaw::Kind::gaussian;
  for (int k = 1; k <= std::min(most, gaussian ? 6 : 4); ++k) {
    const Rational walks = regression::trace_moment_by_walks(k, setting.shape, setting.law);
    const Rational other =
        gaussian ? regression::gaussian_trace_moment(k, setting.shape)
                 : regression::trace_moment_by_partitions(k, setting.shape, setting.law);
    require_agreement(walks == other, "moments by walks and by another route");
  }
}

void require_steps(const Setting& setting, int steps) {
  const int most = setting.law.kind == regression::InputLaw::Kind::gaussian ? 12 : 4;
  if (steps > most) {
    refuse(
        fmt::format("--steps: expected at most {} for these inputs (closed walks of 2K rows), "
                    "found {}",
                    most, steps));
  }
}

json optimum(const Request& request) {
  const Setting setting = setting_of(request);
  const int steps = compute::whole_of(request.options, "steps");
  require_steps(setting, steps);
  require_moments_agree(setting, 2 * steps);
  const Polynomial loss = half_loss(setting, steps);
  json answer{{"polynomial", as_asked(request, loss)}};
  if (steps == 1) {
    const Rational rate = best_one_step_rate(setting);
    const Rational least = evaluate(loss, rate / setting.shape.context);
    require_agreement(least == best_one_step_half_loss(setting), "closed form and polynomial");
    answer["rate"] = as_asked(request, rate);
    answer["loss"] = as_asked(request, least);
    return answer;
  }
  const auto best = regression::least_of_convex(loss);
  answer["rate"] = as_asked(
      request, Interval(regression::enclosure_of(best.at) * Interval(setting.shape.context)));
  answer["loss"] = as_asked(request, best.value);
  return answer;
}

json point_of(const Request& request, const PlusPlusPoint& point, int context) {
  return {{"rate", as_asked(request, Interval(point.step * Interval(context)))},
          {"gamma", as_asked(request, point.gamma)},
          {"loss", as_asked(request, point.half_loss)}};
}

json point_of(const Request& request, const SeparatePoint& point, int context) {
  const Interval n(context);
  return {{"rate", json::array({as_asked(request, Interval(point.first * n)),
                                as_asked(request, Interval(point.second * n))})},
          {"gamma", json::array({as_asked(request, point.gamma)})},
          {"loss", as_asked(request, point.half_loss)}};
}

/// The best point and all candidates.
template <class Optimum>
json with_candidates(const Request& request, const Optimum& found, int context) {
  json answer = point_of(request, found.candidates[found.best], context);
  answer["candidates"] = json::array();
  for (const auto& point : found.candidates) {
    answer["candidates"].push_back(point_of(request, point, context));
  }
  return answer;
}

json plus_plus(const Request& request) {
  const Setting setting = setting_of(request);
  const int steps = compute::whole_of(request.options, "steps");
  if (steps == 1) {  // the transformation comes too late: one plain step
    json answer = optimum(request);
    answer.erase("polynomial");
    if (!compute::flag_of(request.options, "looped")) {
      answer["rate"] = json::array({answer["rate"]});
      answer["gamma"] = json::array();
    } else {
      answer["gamma"] = nullptr;
    }
    answer["candidates"] = json::array({answer});
    return answer;
  }
  require_moments_agree(setting, 8);
  const int context = setting.shape.context;
  if (!compute::flag_of(request.options, "looped")) {
    return with_candidates(request, best_separate(setting), context);
  }
  const PlusPlusOptimum found = best_plus_plus(setting);
  json answer = with_candidates(request, found, context);
  answer["towards_infinity"] = as_asked(request, found.towards_infinity);
  return answer;
}

json scaled(const Request& request) {
  const Setting setting = setting_of(request);
  const int steps = compute::whole_of(request.options, "steps");
  require_steps(setting, steps);
  const Polynomial loss =
      scaled_half_loss(setting, steps, compute::number_of(request.options, "scale"));
  if (steps == 1) {
    return {{"loss", as_asked(request, evaluate(loss, best_one_step_rate(setting) /
                                                          setting.shape.context))}};
  }
  const auto best = regression::least_of_convex(half_loss(setting, steps));
  return {
      {"loss", as_asked(request, regression::enclosed(loss, regression::enclosure_of(best.at)))}};
}

Rational entry_of(const json& entry, const std::string& key) {
  if (entry.is_number_integer()) return parse_rational(entry.dump());
  if (entry.is_string()) {
    try {
      return parse_rational(entry.get<std::string>());
    } catch (const PreconditionError& error) {
      refuse("--task: " + key + ": " + error.what());
    }
  }
  refuse("--task: " + key + ": expected whole numbers or fractions as text, found " + entry.dump());
}

const json& member(const json& task, const std::string& key) {
  require(task.is_object() && task.contains(key),
          "--task: expected an object with x, y, query, W0 and rate; '" + key + "' is missing");
  return task.at(key);
}

Vector<Rational> vector_of(const json& list, const std::string& key) {
  require(list.is_array() && !list.empty(), "--task: " + key + ": expected a list of numbers");
  Vector<Rational> vector(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) vector(i) = entry_of(list[i], key);
  return vector;
}

Matrix<Rational> matrix_of(const json& task, const std::string& key) {
  const json& rows = member(task, key);
  require(rows.is_array() && !rows.empty(), "--task: " + key + ": expected a list of rows");
  const Vector<Rational> first = vector_of(rows[0], key);
  Matrix<Rational> matrix(rows.size(), first.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Vector<Rational> row = vector_of(rows[i], key);
    if (row.size() != first.size()) {
      refuse(fmt::format("--task: {}: expected every row to have {} entries, as the first has", key,
                         first.size()));
    }
    matrix.row(i) = row.transpose();
  }
  return matrix;
}

json layer(const Request& request) {
  const json written =
      compute::read_json_or_text(compute::text_of(request.options, "task"), "--task");
  RegressionTask task{matrix_of(written, "x"), matrix_of(written, "y"),
                      vector_of(member(written, "query"), "query"), matrix_of(written, "W0"),
                      entry_of(member(written, "rate"), "rate")};
  try {
    require_task(task);
  } catch (const PreconditionError& error) {
    refuse(std::string("--task: ") + error.what());
  }
  const double size = task.width() + task.outputs(), n = task.context();
  compute::require_within(
      request.budget, {.memory = 64 * size * (size + n), .terms = 50 * size * size * (size + n)},
      "icl-gd-layer");
  const Matrix<Rational> tokens = after_layers(tokens_of(task), {{gradient_head(task)}});
  const Matrix<Rational> delta = context_gradient(task, task.start) * Rational(-task.rate);
  const Vector<Rational> prediction = prediction_of(tokens, task.outputs());
  require_agreement(prediction == (task.start + delta) * task.query,
                    "the layer and the gradient step");
  return {{"delta_W", as_asked(request, delta)},
          {"tokens", as_asked(request, Matrix<Rational>(tokens.transpose()))},
          {"prediction", as_asked(request, Matrix<Rational>(prediction.transpose()))[0]}};
}

std::vector<compute::Option> setting_options(const char* steps, const char* most_steps) {
  compute::Option inputs{.name = "inputs",
                         .help = "law of the entries: uniform:R on [-R, R], or gaussian",
                         .usual = "uniform:1/2"};
  inputs.canonical = canonical_law;
  return {compute::whole_option("context", "examples, N", "10", "1", "1000000"),
          compute::whole_option("dimension", "entries of an input, d", "10", "1", "1000000"),
          inputs, compute::whole_option("steps", "K", steps, "1", most_steps)};
}

compute::Calculator optimum_calculator() {
  compute::Calculator one;
  one.name = "icl-gd-optimum";
  one.summary = "the best rate of K gradient steps on random tasks and its expected half-loss";
  one.formula = "(sigma^2/2) E tr (I - (eta/N) X X^T)^(2K); w ~ N(0, I), noiseless";
  one.arithmetics = compute::kExactOrEnclosed;
  one.options = setting_options("1", "12");
  one.run = optimum;
  one.example = "--dimension 10 --context 10 --inputs uniform:1/2 --steps 1";
  return one;
}

compute::Calculator plus_plus_calculator() {
  compute::Calculator two;
  two.name = "icl-gd-plus-plus";
  two.summary = "the best rates of layers of GD++, every critical point with them";
  two.formula = "(sigma^2/2) E tr rho(C)^2, rho = (1 - t x)(1 - t x (1 - gamma x)^2)";
  two.arithmetics = compute::kExactOrEnclosed;
  two.options = setting_options("2", "2");
  two.options.push_back({.name = "looped",
                         .kind = compute::OptionKind::flag,
                         .help = "both layers share eta and gamma"});
  std::swap(two.options[3], two.options[4]);
  two.run = plus_plus;
  two.example = "--dimension 10 --context 10 --looped";
  return two;
}

}  // namespace

std::vector<compute::Calculator> icl_quantities() {
  compute::Calculator scale = optimum_calculator();
  scale.name = "icl-gd-scale";
  scale.summary = "half-loss of the best rate with inputs multiplied at test time";
  scale.formula = "(alpha^2 sigma^2/2) E tr (I - (eta/N) alpha^2 X X^T)^(2K)";
  scale.options.insert(
      scale.options.begin() + 3,
      compute::number_option("scale", "of the inputs at test time, alpha", "1", "0", "1000"));
  scale.run = scaled;
  scale.example = "--scale 1/2";
  compute::Calculator one;
  one.name = "icl-gd-layer";
  one.summary = "one layer of linear self-attention as one gradient step, on a task of your own";
  one.formula = "(x, y) -> (x, y - Delta W x)";
  one.arithmetics = compute::kExactOrEnclosed;
  one.options = {{.name = "task",
                  .kind = compute::OptionKind::file,
                  .help = "JSON object x, y, query, W0, rate, or the name of its file",
                  .required = true}};
  one.run = layer;
  one.example = R"(--task '{"x": [[1]], "y": [[2]], "query": [1], "W0": [[0]], "rate": "1/2"}')";
  return {optimum_calculator(), plus_plus_calculator(), one, scale};
}

}  // namespace lemmascope::icl
