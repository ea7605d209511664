#include "properties/attack/attack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/attack/minimise.hpp"
#include "properties/claim/parallel.hpp"
#include "properties/claim/transcript.hpp"

namespace lemmascope::attack {
namespace {

using claim::AttackRecord;
using claim::CaseOutcome;
using claim::Instance;
using claim::Transcript;


// Relative margins lie in [-2, 2], so these stand above every instance that meets the hypotheses:
// first those outside by a known distance, then the others, then those where the law throws.
constexpr double kOutside = 10, kFarOutside = 20, kThrew = 30;
// The level the search reads points at; violations are then read more coarsely.
constexpr Level kSearchLevel = kFinest;
// Evaluations below which a chart has not been looked at.
constexpr std::int64_t kLeastLook = 8;

/// What one evaluation found.
struct Probe {
  double value = 0;
  bool outside = false, undecided = false, violated = false;
  std::string threw;
};

double slack_of(const claim::Hypothesis<Instance>& hypothesis, const Instance& at) {
  return hypothesis.slack ? hypothesis.slack(at) : std::numeric_limits<double>::quiet_NaN();
}

Probe outside_of(const claim::Hypothesis<Instance>& unmet, const Instance& at) {
  const double slack = slack_of(unmet, at);
  const bool known = slack <= 0;
  return {known ? kOutside + std::min(1.0, -slack) : kFarOutside, true, false, false, ""};
}

Probe evaluated(const Target& target, const Instance& at) {
  if (const auto* unmet = claim::first_unmet(target.hypotheses, at)) return outside_of(*unmet, at);
  const Transcript transcript(Transcript::Keep::margins);
  const CaseOutcome outcome = target.law(at);
  Probe probe;
  probe.undecided = outcome.holds == Truth::unknown;
  probe.violated = outcome.holds == Truth::no;
  // The law decides, not the margins: it may combine relations in ways of its own.
  const double least = transcript.smallest_margin().value_or(kOutside - 1);
  probe.value = probe.violated ? std::min(least, -std::numeric_limits<double>::min())
                               : std::max(least, 0.0);
  return probe;
}

Probe probed(const Target& target, const InstanceChart& chart, const std::vector<double>& at,
             Level level) {
  try {
    return evaluated(target, chart.at(at.data(), level));
  } catch (const std::exception& failure) {
    return {kThrew, true, false, false, failure.what()};
  }
}

/// A chart and what is known about it.
struct Trial {
  InstanceChart chart;
  Minimum best;  ///< of all rounds; `evaluations` counts all of them
  std::int64_t restarts = 0, outside = 0, undecided = 0, threw = 0;
  std::string first_thrown;
  bool violated = false;
  bool ran = false;  ///< in the present round

  void take(Minimum found) {
    const std::int64_t spent = best.evaluations + found.evaluations;
    if (best.at.empty() || found.value < best.value) best = std::move(found);
    best.evaluations = spent;
  }
};

Objective objective_of(const Target& target, Trial& trial) {
  return [&target, &trial](const std::vector<double>& at) {
    Probe probe = probed(target, trial.chart, at, kSearchLevel);
    trial.outside += probe.outside ? 1 : 0;
    trial.undecided += probe.undecided ? 1 : 0;
    trial.violated |= probe.violated;
    if (!probe.threw.empty() && trial.threw++ == 0) trial.first_thrown = std::move(probe.threw);
    return probe.value;
  };
}

// Half from the best point, half from a new one.
void walk(const Target& target, const claim::CaseKey& key, std::int64_t evaluations, Trial& trial) {
  const Objective objective = objective_of(target, trial);
  const std::int64_t half = std::max<std::int64_t>(1, evaluations / 2);
  trial.take(descend(trial.best.at, objective, half, 0));
  if (trial.violated || evaluations < 2) return;
  const auto start = keyed_point(key, trial.restarts++, trial.chart.dimension);
  trial.take(descend(start, objective, evaluations - half, 0));
}

/// The search over all charts.
class Siege {
 public:
  Siege(const Target& target, std::int64_t evaluations, const claim::RunContext& context)
      : target_(target), left_(evaluations), context_(context) {}

  Outcome outcome() {
    explore_all();
    while (!over()) {
      halve();
      add_neighbours();
      if (!over()) deepen();
    }
    return concluded();
  }

 private:
  bool over() const { return violated_ != nullptr || out_of_time_ || left_ <= 0; }

  // Runs `work` on the trials from `first` on; those after the first violation are as if they had
  // not run.
  template <class Work>
  void round(std::size_t first, std::size_t end, const Work& work) {
    std::atomic<std::int64_t> cut{static_cast<std::int64_t>(end)};
    for (std::size_t k = first; k < end; ++k) alive_[k]->ran = false;
    const std::vector<Trial> before = copies(first, end);
    claim::for_each_slot(
        context_.jobs, static_cast<std::int64_t>(end - first), [&](std::int64_t slot) {
          const std::int64_t k = slot + static_cast<std::int64_t>(first);
          if (k > cut || context_.expired()) return;
          Trial& trial = *alive_[static_cast<std::size_t>(k)];
          work(trial);
          trial.ran = true;
          if (!trial.violated) return;
          std::int64_t seen = cut;
          while (k < seen && !cut.compare_exchange_weak(seen, k)) {
          }
        });
    for (std::size_t k = first; k < end; ++k) {
      const bool counts = static_cast<std::int64_t>(k) <= cut;
      if (counts && !alive_[k]->ran) out_of_time_ = true;
      if (!counts) *alive_[k] = before[k - first];
      left_ -= alive_[k]->best.evaluations - before[k - first].best.evaluations;
    }
    if (cut < static_cast<std::int64_t>(end)) violated_ = alive_[static_cast<std::size_t>(cut)];
  }

  std::vector<Trial> copies(std::size_t first, std::size_t end) const {
    std::vector<Trial> all;
    for (std::size_t k = first; k < end; ++k) all.push_back(*alive_[k]);
    return all;
  }

  void open(const InstanceChart& chart) {
    if (!names_.insert(chart.name).second) return;
    trials_.push_back(std::make_unique<Trial>());
    trials_.back()->chart = chart;
    alive_.push_back(trials_.back().get());
  }

  void explore_from(std::size_t first, std::int64_t each) {
    round(first, alive_.size(), [&](Trial& trial) {
      trial.take(explore(trial.chart.dimension, objective_of(target_, trial), each, 0));
    });
  }

  // Half of the effort goes here; as many charts as it can look at.
  void explore_all() {
    const auto most = std::max<std::int64_t>(1, left_ / kLeastLook);
    for (const InstanceChart& chart : target_.charts) {
      if (static_cast<std::int64_t>(alive_.size()) < most) open(chart);
    }
    const auto count = static_cast<std::int64_t>(alive_.size());
    explore_from(0, std::max(std::min(kLeastLook, left_), left_ / (2 * std::max<std::int64_t>(1, count))));
    if (alive_.empty()) left_ = 0;
  }

  void halve() {
    std::stable_sort(alive_.begin(), alive_.end(), [](const Trial* a, const Trial* b) {
      return a->best.value < b->best.value;
    });
    alive_.resize((alive_.size() + 1) / 2);
  }

  // At most a quarter of what is left goes to charts one move away from the best.
  void add_neighbours() {
    if (!alive_.front()->chart.neighbours) return;
    const std::size_t first = alive_.size();
    const std::int64_t most = left_ / (4 * kLeastLook);
    for (const InstanceChart& chart : alive_.front()->chart.neighbours()) {
      if (static_cast<std::int64_t>(alive_.size() - first) < most) open(chart);
    }
    if (alive_.size() > first) explore_from(first, kLeastLook);
  }

  void deepen() {
    const auto count = static_cast<std::int64_t>(alive_.size());
    // Half of what is left, until one chart has the rest.
    const std::int64_t share = count == 1 ? left_ : left_ / 2;
    const std::int64_t each = std::max<std::int64_t>(std::min(kLeastLook, left_), share / count);
    round(0, alive_.size(), [&](Trial& trial) {
      const auto key = claim::case_key(context_.seed, claim::key_id(target_.record),
                                       "attack/" + trial.chart.name, 0);
      walk(target_, key, std::min(each, kLongestWalk), trial);
    });
  }

  Outcome concluded() const {
    Outcome outcome;
    outcome.out_of_time = out_of_time_;
    AttackRecord& record = outcome.record;
    const Trial* best = violated_;
    for (const auto& trial : trials_) {
      record.evaluations += trial->best.evaluations;
      record.charts += trial->best.evaluations > 0 ? 1 : 0;
      record.restarts += trial->restarts;
      record.outside += trial->outside;
      record.undecided += trial->undecided;
      record.threw += trial->threw;
      if (record.first_thrown.empty()) record.first_thrown = trial->first_thrown;
      if (violated_ != nullptr || trial->best.at.empty()) continue;
      if (best == nullptr || trial->best.value < best->best.value) best = trial.get();
    }
    record.found = violated_ != nullptr;
    if (best != nullptr && best->best.value < kOutside) describe(*best, outcome);
    return outcome;
  }

  // The nearest instance, and the violation on the coarsest grid that keeps it.
  void describe(const Trial& best, Outcome& outcome) const {
    AttackRecord& record = outcome.record;
    Level level = kSearchLevel;
    if (record.found) {
      level = 0;
      while (level < kSearchLevel && !probed(target_, best.chart, best.best.at, level).violated)
        ++level;
    }
    const Instance at = best.chart.at(best.best.at.data(), level);
    if (record.found) outcome.violation = at;
    Transcript transcript(Transcript::Keep::entries);
    target_.law(at);
    record.chart = best.chart.name;
    record.nearest = transcript.nearest();
    record.smallest_margin = transcript.smallest_margin();
    record.summary = at.summary();
    record.instance = std::make_shared<const nlohmann::json>(at.to_json());
    for (const auto& hypothesis : target_.hypotheses) {
      const double slack = slack_of(hypothesis, at);
      if (!(slack >= 0) || (record.slack && *record.slack <= slack)) continue;
      record.slack = slack;
      record.slack_of = hypothesis.name;
    }
  }

  static constexpr std::int64_t kLongestWalk = 2000;

  const Target& target_;
  std::int64_t left_;
  const claim::RunContext& context_;
  std::vector<std::unique_ptr<Trial>> trials_;
  std::vector<Trial*> alive_;
  std::set<std::string> names_;
  Trial* violated_ = nullptr;
  bool out_of_time_ = false;
};

}  // namespace

Outcome attack(const Target& target, std::int64_t evaluations, const claim::RunContext& context) {
  return Siege(target, evaluations, context).outcome();
}

}  // namespace lemmascope::attack
