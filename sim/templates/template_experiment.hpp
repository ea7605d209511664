// Training an encoder on strings of templates over one pool of symbols, and asking it about strings
// over another: with and without trainable multiples of the identity in its heads.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/templates/drawn_strings.hpp"
#include "sim/transformer/encoder_experiment.hpp"

namespace lemmascope::templates {

/// What is asked of a string, at its last position.
enum class Asked {
  template_number,  ///< which template it is of
  first_symbol,     ///< its first symbol, of all of both pools, read by the embedding
};

struct TemplatePlan : sim::EncoderTraining {
  StringLaw law;
  Asked asked = Asked::template_number;
  bool query_identity = false;  ///< a I in W_Q W_K^T
  bool value_identity = false;  ///< b I in W_V W_O
  std::int64_t samples = 0;     ///< strings that training sees again and again; 0: fresh ones
};

sim::EncoderSizes encoder_sizes(const TemplatePlan& plan);

/// What a network answered on strings set aside.
struct Answers {
  std::vector<std::uint8_t> seen_right;    ///< by string of seen symbols: 0 or 1
  std::vector<std::uint8_t> unseen_right;  ///< of unseen symbols
};

template <class F>
class TemplateExperiment : public sim::EncoderExperiment<F> {
 public:
  /// Throws PreconditionError as require_law and sim::EncoderExperiment do.
  explicit TemplateExperiment(const TemplatePlan& plan);

  const TemplatePlan& template_plan() const { return plan_; }

  std::string to_text() const override;

  /// On strings that no training reads: "test loss" on unseen symbols, "accuracy on seen symbols",
  /// "accuracy on unseen symbols".
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;
  /// What the accuracies are the shares of, on one thread.
  Answers right_answers(std::span<const F> weights) const;

 protected:
  void add_example(std::uint64_t index, sim::EncoderExamples& batch) const override;

 private:
  void add(const DrawnString& drawn, sim::EncoderExamples& all) const;
  sim::EncoderExamples set_aside(Pool pool) const;
  std::vector<std::uint8_t> right(const sim::EncoderExamples& asked, std::span<const F> weights,
                                  const sim::Crew<F>& crew) const;

  TemplatePlan plan_;
  sim::EncoderExamples seen_, unseen_;
};

}  // namespace lemmascope::templates
