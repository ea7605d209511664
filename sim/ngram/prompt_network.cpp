#include "sim/ngram/prompt_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/transformer/model_size.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

constexpr double kLeastEpsilon = 1e-12;  // far above where the kernel's logarithm ends

const LossForm& checked(const LossForm& loss) {
  require(
      loss.criterion == Criterion::released || (loss.epsilon >= kLeastEpsilon && loss.epsilon <= 1),
      fmt::format("expected an epsilon from 1e-12 to 1, found {}: without one the loss of a "
                  "target that is not in its prompt is infinite",
                  loss.epsilon));
  return loss;
}

}  // namespace

std::vector<double> set_shares(const double* c, int count) {
  std::vector<double> p(c, c + count);
  double total = 0;
  for (double& share : p) total += share *= share;
  for (double& share : p) share /= total;
  return p;
}

PromptNetwork::PromptNetwork(const ModelShape& shape, const LossForm& loss,
                             const std::vector<const CountedPrompts*>& sets,
                             sim::InstructionSet set)
    : shape_(shape),
      at_(weight_offsets(shape)),
      loss_(checked(loss)),
      pass_(sim::choose_kernel(set, portable::match_pass(), avx2::match_pass(),
                               avx512::match_pass())),
      heads_(shape),
      scratch_(sets),
      p_(head_sets(shape).size()) {}

void PromptNetwork::prepare(const double* weights) {
  heads_.set(weights);
  p_ = set_shares(weights + at_.c, static_cast<int>(p_.size()));
  c_squared_ = 0;
  for (std::size_t s = 0; s < p_.size(); ++s) {
    const double c = weights[at_.c + static_cast<std::ptrdiff_t>(s)];
    c_squared_ += c * c;
  }
}

void PromptNetwork::read_similar(const CountedPrompts& prompts) {
  double* to = scratch_.similar();
  for (const Link& link : prompts.links()) {
    const double* a = heads_.vector(link.head, link.position);
    const double* b = heads_.vector(link.head, link.query);
    double sum = 0;
    for (int k = 0; k < shape_.symbols; ++k) sum += a[k] * b[k];
    *to++ = std::max(0.0, sum);
  }
}

double PromptNetwork::accumulate(const CountedPrompts& prompts, const double* weights,
                                 double* gradient) {
  read_similar(prompts);
  const MatchWeights read{weights[at_.a], p_.data(), scratch_.similar(), loss_.criterion,
                          loss_.epsilon};
  if (gradient == nullptr) return pass_(prompts.plan(), read, scratch_.view(), nullptr);
  MatchSlopes slopes;
  slopes.similar = scratch_.similar_slopes();
  std::fill_n(slopes.similar, prompts.links().size(), 0.0);
  const double loss = pass_(prompts.plan(), read, scratch_.view(), &slopes);
  std::fill_n(gradient, at_.storage, 0.0);
  go_back(prompts, weights, slopes, gradient);
  return loss;
}

void PromptNetwork::go_back(const CountedPrompts& prompts, const double* weights,
                            const MatchSlopes& slopes, double* gradient) {
  gradient[at_.a] = slopes.a;
  double mean = 0;
  for (std::size_t s = 0; s < p_.size(); ++s) mean += p_[s] * slopes.p[s];
  for (std::size_t s = 0; s < p_.size(); ++s) {
    const auto at = at_.c + static_cast<std::ptrdiff_t>(s);
    gradient[at] = 2 * weights[at] / c_squared_ * (slopes.p[s] - mean);
  }
  const double* similar = scratch_.similar();
  const double* slope = slopes.similar;
  for (const Link& link : prompts.links()) {
    const double along = *similar++ > 0 ? *slope : 0;  // none where the product was clamped
    ++slope;
    if (along == 0) continue;
    const double* position = heads_.vector(link.head, link.position);
    const double* query = heads_.vector(link.head, link.query);
    double* d_position = heads_.slope(link.head, link.position);
    double* d_query = heads_.slope(link.head, link.query);
    for (int k = 0; k < shape_.symbols; ++k) {
      d_position[k] += along * query[k];
      d_query[k] += along * position[k];
    }
  }
  heads_.add_slopes(weights, gradient);
}

}  // namespace lemmascope::ngram
