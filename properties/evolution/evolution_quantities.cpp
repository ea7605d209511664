// icl-markov-tensor, icl-markov-prior-tensor, icl-markov-two-steps and icl-markov-strategies.
#include <cmath>

#include "properties/compute/calculator.hpp"
#include "properties/compute/in_arithmetic.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/evolution/strategy_evaluation.hpp"
#include "theory/evolution/stationary_start.hpp"
#include "theory/evolution/strategies.hpp"
#include "theory/evolution/two_steps.hpp"

namespace lemmascope::evolution {
namespace {

using compute::Arithmetic;
using compute::Request;
using compute::tagged;
using nlohmann::json;

markov::Chain chain_of(const Request& request) {
  try {
    return markov::parse_chain(compute::text_of(request.options, "chain"));
  } catch (const PreconditionError& error) {
    refuse(std::string("--chain: ") + error.what());
  }
}

template <class N>
json tagged_list(const std::vector<N>& values) {
  json all = json::array();
  for (const N& value : values) all.push_back(tagged<N>(value));
  return all;
}

/// Entries T[m][l][j] as nested lists.
template <class Entry>
json nested(int states, int length, Entry entry) {
  json all = json::array();
  for (int m = 0; m < states; ++m) {
    all.push_back(json::array());
    for (int l = 0; l < states; ++l) {
      json lags = json::array();
      for (int j = 1; j <= length; ++j) lags.push_back(entry(m, l, j));
      all.back().push_back(lags);
    }
  }
  return all;
}

json one_chain(const Request& request) {
  const markov::Chain chain = chain_of(request);
  const int length = compute::whole_of(request.options, "length"), states = chain.states();
  const auto tensor = bilinear_tensor(chain, length);
  const std::vector<Rational> ones(static_cast<std::size_t>(length), Rational(1));
  return {
      {"T", nested(states, length, [&](int m, int l, int j) { return tagged(tensor(m, l, j)); })},
      {"minus_dW", tagged(tensor.along_weights(ones))},
      {"minus_dv",
       tagged_list(tensor.along_lags(Matrix<Rational>::Constant(states, states, Rational(1))))}};
}

json prior(const Request& request) {
  const int length = compute::whole_of(request.options, "length");
  const auto mean = prior_tensor(length);
  return {{"T", nested(2, length, [&](int m, int l, int j) -> json {
             const WithLog& entry = mean[place_of(m, l, j, length)];
             return {{"r0", tagged(entry.r0)},
                     {"r1", tagged(entry.r1)},
                     {"value", tagged(enclosed(entry))}};
           })}};
}

template <class N>
Tensor<N> mean_tensor(const Request& request, int length) {
  if (compute::text_of(request.options, "prior") == "uniform") {
    // Exact in x, and 50 digits (for doubles more than enough) at the pole in y.
    return prior_tensor_by_quadrature<N>(length, length / 2 + 36);
  }
  const auto exact = flip_tensor(Rational(1, 2), length);
  Tensor<N> tensor(2, length);
  for (int m = 0; m < 2; ++m) {
    for (int l = 0; l < 2; ++l) {
      for (int j = 1; j <= length; ++j) tensor(m, l, j) = from_rational<N>(exact(m, l, j));
    }
  }
  return tensor;
}

/// max over j != 2 of 2 (g_j - g_2)/(h_2 - h_j); null unless h_2 is the largest.
template <class N>
json threshold(const Tensor<N>& mean) {
  if (mean.length() < 2) return {};
  const auto terms = step_terms(mean);
  json found;
  N most(0);
  for (std::size_t j = 0; j < terms.g.size(); ++j) {
    if (j == 1) continue;
    if (terms.h[1] <= terms.h[j]) return {};
    const N rate = N(2) * (terms.g[j] - terms.g[1]) / (terms.h[1] - terms.h[j]);
    if (found.is_null() || rate > most) found = tagged<N>(most = rate);
  }
  return found;
}

template <class N>
json steps(const Request& request) {
  const int length = compute::whole_of(request.options, "length");
  const auto mean = mean_tensor<N>(request, length);
  const auto found = two_steps(mean, from_rational<N>(compute::number_of(request.options, "start")),
                               from_rational<N>(compute::number_of(request.options, "rate")));
  return {{"W1", tagged<N>(found.w1)},
          {"v1", tagged_list(found.v1)},
          {"W2", tagged<N>(found.w2)},
          {"v2", tagged_list(found.v2)},
          {"rate_threshold", threshold(mean)}};
}

compute::Calculator tensor_calculator() {
  compute::Calculator one;
  one.name = "icl-markov-tensor";
  one.summary = "the gradient tensor of the minimal model on one chain, and the first step";
  one.formula = "(pi_l / t) sum_i (P_mi - 1/k) (P^(j-1))_li sum_r (t - j + 1 - r) (P^r)_im";
  one.arithmetics = {Arithmetic::exact};
  one.options = {{.name = "chain", .help = "rows, by ';'", .required = true},
                 compute::whole_option("length", "tokens, t", "4", "1", "200")};
  one.run = one_chain;
  one.cost = [](const Request& request) {
    const double states = chain_of(request).states();
    const double length = compute::whole_of(request.options, "length");
    return compute::Estimate{.memory = 64 * length * states * states * (1 + length),
                             .terms = 20 * length * length * std::pow(states, 3)};
  };
  one.example = "--chain \"3/5,2/5;3/4,1/4\" --length 4";
  return one;
}

compute::Calculator prior_calculator() {
  compute::Calculator mean;
  mean.name = "icl-markov-prior-tensor";
  mean.summary = "its mean over chains of two states with uniform a and b, r0 + r1 ln 2";
  mean.formula = "E T[m,l,j] over a, b uniform on (0, 1)";
  mean.arithmetics = {Arithmetic::exact};
  mean.options = {compute::whole_option("length", "tokens, t", "4", "1", "40")};
  mean.run = prior;
  mean.cost = [](const Request& request) {
    const double length = compute::whole_of(request.options, "length");
    return compute::Estimate{.memory = 1000 * std::pow(length, 3),
                             .terms = 20 * std::pow(length, 5)};
  };
  mean.example = "--length 2";
  return mean;
}

compute::Calculator steps_calculator() {
  compute::Calculator two;
  two.name = "icl-markov-two-steps";
  two.summary = "two gradient steps of the minimal model over a prior, from W = c 1 1^T, v = c 1";
  two.formula = "W += rate E T v, v += rate <W, E T>, at once";
  two.arithmetics = {Arithmetic::precise, Arithmetic::binary64};
  two.options = {compute::whole_option("length", "tokens, t", "10", "1", "400"),
                 compute::number_option("start", "c", "1/50", "-1000", "1000"),
                 compute::number_option("rate", "of both parameters", "3/100", "0", "1000000"),
                 {.name = "prior",
                  .kind = compute::OptionKind::choice,
                  .help = "a and b uniform, or a = b uniform",
                  .usual = "uniform",
                  .choices = {"uniform", "diagonal"}}};
  two.run = [](const Request& request) {
    return request.arithmetic == Arithmetic::binary64
               ? steps<double>(request)
               : compute::in_precise<50>(request, [&](auto) { return steps<Real50>(request); });
  };
  two.cost = [](const Request& request) {
    const double length = compute::whole_of(request.options, "length");
    const double per_node = request.arithmetic == Arithmetic::binary64 ? 60 : 6000;
    return compute::Estimate{.memory = 1000 * length,
                             .terms = per_node * length * std::pow(length / 2 + 36, 2)};
  };
  two.example = "--length 10";
  return two;
}

/// Means over sampled sequences, with their standard errors.
json sampled_strategies(const Request& request, SequenceLaw law) {
  if (request.arithmetic != Arithmetic::binary64) {
    refuse("--sequences: sampled means are doubles, expected --evidence double");
  }
  const StrategyEvaluation set(law, {compute::seed_of(request.options), 0, sim::Purpose::probe},
                               compute::whole_of(request.options, "sequences"));
  json all, errors;
  for (const auto& [name, strategy] :
       {std::pair("uniform", Strategy::uniform), std::pair("unigram", Strategy::unigram),
        std::pair("bigram", Strategy::bigram)}) {
    const auto line = set.line(strategy);
    all[name] = tagged<double>(line.mean);
    errors[name] = tagged<double>(line.error);
  }
  all["standard_error"] = errors;
  return all;
}

json from_stationary_start(const Request& request, int length) {
  const auto found = stationary_divergences(length);
  const auto number = [&request](const Interval& value) -> json {
    if (request.arithmetic == Arithmetic::interval) return tagged(value);
    if (request.arithmetic == Arithmetic::precise) return tagged<Real50>(value.middle());
    return tagged<double>(static_cast<double>(value.middle()));
  };
  return {{"uniform", number(found.uniform)},
          {"unigram", number(found.unigram)},
          {"bigram", number(found.bigram)},
          {"bayes", number(found.bayes)}};
}

json strategies(const Request& request) {
  const int states = compute::whole_of(request.options, "states");
  const int length = compute::whole_of(request.options, "length");
  const bool stationary = compute::text_of(request.options, "start") == "stationary";
  if (compute::is_given(request.options, "sequences")) {
    SequenceLaw law;
    law.states = states;
    law.length = length;
    law.stationary_start = stationary;
    return sampled_strategies(request, law);
  }
  if (stationary) {
    if (states != 2) refuse("--start stationary: more than two states need --sequences");
    return from_stationary_start(request, length);
  }
  return compute::in_elementary<50>(request, [&](auto zero) -> json {
    using N = decltype(zero);
    const auto found = states == 2 ? divergences_by_counts<N>(length)
                                   : divergences_by_enumeration<N>(states, length);
    return {{"uniform", tagged<N>(found.uniform)},
            {"unigram", tagged<N>(found.unigram)},
            {"bigram", tagged<N>(found.bigram)}};
  });
}

compute::Estimate cost_of_strategies(const Request& request) {
  const double states = compute::whole_of(request.options, "states");
  const double length = compute::whole_of(request.options, "length");
  if (compute::is_given(request.options, "sequences")) {
    const double sequences = compute::whole_of(request.options, "sequences");
    return {.memory = sequences * (length + 40 * states), .terms = sequences * 60 * length};
  }
  if (compute::text_of(request.options, "start") == "stationary") {
    return {.memory = 100 * length * length, .terms = 1000 * std::pow(length, 3)};
  }
  if (states == 2) {
    return {.memory = 400 * length * length, .terms = 100 * std::pow(length, 3)};
  }
  return {.memory = 1000 * length, .terms = 100 * states * std::pow(states, length)};
}

compute::Calculator strategies_calculator() {
  compute::Option seed = compute::seed_option("20240222");
  seed.needs = {"sequences"};  // without them nothing is drawn
  compute::Calculator expected;
  expected.name = "icl-markov-strategies";
  expected.summary = "expected divergence of the reference strategies from the true row";
  expected.formula = "E KL(row of x_t, prediction), rows uniform";
  expected.arithmetics = {Arithmetic::interval, Arithmetic::precise, Arithmetic::binary64};
  expected.options = {
      compute::whole_option("states", "k; two by counts, more over every sequence", "2", "2", "8"),
      compute::whole_option("length", "tokens of context, t", "10", "1", "1000"),
      {.name = "start",
       .kind = compute::OptionKind::choice,
       .help = "of the chain",
       .usual = "uniform",
       .choices = {"uniform", "stationary"},
       .choice_help = {"as in the authors' program", "as in the paper"}},
      {.name = "sequences",
       .kind = compute::OptionKind::whole,
       .help = "sampled in place of counting, with --evidence double",
       .least = "2",
       .most = "100000000"},
      seed};
  expected.run = strategies;
  expected.cost = cost_of_strategies;
  expected.example = "--states 2 --length 100";
  return expected;
}

}  // namespace

std::vector<compute::Calculator> evolution_quantities() {
  return {tensor_calculator(), prior_calculator(), steps_calculator(), strategies_calculator()};
}

}  // namespace lemmascope::evolution
