// A sweep plan and the ordered list of keyed cases it stands for. The same plan gives the same
// cases, keys and seeds in every process, so that any process may run any subset.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace lemmascope::report {

/// The root seed of a plan that names none.
inline constexpr std::uint64_t kDefaultSweepSeed = 20240222;

/// One quantity over a grid. All values are canonical texts (see canonical_value).
struct SweepPlan {
  struct Axis {
    std::string name;
    std::vector<std::string> values;
  };
  std::string quantity;  ///< a calculator, or the trainings of a paper: see subject_of
  std::uint64_t seed = kDefaultSweepSeed;
  std::map<std::string, std::string> fixed;  ///< the same in every case
  std::vector<Axis> axes;                    ///< the last one varies fastest
  /// Cases that differ in these settings alone share their random draws.
  std::vector<std::string> paired;
};

/// One case. The key names every setting of the plan in a fixed order, fixed or axis alike, so that
/// the same case has the same key in another plan: "train/graph=chain/T=20/S=10/alpha=1/10/seed=3".
struct SweepCase {
  std::string key;
  std::map<std::string, std::string> settings;
  std::uint64_t seed = 0;  ///< of the random draws: a hash of root seed and key, without `paired`
};

/// A value of a plan as it was written, with the place for messages ("plan.toml:7: axes.length").
struct WrittenValue {
  std::string place;
  std::string text;
};

/// Collects a plan setting by setting and refuses what does not fit, naming the place.
class PlanBuilder {
 public:
  /// Throws PreconditionError with a suggestion when there is no such quantity.
  PlanBuilder(const WrittenValue& quantity);

  void set_seed(const WrittenValue& seed);
  void fix(const std::string& name, const WrittenValue& value);
  /// `place` is that of the axis itself.
  void add_axis(const std::string& name, const std::string& place,
                const std::vector<WrittenValue>& values);
  void pair(const WrittenValue& name);
  /// Checks what settings ask of each other; `file` starts the messages.
  SweepPlan finish(const std::string& file);
  /// What joins a list into one text for this setting. Throws as `fix` for unknown names.
  char separator(const std::string& name, const std::string& place) const;

 private:
  std::string canonical(const std::string& name, const WrittenValue& value) const;
  void claim_name(const std::string& name, const std::string& place) const;
  SweepPlan plan_;
};

/// Reads a TOML plan. Throws PreconditionError naming file, line, key and what was expected;
/// std::system_error when the file cannot be read.
SweepPlan read_plan(const std::string& path);

nlohmann::json to_json(const SweepPlan& plan);
/// Reads back what to_json wrote, as strictly as a plan file; `file` starts the messages.
SweepPlan plan_from_json(const nlohmann::json& json, const std::string& file);

/// The cases in order: the cross product of the axes.
std::vector<SweepCase> cases_of(const SweepPlan& plan);

}  // namespace lemmascope::report
