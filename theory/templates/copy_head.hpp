// Copying a symbol through values and tied embeddings: logits E (W + b I) o, where o is what
// attention reads. Gradient descent on W, exactly, and what it does for symbols never seen.
#pragma once

#include <vector>

#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

struct CopyHead {
  Matrix<Rational> embeddings;  ///< a symbol's in each row, m x d
  Matrix<Rational> values;      ///< W, d x d
  Rational identity{0};         ///< b, held fixed
};

/// A string under uniform attention, and the symbol to be given.
struct CopyTask {
  Symbols string;
  int target = 0;
};

/// The mean embedding of a string: what uniform attention reads. Throws PreconditionError for
/// symbols without an embedding and for empty strings.
Vector<Rational> read_by_attention(const CopyHead& head, const Symbols& string);

/// E (W + b I) o, an entry for each symbol.
Vector<Rational> logits_of(const CopyHead& head, const Symbols& string);

/// Full-batch steps on half the mean squared distance of logits from the target's indicator: W -=
/// rate mean E^T (logits - 1_target) o^T.
CopyHead trained(CopyHead head, const std::vector<CopyTask>& tasks, const Rational& rate,
                 int steps);

/// Logits after training, from W_t = W_0 + sum over tasks of alpha_task o_task^T: only the alphas
/// are followed. Other route.
Vector<Rational> trained_logits_by_tasks(const CopyHead& head, const std::vector<CopyTask>& tasks,
                                         const Rational& rate, int steps, const Symbols& string);

}  // namespace lemmascope::templates
