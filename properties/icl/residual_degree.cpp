// Degrees of what K layers leave: exponential in K for GD++, K for gradient descent.
#include "properties/icl/task_instance.hpp"
#include "theory/icl/residual.hpp"

namespace lemmascope::icl {
namespace {

std::vector<LayerRates> rates_of(const TaskInstance& at, const Rational& gamma) {
  return std::vector<LayerRates>(at.layers, {at.task.rate, gamma});
}

int degree_by_coefficients(const std::vector<LayerRates>& rates) {
  return static_cast<int>(residual_polynomial(rates).size()) - 1;
}

/// The same from values: differences of order D + 1 vanish and those of order D do not.
int degree_by_differences(const std::vector<LayerRates>& rates) {
  std::vector<Rational> values;
  for (int x = 0; x <= 42; ++x) values.push_back(residual_at(rates, Rational(x)));
  for (int order = 0;; ++order) {
    bool constant = true;
    for (std::size_t k = 1; k < values.size(); ++k) constant = constant && values[k] == values[0];
    if (constant) return order;
    for (std::size_t k = 0; k + 1 < values.size(); ++k) values[k] = values[k + 1] - values[k];
    values.pop_back();
  }
}

int power_of_three(int k) { return k == 0 ? 1 : 3 * power_of_three(k - 1); }

Sides degrees(const TaskInstance& at, int (*degree)(const std::vector<LayerRates>&), int base) {
  return {{Rational(degree(rates_of(at, at.gamma))), Rational((base - 1) / 2),
           claim::site("plus-plus", 1)},
          {Rational(degree(rates_of(at, Rational(0)))), Rational(at.layers),
           claim::site("plus-plus", 0)}};
}

Sides by_coefficients(const TaskInstance& at) {
  return degrees(at, degree_by_coefficients, power_of_three(at.layers));
}

Sides by_values(const TaskInstance& at) {
  return degrees(at, degree_by_differences, power_of_three(at.layers));
}

// Wrong: the last transformation counts too.
Sides one_layer_more(const TaskInstance& at) {
  return degrees(at, degree_by_coefficients, power_of_three(at.layers + 1));
}

// Wrong: GD++ has the degree of gradient descent.
Sides one_a_layer(const TaskInstance& at) {
  return degrees(at, degree_by_coefficients, 2 * at.layers + 1);
}

claim::Hypothesis<TaskInstance> rates_not_zero() {
  return {"rates", "eta and gamma are not zero",
          [](const TaskInstance& at) { return truth(at.task.rate != 0 && at.gamma != 0); }};
}

}  // namespace

claim::Claim residual_degree_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/residual-degree")
      .states("The residual polynomial has degree (3^K - 1)/2 for GD++ and K for gradient descent.")
      .latex(R"(\deg\rho_K=\frac{3^K-1}2)")
      .from({kPaper, "GD++, Section 3"})
      .formally("The same rates in every layer, neither zero.")
      .differs("derived here. " + std::string(kNoAttack))
      .assumes(rates_not_zero())
      .uses({"icl/residual-is-a-polynomial"})
      .tagged({"icl", "gd++"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .proved_in_part({"icl/ResidualDegree"})
      .mathematics(
          {"theory/icl/residual.hpp: residual_polynomial", "theory/icl/residual.hpp: residual_at"})
      .tested_by({"tests/theory/icl/residual_test.cpp: "
                  "ResidualPolynomial.HasTheDegreesOfTheRecursion"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_coefficients))
      .confirmed_by("differences of values at 0, ..., 42", domain::equal_at_each(by_values))
      .twin("(3^(K+1) - 1)/2", domain::equal_at_each(one_layer_more))
      .twin("K for GD++ as well", domain::equal_at_each(one_a_layer))
      .example(general_task());
}

}  // namespace lemmascope::icl
