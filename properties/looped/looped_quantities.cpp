// looped-isotropic, looped-full and looped-test-loops.
#include "properties/compute/as_asked.hpp"
#include "properties/compute/usual_options.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/looped/isotropic.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::looped {
namespace {

using compute::as_asked;
using compute::Request;
using nlohmann::json;

LoopSetting setting_of(const Request& request, const char* loops) {
  return {compute::whole_of(request.options, "dimension"),
          compute::whole_of(request.options, "context"), compute::whole_of(request.options, loops)};
}

/// Closed walks beside integration by parts, where they are cheap.
void require_moments_agree(const LoopSetting& setting) {
  const regression::InputShape shape{setting.dimension, setting.context};
  for (int k = 1; k <= std::min(2 * setting.loops, 6); ++k) {
    require_agreement(regression::gaussian_trace_moment(k, shape) ==
                          regression::trace_moment_by_walks(k, shape, regression::gaussian_law()),
                      "Wishart moments by parts and by closed walks");
  }
}

json isotropic(const Request& request) {
  const LoopSetting setting = setting_of(request, "loops");
  require_moments_agree(setting);
  const Polynomial loss = isotropic_loss(setting);
  json answer{{"polynomial", as_asked(request, loss)}};
  if (setting.loops == 1) {
    const Rational step = -loss[1] / (2 * loss[2]);
    answer["step"] = as_asked(request, step);
    answer["loss"] = as_asked(request, evaluate(loss, step));
    return answer;
  }
  const auto best = regression::least_of_convex(loss);
  answer["step"] = as_asked(request, regression::enclosure_of(best.at));
  answer["loss"] = as_asked(request, best.value);
  return answer;
}

json full(const Request& request) {
  const LoopSetting setting = setting_of(request, "loops");
  const std::array<Rational, 4> point{Rational(3, 4), Rational(1, 5), Rational(1, 7),
                                      Rational(-1, 3)};
  require_agreement(
      regression::value_at<Rational, 4>(full_loss(setting.context, setting.loops), point) ==
          loss_by_factor(matrix_of(point), setting.context, setting.loops),
      "the loss by pairings and by Bartlett's factor");
  const FullMinimum least = full_minimum(setting.context, setting.loops);
  json hessian = json::array();
  for (const Interval& value : least.isotropic_hessian) hessian.push_back(as_asked(request, value));
  return {{"a", as_asked(request, least.a)},
          {"b", least.turned ? as_asked(request, least.b) : as_asked(request, Rational(0))},
          {"loss", as_asked(request, least.loss)},
          {"isotropic_loss", as_asked(request, least.isotropic_loss)},
          {"isotropic_hessian", hessian}};
}

json at_test(const Request& request) {
  const LoopSetting setting = setting_of(request, "trained");
  require_moments_agree(setting);
  return {{"loss",
           as_asked(request, loss_at_test(setting, compute::whole_of(request.options, "test")))}};
}

}  // namespace

std::vector<compute::Calculator> looped_quantities() {
  const auto context = compute::whole_option("context", "examples, n", "20", "1", "1000000000");
  const auto dimension =
      compute::whole_option("dimension", "entries of an input, d", "2", "1", "1000000");
  compute::Calculator line;
  line.name = "looped-isotropic";
  line.summary = "the loss of L loops with A = a I as a polynomial, and its least value";
  line.formula = "E tr (I - a S)^(2L), S = X X^T / n, Gaussian columns";
  line.arithmetics = compute::kExactOrEnclosed;
  line.options = {context, dimension, compute::whole_option("loops", "L", "2", "1", "12")};
  line.run = isotropic;
  line.example = "--dimension 2 --context 10 --loops 2";
  compute::Calculator all;
  all.name = "looped-full";
  all.summary =
      "the best A = a I + b J of two coordinates, certified, beside the best multiple of I";
  all.formula = "min over A of E |(I - S A)^L|_F^2; L = 3: |symmetric traceless part|^2 up to 1";
  all.arithmetics = compute::kExactOrEnclosed;
  all.options = {compute::whole_option("context", "examples, n", "20", "2", "1000000"),
                 compute::whole_option("dimension", "two only", "2", "2", "2"),
                 compute::whole_option("loops", "L", "2", "2", "3")};
  all.run = full;
  all.example = "--dimension 2 --context 20 --loops 2";
  compute::Calculator test;
  test.name = "looped-test-loops";
  test.summary = "the loss of T loops with the best a for L loops";
  test.formula = "E tr (I - a_L S)^(2T)";
  test.arithmetics = compute::kExactOrEnclosed;
  test.options = {context, dimension,
                  compute::whole_option("test", "loops at test, T", "2", "1", "12"),
                  compute::whole_option("trained", "loops in training, L", "2", "1", "12")};
  test.run = at_test;
  test.example = "--dimension 2 --context 20 --trained 2 --test 3";
  return {all, line, test};
}

}  // namespace lemmascope::looped
