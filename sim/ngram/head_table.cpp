#include "sim/ngram/head_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lemmascope::ngram {
namespace {

double inner(const double* a, const double* b, int n) {
  double sum = 0;
  for (int k = 0; k < n; ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

WindowCode::WindowCode(const ModelShape& shape)
    : shape_(shape), windows_(0), owners_(shape.maps ? shape.symbols + 1 : 1) {
  for (int lags = 0; lags <= shape.lags; ++lags) {
    first_.push_back(windows_);
    windows_ += whole_power(shape.symbols, lags);
  }
}

int WindowCode::at(int head, const std::uint8_t* end, int before, int own) const {
  const int lags = shape_.lags_there(head, before), first = shape_.first_lag(head);
  int code = 0;
  for (int i = 0; i < lags; ++i) code = code * shape_.symbols + end[-(first + i)];
  code += first_[static_cast<std::size_t>(lags)];
  return shape_.maps ? own * windows_ + code : code;
}

WindowCode::Window WindowCode::window(int code) const {
  Window window;
  if (shape_.maps) window.own = code / windows_;
  code %= windows_;
  int lags = 0;
  while (lags < shape_.lags && code >= first_[static_cast<std::size_t>(lags) + 1]) ++lags;
  code -= first_[static_cast<std::size_t>(lags)];
  window.tokens.resize(static_cast<std::size_t>(lags));
  for (int i = lags; i-- > 0; code /= shape_.symbols) {
    window.tokens[static_cast<std::size_t>(i)] = code % shape_.symbols;
  }
  return window;
}

HeadTable::HeadTable(const ModelShape& shape) : shape_(shape), at_(weight_offsets(shape)) {
  const WindowCode codes(shape);
  for (int code = 0; code < codes.count(); ++code) windows_.push_back(codes.window(code));
  vectors_.resize(index(shape.heads, 0));
  slopes_.resize(vectors_.size());
}

/// The query-key product of two tokens.
double HeadTable::match(int head, int own, int other, const double* weights) const {
  const int d = shape_.symbols;
  if (own == d || other == d) return 0;  // the query has no token
  return inner(weights + at_.query + (head * d + own) * d,
               weights + at_.key + (head * d + other) * d, d);
}

void HeadTable::attend(int head, const WindowCode::Window& window, const double* weights,
                       Made& made) const {
  const double* w = weights + at_.w + std::ptrdiff_t{head} * shape_.lags;
  const auto lags = window.tokens.size();
  made.attention.assign(w, w + (shape_.padding == Padding::zero ? shape_.lags : lags));
  if (shape_.maps) {
    for (std::size_t i = 0; i < lags; ++i) {
      made.attention[i] += match(head, window.own, window.tokens[i], weights);
    }
    made.attention.push_back(kOwnLogit + match(head, window.own, window.own, weights));
  }
  if (made.attention.empty()) return;
  const double largest = *std::max_element(made.attention.begin(), made.attention.end());
  double total = 0;
  for (double& entry : made.attention) total += entry = std::exp(entry - largest);
  for (double& entry : made.attention) entry /= total;
}

void HeadTable::normalise(Made& made) const {
  const auto d = static_cast<double>(shape_.symbols);
  if (shape_.norm == HeadNorm::unit) {
    const double squares = inner(made.valued.data(), made.valued.data(), shape_.symbols);
    made.scale = squares > 0 ? 1 / std::sqrt(squares) : 0;  // the zero vector stays
  } else if (shape_.norm == HeadNorm::layer) {
    const double mean = std::accumulate(made.valued.begin(), made.valued.end(), 0.0) / d;
    double squares = 0;
    made.centred = made.valued;
    for (double& entry : made.centred) {
      entry -= mean;
      squares += entry * entry;
    }
    made.scale = 1 / std::sqrt(squares / d + kVarianceFloor);
    for (double& entry : made.centred) entry *= made.scale;
  }
}

void HeadTable::make(int head, const WindowCode::Window& window, const double* weights,
                     Made& made) const {
  const int d = shape_.symbols;
  attend(head, window, weights, made);
  made.mix.assign(static_cast<std::size_t>(d), 0);
  for (std::size_t i = 0; i < window.tokens.size(); ++i) {
    made.mix[static_cast<std::size_t>(window.tokens[i])] += made.attention[i];
  }
  made.valued = made.mix;
  if (shape_.maps) {
    if (window.own < d) made.mix[static_cast<std::size_t>(window.own)] += made.attention.back();
    const double* value = weights + at_.value + std::ptrdiff_t{head} * d * d;
    for (int k = 0; k < d; ++k) {
      double sum = 0;
      for (int j = 0; j < d; ++j) sum += made.mix[static_cast<std::size_t>(j)] * value[j * d + k];
      made.valued[static_cast<std::size_t>(k)] = sum;
    }
  }
  normalise(made);
}

void HeadTable::set(const double* weights) {
  for (int head = 0; head < shape_.heads; ++head) {
    for (std::size_t code = 0; code < windows_.size(); ++code) {
      make(head, windows_[code], weights, made_);
      double* to = &vectors_[index(head, static_cast<int>(code))];
      for (int k = 0; k < shape_.symbols; ++k) {
        const auto at = static_cast<std::size_t>(k);
        to[k] = shape_.norm == HeadNorm::layer
                    ? made_.centred[at] * weights[at_.gain + k] + weights[at_.shift + k]
                    : made_.valued[at] * made_.scale;
      }
    }
  }
}

void HeadTable::add_slopes(const double* weights, double* gradient) {
  for (int head = 0; head < shape_.heads; ++head) {
    for (std::size_t code = 0; code < windows_.size(); ++code) {
      double* at = slope(head, static_cast<int>(code));
      double* const end = at + shape_.symbols;
      if (std::all_of(at, end, [](double entry) { return entry == 0; })) continue;
      go_back(head, windows_[code], weights, at, gradient);
      std::fill(at, end, 0.0);
    }
  }
}

void HeadTable::back_through_norm(const Made& made, const double* weights, const double* slope,
                                  std::vector<double>& d_valued, double* gradient) const {
  const int d = shape_.symbols;
  d_valued.assign(slope, slope + d);
  if (shape_.norm == HeadNorm::unit) {
    const double along = inner(made.valued.data(), slope, d) * made.scale * made.scale;
    for (int k = 0; k < d; ++k) {
      const auto at = static_cast<std::size_t>(k);
      d_valued[at] = (slope[k] - made.valued[at] * along) * made.scale;
    }
  } else if (shape_.norm == HeadNorm::layer) {
    double mean = 0, along = 0;
    for (int k = 0; k < d; ++k) {
      const auto at = static_cast<std::size_t>(k);
      gradient[at_.gain + k] += slope[k] * made.centred[at];
      gradient[at_.shift + k] += slope[k];
      d_valued[at] = slope[k] * weights[at_.gain + k];
      mean += d_valued[at] / d;
      along += d_valued[at] * made.centred[at] / d;
    }
    for (int k = 0; k < d; ++k) {
      const auto at = static_cast<std::size_t>(k);
      d_valued[at] = (d_valued[at] - mean - made.centred[at] * along) * made.scale;
    }
  }
}

void HeadTable::back_through_attention(int head, const WindowCode::Window& window,
                                       const double* weights, const Made& made,
                                       const std::vector<double>& d_mix, double* gradient) const {
  const int d = shape_.symbols;
  const auto lags = window.tokens.size();
  const auto token_of = [&](std::size_t i) { return i < lags ? window.tokens[i] : window.own; };
  // What a share of attention on entry i brings; nothing where there is no token.
  const auto pull = [&](std::size_t i) {
    const int token = i < lags || shape_.maps ? token_of(i) : d;
    return token == d ? 0.0 : d_mix[static_cast<std::size_t>(token)];
  };
  double mean = 0;
  for (std::size_t i = 0; i < made.attention.size(); ++i) mean += made.attention[i] * pull(i);
  for (std::size_t i = 0; i < made.attention.size(); ++i) {
    const double d_logit = made.attention[i] * (pull(i) - mean);
    if (i < lags || !shape_.maps) {
      gradient[at_.w + std::ptrdiff_t{head} * shape_.lags + static_cast<std::ptrdiff_t>(i)] +=
          d_logit;
    }
    if (!shape_.maps || window.own == d) continue;
    const std::ptrdiff_t own = (head * d + window.own) * d, other = (head * d + token_of(i)) * d;
    for (int k = 0; k < d; ++k) {
      gradient[at_.query + own + k] += d_logit * weights[at_.key + other + k];
      gradient[at_.key + other + k] += d_logit * weights[at_.query + own + k];
    }
  }
}

void HeadTable::go_back(int head, const WindowCode::Window& window, const double* weights,
                        const double* slope, double* gradient) {
  const int d = shape_.symbols;
  make(head, window, weights, made_);
  back_through_norm(made_, weights, slope, d_valued_, gradient);
  d_mix_ = d_valued_;
  if (shape_.maps) {
    const std::ptrdiff_t value = at_.value + std::ptrdiff_t{head} * d * d;
    for (int j = 0; j < d; ++j) {
      const auto at = static_cast<std::size_t>(j);
      d_mix_[at] = inner(weights + value + j * d, d_valued_.data(), d);
      for (int k = 0; k < d; ++k) {
        gradient[value + j * d + k] += made_.mix[at] * d_valued_[static_cast<std::size_t>(k)];
      }
    }
  }
  back_through_attention(head, window, weights, made_, d_mix_, gradient);
}

}  // namespace lemmascope::ngram
