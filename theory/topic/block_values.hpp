// Matrices over tokens that are constant on the classes of token pairs the model can tell apart.
#pragma once

#include <optional>

#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// One value a class of (row, column): the `[MASK]` corner, the `[MASK]` row and column against
/// words, and for two words the same word, another word of the same topic, or words of different
/// topics.
template <Field N>
struct BlockValues {
  N mask_corner{0};
  N mask_row{0};
  N mask_column{0};
  N same_word{0};
  N same_topic{0};
  N different_topic{0};

  bool operator==(const BlockValues&) const = default;
};

/// The tokens x tokens matrix with these values.
template <Field N>
Matrix<N> block_matrix(const TopicParametersOf<N>& at, const BlockValues<N>& values);

/// The values of a matrix that is constant on every class; nothing when it is not. With one word a
/// topic there is no same-topic pair and `same_topic` repeats `same_word`. Throws PreconditionError
/// on a wrong shape.
std::optional<BlockValues<Rational>> block_values(const TopicParameters& at,
                                                  const Matrix<Rational>& matrix);

}  // namespace lemmascope::topic
