// leading-gradient, population-gradient, forward, train-exact, stage2-limit, bayes-loss.
#include <charconv>

#include "properties/compute/in_arithmetic.hpp"
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
using compute::in_elementary;
using compute::in_field;
using compute::in_precise;
using compute::Method;
using compute::option;
using compute::Request;
using compute::tagged;
using compute::tagged_lower_triangle;
namespace {

using nlohmann::json;

std::vector<long> whole_numbers(const std::string& flag, const std::string& text) {
  std::vector<long> numbers;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    long number = 0;
    const char* end = text.data() + comma;
    const auto [stop, error] = std::from_chars(text.data() + start, end, number);
    if (error != std::errc() || stop != end || number < 0) {
      refuse(
          fmt::format("--{}: expected whole numbers separated by commas, found '{}'", flag, text));
    }
    numbers.push_back(number);
    start = comma + 1;
  }
  return numbers;
}

template <class N>
Matrix<N> matrix_from(const json& weights, const char* name, int size) {
  const auto bad = [&] {
    refuse(fmt::format("--weights: expected '{}' as {} rows of numbers or fraction strings", name,
                       size));
  };
  if (!weights.contains(name) || !weights.at(name).is_array() ||
      weights.at(name).size() != static_cast<std::size_t>(size)) {
    bad();
  }
  Matrix<N> matrix = Matrix<N>::Constant(size, size, N(0));
  for (int i = 0; i < size; ++i) {
    const json& row = weights.at(name).at(static_cast<std::size_t>(i));
    if (!row.is_array() || row.size() > static_cast<std::size_t>(size)) bad();
    for (int j = 0; j < static_cast<int>(row.size()); ++j) {  // short rows: lower triangles
      const json& entry = row.at(static_cast<std::size_t>(j));
      if (!entry.is_string() && !entry.is_number()) bad();
      matrix(i, j) = from_rational<N>(
          parse_rational(entry.is_string() ? entry.get<std::string>() : entry.dump()));
    }
  }
  return matrix;
}

// --weights (the content of a JSON file with A1 and A2), or the start of Algorithm 1.
template <class N>
ReducedWeights<N> weights_of(const Request& request, int length, int states) {
  const std::string text = option(request, "weights", "");
  if (text.empty()) {
    return ReducedWeights<N>::initial(length, states, from_rational<N>(beta0_of(request.task)));
  }
  const json weights = json::parse(text, nullptr, false);
  require(!weights.is_discarded(), "--weights: the file is not valid JSON");
  return {matrix_from<N>(weights, "A1", length), matrix_from<N>(weights, "A2", states)};
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
  const auto forest = forest_of(request.task);
  const auto prior = prior_of(request.task);
  const Rational epsilon = epsilon_of(request.task);
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
  const auto forest = forest_of(request.task);
  const auto prior = prior_of(request.task);
  const Rational epsilon = epsilon_of(request.task);
  require(request.method != Method::polynomial,
          "--method polynomial: finite beta0 is computed by enumeration; see leading-gradient");
  return in_elementary<100>(request, [&]<class N>(const N&) -> json {
    if constexpr (std::is_same_v<N, Real200>) {
      return {};
    } else {
      const auto weights = weights_of<N>(request, forest.size() + 1, prior.states());
      const auto gradient = population_gradient(weights, forest, prior, epsilon);
      return {{"loss", tagged<N>(gradient.loss)},
              {"dA1", tagged_lower_triangle<N>(gradient.position_scores)},
              {"dA2", tagged<N>(gradient.token_match)}};
    }
  });
}

json forward_pass(const Request& request) {
  const std::string text = option(request, "tokens", "");
  require(!text.empty(), "forward needs --tokens, for example --tokens 0,2,1 (the query last)");
  std::vector<int> tokens;
  for (const long token : whole_numbers("tokens", text)) tokens.push_back(static_cast<int>(token));
  int states = request.task.vocabulary.value_or(0);
  for (const int token : tokens) states = std::max(states, token + 1);
  const std::string given = option(request, "weights", "");
  if (!given.empty()) {
    const json weights = json::parse(given, nullptr, false);
    if (weights.is_object() && weights.contains("A2")) {
      states = static_cast<int>(weights.at("A2").size());
    }
  }
  return in_elementary(request, [&]<class N>(const N&) -> json {
    const auto weights = weights_of<N>(request, static_cast<int>(tokens.size()), states);
    const auto pass = forward(weights, tokens);
    return {{"z", tagged<N>(pass.scores)},
            {"p", tagged<N>(pass.weights)},
            {"f", tagged<N>(pass.prediction)}};
  });
}

long one_number(const Request& request, const std::string& name, const std::string& otherwise) {
  const auto numbers = whole_numbers(name, option(request, name, otherwise));
  require(numbers.size() == 1, "--" + name + ": expected one whole number");
  return numbers.front();
}

template <class N>
json trajectory_of(const Request& request) {
  TrainingPlan<N> plan;
  auto number = [&](const char* name) {
    return from_rational<N>(parse_rational(option(request, name, "1")));
  };
  plan.initial_match = from_rational<N>(beta0_of(request.task));
  plan.first_step_size = number("eta1");
  plan.second_step_size = number("eta2");
  plan.first_steps = one_number(request, "steps1", "10");
  plan.second_steps = one_number(request, "steps2", "10");
  plan.record_at = whole_numbers("record", option(request, "record", "0,1,10"));
  const auto training = train_exactly(plan, forest_of(request.task), prior_of(request.task),
                                      epsilon_of(request.task));
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
  const auto prior = prior_of(request.task);
  const Rational roots = parse_rational(option(request, "roots", "0"));
  const Rational beta = parse_rational(option(request, "beta", "1"));
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
  const auto forest = forest_of(request.task);
  const auto prior = prior_of(request.task);
  const Rational alpha = parse_rational(option(request, "alpha", "1/10"));
  return in_elementary(request, [&]<class N>(const N&) -> json {
    const auto losses = bayes_losses<N>(prior, forest, alpha);
    return {{"oracle", tagged<N>(losses.oracle)},
            {"posterior", tagged<N>(losses.posterior)},
            {"counts", tagged<N>(losses.counts)},
            {"authors_line", tagged<N>(losses.authors_line)}};
  });
}

const std::map<std::string, std::string> kWeightsOption{
    {"weights", "JSON file with A1 (T x T) and A2 (S x S), instead of the start of Algorithm 1"}};

std::map<std::string, std::string> with_weights(std::map<std::string, std::string> options) {
  options.insert(kWeightsOption.begin(), kWeightsOption.end());
  return options;
}

}  // namespace

void add_causal_quantities(std::vector<Calculator>& all) {
  const std::vector<Arithmetic> elementary{Arithmetic::interval, Arithmetic::precise,
                                           Arithmetic::binary64};
  std::vector<Arithmetic> every = elementary;
  every.insert(every.begin(), Arithmetic::exact);
  all.push_back({"leading-gradient",
                 "the exact finite-length drive K and lim (dL/dA1)/beta0, in polynomial time",
                 "K_ij = E[w_i 1(s_j = s_T)], dA1_i = -(1/T) J(u_i) K_i",
                 every,
                 {},
                 leading});
  all.push_back({"population-gradient", "population loss and gradients at any weights",
                 "L = E[-sum pi(s'|s_T) log(f_s' + eps)]", elementary, with_weights({}),
                 population});
  all.push_back({"forward", "scores, weights and prediction of the reduced model",
                 "f = X^T softmax(softmax(mask A1) X A2^T x_T)", elementary,
                 with_weights({{"tokens", "the sequence, query last: 0,2,1"}}), forward_pass});
  all.push_back({"train-exact",
                 "Algorithm 1 with exact population gradients",
                 "A1 -= eta1 dL/dA1, then A2 -= eta2 dL/dA2",
                 {Arithmetic::precise, Arithmetic::binary64},
                 {{"eta1", "step size of stage 1"},
                  {"steps1", "steps of stage 1"},
                  {"eta2", "step size of stage 2"},
                  {"steps2", "steps of stage 2"},
                  {"record", "steps to record in each stage: 0,1,10"}},
                 train_exact});
  all.push_back({"stage2-limit",
                 "the limiting mixture of bigram and unigram law",
                 "f = (1 - omega_s) pi(.|s) + omega_s mu",
                 elementary,
                 {{"roots", "share of roots"}, {"beta", "match strength"}},
                 stage_two_limit});
  all.push_back({"bayes-loss",
                 "exact losses of the oracle, the Bayes posterior and the count estimators",
                 "E[-sum pi(s'|s_T) log g_s']",
                 elementary,
                 {{"alpha", "smoothing of the count estimators, 1/10 unless given"}},
                 bayes_loss});
}

}  // namespace lemmascope::causal
