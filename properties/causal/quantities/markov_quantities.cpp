// stationary, mutual-information, limit-gradient.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "properties/causal/quantities/task_options.hpp"
#include "properties/compute/in_arithmetic.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/causal/limit_gradient.hpp"
#include "theory/information/mutual_information.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

using compute::Arithmetic;
using compute::Calculator;
using compute::Estimate;
using compute::in_elementary;
using compute::in_field;
using compute::Method;
using compute::Option;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using compute::tagged_lower_triangle;
namespace {

using markov::Chain;
using markov::Position;

nlohmann::json stationary(const Request& request) {
  const Chain chain = chain_of(request.options);
  return in_field(request, [&]<class N>(const N&) -> nlohmann::json {
    return {{"mu", tagged<N>(markov::stationary_law(markov::in_arithmetic<N>(chain)))}};
  });
}

template <class N, class InformationOf>
nlohmann::json information_table(const Request& request, InformationOf information_of) {
  const auto chain = markov::in_arithmetic<N>(chain_of(request.options));
  const auto forest = forest_of(request.options);
  const Vector<N> mu = markov::stationary_law(chain);
  const int n = forest.size();
  // An entry depends on the kinship of its positions alone, and is the same both ways round.
  std::vector<Matrix<N>> powers{Matrix<N>::Identity(chain.states(), chain.states())};
  std::map<std::pair<int, int>, N> known;
  const auto information = [&](const std::optional<markov::Kinship>& kin) {
    const std::pair<int, int> key =
        kin ? std::minmax({kin->up, kin->down}) : std::pair<int, int>{-1, -1};
    if (const auto at = known.find(key); at != known.end()) return at->second;
    while (static_cast<int>(powers.size()) <= key.second) {
      powers.push_back(product<N>(powers.back(), chain.matrix()));
    }
    Matrix<N> joint = mu.lazyProduct(mu.transpose());
    if (kin) {
      joint = powers[static_cast<std::size_t>(key.second)];
      for (int z = 0; z < chain.states(); ++z) joint.row(z) *= mu(z);
      if (key.first > 0) {
        joint = product<N>(powers[static_cast<std::size_t>(key.first)].transpose(), joint);
      }
    }
    return known.emplace(key, information_of(joint)).first->second;
  };
  Matrix<N> table(n, n);
  for (Position i = 0; i < n; ++i) {
    for (Position j = 0; j < n; ++j) table(i, j) = information(forest.kinship(j, i));
  }
  return {{"I", tagged<N>(table)}};
}

nlohmann::json mutual_information(const Request& request) {
  if (compute::text_of(request.options, "kind") == "chi2") {
    return in_field(request, [&]<class N>(const N&) {
      return information_table<N>(request, information::chi2_information<N>);
    });
  }
  return in_elementary(request, [&]<class N>(const N&) {
    return information_table<N>(request, information::shannon_information<N>);
  });
}

nlohmann::json limit_gradient_of(const Request& request) {
  const auto forest = forest_of(request.options);
  const auto prior = prior_of(request.options);
  const Matrix<Rational> g = request.method == Method::enumerate
                                 ? limit_gradient_by_enumeration(forest, prior)
                                 : limit_gradient(forest, prior);
  if (request.method == Method::both) {
    require_agreement(g == limit_gradient_by_enumeration(forest, prior),
                      "limit-gradient: kinship and enumeration give different fractions");
  }
  nlohmann::json margins = nlohmann::json::array();
  for (Position i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i)) continue;
    const Rational& parent = g(i, forest.parent(i));
    nlohmann::json row = {{"position", i}, {"parent", forest.parent(i)}};
    std::optional<Rational> least;
    for (Position j = 0; j < i; ++j) {
      const Rational margin = parent - g(i, j);
      if (j != forest.parent(i) && (!least || margin < *least)) least = margin;
    }
    row["margin"] = least ? tagged<Rational>(*least) : nlohmann::json();
    row["margin_over_self"] = tagged<Rational>(Rational(parent - g(i, i)));
    margins.push_back(row);
  }
  return {{"g", tagged_lower_triangle<Rational>(g)}, {"parent_margin", margins}};
}

// Powers of the chain and a solution of its equations.
Estimate stationary_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  const Estimate prior = prior_cost(size);
  const double s2 = size.states * size.states;
  return {prior.memory + s2 * compute::number_bytes(request),
          prior.terms + s2 * size.states * compute::operation_cost(request)};
}

// S x S pair laws, each by at most T products of S x S matrices.
Estimate information_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  const Estimate chain = stationary_cost(request);
  const double pairs = size.length * size.length;
  return {chain.memory + pairs * compute::number_bytes(request),
          chain.terms +
              pairs * size.length * std::pow(size.states, 3) * compute::operation_cost(request)};
}

// Joint laws at all depths up to T on both sides, or every sequence.
Estimate limit_cost(const Request& request) {
  const TaskSize size = size_of(request.options);
  const Estimate prior = prior_cost(size);
  const double pairs = size.length * size.length, cube = std::pow(size.states, 3);
  Estimate cost{prior.memory + pairs * compute::number_bytes(request),
                prior.terms + size.atoms * pairs * cube * compute::operation_cost(request)};
  if (request.method == Method::enumerate || request.method == Method::both) {
    cost.memory += pairs * size.states * size.states * compute::number_bytes(request);
    cost.terms += size.atoms * pairs * std::pow(size.states, size.length - 1) *
                  compute::operation_cost(request);
  }
  return cost;
}

constexpr const char* kChain = "--chain \"7/10,3/10;4/10,6/10\"";

}  // namespace

void add_markov_quantities(std::vector<Calculator>& all) {
  const std::vector<Arithmetic> every{Arithmetic::exact, Arithmetic::interval, Arithmetic::precise,
                                      Arithmetic::binary64};
  all.push_back({.name = "stationary",
                 .summary = "the stationary law of a chain",
                 .formula = "mu^T pi = mu^T, sum mu = 1",
                 .arithmetics = every,
                 .options = task_options(chain_names()),
                 .run = stationary,
                 .cost = stationary_cost,
                 .example = kChain,
                 .axes = {{"mu", {"", "state"}}}});
  auto of_pairs = task_options(joined(graph_names(), chain_names()));
  of_pairs.push_back({.name = "kind",
                      .kind = OptionKind::choice,
                      .help = "which information",
                      .usual = "chi2",
                      .choices = {"chi2", "shannon"}});
  all.push_back({.name = "mutual-information",
                 .summary = "chi-squared or Shannon information between every two positions",
                 .formula = "I_chi2 = sum P(u,v)^2 / (P(u) P(v)) - 1",
                 .arithmetics = every,
                 .options = of_pairs,
                 .run = mutual_information,
                 .cost = information_cost,
                 .example = fmt::format("--graph chain --length 4 {}", kChain),
                 .axes = {{"I", {"i", "j"}}}});
  all.push_back({.name = "limit-gradient",
                 .summary = "the limiting gradient of the first attention matrix, prior mean",
                 .formula = "g_ij = sum (pi(s'|s)/mu(s')) P(s_j=s, s_i=s') - 1",
                 .arithmetics = {Arithmetic::exact},
                 .methods = {Method::enumerate, Method::polynomial, Method::both},
                 .options = task_options(joined(graph_names(), prior_names())),
                 .run = limit_gradient_of,
                 .cost = limit_cost,
                 .example = fmt::format("--parents=-1,0,1 {} --orbit", kChain),
                 .axes = {{"g", {"i", "j"}}}});
}

}  // namespace lemmascope::causal
