// Gradient descent that trained layers are compared with: its best rates, exactly, and its layers
// as weights of linear self-attention.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/regression/attention_plan.hpp"
#include "theory/icl/rate_loss.hpp"

namespace lemmascope::icl {

/// Rates of one layer: t = eta / N for the outputs, gamma for the inputs.
struct DescentRates {
  double step = 0;
  double gamma = 0;
};

/// Layers of gradient descent, of GD++ where gamma is not zero.
struct Descent {
  std::string name;                  ///< "gradient descent" or "GD++"
  std::vector<DescentRates> layers;  ///< one for each layer
  double half_loss = 0;              ///< expected, rounded from the exact one
};

/// K steps of gradient descent at the best shared rate. Throws PreconditionError where moments are
/// too many: beyond 4 steps of uniform inputs and 12 of Gaussian ones.
Descent best_gradient_descent(const Setting& setting, int steps);

/// The best that layers can do by such rates: gradient descent for one layer and where inputs are
/// not transformed, GD++ for two layers (with shared rates where they are looped); nothing where no
/// exact optimum is known.
std::optional<Descent> best_descent(const Setting& setting, int layers, bool looped,
                                    bool transforms);

/// A and B of every stored layer, see AttentionSizes: A = diag(-gamma I, -t), B = diag(I, 0).
/// Throws PreconditionError on another number of layers, on several heads, and on looped layers
/// whose rates differ.
template <class F>
std::vector<F> products_of(const Descent& descent, const sim::AttentionSizes& sizes);

/// The rates of A and B of layer `layer`, had they that form: with b the mean of the diagonal of
/// B's x-part, gamma = -b times the mean of that of A and t = -b A_yy.
template <class F>
DescentRates rates_of(const std::vector<F>& products, const sim::AttentionSizes& sizes, int layer);

/// Half way from `products`, one layer's B divided by its b and A multiplied by it, to `others`.
template <class F>
std::vector<F> interpolated(const std::vector<F>& products, const std::vector<F>& others,
                            const sim::AttentionSizes& sizes);

}  // namespace lemmascope::icl
