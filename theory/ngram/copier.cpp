#include "theory/ngram/copier.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// The list of lags of every choice of one lag for each column; calls visit(lags, weight).
template <class Visitor>
void for_each_read(const Matrix<Rational>& attention, Visitor&& visit) {
  std::vector<int> lags;
  const auto choose = [&](auto&& self, const Rational& weight) -> void {
    const auto head = static_cast<Eigen::Index>(lags.size());
    if (head == attention.cols()) {
      visit(static_cast<const std::vector<int>&>(lags), weight);
      return;
    }
    for (int i = 0; i < attention.rows(); ++i) {
      if (attention(i, head) == 0) continue;
      lags.push_back(i + 1);
      self(self, weight * attention(i, head));
      lags.pop_back();
    }
  };
  choose(choose, Rational(1));
}

void require_attention(const LagLaw& law, const Matrix<Rational>& attention) {
  require(attention.rows() == law.lags, "expected attention on every lag of the law");
  for (Eigen::Index h = 0; h < attention.cols(); ++h) {
    Rational sum(0);
    for (Eigen::Index i = 0; i < attention.rows(); ++i) sum += attention(i, h);
    require(sum == 1, "expected the attention of every head to sum to one");
  }
}

/// A window of positive probability as a list of lags reads it.
struct Read {
  int history, token;
  const Rational* probability;
};

std::vector<Read> reads_of(const LagLaw& law, const std::vector<int>& lags) {
  std::vector<Read> all;
  for (int window = 0; window < law.windows.size(); ++window) {
    if (law.windows(window) == 0) continue;
    int history = 0;
    for (const int lag : lags) {
      history = history * law.symbols + token_at(window, law.lags + 1, lag + 1, law.symbols);
    }
    all.push_back({history, token_at(window, law.lags + 1, 1, law.symbols), &law.windows(window)});
  }
  return all;
}

/// One extrapolated step of the flow: midpoint rules of 2, 4, ..., 16 sub-steps.
struct Extrapolated {
  Vector<Real50> weights;
  Real50 apart;
};

Vector<Real50> softmax(const Vector<Real50>& w) {
  Real50 most = w(0);
  for (Eigen::Index i = 1; i < w.size(); ++i) most = std::max(most, w(i));
  Vector<Real50> sigma(w.size());
  Real50 total(0);
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    sigma(i) = exp(Real50(w(i) - most));
    total += sigma(i);
  }
  for (Eigen::Index i = 0; i < w.size(); ++i) sigma(i) /= total;
  return sigma;
}

Extrapolated extrapolated_step(const Matrix<Real50>& signal, const Real50& a,
                               const Vector<Real50>& from, const Real50& step) {
  constexpr int kRules = 8;
  const auto drift = [&](const Vector<Real50>& w) { return copier_drift(signal, a, softmax(w)); };
  const Vector<Real50> slope = drift(from);
  std::vector<Vector<Real50>> row;  // of the tableau, by descending order of elimination
  Real50 apart(0);
  for (int rule = 1; rule <= kRules; ++rule) {
    const int parts = 2 * rule;
    const Real50 h = step / parts;
    Vector<Real50> before = from, now = from;
    for (Eigen::Index i = 0; i < now.size(); ++i) now(i) += h * slope(i);
    for (int part = 1; part < parts; ++part) {
      const Vector<Real50> f = drift(now);
      Vector<Real50> next = before;
      for (Eigen::Index i = 0; i < next.size(); ++i) next(i) += 2 * h * f(i);
      before = std::move(now);
      now = std::move(next);
    }
    std::vector<Vector<Real50>> next_row{now};
    for (int k = 1; k < rule; ++k) {
      const Real50 ratio = Real50(rule) / (rule - k);
      Vector<Real50> better = next_row.back();
      for (Eigen::Index i = 0; i < better.size(); ++i) {
        better(i) += (better(i) - row[k - 1](i)) / (ratio * ratio - 1);
      }
      next_row.push_back(std::move(better));
    }
    if (rule == kRules) {
      for (Eigen::Index i = 0; i < now.size(); ++i) {
        apart = std::max(apart, Real50(abs(Real50(next_row.back()(i) - row.back()(i)))));
      }
    }
    row = std::move(next_row);
  }
  return {row.back(), apart};
}

}  // namespace

LagLaw lag_law(const Kernel& kernel, int lags) {
  return {kernel.symbols(), lags, window_law(kernel, lags + 1)};
}

Matrix<Rational> read_law(const LagLaw& law, const std::vector<int>& lags) {
  for (const int lag : lags) require(lag >= 1 && lag <= law.lags, "expected lags of the law");
  return history_law(law.windows, law.lags + 1, law.symbols, lags);
}

Matrix<Rational> blurred_law(const LagLaw& law, const Matrix<Rational>& attention) {
  require_attention(law, attention);
  const int heads = static_cast<int>(attention.cols());
  Matrix<Rational> joint =
      Matrix<Rational>::Constant(whole_power(law.symbols, heads), law.symbols, Rational(0));
  for (int window = 0; window < law.windows.size(); ++window) {
    if (law.windows(window) == 0) continue;
    const int k = token_at(window, law.lags + 1, 1, law.symbols);
    for (int z = 0; z < joint.rows(); ++z) {
      Rational feature = law.windows(window);
      for (int h = 0; h < heads; ++h) {
        const int wanted = token_at(z, heads, h + 1, law.symbols);
        Rational read(0);
        for (int i = 0; i < law.lags; ++i) {
          if (token_at(window, law.lags + 1, i + 2, law.symbols) == wanted) {
            read += attention(i, h);
          }
        }
        feature *= read;
      }
      joint(z, k) += feature;
    }
  }
  return joint;
}

Rational shared_signal(const Matrix<Rational>& a, const Matrix<Rational>& b) {
  const Vector<Rational> mu = token_law(a), first = histories_law(a), second = histories_law(b);
  Rational sum(0);
  for (Eigen::Index k = 0; k < a.cols(); ++k) {
    if (mu(k) == 0) continue;
    Rational products(0);
    for (Eigen::Index z = 0; z < a.rows(); ++z) products += a(z, k) * b(z, k);
    sum += products / mu(k);
  }
  for (Eigen::Index z = 0; z < a.rows(); ++z) sum -= first(z) * second(z);
  return sum;
}

Rational shared_signal_by_pairs(const LagLaw& law, const std::vector<int>& first,
                                const std::vector<int>& second) {
  const std::vector<Read> compared = reads_of(law, first), queries = reads_of(law, second);
  Vector<Rational> mu = Vector<Rational>::Constant(law.symbols, Rational(0));
  for (const Read& read : compared) mu(read.token) += *read.probability;
  Rational sum(0);
  for (const Read& at : compared) {
    Rational same(0), any(0);  // of the queries whose read agrees
    for (const Read& query : queries) {
      if (query.history != at.history) continue;
      any += *query.probability;
      if (query.token == at.token) same += *query.probability;
    }
    sum += *at.probability * (same / mu(at.token) - any);
  }
  return sum;
}

Rational blurred_signal_by_pairs(const LagLaw& law, const Matrix<Rational>& attention) {
  require_attention(law, attention);
  Rational sum(0);
  for_each_read(attention, [&](const auto& first, const Rational& weight) {
    for_each_read(attention, [&](const auto& second, const Rational& other) {
      sum += weight * other * shared_signal_by_pairs(law, first, second);
    });
  });
  return sum;
}

Matrix<Rational> copier_matrix(const LagLaw& law, const LagSet& set, int head) {
  const auto place = std::find(set.begin(), set.end(), head);
  require(place != set.end(), "expected a head whose lag is in the set");
  require(set.back() <= law.lags, "expected a set within the lags of the law");
  std::vector<Matrix<Rational>> reads;
  for (int i = 1; i <= law.lags; ++i) {
    std::vector<int> lags = set;
    lags[static_cast<std::size_t>(place - set.begin())] = i;
    reads.push_back(read_law(law, lags));
  }
  Matrix<Rational> signal(law.lags, law.lags);
  for (int i = 0; i < law.lags; ++i) {
    for (int j = 0; j < law.lags; ++j) signal(i, j) = shared_signal(reads[i], reads[j]);
  }
  return signal;
}

Vector<Rational> attention_of(const Vector<Rational>& powers) {
  Rational total(0);
  for (Eigen::Index i = 0; i < powers.size(); ++i) total += powers(i);
  Vector<Rational> sigma(powers.size());
  for (Eigen::Index i = 0; i < powers.size(); ++i) sigma(i) = powers(i) / total;
  return sigma;
}

template <Field N>
Vector<N> copier_drift(const Matrix<N>& signal, const N& a, const Vector<N>& attention) {
  const Eigen::Index lags = attention.size();
  Vector<N> pull(lags);
  N mean(0);
  for (Eigen::Index i = 0; i < lags; ++i) {
    pull(i) = N(0);
    for (Eigen::Index j = 0; j < lags; ++j) pull(i) += signal(i, j) * attention(j);
    mean += attention(i) * pull(i);
  }
  Vector<N> drift(lags);
  for (Eigen::Index i = 0; i < lags; ++i) {
    drift(i) = N(2) * a * attention(i) * (pull(i) - mean);
  }
  return drift;
}

template Vector<Rational> copier_drift(const Matrix<Rational>&, const Rational&,
                                       const Vector<Rational>&);
template Vector<Real50> copier_drift(const Matrix<Real50>&, const Real50&, const Vector<Real50>&);

CopierFlow copier_flow(const Matrix<Rational>& signal, const Rational& a,
                       const std::vector<Rational>& start, const Rational& time, int most_steps) {
  require(static_cast<Eigen::Index>(start.size()) == signal.rows(),
          "expected one starting weight for each lag");
  require(time >= 0, "expected a time of at least 0");
  Matrix<Real50> in_real(signal.rows(), signal.cols());
  for (Eigen::Index e = 0; e < signal.size(); ++e) {
    in_real.data()[e] = from_rational<Real50>(signal.data()[e]);
  }
  const Real50 rate = from_rational<Real50>(a), end = from_rational<Real50>(time);
  const Real50 tolerance("1e-30");
  CopierFlow flow{Vector<Real50>(signal.rows()), {}, Real50(0)};
  for (Eigen::Index i = 0; i < signal.rows(); ++i) {
    flow.weights(i) = from_rational<Real50>(start[static_cast<std::size_t>(i)]);
  }
  Real50 now(0), step = end;
  for (int steps = 0; now < end; ++steps) {
    if (steps == most_steps) {
      refuse(fmt::format("expected a flow of at most {} steps", most_steps));
    }
    step = std::min(step, Real50(end - now));
    Extrapolated next = extrapolated_step(in_real, rate, flow.weights, step);
    if (next.apart > tolerance) {
      step /= 2;
      continue;
    }
    now += step;
    flow.weights = std::move(next.weights);
    flow.apart = std::max(flow.apart, next.apart);
    if (next.apart < tolerance / 100000) step *= 2;
  }
  flow.attention = softmax(flow.weights);
  return flow;
}

Rational basin_boundary(const Rational& own, const Rational& shared, const Rational& other) {
  const Rational spread = own + other - 2 * shared;
  require(spread > 0, "expected two lags whose signals differ");
  const Rational boundary = (other - shared) / spread;
  return boundary > 0 ? boundary : Rational(0);
}

}  // namespace lemmascope::ngram
