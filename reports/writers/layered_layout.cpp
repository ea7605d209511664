#include "reports/writers/layered_layout.hpp"

#include <algorithm>

namespace lemmascope::report {
namespace {

constexpr double kLane = 4;  ///< height of a lane
constexpr int kSweeps = 24;  ///< more change little at the sizes of a report

// A node, or a lane of an edge.
struct Slot {
  double height = 0;
  double y = 0;
  std::vector<std::size_t> before, after;  ///< joined slots in the columns beside
  double middle() const { return y + height / 2; }
};

struct Columns {
  std::vector<Slot> slots;  ///< the nodes first, in their order, then the lanes
  std::map<int, std::vector<std::size_t>> members;
  std::map<LayeredEdge, std::vector<std::size_t>> lanes;
};

Columns columns_of(const std::vector<int>& columns, const std::vector<LayeredEdge>& edges,
                   double box_height) {
  Columns all;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    all.slots.push_back({box_height, 0, {}, {}});
    all.members[columns[k]].push_back(k);
  }
  for (const LayeredEdge& edge : edges) {
    std::size_t last = edge.first;
    auto join = [&](std::size_t next) {
      all.slots[last].after.push_back(next);
      all.slots[next].before.push_back(last);
      last = next;
    };
    for (int c = columns[edge.first] + 1; c < columns[edge.second]; ++c) {
      const std::size_t lane = all.slots.size();
      all.slots.push_back({kLane, 0, {}, {}});
      all.members[c].push_back(lane);
      all.lanes[edge].push_back(lane);
      join(lane);
    }
    join(edge.second);
  }
  return all;
}

// The heights nearest to the wishes in least squares that keep the order and the gaps: isotonic
// regression by pooling neighbours that would overlap.
void place(Columns& all, const std::vector<std::size_t>& order, const std::vector<double>& wishes,
           double gap) {
  struct Pool {
    double sum = 0;
    std::size_t count = 0;
    double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<Pool> pools;
  double offset = 0;
  std::vector<double> offsets;
  for (std::size_t r = 0; r < order.size(); ++r) {
    const double height = all.slots[order[r]].height;
    offsets.push_back(offset);
    pools.push_back({wishes[r] - height / 2 - offset, 1});
    offset += height + gap;
    while (pools.size() > 1 && pools[pools.size() - 2].mean() >= pools.back().mean()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().count += last.count;
    }
  }
  std::size_t r = 0;
  for (const Pool& pool : pools) {
    for (std::size_t k = 0; k < pool.count; ++k, ++r)
      all.slots[order[r]].y = pool.mean() + offsets[r];
  }
}

double mean_middle(const Columns& all, const std::vector<std::size_t>& joined, double none) {
  if (joined.empty()) return none;
  double sum = 0;
  for (const std::size_t k : joined) sum += all.slots[k].middle();
  return sum / static_cast<double>(joined.size());
}

// Sorts a column by what its slots are joined to on one side, and places it.
void settle(Columns& all, std::vector<std::size_t>& column, bool forward, double gap) {
  std::map<std::size_t, double> wish;
  for (const std::size_t k : column) {
    const Slot& slot = all.slots[k];
    wish[k] = mean_middle(all, forward ? slot.before : slot.after, slot.middle());
  }
  std::stable_sort(column.begin(), column.end(),
                   [&](std::size_t a, std::size_t b) { return wish[a] < wish[b]; });
  std::vector<double> wishes;
  for (const std::size_t k : column) wishes.push_back(wish[k]);
  place(all, column, wishes, gap);
}

}  // namespace

LayeredLayout layered_layout(const std::vector<int>& columns, const std::vector<LayeredEdge>& edges,
                             double box_height, double gap) {
  Columns all = columns_of(columns, edges, box_height);
  for (auto& [column, members] : all.members) settle(all, members, true, gap);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    if (sweep % 2 == 0) {
      for (auto& [column, members] : all.members) settle(all, members, true, gap);
    } else {
      for (auto at = all.members.rbegin(); at != all.members.rend(); ++at)
        settle(all, at->second, false, gap);
    }
  }
  LayeredLayout layout;
  double top = 0, bottom = 0;
  for (std::size_t k = 0; k < all.slots.size(); ++k) {
    top = k == 0 ? all.slots[k].y : std::min(top, all.slots[k].y);
    bottom = std::max(bottom, all.slots[k].y + all.slots[k].height);
  }
  for (std::size_t k = 0; k < columns.size(); ++k) layout.y.push_back(all.slots[k].y - top);
  for (const auto& [edge, lanes] : all.lanes) {
    for (const std::size_t lane : lanes)
      layout.lanes[edge].push_back(all.slots[lane].middle() - top);
  }
  layout.height = bottom - top;
  return layout;
}

}  // namespace lemmascope::report
