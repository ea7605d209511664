#include "theory/ngram/match_tables.hpp"

#include <algorithm>
#include <boost/multiprecision/integer.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

Integer common_denominator(const Rational* values, Eigen::Index count) {
  Integer all(1);
  for (Eigen::Index e = 0; e < count; ++e) {
    all = boost::multiprecision::lcm(all, Integer(denominator(values[e])));
  }
  return all;
}

Integer scaled(const Rational& value, const Integer& by) {
  return Integer(numerator(value)) * (by / Integer(denominator(value)));
}

/// sum += factor value, in place.
void add_multiple(Integer& sum, const Integer& factor, const Integer& value) {
  mpz_addmul(sum.backend().data(), factor.backend().data(), value.backend().data());
}

}  // namespace

MatchTables::MatchTables(const Kernel& kernel, int length, int window, std::vector<int> colours)
    : kernel_(kernel),
      length_(length),
      window_(window),
      symbols_(kernel.symbols()),
      colours_(std::move(colours)) {
  require(length >= kernel.order(),
          "expected a prompt of at least as many tokens as the largest lag");
  counted_ = *std::max_element(colours_.begin(), colours_.end());
  held_ = std::min(std::max(kernel.order(), window), length);
  windows_ = whole_power(symbols_, held_);
  counts_ = whole_power(length + 1, counted_);
  histories_ = 0;
  for (int tokens = 0; tokens <= window; ++tokens) {
    offset_.push_back(histories_);
    histories_ += whole_power(symbols_, tokens);
  }
  row_denominator_ = common_denominator(kernel.rows.data(), kernel.rows.size());
  start();
  for (int position = held_; position < length; ++position) step();
}

int MatchTables::count_of(int vector, int colour) const {
  int rest = length_;
  for (int c = 0; c < counted_; ++c, vector /= length_ + 1) {
    const int count = vector % (length_ + 1);
    if (c == colour) return count;
    rest -= count;
  }
  return rest;
}

int MatchTables::raised(int vector, int symbol) const {
  const int colour = colours_[static_cast<std::size_t>(symbol)];
  if (colour == counted_) return vector;
  int unit = 1;
  for (int c = 0; c < colour; ++c) unit *= length_ + 1;
  return vector + unit;
}

/// The history that the most recent tokens of a window are, `window` number of `tokens` tokens.
int MatchTables::history_before(int window, int tokens) const {
  const int used = std::min(tokens, window_);
  for (int older = used; older < tokens; ++older) window /= symbols_;
  return offset_[static_cast<std::size_t>(used)] + window;
}

/// Every window of the first tokens, with what was seen at each of them.
void MatchTables::start() {
  const Vector<Rational> law = window_law(kernel_, held_);
  denominator_ = common_denominator(law.data(), law.size());
  reached_.assign(index(windows_, 0), Integer(0));
  seen_.assign(static_cast<std::size_t>(counted_) + 1, Table(reached_.size() * histories_));
  for (int window = 0; window < windows_; ++window) {
    if (law(window) == 0) continue;
    const Integer weight = scaled(law(window), denominator_);
    int vector = 0;
    for (int lag = 1; lag <= held_; ++lag) {
      vector = raised(vector, token_at(window, held_, lag, symbols_));
    }
    reached_[index(window, vector)] = weight;
    for (int lag = held_; lag >= 1; --lag) {
      const int tokens = held_ - lag;
      const int earlier = window % whole_power(symbols_, tokens);
      const int token = token_at(window, held_, lag, symbols_);
      const auto colour = static_cast<std::size_t>(colours_[static_cast<std::size_t>(token)]);
      seen_[colour][index(window, vector) * histories_ + history_before(earlier, tokens)] += weight;
    }
  }
}

/// One token more.
void MatchTables::step() {
  Table reached(reached_.size());
  std::vector<Table> seen(seen_.size(), Table(seen_[0].size()));
  for (int window = 0; window < windows_; ++window) {
    const int row = context(window), history = history_before(window, held_);
    for (int k = 0; k < symbols_; ++k) {
      const Integer factor = scaled(kernel_.rows(row, k), row_denominator_);
      if (factor == 0) continue;
      const int next = (k * windows_ + window) / symbols_;
      const auto colour = static_cast<std::size_t>(colours_[static_cast<std::size_t>(k)]);
      for (int vector = 0; vector < counts_; ++vector) {
        const std::size_t from = index(window, vector);
        if (reached_[from] == 0) continue;
        const std::size_t to = index(next, raised(vector, k));
        add_multiple(reached[to], factor, reached_[from]);
        for (std::size_t c = 0; c < seen.size(); ++c) {
          for (int h = 0; h < histories_; ++h) {
            const Integer& so_far = seen_[c][from * histories_ + h];
            if (so_far != 0) add_multiple(seen[c][to * histories_ + h], factor, so_far);
          }
        }
        add_multiple(seen[colour][to * histories_ + history], factor, reached_[from]);
      }
    }
  }
  reached_ = std::move(reached);
  seen_ = std::move(seen);
  denominator_ *= row_denominator_;
}

bool MatchTables::agree(int window, int history, const LagSet& set) const {
  int tokens = window_;
  while (offset_[static_cast<std::size_t>(tokens)] > history) --tokens;
  history -= offset_[static_cast<std::size_t>(tokens)];
  return std::all_of(set.begin(), set.end(), [&](int lag) {
    return lag <= tokens && lag <= held_ &&
           token_at(window, held_, lag, symbols_) == token_at(history, tokens, lag, symbols_);
  });
}

}  // namespace lemmascope::ngram
