#include "theory/topic/block_values.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {

template <Field N>
Matrix<N> block_matrix(const TopicParametersOf<N>& at, const BlockValues<N>& values) {
  Matrix<N> matrix(at.tokens(), at.tokens());
  for (Token i = 0; i < at.tokens(); ++i) {
    for (Token j = 0; j < at.tokens(); ++j) {
      if (i == kMaskToken) {
        matrix(i, j) = j == kMaskToken ? values.mask_corner : values.mask_row;
      } else if (j == kMaskToken) {
        matrix(i, j) = values.mask_column;
      } else if (i == j) {
        matrix(i, j) = values.same_word;
      } else {
        matrix(i, j) =
            at.topic_of(i) == at.topic_of(j) ? values.same_topic : values.different_topic;
      }
    }
  }
  return matrix;
}

std::optional<BlockValues<Rational>> block_values(const TopicParameters& at,
                                                  const Matrix<Rational>& matrix) {
  require(matrix.rows() == at.tokens() && matrix.cols() == at.tokens(),
          "a token matrix needs one row and one column for every word and [MASK]");
  const Token neighbour = at.words_per_topic() > 1 ? 2 : 1;
  const BlockValues<Rational> values{matrix(0, 0), matrix(0, 1),         matrix(1, 0),
                                     matrix(1, 1), matrix(1, neighbour), matrix(1, at.words())};
  if (matrix != block_matrix(at, values)) return std::nullopt;
  return values;
}

#define LEMMASCOPE_INSTANTIATE(N) \
  template Matrix<N> block_matrix(const TopicParametersOf<N>&, const BlockValues<N>&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
