// topic-value-matrix, topic-embedding, topic-attention: closed forms beside a route that does not
// know them.
#include <optional>

#include "properties/compute/in_arithmetic.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/embedding.hpp"
#include "theory/topic/embedding_certificate.hpp"
#include "theory/topic/first_step.hpp"
#include "theory/topic/symmetric_attention.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

using compute::Arithmetic;
using compute::number_of;
using compute::Option;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using compute::whole_of;
using nlohmann::json;

TopicParameters parameters_of(const Request& request) {
  const auto& values = request.options;
  return {whole_of(values, "topics"),       whole_of(values, "words"),
          whole_of(values, "per-document"), number_of(values, "mask"),
          number_of(values, "correct"),     number_of(values, "random")};
}

Rational lambda_of(const Request& request) { return number_of(request.options, "lambda"); }

/// The number of topic sets, or nothing above `most`.
std::optional<long> topic_set_count(const TopicParameters& at, long most) {
  Integer count = 1;
  for (int k = 1; k <= at.topics_per_document(); ++k) {
    count = count * (at.topics() - at.topics_per_document() + k) / k;
    if (count > most) return std::nullopt;
  }
  return static_cast<long>(count);
}

// Exact elimination stays within seconds up to this many equations.
constexpr long kMostEquations = 120;
constexpr long kMostTopicSets = 2000;
constexpr const char* kTooLarge = "too large for the second route; the closed form stands alone";

/// Named numbers of one route.
template <Field N>
using Numbers = std::vector<std::pair<const char*, N>>;

template <Field N>
json as_json(const Numbers<N>& numbers) {
  json object = json::object();
  for (const auto& [name, value] : numbers) object[name] = tagged<N>(value);
  return object;
}

/// {closed_form, solved, difference}: the largest difference of the numbers both routes have.
template <Field N>
json side_by_side(const Numbers<N>& closed, const Numbers<N>& solved) {
  N largest(0);
  for (const auto& [name, value] : closed) {
    for (const auto& [other, found] : solved) {
      if (std::string_view(name) == other) largest = maximum(largest, absolute(N(value - found)));
    }
  }
  json answer = {{"closed_form", as_json(closed)}, {"solved", as_json(solved)}};
  answer["difference"] = tagged<N>(largest);
  if (solved.empty()) {
    answer["solved"] = nullptr;
    answer["difference"] = nullptr;
    answer["note"] = kTooLarge;
  }
  return answer;
}

template <Field N>
Numbers<N> value_numbers(const BlockValues<N>& blocks) {
  return {{"mask_column", blocks.mask_column},
          {"same_topic", blocks.same_topic},
          {"different_topic", blocks.different_topic},
          {"mask_row", blocks.mask_row}};
}

template <Field N>
BlockValues<N> converted(const BlockValues<Rational>& blocks) {
  return {from_rational<N>(blocks.mask_corner), from_rational<N>(blocks.mask_row),
          from_rational<N>(blocks.mask_column), from_rational<N>(blocks.same_word),
          from_rational<N>(blocks.same_topic),  from_rational<N>(blocks.different_topic)};
}

std::optional<Matrix<Rational>> solved_value_matrix(const TopicParameters& at,
                                                    const Rational& lambda) {
  const auto sets = topic_set_count(at, kMostTopicSets);
  if (!sets) return std::nullopt;
  if (lambda == 0) return least_norm_value_matrix(at);
  if (*sets < at.tokens() && *sets <= kMostEquations)
    return solve_value_matrix_by_documents(at, lambda);
  if (at.tokens() > kMostEquations) return std::nullopt;
  return solve_value_matrix(limit_moments_by_topic_sets(at), lambda);
}

json value_matrix(const Request& request) {
  const TopicParameters at = parameters_of(request);
  const Rational lambda = lambda_of(request);
  return compute::in_field(request, [&]<class N>(const N&) -> json {
    const auto closed = in_arithmetic<N>(at);
    const auto blocks = blocks_of(closed, ridge_value_matrix(closed, from_rational<N>(lambda)));
    Numbers<N> solved;
    if (const auto matrix = solved_value_matrix(at, lambda)) {
      const auto found = block_values(at, *matrix);
      require_agreement(found.has_value(),
                        "topic-value-matrix: the solved value matrix is not block-wise");
      const auto exact_blocks = blocks_of(at, ridge_value_matrix(at, lambda));
      require_agreement(value_numbers(exact_blocks) == value_numbers(*found),
                        "topic-value-matrix: closed form and solution in fractions");
      solved = value_numbers(converted<N>(*found));
    }
    return side_by_side<N>(value_numbers(blocks), solved);
  });
}

template <Field N>
Numbers<N> embedding_numbers(const N& same, const N& different, const N& trace,
                             const N& objective) {
  return {{"same_topic", same},
          {"different_topic", different},
          {"trace", trace},
          {"objective", objective}};
}

json embedding(const Request& request) {
  const TopicParameters at = parameters_of(request);
  const Rational lambda = lambda_of(request);
  return compute::in_field(request, [&]<class N>(const N&) -> json {
    const auto best = penalised_embedding(in_arithmetic<N>(at), from_rational<N>(lambda));
    Numbers<N> solved;
    // The solver's system has (T - 1)^2 equations, its certificate K + 1 rows.
    if (topic_set_count(at, kMostTopicSets) && at.topics() <= 8 && at.tokens() <= kMostEquations) {
      const auto moments = centred(at, limit_moments_by_topic_sets(at));
      const Matrix<Rational> found = solve_penalised_embedding(moments, lambda);
      const auto blocks = block_values(at, found);
      require_agreement(blocks.has_value(),
                        "topic-embedding: the solved embedding is not block-wise");
      const auto closed_form = penalised_embedding(at, lambda);
      require_agreement(
          closed_form.same_topic == blocks->same_topic &&
              closed_form.different_topic == blocks->different_topic &&
              closed_form.trace == found.trace() &&
              closed_form.objective == embedding_objective(at, moments, found, lambda),
          "topic-embedding: closed form and solution in fractions");
      solved = embedding_numbers<N>(
          from_rational<N>(blocks->same_topic), from_rational<N>(blocks->different_topic),
          from_rational<N>(found.trace()),
          from_rational<N>(embedding_objective(at, moments, found, lambda)));
    }
    return side_by_side<N>(
        embedding_numbers<N>(best.same_topic, best.different_topic, best.trace, best.objective),
        solved);
  });
}

/// The slopes in ln rho and ln kappa, from the gradient in every score.
template <Field N>
std::array<N, 2> slopes(const TopicParametersOf<N>& at, const Matrix<N>& value, const N& ratio,
                        const N& mask_weight) {
  const Matrix<N> gradient =
      attention_gradient(at, value, symmetric_attention(at, ratio, mask_weight));
  std::array<N, 2> sums{N(0), N(0)};
  for (Token query = 1; query < at.tokens(); ++query) {
    sums[1] += gradient(kMaskToken, query);
    for (Token key = 1; key < at.tokens(); ++key) {
      if (at.topic_of(key) == at.topic_of(query)) sums[0] += gradient(key, query);
    }
  }
  return sums;
}

/// Where the second route ended, and whether its last step was below the differences it takes.
struct SolvedOptimum {
  std::array<Real50, 2> x;
  bool settled = false;
};

/// Newton's method on the slopes with a Jacobian of differences. It starts an eighth away from the
/// closed form's answer, because the loss is not convex, and uses nothing else of it. The
/// differences slow its last digits down a little, hence more steps than plain Newton needs. Fifty
/// digits whatever the answer is asked in: in double the slopes are noise long before the end where
/// masked positions are rare or nearly all.
SolvedOptimum solved_optimum(const TopicParameters& exact, std::array<Real50, 2> x) {
  using N = Real50;
  const auto at = in_arithmetic<N>(exact);
  const Matrix<N> value = block_matrix(at, limit_value_matrix(at));
  for (N& start : x) start *= N(9) / N(8);
  const N step = N(1) / N(1 << 20);
  SolvedOptimum answer;
  for (int iteration = 0; iteration < 24; ++iteration) {
    const auto f = slopes(at, value, x[0], x[1]);
    const auto fx = slopes(at, value, N(x[0] * (N(1) + step)), x[1]);
    const auto fy = slopes(at, value, x[0], N(x[1] * (N(1) + step)));
    const N a = (fx[0] - f[0]) / step, b = (fy[0] - f[0]) / step;
    const N c = (fx[1] - f[1]) / step, d = (fy[1] - f[1]) / step;
    const N determinant = a * d - b * c;
    // Steps in the logarithms, at most doubling or halving.
    const auto bounded = [](const N& move) {
      const N half = N(1) / N(2);
      if (move > half) return half;
      return move < -half ? N(-half) : move;
    };
    const N dx = bounded(N((d * f[0] - b * f[1]) / determinant));
    const N dy = bounded(N((a * f[1] - c * f[0]) / determinant));
    x[0] *= N(1) - dx;
    x[1] *= N(1) - dy;
    answer = {x, abs(dx) < step && abs(dy) < step};
  }
  return answer;
}

/// Both routes where each can decide: fractions for the gradient at uniform attention, enclosures
/// for the loss at the certified optimum, and the solved optimum against the certified one within
/// the differences it was solved by.
void require_agreement_of_attention(const TopicParameters& exact, const OptimalAttention& best,
                                    const SolvedOptimum& solved) {
  const auto first = first_attention_gradient(exact);
  const Matrix<Rational> gradient = attention_gradient(
      exact, block_matrix(exact, limit_value_matrix(exact)), uniform_attention(exact));
  require_agreement(
      first.same_topic == gradient(1, 1) && first.different_topic == gradient(1, exact.words()),
      "topic-attention: the gradient at uniform attention, closed form and sums");
  const auto enclosed = in_arithmetic<Interval>(exact);
  const Interval loss =
      attention_loss(enclosed, block_matrix(enclosed, limit_value_matrix(enclosed)),
                     symmetric_attention(enclosed, best.ratio, best.mask_weight));
  require_agreement(overlaps(loss, best.loss),
                    "topic-attention: the loss at the optimum, reduced form and sums");
  if (!solved.settled) return;  // said beside the answer
  const std::array<Interval, 2> certified{best.ratio, best.mask_weight};
  for (std::size_t k = 0; k < 2; ++k) {
    const Real50 middle = certified[k].middle();
    require_agreement(
        abs(Real50(solved.x[k] - middle)) <= certified[k].radius() + abs(middle) / (1 << 20),
        fmt::format("topic-attention: {} = {} certified, {} solved", k == 0 ? "rho" : "kappa",
                    middle.str(12), solved.x[k].str(12)));
  }
}

template <Field N>
N midpoint(const Interval& value) {
  if constexpr (std::same_as<N, Interval>) {
    return value;
  } else {
    return static_cast<N>(value.middle());
  }
}

json attention(const Request& request) {
  const TopicParameters exact = parameters_of(request);
  return compute::in_elementary<50>(request, [&]<class N>(const N&) -> json {
    const auto at = in_arithmetic<N>(exact);
    const OptimalAttention best = optimal_attention(exact);
    const auto first = first_attention_gradient(at);
    const Numbers<N> closed{{"rho", midpoint<N>(best.ratio)},
                            {"kappa", midpoint<N>(best.mask_weight)},
                            {"loss", midpoint<N>(best.loss)},
                            {"gradient_same", first.same_topic},
                            {"gradient_different", first.different_topic}};
    const auto sets = topic_set_count(exact, kMostTopicSets);
    // One brute-force gradient costs sets * tokens^3 products; a few dozen are wanted.
    if (!sets || *sets * exact.tokens() * exact.tokens() * exact.tokens() > 200000) {
      return side_by_side<N>(closed, {});
    }
    const SolvedOptimum optimum =
        solved_optimum(exact, {best.ratio.middle(), best.mask_weight.middle()});
    require_agreement_of_attention(exact, best, optimum);
    const Matrix<N> value = block_matrix(at, limit_value_matrix(at));
    const Matrix<N> gradient = attention_gradient(at, value, uniform_attention(at));
    Numbers<N> solved{{"gradient_same", gradient(1, 1)},
                      {"gradient_different", gradient(1, exact.words())}};
    if constexpr (std::same_as<N, Interval>) {
      solved.emplace_back(
          "loss", attention_loss(at, value, symmetric_attention(at, best.ratio, best.mask_weight)));
    } else {
      if (optimum.settled) {
        const auto ratio = static_cast<N>(optimum.x[0]);
        const auto mask_weight = static_cast<N>(optimum.x[1]);
        solved.emplace_back("rho", ratio);
        solved.emplace_back("kappa", mask_weight);
        solved.emplace_back("loss",
                            attention_loss(at, value, symmetric_attention(at, ratio, mask_weight)));
      }
    }
    json answer = side_by_side<N>(closed, solved);
    if (!optimum.settled) {
      answer["note"] = "the second route did not settle; the certified optimum stands alone";
    }
    return answer;
  });
}

/// In alphabetical order: the order of keys.
std::vector<Option> model_options(bool with_penalty) {
  const auto share = [](std::string name, std::string help, std::string usual) {
    return Option{.name = std::move(name),
                  .kind = OptionKind::number,
                  .help = std::move(help),
                  .usual = std::move(usual),
                  .least = "0",
                  .most = "1"};
  };
  const auto count = [](std::string name, std::string help, std::string usual, std::string least) {
    return Option{.name = std::move(name),
                  .kind = OptionKind::whole,
                  .help = std::move(help),
                  .usual = std::move(usual),
                  .least = std::move(least),
                  .most = "1000000"};
  };
  std::vector<Option> options{
      share("correct", "probability that a selected position shows its word", "1/10")};
  if (with_penalty) {
    options.push_back({.name = "lambda",
                       .kind = OptionKind::number,
                       .help = "L2 penalty; 0: the limit of a vanishing one",
                       .usual = "0",
                       .least = "0"});
  }
  options.push_back(share("mask", "probability that a position is selected", "3/20"));
  options.push_back(count("per-document", "topics per document, tau", "2", "1"));
  options.push_back(
      share("random", "probability that a selected position shows a random word", "1/10"));
  options.push_back(count("topics", "T", "10", "2"));
  options.push_back(count("words", "words per topic, v", "10", "1"));
  return options;
}

constexpr const char* kExample = "--topics 3 --words 2 --per-document 2";

}  // namespace

void add_topic_quantities(std::vector<compute::Calculator>& all) {
  const std::vector<Arithmetic> every{Arithmetic::exact, Arithmetic::interval, Arithmetic::precise,
                                      Arithmetic::binary64};
  const std::vector<Arithmetic> elementary{Arithmetic::interval, Arithmetic::precise,
                                           Arithmetic::binary64};
  // Both routes are always shown: there is no other method to pick. What the second one takes is
  // bounded by the constants above.
  const std::vector<compute::Method> both{compute::Method::both};
  all.push_back({.name = "topic-value-matrix",
                 .summary = "the optimal value matrix under uniform attention, squared loss",
                 .formula = "W = (1/K) 1 n^T / (|n|^2 + lambda) + (s/q) / (s + lambda) P_c",
                 .arithmetics = every,
                 .methods = both,
                 .options = model_options(true),
                 .run = value_matrix,
                 .example = kExample});
  all.push_back({.name = "topic-embedding",
                 .summary = "the optimal token embedding with a free bias",
                 .formula = "E = max(0, 1/q - lambda / 2s) P_c",
                 .arithmetics = every,
                 .methods = both,
                 .options = model_options(true),
                 .run = embedding,
                 .example = kExample});
  all.push_back({.name = "topic-attention",
                 .summary = "the optimal symmetric attention on the limit value matrix, and the "
                            "first gradient",
                 .formula = "argmin L(rho, kappa); dL/dB at B = 0",
                 .arithmetics = elementary,
                 .methods = both,
                 .options = model_options(false),
                 .run = attention,
                 .example = kExample});
}

}  // namespace lemmascope::topic
