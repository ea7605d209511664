#include "theory/ngram/ngram_chain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

constexpr int kMostWindows = 1 << 30;
constexpr int kLargestLag = 64;

/// The law of one token more: x_0 given the window of at least `order` tokens before it.
Vector<Rational> extended(const Kernel& kernel, const Vector<Rational>& law, int tokens) {
  const int symbols = kernel.symbols(), windows = static_cast<int>(law.size());
  Vector<Rational> longer(windows * symbols);
  for (int window = 0; window < windows; ++window) {
    const int context = context_of(kernel, window, tokens);
    for (int k = 0; k < symbols; ++k) {
      longer(k * windows + window) = law(window) * kernel.rows(context, k);
    }
  }
  return longer;
}

/// The law without the oldest token.
Vector<Rational> shortened(const Vector<Rational>& law, int symbols) {
  Vector<Rational> shorter = Vector<Rational>::Constant(law.size() / symbols, Rational(0));
  for (int window = 0; window < law.size(); ++window) shorter(window / symbols) += law(window);
  return shorter;
}

}  // namespace

std::string to_text(const LagSet& set) { return fmt::format("{{{}}}", fmt::join(set, ",")); }

LagSet parse_lag_set(const std::string& text) {
  const auto refused = [&] {
    refuse(fmt::format("expected a set of increasing lags such as {{1,2}}, found '{}'",
                       text.substr(0, 60)));
  };
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') refused();
  LagSet set;
  std::string digits;
  for (const char c : text.substr(1)) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      digits += c;
    } else if (c != ',' && c != '}') {
      refused();
    } else if (digits.empty()) {
      if (text != "{}") refused();
    } else {
      if (digits.size() > 2) refused();
      set.push_back(std::stoi(digits));
      digits.clear();
      if (set.back() < 1 || set.back() > kLargestLag) refused();
      if (set.size() > 1 && set.back() <= set[set.size() - 2]) refused();
    }
  }
  if (std::count(text.begin(), text.end(), '}') != 1) refused();
  return set;
}

std::vector<LagSet> lag_sets(int window, int most) {
  std::vector<LagSet> all{{}};
  for (std::size_t from = 0; from < all.size(); ++from) {
    const LagSet set = all[from];
    if (static_cast<int>(set.size()) >= most) break;
    for (int lag = set.empty() ? 1 : set.back() + 1; lag <= window; ++lag) {
      all.push_back(set);
      all.back().push_back(lag);
    }
  }
  return all;
}

int whole_power(int base, int exponent) {
  long value = 1;
  for (int e = 0; e < exponent; ++e) {
    value *= base;
    if (value > kMostWindows) {
      refuse(fmt::format("expected fewer than 2^30 windows, found {}^{}", base, exponent));
    }
  }
  return static_cast<int>(value);
}

void require_kernel(const Kernel& kernel) {
  require(!kernel.lags.empty() && kernel.lags.front() >= 1 && kernel.lags.back() <= kLargestLag,
          "expected at least one lag, from 1 to 64");
  for (std::size_t i = 1; i < kernel.lags.size(); ++i) {
    require(kernel.lags[i - 1] < kernel.lags[i], "expected increasing lags");
  }
  const auto symbols = kernel.rows.cols();
  require(symbols >= 2 && symbols <= 64, "expected rows of 2 to 64 probabilities");
  const int contexts = whole_power(static_cast<int>(symbols), static_cast<int>(kernel.lags.size()));
  if (kernel.rows.rows() != contexts) {
    refuse(fmt::format("expected {} rows, one for each of {}^{} contexts, found {}", contexts,
                       symbols, kernel.lags.size(), kernel.rows.rows()));
  }
  for (Eigen::Index z = 0; z < kernel.rows.rows(); ++z) {
    Rational sum(0);
    for (Eigen::Index k = 0; k < symbols; ++k) {
      if (kernel.rows(z, k) < 0) {
        refuse(fmt::format("expected probabilities, found {} in row {}",
                           lemmascope::to_text(kernel.rows(z, k)), z));
      }
      sum += kernel.rows(z, k);
    }
    if (sum != 1) {
      refuse(fmt::format("expected rows that sum to one, row {} sums to {}", z,
                         lemmascope::to_text(sum)));
    }
  }
}

Kernel parse_kernel(const std::string& text, const LagSet& lags) {
  std::vector<std::vector<Rational>> rows(1);
  std::string entry;
  for (const char c : text + ";") {
    if (c != ',' && c != ';') {
      entry += c;
      continue;
    }
    rows.back().push_back(parse_rational(entry));
    entry.clear();
    if (c == ';') rows.emplace_back();
  }
  rows.pop_back();
  Kernel kernel{lags, Matrix<Rational>(rows.size(), rows[0].size())};
  for (std::size_t z = 0; z < rows.size(); ++z) {
    if (rows[z].size() != rows[0].size()) {
      refuse(fmt::format("expected every row to have {} entries, as the first has; row {} has {}",
                         rows[0].size(), z, rows[z].size()));
    }
    for (std::size_t k = 0; k < rows[z].size(); ++k) kernel.rows(z, k) = rows[z][k];
  }
  require_kernel(kernel);
  return kernel;
}

int token_at(int window, int tokens, int lag, int symbols) {
  for (int older = lag; older < tokens; ++older) window /= symbols;
  return window % symbols;
}

int context_of(const Kernel& kernel, int window, int tokens) {
  int context = 0;
  for (const int lag : kernel.lags) {
    context = context * kernel.symbols() + token_at(window, tokens, lag, kernel.symbols());
  }
  return context;
}

markov::Chain window_chain(const Kernel& kernel) {
  const int order = kernel.order(), symbols = kernel.symbols();
  const int windows = whole_power(symbols, order);
  Matrix<Rational> chain = Matrix<Rational>::Constant(windows, windows, Rational(0));
  for (int window = 0; window < windows; ++window) {
    const int context = context_of(kernel, window, order);
    for (int k = 0; k < symbols; ++k) {
      chain(window, (k * windows + window) / symbols) = kernel.rows(context, k);
    }
  }
  return markov::Chain(std::move(chain));
}

Vector<Rational> window_law(const Kernel& kernel, int tokens) {
  Vector<Rational> law = markov::stationary_law(window_chain(kernel));
  for (int length = kernel.order(); length < tokens; ++length) {
    law = extended(kernel, law, length);
  }
  for (int length = kernel.order(); length > tokens; --length) {
    law = shortened(law, kernel.symbols());
  }
  return law;
}

Matrix<Rational> history_law(const Vector<Rational>& law, int tokens, int symbols,
                             const LagSet& set) {
  Matrix<Rational> joint = Matrix<Rational>::Constant(
      whole_power(symbols, static_cast<int>(set.size())), symbols, Rational(0));
  for (int window = 0; window < law.size(); ++window) {
    int z = 0;
    for (const int lag : set) z = z * symbols + token_at(window, tokens, lag + 1, symbols);
    joint(z, token_at(window, tokens, 1, symbols)) += law(window);
  }
  return joint;
}

Matrix<Rational> history_law(const Kernel& kernel, const LagSet& set) {
  const int tokens = 1 + (set.empty() ? 0 : set.back());
  return history_law(window_law(kernel, tokens), tokens, kernel.symbols(), set);
}

}  // namespace lemmascope::ngram
