// One layer of softmax attention on regression tasks, trained example by example: two heads can
// take each other's constant away, one cannot.
#pragma once

#include "sim/train/example_study.hpp"
#include "theory/icl/rate_loss.hpp"

namespace lemmascope::icl {

/// With tokens e_i = (x_i, y_i) and a query x: the prediction is -sum_h sum_i p_hi a_h^T e_i with
/// p_h the softmax over i of e_i^T B_h x, and the loss half its squared error. Trained are B_h
/// (entries of a token x entries of x) and a_h; first weights are normal with that standard
/// deviation.
sim::ExampleStudy softmax_study(const Setting& setting, int heads, double start);

}  // namespace lemmascope::icl
