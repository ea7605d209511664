#include "properties/attack/attack.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/attack/minimise.hpp"
#include "properties/claim/parallel.hpp"
#include "properties/claim/transcript.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/significant.hpp"

namespace lemmascope::attack {
namespace {

using claim::AttackRecord;
using claim::CaseOutcome;
using claim::Instance;
using claim::Transcript;

// Relative margins lie in [-2, 2], so these stand above every instance that meets the hypotheses:
// first those outside by a known distance, then the others, then those where the law throws.
constexpr double kOutside = 10, kFarOutside = 20, kThrew = 30;
// An instance that meets the hypotheses and has no site.
constexpr double kSiteless = 9;
// The level the search reads points at; violations are then read more coarsely.
constexpr Level kSearchLevel = kFinest;
// Evaluations below which a chart has not been looked at.
constexpr std::int64_t kLeastLook = 16;

// What is made small, in turns.
//   relative: the smallest margin of a relation over its larger side.
//   scale_free: the same over the largest margin of the instance. Where all margins fade together
//   (near independence) the first is small for no reason, and this one is not.
enum Aim : std::size_t { relative, scale_free };
constexpr std::size_t kAims = 2;

/// What one evaluation found.
struct Probe {
  std::array<double, kAims> value{};
  bool outside = false, undecided = false, violated = false;
  std::string threw;
};

Probe outside_at(double value) { return {{value, value}, true, false, false, ""}; }

// The first and the last of a trace and evenly spaced ones between, to four digits.
Trace thinned(const Trace& trace) {
  constexpr std::size_t kMost = 23;
  const std::size_t kept = std::min(trace.size(), kMost);
  Trace out;
  for (std::size_t k = 0; k < kept; ++k) {
    const auto& [evaluations, margin] = trace[kept == 1 ? 0 : k * (trace.size() - 1) / (kept - 1)];
    out.emplace_back(evaluations, significant(margin, 4));
  }
  return out;
}

double slack_of(const claim::Hypothesis<Instance>& hypothesis, const Instance& at) {
  return hypothesis.slack ? hypothesis.slack(at) : std::numeric_limits<double>::quiet_NaN();
}

Probe outside_of(const claim::Hypothesis<Instance>& unmet, const Instance& at) {
  const double slack = slack_of(unmet, at);
  return outside_at(slack <= 0 ? kOutside + std::min(1.0, -slack) : kFarOutside);
}

Probe evaluated(const Target& target, const Instance& at) {
  if (const auto* unmet = claim::first_unmet(target.hypotheses, at)) return outside_of(*unmet, at);
  const Transcript transcript(Transcript::Keep::margins);
  const CaseOutcome outcome = target.law(at);
  Probe probe;
  probe.undecided = outcome.holds == Truth::unknown;
  probe.violated = outcome.holds == Truth::no;
  const double least = transcript.smallest_margin().value_or(kSiteless);
  const double largest = transcript.largest_margin();
  probe.value = {least, largest > 0 && transcript.smallest_margin() ? least / largest : least};
  // The law decides, not the margins: it may combine relations in ways of its own.
  for (double& value : probe.value) {
    value = probe.violated ? std::min(value, -std::numeric_limits<double>::min())
                           : std::max(value, 0.0);
  }
  return probe;
}

Probe probed(const Target& target, const InstanceChart& chart, const std::vector<double>& at,
             Level level) {
  try {
    return evaluated(target, chart.at(at.data(), level));
  } catch (const std::exception& failure) {
    Probe probe = outside_at(kThrew);
    probe.threw = failure.what();
    return probe;
  }
}

/// The best point of a chart for one aim.
struct Best {
  double value = std::numeric_limits<double>::infinity();
  std::vector<double> at;
};

/// A chart and what is known about it.
struct Trial {
  InstanceChart chart;
  std::array<Best, kAims> best;
  std::int64_t evaluations = 0, restarts = 0, outside = 0, undecided = 0, threw = 0;
  std::string first_thrown;
  /// Evaluations so far and the smallest relative margin, at its improvements.
  Trace trace;
  bool violated = false;
  bool out_of_time = false;
  bool ran = false;  ///< in the present round

  double take(Probe probe, const std::vector<double>& at, Aim aim) {
    ++evaluations;
    outside += probe.outside ? 1 : 0;
    undecided += probe.undecided ? 1 : 0;
    if (!probe.threw.empty() && threw++ == 0) first_thrown = std::move(probe.threw);
    if (probe.value[relative] < std::min(best[relative].value, kSiteless)) {
      trace.emplace_back(evaluations, probe.value[relative]);
    }
    for (std::size_t k = 0; k < kAims; ++k) {
      // The first violation ends the search: it is the best point of every aim.
      if (probe.value[k] < best[k].value || (probe.violated && !violated)) {
        best[k] = {probe.value[k], at};
      }
    }
    violated |= probe.violated;
    return probe.value[aim];
  }
};

/// What every walk needs to know.
struct Campaign {
  const Target& target;
  const claim::RunContext& context;
};

// After the deadline nothing is evaluated any more, and the trial counts as not run.
Objective objective_of(const Campaign& campaign, Trial& trial, Aim aim) {
  return [&target = campaign.target, &context = campaign.context, &trial,
          aim](const std::vector<double>& at) {
    if (trial.out_of_time || context.expired()) {
      trial.out_of_time = true;
      return std::numeric_limits<double>::max();
    }
    try {
      return trial.take(probed(target, trial.chart, at, kSearchLevel), at, aim);
    } catch (const Interrupted&) {
      trial.out_of_time = true;
      return std::numeric_limits<double>::max();
    }
  };
}

// A quarter from the best point of each aim, the rest from a new point.
void walk(const Campaign& campaign, const claim::CaseKey& key, std::int64_t evaluations,
          Trial& trial) {
  const std::int64_t end = trial.evaluations + evaluations;
  const std::int64_t quarter = std::max<std::int64_t>(1, evaluations / 4);
  for (const Aim aim : {scale_free, relative}) {
    if (trial.violated || trial.out_of_time || trial.evaluations >= end) return;
    const std::vector<double> start = trial.best[aim].at;
    descend(start, objective_of(campaign, trial, aim), quarter, 0);
  }
  if (trial.violated || trial.evaluations >= end) return;
  const Aim aim = trial.restarts % 2 == 0 ? scale_free : relative;
  const auto start = keyed_point(key, trial.restarts++, trial.chart.dimension);
  descend(start, objective_of(campaign, trial, aim), end - trial.evaluations, 0);
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

  // Runs `work` on as many trials from `first` on as `each` evaluations last for; those after the
  // first violation are as if they had not run.
  template <class Work>
  void round(std::size_t first, std::int64_t each, const Work& work) {
    const std::size_t end = std::min(alive_.size(), first + static_cast<std::size_t>(left_ / each));
    std::atomic<std::int64_t> cut{static_cast<std::int64_t>(end)};
    for (std::size_t k = first; k < end; ++k) alive_[k]->ran = false;
    const std::vector<Trial> before = copies(first, end);
    claim::for_each_slot(context_.jobs, static_cast<std::int64_t>(end - first),
                         [&](std::int64_t slot) {
                           const std::int64_t k = slot + static_cast<std::int64_t>(first);
                           if (k > cut || context_.expired()) return;
                           Trial& trial = *alive_[static_cast<std::size_t>(k)];
                           work(trial);
                           trial.ran = !trial.out_of_time;
                           if (!trial.violated) return;
                           std::int64_t seen = cut;
                           while (k < seen && !cut.compare_exchange_weak(seen, k)) {
                           }
                         });
    for (std::size_t k = first; k < end; ++k) {
      const bool counts = static_cast<std::int64_t>(k) <= cut;
      if (counts && !alive_[k]->ran) out_of_time_ = true;
      if (!counts) *alive_[k] = before[k - first];
      left_ -= alive_[k]->evaluations - before[k - first].evaluations;
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
    round(first, each, [&](Trial& trial) {
      explore(trial.chart.dimension, objective_of({target_, context_}, trial, scale_free), each, 0);
    });
  }

  // Half of the effort goes here; as many charts as it can look at.
  void explore_all() {
    const std::int64_t most = std::max<std::int64_t>(1, left_ / kLeastLook);
    for (const InstanceChart& chart : target_.charts) {
      if (static_cast<std::int64_t>(alive_.size()) < most) open(chart);
    }
    if (alive_.empty()) left_ = 0;
    if (over()) return;
    const std::int64_t half = left_ / (2 * static_cast<std::int64_t>(alive_.size()));
    explore_from(0, std::max(std::min(kLeastLook, left_), half));
  }

  // Keeps the better half, the best of each aim in turns.
  void halve() {
    std::array<std::vector<Trial*>, kAims> order{alive_, alive_};
    for (std::size_t aim = 0; aim < kAims; ++aim) {
      std::stable_sort(order[aim].begin(), order[aim].end(), [aim](const Trial* a, const Trial* b) {
        return a->best[aim].value < b->best[aim].value;
      });
    }
    const std::size_t kept = (alive_.size() + 1) / 2;
    std::vector<Trial*> better;
    for (std::size_t k = 0; better.size() < kept; ++k) {
      Trial* next = order[(k + 1) % kAims][k / kAims];
      if (std::find(better.begin(), better.end(), next) == better.end()) better.push_back(next);
    }
    alive_ = std::move(better);
  }

  // At most a quarter of what is left goes to charts one move away from the best of each aim, or
  // from the one opened last: where no chart is better than another, moves still lead on.
  void add_neighbours() {
    const std::size_t first = alive_.size();
    const std::int64_t most = left_ / (4 * kLeastLook);
    std::vector<const Trial*> sources{alive_[0], trials_.back().get()};
    if (alive_.size() > 1) sources.insert(sources.begin() + 1, alive_[1]);
    for (const Trial* source : sources) {
      if (!source->chart.neighbours) continue;
      for (const InstanceChart& chart : source->chart.neighbours()) {
        if (static_cast<std::int64_t>(alive_.size() - first) < most) open(chart);
      }
    }
    if (alive_.size() > first) explore_from(first, kLeastLook);
  }

  void deepen() {
    const auto count = static_cast<std::int64_t>(alive_.size());
    // A quarter of what is left; one chart alone has the rest.
    const std::int64_t share = count == 1 ? left_ : left_ / 4;
    const std::int64_t each =
        std::min(kLongestWalk, std::max(std::min(kLeastLook, left_), share / count));
    round(0, each, [&](Trial& trial) {
      const auto key = claim::case_key(context_.seed, claim::key_id(target_.record),
                                       "attack/" + trial.chart.name, 0);
      walk({target_, context_}, key, each, trial);
    });
  }

  Outcome concluded() const {
    Outcome outcome;
    outcome.out_of_time = out_of_time_;
    AttackRecord& record = outcome.record;
    const Trial* best = violated_;
    for (const auto& trial : trials_) {
      record.evaluations += trial->evaluations;
      record.charts += trial->evaluations > 0 ? 1 : 0;
      record.restarts += trial->restarts;
      record.outside += trial->outside;
      record.undecided += trial->undecided;
      record.threw += trial->threw;
      if (record.first_thrown.empty()) record.first_thrown = trial->first_thrown;
      if (violated_ != nullptr || trial->evaluations == 0) continue;
      if (best == nullptr || trial->best[relative].value < best->best[relative].value) {
        best = trial.get();
      }
    }
    record.found = violated_ != nullptr;
    if (best != nullptr && best->best[relative].value < kOutside) describe(*best, outcome);
    return outcome;
  }

  // The nearest instance, and the violation on the coarsest grid that keeps it.
  void describe(const Trial& best, Outcome& outcome) const {
    const Interruption none(nullptr);  // a few evaluations, after the deadline too
    AttackRecord& record = outcome.record;
    const std::vector<double>& point = best.best[relative].at;
    Level level = kSearchLevel;
    if (record.found) {
      level = 0;
      while (level < kSearchLevel && !probed(target_, best.chart, point, level).violated) ++level;
    }
    const Instance at = best.chart.at(point.data(), level);
    if (record.found) outcome.violation = at;
    Transcript transcript(Transcript::Keep::entries);
    target_.law(at);
    record.chart = best.chart.name;
    outcome.trace = thinned(best.trace);
    // And that nothing was better to the end.
    if (!outcome.trace.empty() && outcome.trace.back().first < best.evaluations) {
      outcome.trace.emplace_back(best.evaluations, outcome.trace.back().second);
    }
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
