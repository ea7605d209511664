#include "theory/ngram/stage_one_signal.hpp"

#include <algorithm>
#include <cmath>

#include "theory/ngram/match_tables.hpp"
#include "theory/ngram/prompts.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// Positive numbers that sum to one in proportion to exp(at).
std::vector<Interval> softmax(const std::vector<Rational>& at) {
  std::vector<Interval> q;
  Interval total(0);
  for (const Rational& x : at) {
    q.push_back(exp(Interval(x)));
    total += q.back();
  }
  for (Interval& part : q) part /= total;
  return q;
}

int largest_lag(const std::vector<LagSet>& sets) {
  int window = 0;
  for (const LagSet& set : sets) window = std::max(window, set.empty() ? 0 : set.back());
  return window;
}

void require_epsilon(const Prompts& prompts) {
  require(prompts.epsilon >= 0, "expected an epsilon of at least 0");
}

std::vector<Rational> shares_of(const std::vector<int>& tokens, int length, int symbols) {
  std::vector<Rational> shares(static_cast<std::size_t>(symbols), Rational(0));
  for (int l = 0; l < length; ++l) shares[static_cast<std::size_t>(tokens[l])] += 1;
  for (Rational& share : shares) share /= length;
  return shares;
}

/// For one target: sums over states with that many targets so far of what matched, with the target
/// (`same`) and with any token, each times the probability of the target.
struct MatchedSums {
  std::vector<Integer> same, any;
};

MatchedSums matched_sums(const MatchTables& tables, const Kernel& kernel, int target,
                         const Integer& scale, const LagSet& set) {
  MatchedSums sums{std::vector<Integer>(static_cast<std::size_t>(tables.counts())),
                   std::vector<Integer>(static_cast<std::size_t>(tables.counts()))};
  for (int window = 0; window < tables.windows(); ++window) {
    const Rational& probability = kernel.rows(tables.context(window), target);
    if (probability == 0) continue;
    const auto factor = Integer(numerator(Rational(probability * scale)));
    std::vector<int> matching;
    for (int h = 0; h < tables.histories(); ++h) {
      if (tables.agree(window, h, set)) matching.push_back(h);
    }
    for (int v = 0; v < tables.counts(); ++v) {
      Integer same(0), other(0);
      for (const int h : matching) {
        same += tables.seen(0, window, v, h);
        other += tables.seen(1, window, v, h);
      }
      sums.same[static_cast<std::size_t>(v)] += factor * same;
      sums.any[static_cast<std::size_t>(v)] += factor * Integer(same + other);
    }
  }
  return sums;
}

Integer row_denominator(const Kernel& kernel) {
  Integer all(1);
  for (Eigen::Index e = 0; e < kernel.rows.size(); ++e) {
    all *= Integer(denominator(kernel.rows.data()[e])) /
           boost::multiprecision::gcd(all, Integer(denominator(kernel.rows.data()[e])));
  }
  return all;
}

}  // namespace

std::vector<bool> matches(const std::vector<int>& tokens, int length, const LagSet& set) {
  std::vector<bool> kappa(static_cast<std::size_t>(length), true);
  for (int l = 0; l < length; ++l) {
    for (const int lag : set) {
      if (lag > l || tokens[l - lag] != tokens[length - lag]) kappa[l] = false;
    }
  }
  return kappa;
}

std::vector<Rational> signals_by_enumeration(const Prompts& prompts,
                                             const std::vector<LagSet>& sets) {
  require_epsilon(prompts);
  const int length = prompts.length;
  std::vector<Rational> signals(sets.size(), Rational(0));
  for_each_prompt(prompts.kernel, length, [&](const auto& tokens, const Rational& probability) {
    const int target = tokens[static_cast<std::size_t>(length)];
    const auto count = std::count(tokens.begin(), tokens.end() - 1, target);
    const Rational share(count, length), sum = share + prompts.epsilon;
    if (sum == 0) return;
    for (std::size_t s = 0; s < sets.size(); ++s) {
      const auto kappa = matches(tokens, length, sets[s]);
      int same = 0, any = 0;
      for (int l = 0; l < length; ++l) {
        any += kappa[l] ? 1 : 0;
        same += kappa[l] && tokens[l] == target ? 1 : 0;
      }
      signals[s] += probability * (same - share * any) / (sum * length);
    }
  });
  return signals;
}

std::vector<Rational> signals_by_counting(const Prompts& prompts, const std::vector<LagSet>& sets) {
  require_epsilon(prompts);
  const Kernel& kernel = prompts.kernel;
  const Integer scale = row_denominator(kernel);
  std::vector<Rational> signals(sets.size(), Rational(0));
  for (int target = 0; target < kernel.symbols(); ++target) {
    std::vector<int> colours(static_cast<std::size_t>(kernel.symbols()), 1);
    colours[static_cast<std::size_t>(target)] = 0;
    const MatchTables tables(kernel, prompts.length, largest_lag(sets), colours);
    for (std::size_t s = 0; s < sets.size(); ++s) {
      const MatchedSums sums = matched_sums(tables, kernel, target, scale, sets[s]);
      for (int count = 0; count <= prompts.length; ++count) {
        const Rational share(count, prompts.length), sum = share + prompts.epsilon;
        if (sum == 0) continue;
        const Rational reward = Rational(sums.same[count]) - share * Rational(sums.any[count]);
        signals[s] += reward / (sum * prompts.length * Rational(scale * tables.denominator()));
      }
    }
  }
  return signals;
}

std::vector<Interval> released_signals_by_enumeration(const Prompts& prompts,
                                                      const std::vector<LagSet>& sets) {
  const int length = prompts.length, symbols = prompts.kernel.symbols();
  std::vector<Interval> signals(sets.size(), Interval(0));
  for_each_prompt(prompts.kernel, length, [&](const auto& tokens, const Rational& probability) {
    const auto target = static_cast<std::size_t>(tokens[static_cast<std::size_t>(length)]);
    const std::vector<Rational> shares = shares_of(tokens, length, symbols);
    const std::vector<Interval> q = softmax(shares);
    Interval mean(0);
    for (std::size_t k = 0; k < shares.size(); ++k) mean += q[k] * Interval(shares[k]);
    for (std::size_t s = 0; s < sets.size(); ++s) {
      const auto kappa = matches(tokens, length, sets[s]);
      Interval sum(0);
      for (int l = 0; l < length; ++l) {
        if (!kappa[l]) continue;
        const auto token = static_cast<std::size_t>(tokens[l]);
        sum += Interval(Rational((token == target ? 1 : 0) - shares[target])) - q[token] + mean;
      }
      signals[s] += Interval(Rational(probability / length)) * sum;
    }
  });
  return signals;
}

std::vector<Interval> released_signals_by_counting(const Prompts& prompts,
                                                   const std::vector<LagSet>& sets) {
  const Kernel& kernel = prompts.kernel;
  const int symbols = kernel.symbols(), length = prompts.length;
  std::vector<int> colours(static_cast<std::size_t>(symbols));
  for (int k = 0; k < symbols; ++k) colours[static_cast<std::size_t>(k)] = k;
  const MatchTables tables(kernel, length, largest_lag(sets), colours);
  const Rational scale(Integer(1), Integer(tables.denominator() * length));
  std::vector<Interval> signals(sets.size(), Interval(0));
  for (int v = 0; v < tables.counts(); ++v) {
    std::vector<Rational> shares;
    for (int k = 0; k < symbols; ++k) shares.emplace_back(tables.count_of(v, k), length);
    if (shares.back() < 0) continue;
    const std::vector<Interval> q = softmax(shares);
    Interval mean(0);
    for (std::size_t k = 0; k < shares.size(); ++k) mean += q[k] * Interval(shares[k]);
    for (std::size_t s = 0; s < sets.size(); ++s) {
      Rational rational(0);
      std::vector<Integer> by_token(static_cast<std::size_t>(symbols));
      for (int window = 0; window < tables.windows(); ++window) {
        const int row = tables.context(window);
        Rational expected(0);
        for (int k = 0; k < symbols; ++k) expected += kernel.rows(row, k) * shares[k];
        for (int k = 0; k < symbols; ++k) {
          Integer seen(0);
          for (int h = 0; h < tables.histories(); ++h) {
            if (tables.agree(window, h, sets[s])) seen += tables.seen(k, window, v, h);
          }
          by_token[static_cast<std::size_t>(k)] += seen;
          rational += Rational(seen) * (kernel.rows(row, k) - expected);
        }
      }
      signals[s] += Interval(Rational(rational * scale));
      for (std::size_t k = 0; k < shares.size(); ++k) {
        signals[s] += Interval(Rational(Rational(by_token[k]) * scale)) * (mean - q[k]);
      }
    }
  }
  return signals;
}

Interval released_limit(const Matrix<Rational>& joint) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  const std::vector<Interval> q = softmax({mu.data(), mu.data() + mu.size()});
  Interval sum(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      const Interval apart(Rational(joint(z, k) - m(z) * mu(k)));
      sum += apart * (Interval(joint(z, k)) - Interval(m(z)) * q[static_cast<std::size_t>(k)]);
    }
  }
  return sum;
}

double counting_terms(const Prompts& prompts, int window, bool released) {
  const double d = prompts.kernel.symbols(), length = prompts.length;
  const double held = std::max(prompts.kernel.order(), window);
  const double tables = released ? d * std::pow(length + 1, d - 1) : 2 * d * (length + 1);
  return 2 * length * std::pow(d, held + window + 1) * tables;
}

}  // namespace lemmascope::ngram
