// Training an encoder on strings of templates over one pool of symbols, and asking it about strings
// over another: with and without trainable multiples of the identity in its heads.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/templates/drawn_strings.hpp"
#include "sim/train/experiment.hpp"
#include "sim/transformer/encoder.hpp"

namespace lemmascope::templates {

/// What is asked of a string, at its last position.
enum class Asked {
  template_number,  ///< which template it is of
  first_symbol,     ///< its first symbol, of all of both pools, read by the embedding
};

struct TemplatePlan {
  StringLaw law;
  Asked asked = Asked::template_number;
  bool query_identity = false;  ///< a I in W_Q W_K^T
  bool value_identity = false;  ///< b I in W_V W_O
  std::int64_t samples = 0;     ///< strings that training sees again and again; 0: fresh ones
  int width = 64;
  int hidden = 64;
  int layers = 1;
  int heads = 1;
  std::int64_t steps = 500;
  sim::OptimiserKind optimiser = sim::OptimiserKind::adam;
  double rate = 1e-3;
  int batch = 64;  ///< strings of a step
  std::int64_t evaluate_every = 50;
  int evaluation_strings = 1024;  ///< of each pool
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
};

sim::EncoderSizes encoder_sizes(const TemplatePlan& plan);

/// What a network answered on strings set aside.
struct Answers {
  double unseen_loss = 0;                  ///< mean over strings of unseen symbols
  std::vector<std::uint8_t> seen_right;    ///< by string of seen symbols: 0 or 1
  std::vector<std::uint8_t> unseen_right;  ///< of unseen symbols
};

template <class F>
class TemplateExperiment : public sim::Experiment<F> {
 public:
  /// Throws PreconditionError as require_law and sim::Encoder do, on a batch that is no multiple of
  /// 16 and without a string to evaluate on.
  explicit TemplateExperiment(const TemplatePlan& plan);

  const TemplatePlan& template_plan() const { return plan_; }

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return encoder_.storage(); }
  std::vector<sim::WeightBlock> blocks() const override { return encoder_.blocks(); }
  void initialise(std::span<F> weights) const override;
  int shards() const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;

  /// On strings that no training reads: "test loss" on unseen symbols, "accuracy on seen symbols",
  /// "accuracy on unseen symbols".
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;
  /// What those numbers are the shares of, on one thread.
  Answers answers(std::span<const F> weights) const;

 private:
  class Worker;
  struct Questions {
    std::vector<std::uint8_t> tokens, targets;  ///< as sim::EncoderBatch has them
    int count() const { return static_cast<int>(targets.size()); }
  };
  void add(const DrawnString& drawn, Questions& all) const;
  Questions set_aside(Pool pool) const;
  Answers answers(std::span<const F> weights, Worker& worker) const;

  TemplatePlan plan_;
  sim::Encoder<F> encoder_;
  Questions seen_, unseen_;
};

}  // namespace lemmascope::templates
