#include "properties/signal/tokens_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {
namespace {

std::vector<TokensInstance> tiny_inputs() {
  std::vector<TokensInstance> all;
  for (int width = 1; width <= 2; ++width) {
    const int entries = 2 * width;
    int codes = 1;
    for (int e = 0; e < entries; ++e) codes *= 3;
    // Of the 81 inputs of width two every fourth: a few milliseconds each for three weight
    // matrices.
    for (int code = 0; code < codes; code += width == 1 ? 1 : 4) {
      TokensInstance at{Matrix<Rational>(2, width), {}};
      for (int e = 0, rest = code; e < entries; ++e, rest /= 3) at.input.data()[e] = rest % 3 - 1;
      at.attention_residual = Rational(1 + code % 5, 2);
      at.mlp_residual = Rational(1 + code % 3, 3);
      all.push_back(std::move(at));
    }
  }
  return all;
}

TokensInstance drawn_input(domain::Draw& draw) {
  const int n = draw.in_range(1, 5), d = draw.in_range(1, 3);
  TokensInstance at{Matrix<Rational>(n, d), {}};
  for (Eigen::Index e = 0; e < at.input.size(); ++e) {
    at.input.data()[e] = Rational(draw.in_range(-4, 5), 2);
  }
  at.weights.key = d == 1 ? draw.in_range(1, 3) : 1;
  at.weights.value = d == 1 ? draw.in_range(1, 3) : 1;
  const auto positive = [&] { return Rational(draw.in_range(1, 13), 6); };
  at.weights.query_variance = positive();
  at.weights.key_variance = positive();
  at.weights.value_variance = positive();
  at.attention_residual = positive();
  at.mlp_residual = positive();
  return at;
}

}  // namespace

TokensDomain every_tiny_input() {
  return [](claim::Profile) {
    return domain::family_domain("tiny-inputs",
                                 "two tokens of one entry -1, 0 or 1, every one, and of two such "
                                 "entries, every fourth; weights "
                                 "of width one",
                                 tiny_inputs());
  };
}

TokensDomain sampled_inputs() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<TokensInstance>(
        "sampled-inputs", "random inputs of up to four tokens of one and two entries",
        domain::in_profile(domain::CaseCounts{12, 120, 1200}, profile), drawn_input);
  };
}

TokensInstance three_tokens() {
  TokensInstance at{Matrix<Rational>(3, 2), {}};
  at.input << 1, 2, 0, 1, -1, 1;
  return at;
}

}  // namespace lemmascope::signal

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using signal::TokensInstance;

std::string InstanceTraits<TokensInstance>::summary(const TokensInstance& at) {
  return fmt::format("n={},d={},k={},v={}", at.input.rows(), at.input.cols(), at.weights.key,
                     at.weights.value);
}

nlohmann::json InstanceTraits<TokensInstance>::to_json(const TokensInstance& at) {
  return {{"input", domain::rows_json(at.input)},
          {"key_width", at.weights.key},
          {"value_width", at.weights.value},
          {"query_variance", to_text(at.weights.query_variance)},
          {"key_variance", to_text(at.weights.key_variance)},
          {"value_variance", to_text(at.weights.value_variance)},
          {"attention_residual", to_text(at.attention_residual)},
          {"mlp_residual", to_text(at.mlp_residual)}};
}

TokensInstance InstanceTraits<TokensInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto fraction = [&](const char* key) {
      const Rational value = parse_rational(json.at(key).get<std::string>());
      require(value >= 0, "expected variances and strengths that are not negative");
      return value;
    };
    TokensInstance at{
        domain::matrix_from(json.at("input")),
        {json.at("key_width").get<int>(), json.at("value_width").get<int>(),
         fraction("query_variance"), fraction("key_variance"), fraction("value_variance")},
        fraction("attention_residual"),
        fraction("mlp_residual")};
    require(at.input.rows() >= 1 && at.input.cols() >= 1 && at.input.size() <= 64,
            "expected 1 to 64 entries of tokens");
    require(at.weights.key >= 1 && at.weights.value >= 1, "expected widths of at least one");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no layer: a member is missing or of another type");
  }
}

std::vector<TokensInstance> InstanceTraits<TokensInstance>::simpler(const TokensInstance& at) {
  std::vector<TokensInstance> all;
  const auto n = at.input.rows(), d = at.input.cols();
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (n > 1) add([&](auto& next) { next.input = at.input.topRows(n - 1).eval(); });
  if (d > 1) add([&](auto& next) { next.input = at.input.leftCols(d - 1).eval(); });
  if (at.weights.key > 1) add([](auto& next) { next.weights.key = 1; });
  if (at.weights.value > 1) add([](auto& next) { next.weights.value = 1; });
  for (auto& matrix : domain::simpler_matrices(at.input)) {
    add([&](auto& next) { next.input = std::move(matrix); });
  }
  if (at.weights.query_variance != 1) add([](auto& next) { next.weights.query_variance = 1; });
  if (at.weights.key_variance != 1) add([](auto& next) { next.weights.key_variance = 1; });
  if (at.weights.value_variance != 1) add([](auto& next) { next.weights.value_variance = 1; });
  if (at.attention_residual != 1) add([](auto& next) { next.attention_residual = 1; });
  if (at.mlp_residual != 1) add([](auto& next) { next.mlp_residual = 1; });
  return all;
}

template const InstanceKind& kind_of<TokensInstance>();

}  // namespace lemmascope::claim
