#include "sim/ngram/counted_prompts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

int whole_groups(int n) { return (n + kGroup - 1) / kGroup * kGroup; }

SetTree tree_of(const ModelShape& shape) {
  const std::vector<LagSet> sets = head_sets(shape);
  SetTree tree;
  tree.count = static_cast<int>(sets.size());
  for (int s = 1; s < tree.count; ++s) {
    LagSet rest = sets[static_cast<std::size_t>(s)];
    tree.last[s] = static_cast<std::uint8_t>(rest.back() - 1);
    rest.pop_back();
    tree.rest[s] =
        static_cast<std::uint8_t>(std::find(sets.begin(), sets.end(), rest) - sets.begin());
  }
  return tree;
}

/// All that any head may read at the position after `before` tokens, as a number: the tokens of all
/// lags that exist, and in the full model the own token.
std::uint64_t whole_window(const ModelShape& shape, const std::uint8_t* end, int before, int own) {
  std::uint64_t code = 1;  // a leading one tells shorter windows apart
  const auto d = static_cast<std::uint64_t>(shape.symbols) + 1;
  for (int lag = 1; lag <= std::min(before, shape.reach()); ++lag) code = code * d + end[-lag];
  return shape.maps ? code * d + static_cast<std::uint64_t>(own) : code;
}

}  // namespace

/// The prompts, read position by position.
struct CountedPrompts::Reader {
  const ModelShape& shape;
  const PromptSet& set;
  const std::vector<int>& which;
  WindowCode codes;

  const std::uint8_t* prompt(std::size_t b) const { return set.prompt(which[b]); }
  std::uint64_t window(std::size_t b, int position) const {
    return whole_window(shape, prompt(b) + position, position, own(b, position));
  }
  int own(std::size_t b, int position) const {
    return position == set.length ? shape.symbols : prompt(b)[position];
  }
  int code(int head, std::size_t b, int position) const {
    return codes.at(head, prompt(b) + position, position, own(b, position));
  }
};

std::vector<int> by_query(const ModelShape& shape, const PromptSet& set) {
  std::vector<int> order(static_cast<std::size_t>(set.count()));
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::uint64_t> keys;
  for (int b = 0; b < set.count(); ++b) {
    keys.push_back(whole_window(shape, set.prompt(b) + set.length, set.length, shape.symbols));
  }
  std::stable_sort(order.begin(), order.end(), [&keys](int a, int b) {
    return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
  });
  return order;
}

CountedPrompts::CountedPrompts(const ModelShape& shape, const PromptSet& set,
                               const std::vector<int>& which)
    : symbols_(shape.symbols),
      heads_(shape.heads),
      filled_(static_cast<int>(which.size())),
      sets_(tree_of(shape)) {
  require(set.symbols == shape.symbols && set.length == shape.length,
          fmt::format("expected prompts of {} tokens out of {}, found {} out of {}", shape.length,
                      shape.symbols, set.length, set.symbols));
  count_entries({shape, set, which, WindowCode(shape)});
  mark_targets(set, which);
}

void CountedPrompts::count_entries(const Reader& reader) {
  // A place is where a pair occurs: query window, window, then prompt and position.
  struct Place {
    std::uint64_t query, window;
    std::uint32_t prompt, position;
    auto key() const { return std::tie(query, window); }
  };
  std::vector<Place> places;
  places.reserve(reader.which.size() * static_cast<std::size_t>(reader.set.length));
  for (std::size_t b = 0; b < reader.which.size(); ++b) {
    const std::uint64_t query = reader.window(b, reader.set.length);
    for (int l = 0; l < reader.set.length; ++l) {
      places.push_back({query, reader.window(b, l), static_cast<std::uint32_t>(b),
                        static_cast<std::uint32_t>(l)});
    }
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::tie(a.query, a.window, a.prompt, a.position) <
           std::tie(b.query, b.window, b.prompt, b.position);
  });
  // Pairs in that order; rows keep them in it.
  const auto symbols = static_cast<std::size_t>(symbols_);
  struct Entry {
    std::uint32_t pair;
    double count;
  };
  std::vector<std::vector<Entry>> rows(reader.which.size() * symbols);
  std::vector<std::uint64_t> first_places;
  for (std::size_t k = 0; k < places.size(); ++k) {
    const Place& at = places[k];
    if (k == 0 || places[k - 1].key() != at.key()) {
      first_places.push_back(std::uint64_t{at.prompt} << 32 | at.position);
    }
    const auto pair = static_cast<std::uint32_t>(first_places.size() - 1);
    const std::uint8_t token = reader.prompt(at.prompt)[at.position];
    std::vector<Entry>& row = rows[at.prompt * symbols + token];
    if (row.empty() || row.back().pair != pair) row.push_back({pair, 0});
    row.back().count += 1;
  }
  row_begin_.push_back(0);
  for (const std::vector<Entry>& row : rows) {
    for (const Entry& entry : row) {
      entry_pair_.push_back(entry.pair);
      entry_count_.push_back(entry.count);
    }
    row_begin_.push_back(static_cast<std::uint32_t>(entry_pair_.size()));
  }
  find_links(reader, first_places);
}

void CountedPrompts::find_links(const Reader& reader, const std::vector<std::uint64_t>& places) {
  pairs_ = whole_groups(static_cast<int>(places.size()));
  for (int head = 0; head < heads_; ++head) {
    std::vector<std::pair<int, int>> codes;
    for (const std::uint64_t place : places) {
      const auto b = static_cast<std::size_t>(place >> 32);
      codes.emplace_back(reader.code(head, b, reader.set.length),
                         reader.code(head, b, static_cast<int>(place & 0xffffffffu)));
    }
    std::vector<std::pair<int, int>> known = codes;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    const std::size_t first = links_.size();
    for (const auto& [query, position] : known) links_.push_back({head, position, query});
    std::vector<std::uint32_t>& link = link_[head];
    for (const auto& pair : codes) {
      const auto at = std::lower_bound(known.begin(), known.end(), pair) - known.begin();
      link.push_back(static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(at));
    }
    link.resize(static_cast<std::size_t>(pairs_), static_cast<std::uint32_t>(first));
  }
}

void CountedPrompts::mark_targets(const PromptSet& set, const std::vector<int>& which) {
  const auto prompts = static_cast<std::size_t>(whole_groups(filled_));
  target_.assign(prompts * static_cast<std::size_t>(symbols_), 0);
  for (std::size_t b = 0; b < which.size(); ++b) {
    target_[set.targets[static_cast<std::size_t>(which[b])] * prompts + b] = 1;
  }
}

MatchPlan CountedPrompts::plan() const {
  MatchPlan plan;
  plan.symbols = symbols_;
  plan.heads = heads_;
  plan.prompts = whole_groups(filled_);
  plan.filled = filled_;
  plan.pairs = pairs_;
  plan.sets = sets_;
  for (int h = 0; h < heads_; ++h) plan.link[h] = link_[h].data();
  plan.row_begin = row_begin_.data();
  plan.entry_pair = entry_pair_.data();
  plan.entry_count = entry_count_.data();
  plan.target = target_.data();
  return plan;
}

PassScratch::PassScratch(const std::vector<const CountedPrompts*>& all) {
  std::size_t pairs = 0, prompts = 0, shares = 0, links = 0;
  for (const CountedPrompts* counted : all) {
    const MatchPlan plan = counted->plan();
    pairs = std::max(pairs, static_cast<std::size_t>(plan.pairs));
    prompts = std::max(prompts, static_cast<std::size_t>(plan.prompts));
    shares = std::max(
        shares, static_cast<std::size_t>(plan.prompts) * static_cast<std::size_t>(plan.symbols));
    links = std::max(links, counted->links().size());
  }
  mass_ = sim::AlignedBuffer<double>(pairs);
  slope_ = sim::AlignedBuffer<double>(pairs);
  share_ = sim::AlignedBuffer<double>(shares);
  total_ = sim::AlignedBuffer<double>(prompts);
  similar_ = sim::AlignedBuffer<double>(links);
  slopes_ = sim::AlignedBuffer<double>(links);
}

MatchScratch PassScratch::view() {
  return {mass_.data(), slope_.data(), share_.data(), total_.data()};
}

}  // namespace lemmascope::ngram
