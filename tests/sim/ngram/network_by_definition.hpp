// The transformer of arXiv 2409.10559 as its definition has it: every position of every prompt,
// over any number type. Slow and plain: what the counting kernel is compared with.
#pragma once

#include <cmath>
#include <complex>
#include <vector>

#include "sim/ngram/prompt_network.hpp"

namespace lemmascope::ngram {

inline double real_part(double x) { return x; }
inline double real_part(const std::complex<double>& x) { return x.real(); }

template <class N>
class NetworkByDefinition {
 public:
  NetworkByDefinition(const ModelShape& shape, const LossForm& loss, std::vector<N> weights)
      : shape_(shape), at_(weight_offsets(shape)), loss_(loss), w_(std::move(weights)) {}

  std::vector<N>& weights() { return w_; }

  N loss(const std::uint8_t* prompt, int target) const {
    const std::vector<N> y = output(prompt);
    const N reached = y[static_cast<std::size_t>(target)];
    if (loss_.criterion == Criterion::paper) return -log(reached + loss_.epsilon);
    N total(0);
    for (const N& entry : y) total += exp(entry);
    return log(total) - reached;
  }
  N loss(const PromptSet& set) const {
    N sum(0);
    for (int b = 0; b < set.count(); ++b) {
      sum += loss(set.prompt(b), set.targets[static_cast<std::size_t>(b)]);
    }
    return sum;
  }
  std::vector<N> output(const std::uint8_t* prompt) const {
    const auto sets = head_sets(shape_);
    N squares(0);
    for (std::size_t s = 0; s < sets.size(); ++s) squares += c(s) * c(s);
    std::vector<N> y(static_cast<std::size_t>(shape_.symbols), N(0));
    N total(0);
    for (int l = 0; l < shape_.length; ++l) {
      N score(0);
      for (std::size_t s = 0; s < sets.size(); ++s) {
        N product = c(s) * c(s) / squares;
        for (const int head : sets[s]) product *= similar(prompt, head - 1, l);
        score += product;
      }
      const N mass = exp(w_[static_cast<std::size_t>(at_.a)] * score);
      y[prompt[l]] += mass;
      total += mass;
    }
    for (N& entry : y) entry /= total;
    return y;
  }

 private:
  const N& c(std::size_t set) const { return w_[static_cast<std::size_t>(at_.c) + set]; }
  const N& entry(std::ptrdiff_t block, int row, int column, int columns) const {
    return w_[static_cast<std::size_t>(block + std::ptrdiff_t{row} * columns + column)];
  }
  N similar(const std::uint8_t* prompt, int head, int l) const {
    const std::vector<N> a = held(prompt, head, l), b = held(prompt, head, shape_.length);
    N sum(0);
    for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
    return real_part(sum) > 0 ? sum : N(0);
  }
  /// One-hot, and zero behind the prompt.
  std::vector<N> token(const std::uint8_t* prompt, int l) const {
    std::vector<N> x(static_cast<std::size_t>(shape_.symbols), N(0));
    if (l < shape_.length) x[prompt[l]] = N(1);
    return x;
  }
  std::vector<N> mapped(std::ptrdiff_t block, int head, const std::vector<N>& x) const {
    const int d = shape_.symbols;
    std::vector<N> out(x.size(), N(0));
    for (int j = 0; j < d; ++j) {
      for (int k = 0; k < d; ++k) {
        out[static_cast<std::size_t>(k)] +=
            x[static_cast<std::size_t>(j)] * entry(block, head * d + j, k, d);
      }
    }
    return out;
  }
  /// The output of a head at a position.
  std::vector<N> held(const std::uint8_t* prompt, int head, int l) const {
    std::vector<N> mix(static_cast<std::size_t>(shape_.symbols), N(0));
    N total(0);
    const auto look = [&](int at, N logit) {
      if (shape_.maps) {
        const auto q = mapped(at_.query, head, token(prompt, l));
        const auto k = mapped(at_.key, head, token(prompt, at));
        for (std::size_t m = 0; m < q.size(); ++m) logit += q[m] * k[m];
      }
      const N mass = exp(logit);
      total += mass;
      if (at < 0) return;  // padding
      const std::vector<N> x = token(prompt, at);
      for (std::size_t k = 0; k < x.size(); ++k) mix[k] += mass * x[k];
    };
    for (int i = 0; i < shape_.lags; ++i) {
      const int at = l - shape_.first_lag(head) - i;
      if (at >= 0 || shape_.padding == Padding::zero) {
        look(at, entry(at_.w, head, i, shape_.lags));
      }
    }
    if (shape_.maps) look(l, N(kOwnLogit));
    for (N& share : mix) share = real_part(total) > 0 ? share / total : N(0);
    if (shape_.maps) mix = mapped(at_.value, head, mix);
    return normalised(mix);
  }
  std::vector<N> normalised(std::vector<N> x) const {
    const N d(shape_.symbols);
    N mean(0), squares(0);
    if (shape_.norm == HeadNorm::layer) {
      for (const N& entry : x) mean += entry / d;
    }
    for (N& entry : x) {
      entry -= mean;
      squares += entry * entry;
    }
    if (shape_.norm == HeadNorm::unit) {
      for (N& entry : x) entry = real_part(squares) > 0 ? entry / sqrt(squares) : N(0);
    } else if (shape_.norm == HeadNorm::layer) {
      for (std::size_t k = 0; k < x.size(); ++k) {
        x[k] =
            x[k] / sqrt(squares / d + kVarianceFloor) * w_[static_cast<std::size_t>(at_.gain) + k] +
            w_[static_cast<std::size_t>(at_.shift) + k];
      }
    }
    return x;
  }

  ModelShape shape_;
  WeightOffsets at_;
  LossForm loss_;
  std::vector<N> w_;
};

}  // namespace lemmascope::ngram
