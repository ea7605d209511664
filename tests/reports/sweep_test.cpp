// Sweeps: plans read back, cases are keyed once each, parts of parts cover the work, records that
// contradict each other are refused.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "properties/catalogue/catalogue.hpp"
#include "properties/compute/calculator.hpp"
#include "reports/sweep/plan.hpp"
#include "reports/sweep/run_case.hpp"
#include "reports/sweep/settings.hpp"
#include "reports/sweep/sweep_document.hpp"
#include "reports/sweep/sweep_events.hpp"
#include "sim/causal/parent_attention.hpp"
#include "sim/causal/random_graphs.hpp"
#include "sim/causal/task.hpp"
#include "sim/causal/task_experiment.hpp"
#include "sim/train/trainer.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

SweepPlan small_plan() {
  PlanBuilder builder({"test: quantity", "train"});
  builder.fix("vocabulary", {"test: vocabulary", "3"});
  builder.add_axis("length", "test: length", {{"a", "20"}, {"b", "5"}});
  builder.add_axis("graph", "test: graph", {{"a", "star"}, {"b", "chain"}});
  builder.add_axis("dirichlet", "test: dirichlet", {{"a", "0.1"}, {"b", "2/2"}});
  builder.pair({"test: paired", "graph"});
  return builder.finish("test");
}

// An empty folder of this test's own.
std::string fresh_folder() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const auto folder = std::filesystem::path(testing::TempDir()) / test->name();
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

CaseRecord done_with(int value) {
  CaseRecord record;
  record.values = {{"x", value}};
  return record;
}

CaseRecord failed() {
  CaseRecord record;
  record.status = CaseRecord::Status::error;
  record.reason = "because";
  return record;
}

TEST(SweepPlan, ReadsBackToTheSameCases) {
  const SweepPlan plan = small_plan();
  const SweepPlan again = plan_from_json(to_json(plan), "json");
  EXPECT_EQ(to_json(again), to_json(plan));
  const auto cases = cases_of(plan), same = cases_of(again);
  ASSERT_EQ(cases.size(), 8u);
  for (std::size_t k = 0; k < cases.size(); ++k) {
    EXPECT_EQ(cases[k].key, same[k].key);
    EXPECT_EQ(cases[k].seed, same[k].seed);
  }
}

TEST(SweepPlan, KeysNameSettingsInAFixedOrderAndTheLastAxisVariesFastest) {
  const auto cases = cases_of(small_plan());
  EXPECT_EQ(cases[0].key, "train/graph=star/T=20/S=3/alpha=1/10");
  EXPECT_EQ(cases[1].key, "train/graph=star/T=20/S=3/alpha=1");
  EXPECT_EQ(cases[2].key, "train/graph=chain/T=20/S=3/alpha=1/10");
  EXPECT_EQ(cases[7].key, "train/graph=chain/T=5/S=3/alpha=1");
}

TEST(SweepPlan, PairedCasesShareTheirSeedAndNoOthersDo) {
  const auto cases = cases_of(small_plan());
  std::map<std::string, std::set<std::uint64_t>> seeds;
  std::set<std::uint64_t> all;
  for (const SweepCase& one : cases) {
    seeds[one.settings.at("length") + " " + one.settings.at("dirichlet")].insert(one.seed);
    all.insert(one.seed);
  }
  EXPECT_EQ(all.size(), 4u);
  for (const auto& [setting, some] : seeds) EXPECT_EQ(some.size(), 1u) << setting;
}

TEST(SweepPlan, RefusesJsonThatIsNoPlan) {
  nlohmann::json document = to_json(small_plan());
  document["axes"][0]["values"][0] = "one";
  EXPECT_THROW(plan_from_json(document, "json"), PreconditionError);
  document.erase("axes");
  EXPECT_THROW(plan_from_json(document, "json"), PreconditionError);
}

TEST(Shards, PartsOfPartsCoverTheWorkOnce) {
  for (const int outer : {1, 2, 3}) {
    for (const int inner : {1, 2, 5}) {
      std::multiset<int> seen;
      for (int o = 1; o <= outer; ++o) {
        for (int i = 1; i <= inner; ++i) {
          const Shard part = part_of({o, outer}, {i, inner});
          EXPECT_EQ(part.count, outer * inner);
          // A part lies inside its outer part: the ranks of one shard do that shard's cases.
          EXPECT_EQ((part.index - 1) % outer, o - 1);
          seen.insert(part.index);
        }
      }
      std::multiset<int> all;
      for (int k = 1; k <= outer * inner; ++k) all.insert(k);
      EXPECT_EQ(seen, all);
    }
  }
}

TEST(SweepEvents, ReadBackAcrossTheFilesOfAFolder) {
  const std::string folder = fresh_folder();
  const SweepPlan plan = small_plan();
  const auto cases = cases_of(plan);
  for (const int k : {1, 2}) {
    const Shard shard{k, 2};
    SweepLog log(folder + "/" + sweep_events_name(shard), sweep_header(plan, shard));
    log.record(cases[static_cast<std::size_t>(k)], done_with(k));
  }
  EXPECT_TRUE(holds_sweep(folder));
  const SweepEvents events = read_sweep_events(folder);
  ASSERT_EQ(events.cases.size(), 2u);
  EXPECT_TRUE(events.cases.at(cases[1].key).agrees_with(done_with(1)));
  EXPECT_EQ(count_cases(cases, events.cases).missing, 6u);
  EXPECT_THROW(sweep_document(plan, cases, events.cases), PreconditionError);
}

TEST(SweepEvents, ACutLineIsDroppedAndOverwritten) {
  const std::string path = fresh_folder() + "/events.jsonl";
  const SweepPlan plan = small_plan();
  const auto cases = cases_of(plan);
  { SweepLog(path, sweep_header(plan, {})).record(cases[0], done_with(1)); }
  { std::ofstream(path, std::ios::app) << "{\"event\":\"case\",\"ke"; }
  EXPECT_EQ(read_sweep_events(path).cases.size(), 1u);
  { SweepLog(path, sweep_header(plan, {})).record(cases[1], done_with(2)); }
  EXPECT_EQ(read_sweep_events(path).cases.size(), 2u);
}

TEST(SweepEvents, ASuccessReplacesAFailureInAnyOrder) {
  const std::string path = fresh_folder() + "/events.jsonl";
  const SweepPlan plan = small_plan();
  const auto cases = cases_of(plan);
  SweepLog log(path, sweep_header(plan, {}));
  log.record(cases[0], failed());
  log.record(cases[0], done_with(1));
  log.record(cases[1], done_with(2));
  log.record(cases[1], failed());
  log.record(cases[2], done_with(3));
  log.record(cases[2], done_with(3));  // the same again: two processes did the same case
  const SweepEvents events = read_sweep_events(path);
  EXPECT_TRUE(events.cases.at(cases[0].key).agrees_with(done_with(1)));
  EXPECT_TRUE(events.cases.at(cases[1].key).agrees_with(done_with(2)));
  EXPECT_TRUE(events.cases.at(cases[2].key).agrees_with(done_with(3)));
}

TEST(SweepEvents, RecordsThatContradictEachOtherAreRefused) {
  const std::string path = fresh_folder() + "/events.jsonl";
  const SweepPlan plan = small_plan();
  const auto cases = cases_of(plan);
  SweepLog log(path, sweep_header(plan, {}));
  log.record(cases[0], done_with(1));
  log.record(cases[0], done_with(2));
  EXPECT_THROW(read_sweep_events(path), PreconditionError);
}

TEST(SweepEvents, ASecondWriterIsRefused) {
  const std::string path = fresh_folder() + "/events.jsonl";
  const SweepLog log(path, sweep_header(small_plan(), {}));
  EXPECT_THROW(SweepLog(path, sweep_header(small_plan(), {})), PreconditionError);
}

TEST(SweepEvents, ALockIsSeenFromOutsideUntilItEnds) {
  const std::string folder = fresh_folder();
  EXPECT_FALSE(is_being_written(folder));
  {
    const SweepLog log(folder + "/events-2of3.jsonl", sweep_header(small_plan(), {2, 3}));
    EXPECT_TRUE(is_being_written(folder));
  }
  EXPECT_FALSE(is_being_written(folder));
}

TEST(SweepEvents, ALockWaitedForIsOnTheFileOfThatName) {
  const std::string path = fresh_folder() + "/events.jsonl";
  auto first = std::make_unique<FileLock>(path, FileLock::Wait::no);
  std::jthread waiting([&path] {
    const FileLock second(path, FileLock::Wait::yes);
    struct stat opened = {}, named = {};
    ASSERT_EQ(fstat(second.descriptor(), &opened), 0);
    ASSERT_EQ(stat(path.c_str(), &named), 0) << "the lock is on a file that is gone";
    EXPECT_EQ(opened.st_ino, named.st_ino);
  });
  // Enough for the other to open the file; were it not, the test would say less but not fail.
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  std::filesystem::remove(path);
  first.reset();
}

TEST(SweepCase, ATrainingThatDivergesIsNoResult) {
  PlanBuilder builder({"test: quantity", "train"});
  const std::pair<const char*, const char*> settings[] = {
      {"graph", "chain"}, {"length", "4"},  {"vocabulary", "2"}, {"steps", "8"},
      {"batch", "8"},     {"rate", "1e30"}, {"held-out", "8"}};
  for (const auto& [name, value] : settings) builder.fix(name, {name, value});
  const SweepPlan plan = builder.finish("test");
  try {
    run_case(plan, cases_of(plan).front(), {});
    FAIL() << "expected a refusal";
  } catch (const PreconditionError& failure) {
    EXPECT_NE(std::string(failure.what()).find("diverged: "), std::string::npos) << failure.what();
  }
}

using Settings = std::map<std::string, std::string>;

// Two cases that differ in one task flag alone, where it can matter.
struct Pair {
  std::string flag;
  Settings first, second;
};

std::vector<Pair> pairs_of_cases() {
  const std::string a = "7/10,3/10;4/10,6/10", b = "1/2,1/2;1/3,2/3";
  const Settings parents{{"parents", "-1,0"}}, chain{{"chain", a}},
      drawn{{"dirichlet", "1"}, {"vocabulary", "2"}, {"samples", "1"}},
      random{{"graph", "random"}, {"length", "6"}, {"graph-seed", "1"}};
  const auto with = [](Settings one, const Settings& more) {
    for (const auto& [name, value] : more) one[name] = value;
    return one;
  };
  const Settings task = with(parents, chain), draws = with(parents, drawn),
                 both = with(parents, {{"chain", a + "|" + b}});
  return {
      {"parents", draws, with(draws, {{"parents", "-1,-1"}})},
      {"graph", with(drawn, random), with(with(drawn, random), {{"graph", "star"}})},
      {"length", with(drawn, random), with(with(drawn, random), {{"length", "5"}})},
      {"graph-seed", with(drawn, random), with(with(drawn, random), {{"graph-seed", "2"}})},
      {"chain", task, with(task, {{"chain", b}})},
      {"weight", with(both, {{"weight", "1/2|1/2"}}), with(both, {{"weight", "1/3|2/3"}})},
      {"orbit", task, with(task, {{"orbit", "true"}})},
      {"dirichlet", draws, with(draws, {{"dirichlet", "1/2"}})},
      {"vocabulary", draws, with(draws, {{"vocabulary", "3"}})},
      {"samples", draws, with(draws, {{"samples", "2"}})},
      {"seed", draws, with(draws, {{"seed", "1"}})},
      {"epsilon", draws, with(draws, {{"epsilon", "1/10"}})},
      {"beta0", draws, with(draws, {{"beta0", "1/2"}})},
  };
}

// The values of a case of `quantity` with the least work that shows its flags. What the quantity
// does not read of the settings is left out, but for `flag`.
std::string answer(const std::string& quantity, const std::string& flag, Settings settings) {
  static const std::map<std::string, Settings> kSmall = {
      {"forward", {{"tokens", "0,1,0"}}},
      {"ngram-stage1", {{"kernel", "3/4,1/4;1/4,3/4"}, {"window", "2"}}},
      {"icl-markov-tensor", {{"chain", "7/10,3/10;4/10,6/10"}}},
      {"icl-markov-strategies", {{"sequences", "4"}, {"length", "6"}}},
      {"train-exact", {{"steps1", "1"}, {"steps2", "1"}}},
      {"phase-map",
       {{"states", "2"}, {"lengths", "4"}, {"graphs", "chain"}, {"concentrations", "1"}}},
      {"topic-training", {{"steps", "1"}, {"every", "1"}}}};
  const auto small = kSmall.find(quantity);
  if (small != kSmall.end()) settings.insert(small->second.begin(), small->second.end());
  settings["evidence"] = "double";
  const std::vector<compute::Option>& read = subject_of(quantity).settings;
  std::erase_if(settings, [&](const auto& setting) {
    const auto* option = compute::find_option(read, setting.first);
    if (setting.first == flag) return false;
    if (option == nullptr) return true;
    // limit-gradient has one arithmetic.
    return setting.first == "evidence" && option->choices.back() != "double";
  });
  SweepPlan plan;
  plan.quantity = quantity;
  const SweepCase one{"", settings, settings.count("seed") > 0 ? 1u : 0u};
  try {
    return run_case(plan, one, {}).value().dump();
  } catch (const PreconditionError& failure) {
    return std::string("refused: ") + failure.what();
  }
}

bool is_refused(const std::string& answer) { return answer.starts_with("refused: "); }

TEST(SweepSettings, ATaskFlagIsASettingWhereItChangesTheValues) {
  for (const auto& calculator : catalogue::every_calculator()) {
    std::set<std::string> offered;
    for (const auto& setting : subject_of(calculator.name).settings) offered.insert(setting.name);
    // What needs a file has no cases in a sweep.
    const bool needs_more = std::any_of(
        calculator.options.begin(), calculator.options.end(),
        [&](const auto& option) { return option.required && offered.count(option.name) == 0; });
    // Two nodes by number, and trees alone, fit few of the graphs below.
    if (calculator.name == "dominance-margin" || calculator.name == "main-theorem") continue;
    for (const Pair& pair : pairs_of_cases()) {
      SCOPED_TRACE(calculator.name + " " + pair.flag);
      const std::string second = answer(calculator.name, pair.flag, pair.second);
      if (offered.count(pair.flag) == 0 || needs_more) {
        EXPECT_TRUE(is_refused(second)) << second;
        continue;
      }
      const std::string first = answer(calculator.name, pair.flag, pair.first);
      EXPECT_NE(first, second);
      // An option that a quantity cannot use in this company is refused by its name.
      EXPECT_TRUE(!is_refused(second) || second.find("--" + pair.flag) != std::string::npos)
          << second;
    }
  }
}

TEST(SweepCase, TrainsAndCountsHitsLikeATrainerOfItsOwn) {
  PlanBuilder builder({"test: quantity", "train"});
  const std::pair<const char*, const char*> settings[] = {
      {"graph", "random"}, {"graph-seed", "4"},  {"length", "8"},
      {"vocabulary", "3"}, {"dirichlet", "1/2"}, {"steps", "24"},
      {"batch", "16"},     {"rate", "1/4"},      {"held-out", "32"}};
  for (const auto& [name, value] : settings) builder.fix(name, {name, value});
  const SweepPlan plan = builder.finish("test");
  const SweepCase one = cases_of(plan).front();
  const nlohmann::json values = run_case(plan, one, {}).value();

  sim::Stream graph_stream({4, 0, sim::Purpose::graph}, 0);
  const markov::CausalForest forest = causal::uniform_random_forest(7, graph_stream);
  causal::RowLaw law;
  law.concentration = 0.5;
  const auto task = causal::Task::in_context_tree(forest, 3, law);
  const sim::DisentangledModel<float> model(3, 8, 1);
  sim::TrainingPlan training;
  training.root_seed = one.seed;
  training.batch = 16;
  sim::Optimiser optimiser;
  optimiser.learning_rate = 0.25;
  optimiser.schedule = sim::Schedule::cosine;
  training.stages = {{24, optimiser, {}}};
  training.evaluation_size = 32;
  const causal::TaskExperiment<float> experiment(task, model, training);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(24);
  const double share = causal::parent_is_argmax_share<float>(model, trainer.weights(), forest);
  EXPECT_GT(share, 0);  // else the count below would say little
  EXPECT_LT(share, 1);
  EXPECT_EQ(values.at("edges"), forest.edge_count());
  EXPECT_EQ(values.at("argmax_hits").get<double>(), forest.edge_count() * share);
  EXPECT_EQ(values.at("mean_parent_attention").at("approximate").get<double>(),
            causal::mean_parent_attention<float>(model, trainer.weights(), forest));
  EXPECT_EQ(values.at("final_loss").at("approximate").get<double>(),
            trainer.curve().back().numbers[0]);
}

TEST(SweepTable, KeepsValuesApartFromSettingsOfTheSameName) {
  const SweepPlan plan = small_plan();
  const auto cases = cases_of(plan);
  std::map<std::string, CaseRecord> records;
  for (const SweepCase& one : cases) records[one.key] = done_with(7);
  records[cases[0].key].values = {{"length", 1}, {"K", {{2}, {3, 4}}}};
  records[cases[1].key] = failed();
  const std::string csv = sweep_csv(sweep_document(plan, cases, records));
  const std::string lines[] = {
      "key,status,reason,stream_seed,graph,length,vocabulary,dirichlet,K[0][0],K[1][0],K[1][1],"
      "value.length,x\r\n",
      ",star,20,3,1/10,2,3,4,1,\r\n", ",error,because,", ",star,20,3,1,,,,,\r\n",
      ",chain,5,3,1,,,,,7\r\n"};
  std::size_t at = 0;
  for (const std::string& line : lines) {
    const std::size_t found = csv.find(line, at);
    ASSERT_NE(found, std::string::npos) << line << csv;
    at = found;
  }
}

}  // namespace
}  // namespace lemmascope::report
