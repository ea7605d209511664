// The simplified transformer of arXiv 2409.10559 on one prompt: copiers, selector, classifier; its
// output, its losses and their gradient.
#pragma once

#include <utility>
#include <vector>

#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

/// TF(M, H, d, D) with one window of M lags for all heads.
template <class N>
struct ModelWeights {
  std::vector<std::vector<N>> lags;               ///< w: of each head, lag 1 ... M
  std::vector<std::pair<std::vector<int>, N>> c;  ///< of each set of heads, counted from 1
  N a;
};

/// Near the start of a prompt: is the softmax taken over the lags that exist, or are missing tokens
/// zero vectors?
enum class Padding { truncated, zero };
/// Are the outputs of heads divided by their length?
enum class Normalisation { none, unit };

struct ModelForm {
  int symbols;
  Padding padding = Padding::truncated;
  Normalisation normalisation = Normalisation::none;
};

template <class N>
struct Forward {
  std::vector<N> scores;  ///< s_l, l = 1 ... L
  std::vector<N> y;
};

/// The output on the prompt x_1 ... x_L. Throws PreconditionError when heads have different
/// windows, sets name heads that are not there, or every c is zero.
template <class N>
Forward<N> forward(const ModelWeights<N>& weights, const std::vector<int>& tokens,
                   const ModelForm& form);

/// -log(y_target + epsilon).
template <class N>
N smoothed_loss(const std::vector<N>& y, int target, const N& epsilon);
/// -y_target + log sum_k exp(y_k): the criterion of the authors' program.
template <class N>
N released_loss(const std::vector<N>& y, int target);

/// The gradient of smoothed_loss along every weight, by the chain rule from the loss backwards.
template <class N>
ModelWeights<N> loss_gradient(const ModelWeights<N>& weights, const std::vector<int>& tokens,
                              const ModelForm& form, int target, const N& epsilon);
/// The same by differentiating the forward pass along each weight in turn.
template <class N>
ModelWeights<N> loss_gradient_by_jets(const ModelWeights<N>& weights,
                                      const std::vector<int>& tokens, const ModelForm& form,
                                      int target, const N& epsilon);

}  // namespace lemmascope::ngram
