#include "sim/ngram/random_chains.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "theory/ngram/ngram_chain.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

/// One row of a kernel; a token is drawn by the row's running sums.
void draw_row(const PromptLaw& law, sim::Stream& stream, double* row) {
  double* const end = row + law.symbols;
  for (double* at = row; at < end; ++at) *at = draw_log_gamma(law.concentration, stream);
  const double largest = *std::max_element(row, end);
  double sum = 0;
  for (double* at = row; at < end; ++at) sum += * at = std::exp(*at - largest);
  for (double* at = row; at < end; ++at) *at /= sum;
}

std::uint8_t draw_token(const double* row, int symbols, sim::Stream& stream) {
  const double u = stream.next_uniform();
  double sum = 0;
  for (int k = 0; k + 1 < symbols; ++k) {
    sum += row[k];
    if (u < sum) return static_cast<std::uint8_t>(k);
  }
  return static_cast<std::uint8_t>(symbols - 1);
}

/// A kernel whose rows are drawn when they are first asked for.
class LazyKernel {
 public:
  LazyKernel(const PromptLaw& law, sim::Stream& stream)
      : law_(law),
        stream_(stream),
        contexts_(whole_power(law.symbols, law.parents)),
        rows_(static_cast<std::size_t>(contexts_) * static_cast<std::size_t>(law.symbols)),
        known_(static_cast<std::size_t>(contexts_)) {}

  void forget() { std::fill(known_.begin(), known_.end(), false); }

  /// The token after `past`, whose last `parents` tokens stand before it.
  std::uint8_t next(const std::uint8_t* past) {
    int context = 0;
    for (int lag = 1; lag <= law_.parents; ++lag) context = context * law_.symbols + past[-lag];
    const auto z = static_cast<std::size_t>(context);
    double* const row = rows_.data() + z * static_cast<std::size_t>(law_.symbols);
    if (!known_[z]) draw_row(law_, stream_, row);
    known_[z] = true;
    return draw_token(row, law_.symbols, stream_);
  }

  std::uint8_t uniform() {
    return static_cast<std::uint8_t>(stream_.next_below(static_cast<std::uint32_t>(law_.symbols)));
  }

 private:
  const PromptLaw& law_;
  sim::Stream& stream_;
  int contexts_;
  std::vector<double> rows_;
  std::vector<bool> known_;
};

}  // namespace

double draw_log_gamma(double shape, sim::Stream& stream) {
  const double d = shape + 1 - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = stream.next_normal();
    const double root = 1 + c * x;
    const double u = stream.next_uniform();
    if (root <= 0) continue;
    const double cube = root * root * root;
    if (std::log(u) < x * x / 2 + d * (1 - cube + std::log(cube))) {
      return std::log(d * cube) + std::log(stream.next_uniform()) / shape;
    }
  }
}

void require_law(const PromptLaw& law) {
  require(2 <= law.symbols && law.symbols <= 64,
          fmt::format("expected 2 to 64 symbols, found {}", law.symbols));
  require(1 <= law.parents && law.parents <= 8,
          fmt::format("expected 1 to 8 parents, found {}", law.parents));
  require(law.length >= law.parents,
          fmt::format("expected prompts of {} tokens or more, found {}", law.parents, law.length));
  require(1e-3 <= law.concentration && law.concentration <= 1e3,
          fmt::format("expected a concentration from 1/1000 to 1000, found {}", law.concentration));
  require(whole_power(law.symbols, law.parents) <= 1 << 20,
          fmt::format("expected at most 2^20 contexts, found {}^{}", law.symbols, law.parents));
  require(!law.uniform_query || law.parents == 1,
          "the data with a uniform last token have one parent");
}

PromptSet draw_prompts(const PromptLaw& law, const sim::StreamKey& key, int count) {
  require_law(law);
  PromptSet set{law.symbols, law.length, {}, {}};
  set.tokens.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(law.length));
  set.targets.resize(static_cast<std::size_t>(count));
  sim::Stream stream(key, 0);
  LazyKernel kernel(law, stream);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(law.length) + 1);
  for (int b = 0; b < count; ++b) {
    stream = sim::Stream(key, static_cast<std::uint64_t>(b));
    kernel.forget();
    for (int l = 0; l <= law.length; ++l) {
      const bool free = l < law.parents || (law.uniform_query && l == law.length - 1);
      row[static_cast<std::size_t>(l)] = free ? kernel.uniform() : kernel.next(row.data() + l);
    }
    std::copy_n(row.begin(), law.length, set.tokens.begin() + std::ptrdiff_t{b} * law.length);
    set.targets[static_cast<std::size_t>(b)] = row.back();
  }
  return set;
}

Matrix<double> draw_kernel(const PromptLaw& law, sim::Stream& stream) {
  require_law(law);
  Matrix<double> rows(whole_power(law.symbols, law.parents), law.symbols);
  std::vector<double> row(static_cast<std::size_t>(law.symbols));
  for (Eigen::Index z = 0; z < rows.rows(); ++z) {
    draw_row(law, stream, row.data());
    for (int k = 0; k < law.symbols; ++k) rows(z, k) = row[static_cast<std::size_t>(k)];
  }
  return rows;
}

}  // namespace lemmascope::ngram
