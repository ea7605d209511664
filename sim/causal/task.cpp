#include "sim/causal/task.hpp"

#include <cmath>
#include <map>

#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

/// Tokens are stored in bytes, and single precision must hold states * 2^120.
constexpr int kMostStates = 200;
/// A table of this many rows is 16 MB of scratch for one worker; more is surely a mistake.
constexpr int kMostRows = 4096;

void check(int states, const RowLaw& law) {
  require(states >= 2 && states <= kMostStates,
          fmt::format("expected between 2 and {} states, found {}", kMostStates, states));
  require(
      law.concentration >= 1e-4 && law.concentration <= 1000,
      fmt::format("expected a concentration between 1e-4 and 1000, found {}", law.concentration));
  require(law.uniform_share >= 0 && law.uniform_share <= 1,
          fmt::format("expected a uniform share between 0 and 1, found {}", law.uniform_share));
}

void check_fixed_chains(int states, const std::vector<double>& chains) {
  const auto entries = static_cast<std::size_t>(states) * static_cast<std::size_t>(states);
  require(chains.size() % entries == 0,
          fmt::format("expected {} entries of every fixed chain, found {} in all", entries,
                      chains.size()));
  for (int row = 0; row < static_cast<int>(chains.size()) / states; ++row) {
    double sum = 0;
    for (int s = 0; s < states; ++s) {
      const double entry = chains[static_cast<std::size_t>(row * states + s)];
      require(entry > 0, fmt::format("expected positive entries in row {}, found {}", row, entry));
      sum += entry;
    }
    // 1e-6: the sampler works in single precision and divides by the sum again.
    require(std::abs(sum - 1) <= 1e-6,
            fmt::format("expected row {} to sum to one, found {}", row, sum));
  }
}

int row_count(int states, int in_degree) {
  int rows = 1;
  for (int k = 0; k < in_degree; ++k) {
    rows *= states;
    require(rows <= kMostRows, fmt::format("{} parents of {} states need more than {} rows",
                                           in_degree, states, kMostRows));
  }
  return rows;
}

}  // namespace

Task Task::in_context_tree(const markov::CausalForest& forest, int states, const RowLaw& law) {
  check(states, law);
  if (!law.fixed_chains.empty()) check_fixed_chains(states, law.fixed_chains);
  Task task;
  task.states_ = states;
  task.length_ = forest.size() + 1;
  task.law_ = law;
  task.drawn_rows_ = states;
  task.root_row_ = RootRow::stationary;
  for (markov::Position i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i)) {
      task.nodes_.push_back({states, {}});
    } else {
      task.nodes_.push_back({0, {forest.parent(i)}});
    }
  }
  task.target_ = {0, {task.length_ - 1}};
  return task;
}

Task Task::in_context_dag(const markov::CausalDag& dag,
                          std::vector<markov::Position> target_parents, int states,
                          double concentration, RootLaw root_law) {
  Task task;
  task.law_.concentration = concentration;
  check(states, task.law_);
  task.states_ = states;
  task.length_ = dag.size();
  for (const markov::Position parent : target_parents) {
    require(parent >= 0 && parent < dag.size(),
            fmt::format("expected target parents among 0..{}, found {}", dag.size() - 1, parent));
  }
  std::map<std::size_t, int> first_row;  // by in-degree
  for (markov::Position i = 0; i < dag.size(); ++i) first_row[dag.parents(i).size()] = 0;
  first_row[target_parents.size()] = 0;
  const bool roots_are_uniform = root_law == RootLaw::uniform && first_row.contains(0);
  for (auto& [in_degree, row] : first_row) {
    if (in_degree == 0 && roots_are_uniform) continue;
    row = task.drawn_rows_;
    task.drawn_rows_ += row_count(states, static_cast<int>(in_degree));
  }
  if (roots_are_uniform) {
    task.root_row_ = RootRow::uniform;
    first_row[0] = task.drawn_rows_;
  }
  for (markov::Position i = 0; i < dag.size(); ++i) {
    const auto parents = dag.parents(i);
    task.nodes_.push_back({first_row[parents.size()], {parents.begin(), parents.end()}});
  }
  const int target_row = first_row[target_parents.size()];
  task.target_ = {target_row, std::move(target_parents)};
  return task;
}

std::string to_text(const Task& task) {
  std::string text = fmt::format("states {} concentration {} uniform share {} root row {} nodes",
                                 task.states(), task.law().concentration, task.law().uniform_share,
                                 static_cast<int>(task.root_row()));
  const auto add = [&text](const TaskNode& node) {
    text += fmt::format(" {}:{}", node.first_row, fmt::join(node.parents, "+"));
  };
  for (const TaskNode& node : task.nodes()) add(node);
  text += " target";
  add(task.target());
  if (!task.law().fixed_chains.empty()) {
    text += fmt::format(" chain {}", fmt::join(task.law().fixed_chains, ","));
  }
  return text;
}

}  // namespace lemmascope::causal
