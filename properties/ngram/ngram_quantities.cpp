// ngram-information, ngram-stage1, ngram-selector, ngram-copier, ngram-classifier and
// ngram-forward.
#include <algorithm>
#include <cmath>
#include <functional>

#include "properties/compute/input_file.hpp"
#include "properties/ngram/ngram_options.hpp"
#include "theory/ngram/classifier.hpp"
#include "theory/ngram/copier.hpp"
#include "theory/ngram/induction_head.hpp"
#include "theory/ngram/prompt_model.hpp"
#include "theory/ngram/selector.hpp"
#include "theory/ngram/stage_one_signal.hpp"
#include "theory/numeric/contradiction.hpp"

namespace lemmascope::ngram {
namespace {

using compute::Arithmetic;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using nlohmann::json;

/// The fraction in the arithmetic of the request.
json number(const Request& request, const Rational& value) {
  return compute::in_field(request, [&](auto zero) -> json {
    return tagged<decltype(zero)>(from_rational<decltype(zero)>(value));
  });
}

json numbers(const Request& request, const Vector<Rational>& values) {
  json all = json::array();
  for (Eigen::Index i = 0; i < values.size(); ++i) all.push_back(number(request, values(i)));
  return all;
}

const std::vector<Arithmetic> kEvery{Arithmetic::exact, Arithmetic::interval, Arithmetic::precise,
                                     Arithmetic::binary64};
const std::vector<Arithmetic> kTranscendental{Arithmetic::interval, Arithmetic::precise,
                                              Arithmetic::binary64};

json information(const Request& request) {
  const Kernel kernel = kernel_of(request);
  const int window = compute::whole_of(request.options, "window");
  const auto all = information_of_sets(kernel, window, largest_size(request, window));
  json sets = json::array();
  for (const SetInformation& at : all) {
    sets.push_back({{"set", to_text(at.set)},
                    {"modified", number(request, at.modified)},
                    {"chi2", number(request, at.chi2)}});
  }
  const InformationSet best = information_set(all);
  return {{"mu", numbers(request, token_law(history_law(kernel, {})))},
          {"sets", sets},
          {"information_set", to_text(best.set)},
          {"gap", number(request, best.gap)}};
}

bool is_released(const Request& request) {
  return compute::text_of(request.options, "criterion") == "released";
}

json with_sets(const std::vector<LagSet>& sets, const std::function<json(std::size_t)>& signal) {
  json all = json::array();
  for (std::size_t s = 0; s < sets.size(); ++s) {
    all.push_back({{"set", to_text(sets[s])}, {"G", signal(s)}});
  }
  return {{"signals", all}};
}

/// An enclosure in the arithmetic of the request; refuses fractions.
json enclosed(const Request& request, const Interval& value) {
  return compute::in_elementary<50>(request, [&](auto zero) -> json {
    using N = decltype(zero);
    if constexpr (std::is_same_v<N, Interval>) {
      return tagged<N>(value);
    } else {
      return tagged<N>(static_cast<N>(value.middle()));
    }
  });
}

json limit_signals(const Request& request, const Kernel& kernel, const std::vector<LagSet>& sets) {
  const bool released = is_released(request);
  return with_sets(sets, [&](std::size_t s) {
    const auto joint = history_law(kernel, sets[s]);
    return released ? enclosed(request, released_limit(joint))
                    : number(request, modified_information(joint));
  });
}

/// Runs one route or both, and says so when they part.
template <class Value, class Agree>
std::vector<Value> by_method(
    const Request& request, const Prompts& prompts, const std::vector<LagSet>& sets,
    std::vector<Value> (*enumerate)(const Prompts&, const std::vector<LagSet>&),
    std::vector<Value> (*count)(const Prompts&, const std::vector<LagSet>&), Agree agree) {
  const std::string& method = compute::text_of(request.options, "method");
  if (method == "enumerate") return enumerate(prompts, sets);
  std::vector<Value> counted = count(prompts, sets);
  if (method != "both") return counted;
  const std::vector<Value> enumerated = enumerate(prompts, sets);
  for (std::size_t s = 0; s < sets.size(); ++s) {
    require_agreement(agree(counted[s], enumerated[s]),
                      "ngram-stage1: counting and enumeration at the set " + to_text(sets[s]));
  }
  return counted;
}

Prompts prompts_of(const Request& request) {
  return {kernel_of(request), compute::whole_of(request.options, "length"),
          compute::number_of(request.options, "epsilon")};
}

json stage_one(const Request& request) {
  const Prompts prompts = prompts_of(request);
  const int window = compute::whole_of(request.options, "window");
  const auto sets = lag_sets(window, largest_size(request, window));
  if (compute::text_of(request.options, "method") == "limit") {
    return limit_signals(request, prompts.kernel, sets);
  }
  if (prompts.length < prompts.kernel.order()) {
    refuse(fmt::format("--length: expected at least the largest lag, {}, found {}",
                       prompts.kernel.order(), prompts.length));
  }
  if (is_released(request)) {
    const auto signals = by_method<Interval>(
        request, prompts, sets, released_signals_by_enumeration, released_signals_by_counting,
        [](const auto& a, const auto& b) { return overlaps(a, b); });
    return with_sets(sets, [&](std::size_t s) { return enclosed(request, signals[s]); });
  }
  const auto signals = by_method<Rational>(request, prompts, sets, signals_by_enumeration,
                                           signals_by_counting, std::equal_to<Rational>());
  return with_sets(sets, [&](std::size_t s) { return number(request, signals[s]); });
}

compute::Estimate stage_one_cost(const Request& request) {
  const int window = compute::whole_of(request.options, "window");
  compute::Estimate cost = window_cost(request, window);
  const std::string& method = compute::text_of(request.options, "method");
  if (method == "limit") return cost;
  const double symbols = symbols_of(request), length = compute::whole_of(request.options, "length");
  const double order = order_of(request), sets = std::pow(2, window);
  if (method != "polynomial") {
    cost.terms += 5 * std::pow(symbols, length + 1) * sets * length;
  }
  if (method != "enumerate") {
    const double held = std::max<double>(order, window);
    const double counts =
        is_released(request) ? symbols * std::pow(length + 1, symbols - 1) : 2 * (length + 1);
    // Whole numbers of as many digits as the prompt has tokens, in two tables.
    const double entries = std::pow(symbols, held + window) * 1.5 * counts;
    cost.memory += 2 * entries * (24 + length);
    cost.terms += 10 * entries * length * symbols * (is_released(request) ? 1 : symbols);
  }
  return cost;
}

/// "{1}:1/8" and so on.
std::vector<std::pair<LagSet, Rational>> signals_of(const Request& request) {
  std::vector<std::pair<LagSet, Rational>> all;
  for (const auto& text : compute::split(compute::text_of(request.options, "signals"), ';')) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) {
      refuse("--signals: expected a set, a colon and its signal such as {1}:1/8, found " +
             compute::in_quotes(text));
    }
    try {
      all.emplace_back(parse_lag_set(text.substr(0, colon)),
                       parse_rational(text.substr(colon + 1)));
    } catch (const PreconditionError& error) {
      refuse(std::string("--signals: ") + error.what());
    }
    for (std::size_t s = 0; s + 1 < all.size(); ++s) {
      if (all[s].first == all.back().first) {
        refuse("--signals: expected each set once, found twice " + to_text(all[s].first));
      }
    }
  }
  return all;
}

json selector(const Request& request) {
  const auto given = signals_of(request);
  std::vector<Rational> signals;
  for (const auto& [set, signal] : given) signals.push_back(signal);
  return compute::in_elementary(request, [&](auto zero) -> json {
    using N = decltype(zero);
    const auto shares = selector_after<N>(signals, compute::number_of(request.options, "a"),
                                          compute::number_of(request.options, "start"),
                                          compute::number_of(request.options, "time"));
    json all = json::array();
    for (std::size_t s = 0; s < given.size(); ++s) {
      all.push_back({{"set", to_text(given[s].first)}, {"p", tagged<N>(shares[s])}});
    }
    return {{"probabilities", all}};
  });
}

json copier(const Request& request) {
  const Kernel kernel = kernel_of(request);
  const int window = compute::whole_of(request.options, "window");
  const int head = compute::whole_of(request.options, "head");
  const LagSet set = set_of(request);
  if (std::find(set.begin(), set.end(), head) == set.end()) {
    refuse(fmt::format("--head: expected a lag of the set {}, found {}", to_text(set), head));
  }
  if (set.back() > window) {
    refuse(fmt::format("--set: expected lags of at most {}, found {}", window, set.back()));
  }
  const auto signal = copier_matrix(lag_law(kernel, window), set, head);
  json rows = json::array();
  for (Eigen::Index i = 0; i < signal.rows(); ++i) {
    rows.push_back(numbers(request, signal.row(i).transpose()));
  }
  json answer{{"J", rows}};
  if (!compute::is_given(request.options, "start")) return answer;
  if (request.arithmetic == Arithmetic::exact || request.arithmetic == Arithmetic::interval) {
    refuse("--evidence: the flow is found by extrapolated steps; use precise or double");
  }
  std::vector<Rational> start;
  for (const auto& text : compute::split(compute::text_of(request.options, "start"), ',')) {
    try {
      start.push_back(parse_rational(text));
    } catch (const PreconditionError& error) {
      refuse(std::string("--start: ") + error.what());
    }
  }
  if (static_cast<int>(start.size()) != window) {
    refuse(fmt::format("--start: expected {} weights, one for each lag, found {}", window,
                       start.size()));
  }
  const CopierFlow flow = copier_flow(signal, compute::number_of(request.options, "a"), start,
                                      compute::number_of(request.options, "time"));
  return compute::in_elementary<50>(request, [&](auto zero) -> json {
    using N = decltype(zero);
    json weights = json::array(), sigma = json::array();
    for (Eigen::Index i = 0; i < flow.weights.size(); ++i) {
      if constexpr (!std::is_same_v<N, Interval>) {  // refused above
        weights.push_back(tagged<N>(static_cast<N>(flow.weights(i))));
        sigma.push_back(tagged<N>(static_cast<N>(flow.attention(i))));
      }
    }
    answer["weights"] = weights;
    answer["sigma"] = sigma;
    return answer;
  });
}

json classifier(const Request& request) {
  const auto joint = history_law(kernel_of(request), set_of(request));
  const bool released = is_released(request);
  json answer = compute::in_elementary(request, [&](auto zero) -> json {
    using N = decltype(zero);
    const N u = exp(from_rational<N>(compute::number_of(request.options, "a")));
    if (released) {
      return {{"drift", tagged<N>(released_drift(joint, u))},
              {"loss", tagged<N>(released_loss(joint, u))},
              {"limit_loss", tagged<N>(released_limit_loss<N>(joint))},
              {"kappa_released", tagged<N>(released_late_drift<N>(joint))}};
    }
    return {{"drift", tagged<N>(classifier_drift(joint, u))},
            {"loss", tagged<N>(classifier_loss(joint, u))},
            {"limit_loss", tagged<N>(limit_loss<N>(joint))}};
  });
  if (!released) {
    const LateDrift late = late_drift(joint);
    answer["kappa1"] = number(request, late.first);
    answer["kappa2"] = late.second ? number(request, *late.second) : json();
  }
  if (!compute::is_given(request.options, "time-to")) return answer;
  const auto time = climbing_time(joint, compute::number_of(request.options, "time-to"), released);
  answer["time"] = time ? tagged<Real50>(time->time) : json();
  return answer;
}

/// The weights file: {"w": [[lag 1 ... M] of each head], "c": {"{1,2}": ...}, "a": ...}.
ModelWeights<Rational> weights_of(const Request& request) {
  const json file =
      compute::read_json_or_text(compute::text_of(request.options, "weights"), "--weights");
  const auto number_in = [](const json& entry) {
    if (entry.is_number_integer()) return parse_rational(entry.dump());
    if (entry.is_string()) return parse_rational(entry.get<std::string>());
    refuse("expected whole numbers or numbers as text, found " + entry.dump().substr(0, 60));
  };
  try {
    ModelWeights<Rational> weights;
    for (const auto& head : file.at("w")) {
      weights.lags.emplace_back();
      for (const auto& entry : head) weights.lags.back().push_back(number_in(entry));
    }
    for (const auto& [set, entry] : file.at("c").items()) {
      weights.c.emplace_back(parse_lag_set(set), number_in(entry));
    }
    weights.a = number_in(file.at("a"));
    return weights;
  } catch (const json::exception&) {
    refuse("--weights: expected an object with the lists w, the sets c and the number a");
  } catch (const PreconditionError& error) {
    refuse(std::string("--weights: ") + error.what());
  }
}

template <class N>
ModelWeights<N> in_numbers(const ModelWeights<Rational>& weights) {
  ModelWeights<N> all;
  for (const auto& head : weights.lags) {
    all.lags.emplace_back();
    for (const Rational& w : head) all.lags.back().push_back(from_rational<N>(w));
  }
  for (const auto& [set, c] : weights.c) all.c.emplace_back(set, from_rational<N>(c));
  all.a = from_rational<N>(weights.a);
  return all;
}

template <class N>
json tagged_list(const std::vector<N>& values) {
  json all = json::array();
  for (const N& value : values) all.push_back(tagged<N>(value));
  return all;
}

std::vector<int> tokens_of(const Request& request) {
  std::vector<int> tokens;
  for (const auto& text : compute::split(compute::text_of(request.options, "tokens"), ',')) {
    if (text.empty() || text.size() > 2 ||
        text.find_first_not_of("0123456789") != std::string::npos) {
      refuse("--tokens: expected symbols from 0 to 63, found " + compute::in_quotes(text));
    }
    tokens.push_back(std::stoi(text));
  }
  return tokens;
}

/// How many symbols there are, with the target among them.
int symbols_seen(const Request& request, const std::vector<int>& tokens, int target) {
  const int least = 1 + std::max(target, *std::max_element(tokens.begin(), tokens.end()));
  if (!compute::is_given(request.options, "symbols")) return std::max(least, 2);
  const int symbols = compute::whole_of(request.options, "symbols");
  if (symbols < least) {
    refuse(
        fmt::format("--symbols: expected at least {} for these tokens, found {}", least, symbols));
  }
  return symbols;
}

json forward_of_head(const Request& request, const std::vector<int>& tokens, int symbols) {
  const LagSet set = set_of(request);
  const auto head = induction_head(tokens, static_cast<int>(tokens.size()), symbols, set);
  json y = json::array();
  for (const Rational& share : head.output) y.push_back(number(request, share));
  return {{"set", to_text(set)}, {"N", head.matches}, {"y", y}};
}

json one_prompt(const Request& request) {
  const auto tokens = tokens_of(request);
  const int target = compute::whole_of(request.options, "target");
  ModelForm form{symbols_seen(request, tokens, target)};
  if (compute::text_of(request.options, "padding") == "zero") form.padding = Padding::zero;
  if (compute::text_of(request.options, "normalise") == "unit") {
    form.normalisation = Normalisation::unit;
  }
  const auto exact = weights_of(request);
  json answer = compute::in_elementary<50>(request, [&](auto zero) -> json {
    using N = decltype(zero);
    const auto weights = in_numbers<N>(exact);
    const N epsilon = from_rational<N>(compute::number_of(request.options, "epsilon"));
    const auto out = forward(weights, tokens, form);
    const auto slope = loss_gradient(weights, tokens, form, target, epsilon);
    json of_sets = json::object(), of_heads = json::array();
    for (const auto& [set, c] : slope.c) of_sets[to_text(set)] = tagged<N>(c);
    for (const auto& head : slope.lags) of_heads.push_back(tagged_list(head));
    return {{"y", tagged_list(out.y)},
            {"scores", tagged_list(out.scores)},
            {"loss", tagged<N>(smoothed_loss(out.y, target, epsilon))},
            {"loss_released", tagged<N>(released_loss(out.y, target))},
            {"gradient", {{"a", tagged<N>(slope.a)}, {"c", of_sets}, {"w", of_heads}}}};
  });
  if (compute::is_given(request.options, "set")) {
    answer["gih"] = forward_of_head(request, tokens, form.symbols);
  }
  return answer;
}

compute::Option criterion_option() {
  return {.name = "criterion",
          .kind = OptionKind::choice,
          .help = "the paper's loss, or that of the authors' program",
          .usual = "paper",
          .choices = {"paper", "released"}};
}

compute::Calculator information_calculator() {
  compute::Calculator of_sets;
  of_sets.name = "ngram-information";
  of_sets.summary = "modified and ordinary chi-square information of sets of lags";
  of_sets.formula = "sum_z mu(z)^2 (sum_k mu(k|z)^2 / mu(k) - 1), and with mu(z) once";
  of_sets.arithmetics = kEvery;
  of_sets.options = kernel_options();
  of_sets.options.push_back(window_option());
  of_sets.options.push_back(size_option());
  of_sets.run = information;
  of_sets.cost = [](const Request& request) {
    return window_cost(request, compute::whole_of(request.options, "window"));
  };
  of_sets.example = "--kernel \"3/4,1/4;1/4,3/4\" --lags 1 --window 3";
  return of_sets;
}

compute::Calculator stage_one_calculator() {
  compute::Calculator signals = information_calculator();
  signals.name = "ngram-stage1";
  signals.summary =
      "signals of stage I for sets of lags, at a length of the prompt or in the limit";
  signals.formula = "E[(1/L) sum_l (1{x_l = x_{L+1}} - share) / (share + epsilon) kappa_S(l)]";
  signals.options.push_back(compute::whole_option("length", "of the prompt, L", "10", "1", "1000"));
  signals.options.push_back(compute::number_option(
      "epsilon", "added to the probability of the target", "0", "0", "1000"));
  signals.options.push_back({.name = "method",
                             .kind = OptionKind::choice,
                             .help = "which algorithm; limit leaves out length and epsilon",
                             .usual = "polynomial",
                             .choices = {"polynomial", "enumerate", "both", "limit"}});
  signals.options.push_back(criterion_option());
  signals.run = stage_one;
  signals.cost = stage_one_cost;
  signals.example = "--kernel \"3/4,1/4;1/4,3/4\" --window 2 --length 4 --epsilon 1/10";
  return signals;
}

compute::Calculator selector_calculator() {
  compute::Calculator shares;
  shares.name = "ngram-selector";
  shares.summary = "shares of sets after a time of stage I, from equal weights";
  shares.formula = "p_S in proportion to exp(4 a G_S t / C), C = sets start^2";
  shares.arithmetics = kTranscendental;
  shares.options = {
      {.name = "signals", .help = "sets with their signals: {}:0;{1}:1/8", .required = true},
      compute::number_option("a", "strength of the classifier", "1/100", "-1000", "1000"),
      {.name = "start",
       .kind = OptionKind::number,
       .help = "weight of each set at first, c_0",
       .usual = "1/100",
       .least = "0",
       .most = "1000000",
       .above_least = true},
      compute::number_option("time", "t", "1", "0", "1000000000")};
  shares.run = selector;
  shares.example = "--signals \"{}:0;{1}:1/8\" --time 1/2";
  return shares;
}

compute::Calculator copier_calculator() {
  compute::Calculator matrix;
  matrix.name = "ngram-copier";
  matrix.summary = "signal of a copier in stage II, and its weights after a time";
  matrix.formula = "w_i' = 2 a sigma_i ((J sigma)_i - sigma^T J sigma)";
  matrix.arithmetics = kEvery;
  matrix.options = kernel_options();
  matrix.options.push_back({.name = "set", .help = "the selected set of lags", .usual = "{1}"});
  matrix.options.push_back(compute::whole_option("head", "the head, by its lag", "1", "1", "12"));
  matrix.options.push_back(window_option());
  matrix.options.push_back(
      compute::number_option("a", "strength of the classifier", "1", "0", "1000"));
  matrix.options.push_back({.name = "start", .help = "weights on lags 1 ... M at first: 1,0,0"});
  matrix.options.push_back(
      compute::number_option("time", "t, of the flow", "1", "0", "1000000000"));
  matrix.run = copier;
  matrix.cost = [](const Request& request) {
    return window_cost(request, compute::whole_of(request.options, "window"));
  };
  matrix.example = "--kernel \"3/4,1/4;1/4,3/4\" --window 3";
  return matrix;
}

compute::Calculator classifier_calculator() {
  compute::Calculator drift;
  drift.name = "ngram-classifier";
  drift.summary = "drift and loss of stage III, their late constants and the time to a strength";
  drift.formula =
      "Phi = sum mu(k,z) (u mu(k,z)/((u-1) mu(k,z) + mu(k)) - u m/((u-1) m + 1)), u = e^a";
  drift.arithmetics = kTranscendental;
  drift.options = kernel_options();
  drift.options.push_back({.name = "set", .help = "the selected set of lags", .usual = "{1}"});
  drift.options.push_back(compute::number_option("a", "the strength", "0", "0", "100"));
  drift.options.push_back(criterion_option());
  drift.options.push_back({.name = "time-to",
                           .kind = OptionKind::number,
                           .help = "strength to climb to from 0",
                           .least = "0",
                           .most = "100"});
  drift.run = classifier;
  drift.cost = [](const Request& request) {
    const LagSet set = set_of(request);
    return window_cost(request, set.empty() ? 0 : set.back());
  };
  drift.example = "--kernel \"3/4,1/4;1/4,3/4\" --a 1";
  return drift;
}

compute::Calculator forward_calculator() {
  compute::Calculator model;
  model.name = "ngram-forward";
  model.summary = "one prompt through copiers, selector and classifier, with losses and gradient";
  model.formula = "y = sum_l softmax_l(a s_l) x_l, s_l = sum_S p_S prod_h <v_l, v_{L+1}>";
  model.arithmetics = kTranscendental;
  model.options = {{.name = "tokens", .help = "of the prompt, from 0: 0,1,2", .required = true},
                   compute::whole_option("target", "the token that follows", "0", "0", "63"),
                   {.name = "symbols",
                    .kind = OptionKind::whole,
                    .help = "d; one more than the largest token where not given",
                    .least = "2",
                    .most = "64"},
                   {.name = "weights",
                    .kind = OptionKind::file,
                    .help = "JSON with w, c and a, or its name",
                    .required = true},
                   compute::number_option("epsilon", "added to the probability of the target",
                                          "1/100", "0", "1000"),
                   {.name = "padding",
                    .kind = OptionKind::choice,
                    .help = "near the start: softmax over the lags that exist, or zero vectors",
                    .usual = "truncated",
                    .choices = {"truncated", "zero"}},
                   {.name = "normalise",
                    .kind = OptionKind::choice,
                    .help = "outputs of heads as they are, or of length one",
                    .usual = "none",
                    .choices = {"none", "unit"}},
                   {.name = "set", .help = "lags of an induction head beside the model: {1,2}"}};
  model.run = one_prompt;
  model.cost = [](const Request& request) {
    const std::string& tokens = compute::text_of(request.options, "tokens");
    const auto length = static_cast<double>(1 + std::count(tokens.begin(), tokens.end(), ','));
    return compute::Estimate{.memory = 4096 * length, .terms = 10000 * length};
  };
  model.example = R"(--tokens 0,1,0 --target 1 --weights '{"w":[[1,0]],"c":{"{1}":1},"a":2}')";
  return model;
}

}  // namespace

std::vector<compute::Calculator> ngram_quantities() {
  return {information_calculator(), stage_one_calculator(),  selector_calculator(),
          copier_calculator(),      classifier_calculator(), forward_calculator()};
}

}  // namespace lemmascope::ngram
