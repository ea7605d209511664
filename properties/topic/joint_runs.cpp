#include "properties/topic/joint_runs.hpp"

#include <map>
#include <mutex>
#include <tuple>

namespace lemmascope::topic {

namespace {

std::vector<sim::TopicRecord> trained(const JointRun& run, const statistics::TrialKey& key) {
  sim::TopicRunPlan plan{.corpus = {.model = TopicParametersOf<double>(
                                        run.topics, run.words_per_topic, 2, 0.15, 0.1, 0.1)}};
  plan.corpus.shortest = plan.corpus.longest = run.length;
  plan.batch = 10;
  plan.rate = run.rate;
  plan.steps = run.steps;
  plan.record_every = run.record_every;
  plan.evaluation_documents = 20;
  plan.seed = key.root_seed;
  plan.run = key.run;
  return sim::train(plan).records;
}

}  // namespace

std::vector<sim::TopicRecord> train_jointly(const JointRun& run, const statistics::TrialKey& key) {
  static std::mutex guard;
  static std::map<std::tuple<JointRun, std::uint64_t, std::uint32_t>, std::vector<sim::TopicRecord>>
      kept;
  const std::tuple id{run, key.root_seed, key.run};
  {
    const std::lock_guard lock(guard);
    if (const auto found = kept.find(id); found != kept.end()) return found->second;
  }
  auto records = trained(run, key);
  const std::lock_guard lock(guard);
  return kept.emplace(id, std::move(records)).first->second;
}

double value_gap(const sim::TopicRecord& record) {
  return record.value.same_topic - record.value.different_topic;
}

double attention_gap(const sim::TopicRecord& record) {
  return record.attention.same_topic - record.attention.different_topic;
}

}  // namespace lemmascope::topic
