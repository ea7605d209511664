// stationary, mutual-information, limit-gradient.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

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
using compute::in_elementary;
using compute::in_field;
using compute::Method;
using compute::option;
using compute::Request;
using compute::tagged;
using compute::tagged_lower_triangle;
namespace {

using markov::Chain;
using markov::Position;

nlohmann::json stationary(const Request& request) {
  const Chain chain = chain_of(request.task);
  return in_field(request, [&]<class N>(const N&) -> nlohmann::json {
    return {{"mu", tagged<N>(markov::stationary_law(markov::in_arithmetic<N>(chain)))}};
  });
}

template <class N, class InformationOf>
nlohmann::json information_table(const Request& request, InformationOf information_of) {
  const auto chain = markov::in_arithmetic<N>(chain_of(request.task));
  const auto forest = forest_of(request.task);
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
  const std::string kind = option(request, "kind", "chi2");
  if (kind == "chi2") {
    return in_field(request, [&]<class N>(const N&) {
      return information_table<N>(request, information::chi2_information<N>);
    });
  }
  require(kind == "shannon", "--kind: expected chi2 or shannon, found '" + kind + "'");
  return in_elementary(request, [&]<class N>(const N&) {
    return information_table<N>(request, information::shannon_information<N>);
  });
}

nlohmann::json limit_gradient_of(const Request& request) {
  const auto forest = forest_of(request.task);
  const auto prior = prior_of(request.task);
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

}  // namespace

void add_markov_quantities(std::vector<Calculator>& all) {
  const std::vector<Arithmetic> every{Arithmetic::exact, Arithmetic::interval, Arithmetic::precise,
                                      Arithmetic::binary64};
  all.push_back({"stationary",
                 "the stationary law of a chain",
                 "mu^T pi = mu^T, sum mu = 1",
                 every,
                 {},
                 stationary});
  all.push_back({"mutual-information",
                 "chi-squared or Shannon information between every two positions",
                 "I_chi2 = sum P(u,v)^2 / (P(u) P(v)) - 1",
                 every,
                 {{"kind", "chi2 (default) or shannon"}},
                 mutual_information});
  all.push_back({"limit-gradient",
                 "the limiting gradient of the first attention matrix, prior mean",
                 "g_ij = sum (pi(s'|s)/mu(s')) P(s_j=s, s_i=s') - 1",
                 {Arithmetic::exact},
                 {},
                 limit_gradient_of});
}

}  // namespace lemmascope::causal
