// leading-gradient, population-gradient, forward, train-exact, stage2-limit, bayes-loss.
#include <cmath>

#include "properties/causal/quantities/task_options.hpp"
#include "properties/compute/in_arithmetic.hpp"
#include "properties/compute/input_file.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/causal/bayes.hpp"
#include "theory/causal/exact_training.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/population_gradient.hpp"
#include "theory/causal/reduced_model.hpp"
#include "theory/causal/stage_two_limit.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/contradiction.hpp"

namespace lemmascope::causal {

using compute::Arithmetic;
using compute::Calculator;
using compute::Estimate;
using compute::in_elementary;
using compute::in_field;
using compute::in_precise;
using compute::is_given;
using compute::Method;
using compute::number_bytes;
using compute::number_of;
using compute::operation_cost;
using compute::Option;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using compute::tagged_lower_triangle;
using compute::text_of;
using compute::whole_of;
namespace {

using nlohmann::json;

// Rows of `size` numbers, or of growing length: row i of a lower triangle has i + 1.
bool has_shape(const json& rows, int size) {
  if (!rows.is_array() || rows.size() != static_cast<std::size_t>(size)) return false;
  bool square = true, triangle = true;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    square = square && rows[i].is_array() && rows[i].size() == rows.size();
    triangle = triangle && rows[i].is_array() && rows[i].size() == i + 1;
  }
  return square || triangle;
}

template <class N>
Matrix<N> matrix_from(const json& weights, const std::string& file, const char* name, int size) {
  if (!has_shape(weights.at(name), size)) {
    refuse(
        fmt::format("--weights {}: {}: expected {} rows of {} numbers, or of 1, 2, ... numbers "
                    "(a lower triangle)",
                    file, name, size, size));
  }
  Matrix<N> matrix = Matrix<N>::Constant(size, size, N(0));
  for (int i = 0; i < size; ++i) {
    const json& row = weights.at(name).at(static_cast<std::size_t>(i));
    for (int j = 0; j < static_cast<int>(row.size()); ++j) {
      const json& entry = row.at(static_cast<std::size_t>(j));
      if (!entry.is_string() && !entry.is_number()) {
        refuse(fmt::format("--weights {}: {}[{}][{}]: expected a number or a fraction as a string",
                           file, name, i, j));
      }
      try {
        matrix(i, j) = from_rational<N>(
            parse_rational(entry.is_string() ? entry.get<std::string>() : entry.dump()));
      } catch (const PreconditionError& failure) {
        refuse(fmt::format("--weights {}: {}[{}][{}]: {}", file, name, i, j, failure.what()));
      }
    }
  }
  return matrix;
}

// The content of the file --weights names: an object of exactly A1 and A2. Null without the option.
json weights_file(const Request& request) {
  if (!is_given(request.options, "weights")) return nullptr;
  const std::string& file = text_of(request.options, "weights");
  const json weights = compute::read_json(file, "--weights");
  if (!weights.is_object() || weights.size() != 2 || !weights.contains("A1") ||
      !weights.contains("A2")) {
    refuse(fmt::format("--weights {}: expected an object of two matrices, A1 and A2", file));
  }
  return weights;
}

// The weights of that file, or the start of Algorithm 1.
template <class N>
ReducedWeights<N> weights_of(const Request& request, const json& weights, int length, int states) {
  if (weights.is_null()) {
    return ReducedWeights<N>::initial(length, states,
                                      from_rational<N>(number_of(request.options, "beta0")));
  }
  const std::string& file = text_of(request.options, "weights");
  return {matrix_from<N>(weights, file, "A1", length), matrix_from<N>(weights, file, "A2", states)};
}

// Equal fractions, overlapping enclosures; rounded numbers within 2^-20 of the largest entry, a
// million times what rounding does to either route in double precision.
template <class N>
bool agree(const Matrix<N>& a, const Matrix<N>& b) {
  if constexpr (std::is_same_v<N, Rational>) {
    return a == b;
  } else if constexpr (std::is_same_v<N, Interval>) {
    for (Eigen::Index k = 0; k < a.size(); ++k) {
      if (!overlaps(a.data()[k], b.data()[k])) return false;
    }
    return true;
  } else {
    N largest(0), difference(0);
    for (Eigen::Index k = 0; k < a.size(); ++k) {
      largest = maximum<N>(largest, absolute<N>(a.data()[k]));
      difference = maximum<N>(difference, absolute<N>(N(a.data()[k] - b.data()[k])));
    }
    return !(difference * N(1 << 20) > largest);
  }
}

json leading(const Request& request) {
  const auto forest = forest_of(request.options);
  const auto prior = prior_of(request.options);
  const Rational epsilon = number_of(request.options, "epsilon");
  return in_field(request, [&]<class N>(const N&) -> json {
    auto by = [&](DriveMethod method) { return drive<N>(prior, forest, epsilon, method); };
    const Matrix<N> k = by(request.method == Method::enumerate ? DriveMethod::enumeration
                                                               : DriveMethod::quadrature);
    json answer = {{"K", tagged_lower_triangle<N>(k)},
                   {"dA1", tagged_lower_triangle<N>(leading_gradient(k))}};
    if (request.method == Method::both) {
      const Matrix<N> second = by(DriveMethod::enumeration);
      require_agreement(
          agree<N>(k, second),
          "leading-gradient: quadrature and enumeration differ by more than rounding");
      answer["K_by_enumeration"] = tagged_lower_triangle<N>(second);
    }
    return answer;
  });
}

json population(const Request& request) {
  const auto forest = forest_of(request.options);
  const auto prior = prior_of(request.options);
  const Rational epsilon = number_of(request.options, "epsilon");
  const json file = weights_file(request);
  return in_elementary<100>(request, [&]<class N>(const N&) -> json {
    if constexpr (std::is_same_v<N, Real200>) {
      return {};
    } else {
      const auto weights = weights_of<N>(request, file, forest.size() + 1, prior.states());
      const auto gradient = population_gradient(weights, forest, prior, epsilon);
      return {{"loss", tagged<N>(gradient.loss)},
              {"dA1", tagged_lower_triangle<N>(gradient.position_scores)},
              {"dA2", tagged<N>(gradient.token_match)}};
    }
  });
}

// S: the given one, else what the weights or the tokens ask for.
int states_of(const Request& request, const json& weights, const std::vector<int>& tokens) {
  if (weights.is_object() && weights.at("A2").is_array()) {
    return static_cast<int>(weights.at("A2").size());
  }
  int states =
      is_given(request.options, "vocabulary") ? whole_of(request.options, "vocabulary") : 0;
  for (const int token : tokens) states = std::max(states, token + 1);
  return states;
}

json forward_pass(const Request& request) {
  const std::vector<int> tokens = whole_numbers(text_of(request.options, "tokens"));
  const json file = weights_file(request);
  const int states = states_of(request, file, tokens);
  return in_elementary(request, [&]<class N>(const N&) -> json {
    const auto weights = weights_of<N>(request, file, static_cast<int>(tokens.size()), states);
    const auto pass = forward(weights, tokens);
    return {{"z", tagged<N>(pass.scores)},
            {"p", tagged<N>(pass.weights)},
            {"f", tagged<N>(pass.prediction)}};
  });
}

template <class N>
json trajectory_of(const Request& request) {
  TrainingPlan<N> plan;
  const auto number = [&](const char* name) {
    return from_rational<N>(number_of(request.options, name));
  };
  plan.initial_match = from_rational<N>(number_of(request.options, "beta0"));
  plan.first_step_size = number("eta1");
  plan.second_step_size = number("eta2");
  plan.first_steps = whole_of(request.options, "steps1");
  plan.second_steps = whole_of(request.options, "steps2");
  for (const int step : whole_numbers(text_of(request.options, "record"))) {
    plan.record_at.push_back(step);
  }
  const auto training = train_exactly(plan, forest_of(request.options), prior_of(request.options),
                                      number_of(request.options, "epsilon"));
  json points = json::array();
  for (const auto& p : training.trajectory) {
    points.push_back({{"stage", p.stage},
                      {"step", p.step},
                      {"loss", tagged<N>(p.loss)},
                      {"parent_attention", tagged<N>(p.parent_attention)},
                      {"match_strength", tagged<N>(p.match_strength)}});
  }
  return {{"trajectory", points},
          {"A1", tagged_lower_triangle<N>(training.weights.position_scores)},
          {"A2", tagged<N>(training.weights.token_match)}};
}

json train_exact(const Request& request) {
  return request.arithmetic == Arithmetic::binary64 ? trajectory_of<double>(request)
                                                    : in_precise<50>(request, [&](const Real50&) {
                                                        return trajectory_of<Real50>(request);
                                                      });
}

json stage_two_limit(const Request& request) {
  const auto prior = prior_of(request.options);
  const Rational roots = number_of(request.options, "roots");
  const Rational beta = number_of(request.options, "beta");
  return in_elementary(request, [&]<class N>(const N&) -> json {
    const N match = from_rational<N>(beta);
    json omega = json::array();
    for (const auto& atom : prior.atoms()) {
      const Vector<N> mu = markov::stationary_law(markov::in_arithmetic<N>(atom.chain));
      Vector<N> weights(mu.size());
      for (Eigen::Index s = 0; s < mu.size(); ++s) {
        weights(s) = mixture_weight<N>(mu(s), roots, match);
      }
      omega.push_back(tagged<N>(weights));
    }
    return {{"omega", omega}, {"loss", tagged<N>(limiting_loss<N>(prior, roots, match))}};
  });
}

json bayes_loss(const Request& request) {
  const auto forest = forest_of(request.options);
  const auto prior = prior_of(request.options);
  const Rational alpha = number_of(request.options, "alpha");
  return in_elementary(request, [&]<class N>(const N&) -> json {
    const auto losses = bayes_losses<N>(prior, forest, alpha);
    return {{"oracle", tagged<N>(losses.oracle)},
            {"posterior", tagged<N>(losses.posterior)},
            {"counts", tagged<N>(losses.counts)},
            {"authors_line", tagged<N>(losses.authors_line)}};
  });
}

// Quadrature over T nodes in O(S^3 T^2 + S^2 T^3) each, or every sequence.
Estimate leading_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  const Estimate prior = prior_cost(size);
  const double s = size.states, t = size.length, one = operation_cost(request);
  Estimate cost{prior.memory + 4 * t * t * number_bytes(request), prior.terms};
  if (request.method != Method::enumerate) {
    cost.terms += size.atoms * (s * s * s * t * t + s * s * t * t * t) * one;
  }
  if (request.method == Method::enumerate || request.method == Method::both) {
    cost.terms += size.atoms * std::pow(s, t) * one;
  }
  return cost;
}

// S^(T-1) S^2 operations and S^T exponentials a chain.
double sequences_terms(const TaskSize& size, const Request& request) {
  return size.atoms * std::pow(size.states, size.length) * (size.states + size.length) *
         operation_cost(request);
}

Estimate enumeration_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  const Estimate prior = prior_cost(size);
  const double entries = size.length * size.length + size.states * size.states;
  return {prior.memory + 8 * entries * number_bytes(request),
          prior.terms + sequences_terms(size, request)};
}

Estimate training_cost(const Request& request) {
  Estimate cost = enumeration_cost(request);
  const double steps =
      1.0 + whole_of(request.options, "steps1") + whole_of(request.options, "steps2");
  cost.terms += steps * sequences_terms(size_of(request.options), request);
  return cost;
}

Estimate forward_cost(const Request& request) {
  const std::vector<int> tokens = whole_numbers(text_of(request.options, "tokens"));
  const double t = static_cast<double>(tokens.size());
  const double s = states_of(request, nullptr, tokens);
  return {2 * (t * t + s * s) * number_bytes(request),
          (t * t + s * s + t * t * s) * operation_cost(request)};
}

Estimate mixture_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  Estimate cost = prior_cost(size);
  cost.terms += size.atoms * std::pow(size.states, 3) * operation_cost(request);
  return cost;
}

Option weights_option() {
  return {.name = "weights",
          .kind = OptionKind::file,
          .help = "JSON file with A1 (T x T) and A2 (S x S), instead of the start of Algorithm 1",
          .excludes = {"beta0", "vocabulary"}};
}

// Of train-exact: where the trajectory is written down, and how long it is.
std::vector<Option> training_options() {
  const auto rate = [](std::string name, std::string help) {
    return Option{
        .name = std::move(name), .kind = OptionKind::number, .help = std::move(help), .usual = "1"};
  };
  const auto steps = [](std::string name, std::string help) {
    return Option{.name = std::move(name),
                  .kind = OptionKind::whole,
                  .help = std::move(help),
                  .usual = "10",
                  .least = "0",
                  .most = "1000000000"};
  };
  return {rate("eta1", "step size of stage 1"),
          rate("eta2", "step size of stage 2"),
          {.name = "record",
           .help = "steps to record in each stage",
           .usual = "0,1,10",
           .canonical = canonical_whole_numbers},
          steps("steps1", "steps of stage 1"),
          steps("steps2", "steps of stage 2")};
}

const char* const kTask = "--parents=-1,0 --chain \"7/10,3/10;4/10,6/10\" --orbit";
const std::vector<Arithmetic> kElementary{Arithmetic::interval, Arithmetic::precise,
                                          Arithmetic::binary64};

Calculator leading_gradient_calculator() {
  std::vector<Arithmetic> every = kElementary;
  every.insert(every.begin(), Arithmetic::exact);
  return {.name = "leading-gradient",
          .summary = "the exact finite-length drive K and lim (dL/dA1)/beta0, in polynomial time",
          .formula = "K_ij = E[w_i 1(s_j = s_T)], dA1_i = -(1/T) J(u_i) K_i",
          .arithmetics = every,
          .methods = {Method::enumerate, Method::polynomial, Method::both},
          .options = task_options(joined(joined(graph_names(), prior_names()), {"epsilon"})),
          .run = leading,
          .cost = leading_cost,
          .example = kTask,
          .axes = {{"K", {"i", "j"}}, {"dA1", {"i", "j"}}, {"K_by_enumeration", {"i", "j"}}}};
}

Calculator population_gradient_calculator() {
  auto options = task_options(joined(joined(graph_names(), prior_names()), {"epsilon", "beta0"}));
  options.push_back(weights_option());
  return {.name = "population-gradient",
          .summary = "population loss and gradients at any weights",
          .formula = "L = E[-sum pi(s'|s_T) log(f_s' + eps)]",
          .arithmetics = kElementary,
          .methods = {Method::enumerate},
          .options = std::move(options),
          .run = population,
          .cost = enumeration_cost,
          .example = kTask,
          .axes = {{"dA1", {"i", "j"}}, {"dA2", {"query", "key"}}}};
}

Calculator forward_calculator() {
  auto options = task_options({"vocabulary", "beta0"});
  options.front().help = "S, where it is more than the tokens show";
  options.push_back({.name = "tokens",
                     .help = "the sequence, query last: 0,2,1",
                     .required = true,
                     .canonical = canonical_whole_numbers});
  options.push_back(weights_option());
  return {.name = "forward",
          .summary = "scores, weights and prediction of the reduced model",
          .formula = "f = X^T softmax(softmax(mask A1) X A2^T x_T)",
          .arithmetics = kElementary,
          .options = std::move(options),
          .run = forward_pass,
          .cost = forward_cost,
          .example = "--tokens 0,2,1",
          .axes = {{"z", {"", "position"}}, {"p", {"", "position"}}, {"f", {"", "token"}}}};
}

Calculator train_exact_calculator() {
  auto options = task_options(joined(joined(graph_names(), prior_names()), {"epsilon", "beta0"}));
  options = joined(std::move(options), training_options());
  return {.name = "train-exact",
          .summary = "Algorithm 1 with exact population gradients",
          .formula = "A1 -= eta1 dL/dA1, then A2 -= eta2 dL/dA2",
          .arithmetics = {Arithmetic::precise, Arithmetic::binary64},
          .options = std::move(options),
          .run = train_exact,
          .cost = training_cost,
          .example = fmt::format("{} --eta1 100 --steps1 4 --steps2 4", kTask),
          .axes = {{"A1", {"i", "j"}}, {"A2", {"query", "key"}}}};
}

Calculator stage_two_limit_calculator() {
  auto options = task_options(prior_names());
  options.push_back(
      {.name = "beta", .kind = OptionKind::number, .help = "match strength", .usual = "1"});
  options.push_back({.name = "roots",
                     .kind = OptionKind::number,
                     .help = "share of roots",
                     .usual = "0",
                     .least = "0",
                     .most = "1"});
  return {.name = "stage2-limit",
          .summary = "the limiting mixture of bigram and unigram law",
          .formula = "f = (1 - omega_s) pi(.|s) + omega_s mu",
          .arithmetics = kElementary,
          .options = std::move(options),
          .run = stage_two_limit,
          .cost = mixture_cost,
          .example = "--chain \"7/10,3/10;4/10,6/10\" --roots 1/4 --beta 2",
          .axes = {{"omega", {"chain", "state"}}}};
}

Calculator bayes_loss_calculator() {
  auto options = task_options(joined(graph_names(), prior_names()));
  options.push_back({.name = "alpha",
                     .kind = OptionKind::number,
                     .help = "smoothing of the count estimators",
                     .usual = "1/10",
                     .least = "0",
                     .above_least = true});
  return {.name = "bayes-loss",
          .summary = "exact losses of the oracle, the Bayes posterior and the count estimators",
          .formula = "E[-sum pi(s'|s_T) log g_s']",
          .arithmetics = kElementary,
          .options = std::move(options),
          .run = bayes_loss,
          .cost = enumeration_cost,
          .example = kTask};
}

}  // namespace

void add_causal_quantities(std::vector<Calculator>& all) {
  all.push_back(leading_gradient_calculator());
  all.push_back(population_gradient_calculator());
  all.push_back(forward_calculator());
  all.push_back(train_exact_calculator());
  all.push_back(stage_two_limit_calculator());
  all.push_back(bayes_loss_calculator());
}

}  // namespace lemmascope::causal
