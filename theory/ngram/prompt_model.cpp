#include "theory/ngram/prompt_model.hpp"

#include <algorithm>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

template <class N>
struct Plain {
  static N root(const N& x) { return sqrt(x); }
};
template <class N>
struct Plain<Jet<N>> {
  static Jet<N> root(const Jet<N>& x) {
    const N s = sqrt(x.value), slope = N(1) / (N(2) * s);
    return x.composed(s, slope, N(-(slope / (N(2) * x.value))));
  }
};

/// What one head does at one position.
template <class N>
struct Read {
  std::vector<N> attention;  ///< on lags 1, 2, ...: those that exist
  std::vector<N> sum;        ///< before its length is taken off
  std::vector<N> vector;     ///< v
  N length{1};               ///< |sum| where it is taken off
  bool unit = false;         ///< is it taken off?
};

/// The forward pass with all that the way back needs.
template <class N>
struct Pass {
  std::vector<std::vector<Read<N>>> reads;  ///< [head][position], the query last
  std::vector<N> p;                         ///< of each set
  std::vector<std::vector<N>> similar;      ///< [head][l]: <v_l, v_{L+1}>
  std::vector<N> attention;                 ///< of the classifier on l
  Forward<N> out;
};

template <class N>
void require_model(const ModelWeights<N>& weights, const std::vector<int>& tokens,
                   const ModelForm& form) {
  require(!weights.lags.empty() && !weights.lags[0].empty(), "expected at least one head and lag");
  for (const auto& head : weights.lags) {
    require(head.size() == weights.lags[0].size(), "expected heads that see the same lags");
  }
  require(!weights.c.empty(), "expected at least one set of heads");
  for (const auto& [set, c] : weights.c) {
    for (const int head : set) {
      require(head >= 1 && head <= static_cast<int>(weights.lags.size()),
              "expected sets of heads that the weights have");
    }
  }
  require(!tokens.empty(), "expected a prompt of at least one token");
  for (const int token : tokens) {
    require(token >= 0 && token < form.symbols, "expected tokens that are symbols");
  }
}

template <class N>
std::vector<N> softmax(const std::vector<N>& logits) {
  // No maximum is taken off: enclosures have none; exponents of double are bounded by the callers.
  std::vector<N> shares;
  N total(0);
  for (const N& x : logits) {
    shares.push_back(exp(x));
    total = total + shares.back();
  }
  for (N& share : shares) share = share / total;
  return shares;
}

template <class N>
N inner(const std::vector<N>& a, const std::vector<N>& b) {
  N sum(0);
  for (std::size_t k = 0; k < a.size(); ++k) sum = sum + a[k] * b[k];
  return sum;
}

template <class N>
Read<N> read_at(const std::vector<N>& logits, const std::vector<int>& tokens, int position,
                const ModelForm& form) {
  const int available = std::min(position, static_cast<int>(logits.size()));
  Read<N> read;
  if (form.padding == Padding::truncated) {
    read.attention = softmax(std::vector<N>(logits.begin(), logits.begin() + available));
  } else {
    read.attention = softmax(logits);
  }
  read.sum.assign(static_cast<std::size_t>(form.symbols), N(0));
  for (int i = 0; i < available; ++i) {
    N& entry = read.sum[static_cast<std::size_t>(tokens[position - 1 - i])];
    entry = entry + read.attention[i];
  }
  read.vector = read.sum;
  if (form.normalisation == Normalisation::unit && available > 0) {
    read.unit = true;
    read.length = Plain<N>::root(inner(read.sum, read.sum));
    for (N& entry : read.vector) entry = entry / read.length;
  }
  return read;
}

template <class N>
N product_over(const Pass<N>& pass, const std::vector<int>& set, std::size_t l, int without = 0) {
  N product(1);
  for (const int head : set) {
    if (head != without) product = product * pass.similar[head - 1][l];
  }
  return product;
}

template <class N>
Pass<N> run(const ModelWeights<N>& weights, const std::vector<int>& tokens, const ModelForm& form) {
  require_model(weights, tokens, form);
  const std::size_t length = tokens.size();
  Pass<N> pass;
  for (const auto& logits : weights.lags) {
    std::vector<Read<N>> reads;
    for (std::size_t l = 0; l <= length; ++l) {
      reads.push_back(read_at(logits, tokens, static_cast<int>(l), form));
    }
    pass.similar.emplace_back();
    for (std::size_t l = 0; l < length; ++l) {
      pass.similar.back().push_back(inner(reads[l].vector, reads[length].vector));
    }
    pass.reads.push_back(std::move(reads));
  }
  N total(0);
  for (const auto& [set, c] : weights.c) total = total + c * c;
  for (const auto& [set, c] : weights.c) pass.p.push_back(c * c / total);
  std::vector<N> logits;
  for (std::size_t l = 0; l < length; ++l) {
    N score(0);
    for (std::size_t s = 0; s < pass.p.size(); ++s) {
      score = score + pass.p[s] * product_over(pass, weights.c[s].first, l);
    }
    pass.out.scores.push_back(score);
    logits.push_back(weights.a * score);
  }
  pass.attention = softmax(logits);
  pass.out.y.assign(static_cast<std::size_t>(form.symbols), N(0));
  for (std::size_t l = 0; l < length; ++l) {
    N& entry = pass.out.y[static_cast<std::size_t>(tokens[l])];
    entry = entry + pass.attention[l];
  }
  return pass;
}

/// Adds to `gradient` what a change `slope` of v does through the logits of the head.
template <class N>
void add_read(const Read<N>& read, std::vector<N> slope, const std::vector<int>& tokens,
              int position, std::vector<N>& gradient) {
  const int available = std::min(position, static_cast<int>(gradient.size()));
  if (available == 0) return;
  const N along = inner(read.vector, slope);
  for (std::size_t k = 0; read.unit && k < slope.size(); ++k) {
    slope[k] = (slope[k] - read.vector[k] * along) / read.length;
  }
  const auto pull = [&](std::size_t i) {
    return static_cast<int>(i) < available
               ? slope[static_cast<std::size_t>(tokens[position - 1 - static_cast<int>(i)])]
               : N(0);
  };
  N mean(0);
  for (std::size_t i = 0; i < read.attention.size(); ++i) mean += read.attention[i] * pull(i);
  for (std::size_t i = 0; i < read.attention.size(); ++i) {
    gradient[i] += read.attention[i] * (pull(i) - mean);
  }
}

}  // namespace

template <class N>
Forward<N> forward(const ModelWeights<N>& weights, const std::vector<int>& tokens,
                   const ModelForm& form) {
  return run(weights, tokens, form).out;
}

template <class N>
N smoothed_loss(const std::vector<N>& y, int target, const N& epsilon) {
  return -log(y[static_cast<std::size_t>(target)] + epsilon);
}

template <class N>
N released_loss(const std::vector<N>& y, int target) {
  N total(0);
  for (const N& entry : y) total = total + exp(entry);
  return log(total) - y[static_cast<std::size_t>(target)];
}

template <class N>
ModelWeights<N> loss_gradient(const ModelWeights<N>& weights, const std::vector<int>& tokens,
                              const ModelForm& form, int target, const N& epsilon) {
  const Pass<N> pass = run(weights, tokens, form);
  const std::size_t length = tokens.size();
  const N& reached = pass.out.y[static_cast<std::size_t>(target)];
  ModelWeights<N> gradient{std::vector<std::vector<N>>(
                               weights.lags.size(), std::vector<N>(weights.lags[0].size(), N(0))),
                           weights.c, N(0)};
  std::vector<N> along_p(weights.c.size(), N(0));
  for (std::size_t l = 0; l < length; ++l) {
    const N hit = tokens[l] == target ? N(1) : N(0);
    const N logit = N(-1) / (reached + epsilon) * pass.attention[l] * (hit - reached);
    gradient.a += logit * pass.out.scores[l];
    const N score = weights.a * logit;
    for (std::size_t s = 0; s < weights.c.size(); ++s) {
      const auto& set = weights.c[s].first;
      along_p[s] += score * product_over(pass, set, l);
      for (const int head : set) {
        const auto& reads = pass.reads[head - 1];
        const N slope = score * pass.p[s] * product_over(pass, set, l, head);
        std::vector<N> of_position = reads[length].vector, of_query = reads[l].vector;
        for (N& entry : of_position) entry *= slope;
        for (N& entry : of_query) entry *= slope;
        add_read(reads[l], of_position, tokens, static_cast<int>(l), gradient.lags[head - 1]);
        add_read(reads[length], of_query, tokens, static_cast<int>(length),
                 gradient.lags[head - 1]);
      }
    }
  }
  const N mean = inner(pass.p, along_p);
  N total(0);
  for (const auto& [set, c] : weights.c) total += c * c;
  for (std::size_t s = 0; s < weights.c.size(); ++s) {
    gradient.c[s].second = N(2) * weights.c[s].second / total * (along_p[s] - mean);
  }
  return gradient;
}

template <class N>
ModelWeights<N> loss_gradient_by_jets(const ModelWeights<N>& weights,
                                      const std::vector<int>& tokens, const ModelForm& form,
                                      int target, const N& epsilon) {
  ModelWeights<Jet<N>> moved;
  for (const auto& head : weights.lags) moved.lags.emplace_back(head.begin(), head.end());
  for (const auto& [set, c] : weights.c) moved.c.emplace_back(set, Jet<N>(c));
  moved.a = Jet<N>(weights.a);
  const auto along = [&](Jet<N>& weight) {
    weight.gradient[0] = N(1);
    const auto y = forward(moved, tokens, form).y;
    weight.gradient[0] = N(0);
    return smoothed_loss(y, target, Jet<N>(epsilon)).gradient[0];
  };
  ModelWeights<N> gradient = weights;
  gradient.a = along(moved.a);
  for (std::size_t s = 0; s < moved.c.size(); ++s) gradient.c[s].second = along(moved.c[s].second);
  for (std::size_t h = 0; h < moved.lags.size(); ++h) {
    for (std::size_t i = 0; i < moved.lags[h].size(); ++i) {
      gradient.lags[h][i] = along(moved.lags[h][i]);
    }
  }
  return gradient;
}

#define LEMMASCOPE_INSTANTIATE(N)                                                                 \
  template Forward<N> forward(const ModelWeights<N>&, const std::vector<int>&, const ModelForm&); \
  template N smoothed_loss(const std::vector<N>&, int, const N&);                                 \
  template N released_loss(const std::vector<N>&, int);                                           \
  template ModelWeights<N> loss_gradient(const ModelWeights<N>&, const std::vector<int>&,         \
                                         const ModelForm&, int, const N&);                        \
  template ModelWeights<N> loss_gradient_by_jets(const ModelWeights<N>&, const std::vector<int>&, \
                                                 const ModelForm&, int, const N&);
LEMMASCOPE_INSTANTIATE(double)
LEMMASCOPE_INSTANTIATE(Real50)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::ngram
