// The value matrix without training: least squares on a batch.
#pragma once

#include "sim/topic/masked_batch.hpp"

namespace lemmascope::topic {

/// The W that minimises the mean of |W m - e_x|^2 over the selected positions of a batch, with m
/// the average key of the position's document (uniform attention, one-hot words, no bias). Tokens x
/// tokens. The batch must show every token, or W is not unique.
Matrix<double> least_squares_value_matrix(const MaskedBatch& batch);

}  // namespace lemmascope::topic
