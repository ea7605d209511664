// A fully connected network on one-hot strings, trained by gradient descent: what it cannot learn
// of symbols that it never sees. The same code runs exactly in fractions and in double.
#pragma once

#include <vector>

#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// f(string) = readout . relu(hidden relu(sum over positions of input column (position, symbol))):
/// layers with rectifiers, in which fractions stay fractions.
template <Field N>
struct Network {
  int vocabulary = 2;
  Matrix<N> input;   ///< width x (length vocabulary); column position * vocabulary + symbol
  Matrix<N> hidden;  ///< width x width
  Vector<N> readout;

  int length() const { return static_cast<int>(input.cols()) / vocabulary; }
};

/// A string and what it should give.
template <Field N>
struct Labelled {
  Symbols string;
  N label;
};

/// f of a string. Throws PreconditionError for other lengths or symbols outside the vocabulary.
template <Field N>
N output_of(const Network<N>& network, const Symbols& string);

/// Full-batch steps on half the mean squared error, W -= rate (gradient + decay W). Throws
/// PreconditionError when there is no sample.
template <Field N>
Network<N> trained(Network<N> network, const std::vector<Labelled<N>>& samples, const N& rate,
                   const N& decay, int steps);

/// The network with the input columns of two symbols exchanged at one position.
template <Field N>
Network<N> with_exchanged(Network<N> network, int position, int one, int other);

/// The same training of a network that has the columns of `seen` symbols alone; the others are put
/// back afterwards, as they were. Other route to trained() without decay.
template <Field N>
Network<N> trained_without_unseen(const Network<N>& network,
                                  const std::vector<Labelled<N>>& samples, const N& rate,
                                  int steps);

}  // namespace lemmascope::templates
