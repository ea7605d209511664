// ngram-information, ngram-stage1, ngram-selector, ngram-copier, ngram-classifier and
// ngram-forward.
#include "properties/ngram/ngram_options.hpp"
#include "theory/ngram/classifier.hpp"
#include "theory/ngram/copier.hpp"
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

}  // namespace

std::vector<compute::Calculator> ngram_quantities() {
  compute::Calculator of_sets;
  of_sets.name = "ngram-information";
  of_sets.summary = "modified and ordinary chi-square information of sets of lags";
  of_sets.formula = "sum_z mu(z)^2 (sum_k mu(k|z)^2 / mu(k) - 1), and with mu(z) once";
  of_sets.arithmetics = kEvery;
  of_sets.options = kernel_options();
  of_sets.options.push_back(window_option(""));
  of_sets.options.back().required = true;
  of_sets.options.push_back(size_option());
  of_sets.run = information;
  of_sets.cost = [](const Request& request) {
    return window_cost(request, compute::whole_of(request.options, "window"));
  };
  of_sets.example = "--kernel \"3/4,1/4;1/4,3/4\" --lags 1 --window 3";
  return {of_sets};
}

}  // namespace lemmascope::ngram
