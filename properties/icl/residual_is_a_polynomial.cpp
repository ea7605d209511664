// What GD++ leaves of the map is a polynomial of X X^T.
#include "properties/icl/task_instance.hpp"
#include "theory/icl/residual.hpp"

namespace lemmascope::icl {
namespace {

/// Rates differ from layer to layer: eta / (N k), gamma / k for k = 1, 2, ...
std::vector<LayerRates> rates_of(const TaskInstance& at) {
  std::vector<LayerRates> rates;
  for (int k = 1; k <= at.layers; ++k) {
    rates.push_back({Rational(at.task.rate / (at.task.context() * k)), Rational(at.gamma / k)});
  }
  return rates;
}

/// Targets of the map w = first row of W_0, the layers start from zero.
RegressionTask noiseless(const TaskInstance& at) {
  RegressionTask task = at.task;
  task.targets = at.task.inputs * at.task.start.transpose();
  task.start = zero_matrix(at.task.outputs(), at.task.width());
  return task;
}

/// w^T x less the prediction after K layers.
Vector<Rational> left_by_layers(const TaskInstance& at) {
  RegressionTask task = noiseless(at);
  const Rational rate = task.rate;
  std::vector<Layer> layers;
  for (int k = 1; k <= at.layers; ++k) {
    task.rate = rate / k;
    layers.push_back({gradient_plus_plus_head(task, at.gamma / k)});
  }
  return at.task.start * at.task.query -
         prediction_of(after_layers(tokens_of(task), layers), task.outputs());
}

Matrix<Rational> covariance_of(const TaskInstance& at) {
  return at.task.inputs.transpose() * at.task.inputs;
}

Vector<Rational> left_by_polynomial(const TaskInstance& at, const std::vector<LayerRates>& rates) {
  return at.task.start * applied(residual_polynomial(rates), covariance_of(at), at.task.query);
}

Sides by_polynomial(const TaskInstance& at) {
  return beside(left_by_layers(at), left_by_polynomial(at, rates_of(at)));
}

// Other route: data transformed and the map descended layer by layer; rho_K as a product of
// matrices.
Sides by_transformed_data(const TaskInstance& at) {
  RegressionTask task = noiseless(at);
  Vector<Rational> prediction = Vector<Rational>::Constant(task.outputs(), Rational(0));
  Matrix<Rational> rho_times = at.task.query, phi = zero_matrix(task.width(), task.width());
  for (int i = 0; i < task.width(); ++i) phi(i, i) = 1;
  const Matrix<Rational> covariance = covariance_of(at), identity = phi;
  const Rational rate = task.rate;
  for (int k = 1; k <= at.layers; ++k) {
    task.rate = rate / k;
    const Matrix<Rational> map = gradient_by_differences(task, task.start) * Rational(-task.rate);
    prediction += map * task.query;
    task.targets -= task.inputs * map.transpose();
    task = transformed(task, at.gamma / k);
    const Matrix<Rational> moved = covariance * phi * phi;
    rho_times = (identity - moved * Rational(task.rate / task.context())) * rho_times;
    phi = (phi * (identity - moved * Rational(at.gamma / k))).eval();
  }
  return beside(at.task.start * at.task.query - prediction, at.task.start * rho_times);
}

// Wrong: the inputs are transformed before the first step.
Sides transformed_first(const TaskInstance& at) {
  std::vector<LayerRates> rates = rates_of(at);
  rates.insert(rates.begin(), {Rational(0), at.gamma});
  return beside(left_by_layers(at), left_by_polynomial(at, rates));
}

Sides plain_descent(const TaskInstance& at) {
  std::vector<LayerRates> rates = rates_of(at);
  for (LayerRates& layer : rates) layer.gamma = 0;
  return beside(left_by_layers(at), left_by_polynomial(at, rates));
}

}  // namespace

claim::Claim residual_is_a_polynomial_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/residual-is-a-polynomial")
      .states(
          "After K layers of GD++ on noiseless data the error is w^T rho_K(C) x with C = X X^T, "
          "rho_(k+1) = rho_k (1 - (eta_k/N) lambda phi_k^2), phi_(k+1) = phi_k (1 - gamma_k lambda "
          "phi_k^2), rho_0 = phi_0 = 1.")
      .latex(
          R"(\rho_{k+1}=\rho_k(1-\tfrac{\eta_k}N\lambda\varphi_k^2),\quad\varphi_{k+1}=\varphi_k(1-\gamma_k\lambda\varphi_k^2))")
      .from({kPaper, "GD++, Section 3"})
      .formally("Rates eta / k and gamma / k in layer k; the map w is each row of W0.")
      .differs("the paper shows the transformation; the polynomials are derived here. " +
               std::string(kNoAttack))
      .uses({"icl/plus-plus-transforms-inputs", "icl/layers-are-steps"})
      .tagged({"icl", "gd++"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .mathematics(
          {"theory/icl/residual.hpp: residual_polynomial", "theory/icl/residual.hpp: applied"})
      .tested_by({"tests/theory/icl/residual_test.cpp: "
                  "ResidualPolynomial.IsTheRecursionAtAnEigenvalue"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_polynomial))
      .confirmed_by("data transformed layer by layer, and a product of matrices",
                    domain::equal_at_each(by_transformed_data))
      .twin("inputs transformed before the first step", domain::equal_at_each(transformed_first))
      .twin("plain gradient descent", domain::equal_at_each(plain_descent))
      .example(general_task());
}

}  // namespace lemmascope::icl
