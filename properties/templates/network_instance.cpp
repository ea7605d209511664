#include "properties/templates/network_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kVocabulary = 5, kSeen = 3;

bool is_seen(const NetworkInstance& at, int symbol) {
  return std::any_of(at.samples.begin(), at.samples.end(), [symbol](const auto& sample) {
    return std::count(sample.string.begin(), sample.string.end(), symbol) > 0;
  });
}

template <class Draw>
Network<Rational> random_network(int width, Draw weight) {
  Network<Rational> network{kVocabulary, Matrix<Rational>(width, 2 * kVocabulary),
                            Matrix<Rational>(width, width), Vector<Rational>(width)};
  for (Eigen::Index e = 0; e < network.input.size(); ++e) network.input.data()[e] = weight();
  for (Eigen::Index e = 0; e < network.hidden.size(); ++e) network.hidden.data()[e] = weight();
  for (Eigen::Index e = 0; e < network.readout.size(); ++e) network.readout.data()[e] = weight();
  return network;
}

}  // namespace

NetworkDomain sampled_networks() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<NetworkInstance>(
        "sampled-networks", "random networks of two and three hidden units on strings of two",
        domain::in_profile(domain::CaseCounts{24, 240, 2400}, profile), [](domain::Draw& draw) {
          NetworkInstance at;
          const int width = draw.in_range(2, 4);
          at.start = random_network(width, [&] { return Rational(draw.in_range(-3, 6), 4); });
          const int symbols = draw.in_range(0, 5) == 0 ? kVocabulary : kSeen;
          for (int n = 0; n < 4; ++n) {
            const int x = draw.in_range(0, symbols), y = draw.in_range(0, symbols);
            at.samples.push_back({{x, y}, Rational(x == y ? 1 : -1)});
          }
          at.steps = draw.in_range(1, 3);
          if (draw.in_range(0, 4) == 0) at.decay = Rational(1, 10);
          return at;
        });
  };
}

NetworkInstance small_network() {
  NetworkInstance at;
  int n = 0;
  at.start = random_network(2, [&n] { return Rational(1 + n++ % 3, 4); });
  at.samples = {{{0, 0}, 1}, {{1, 1}, 1}, {{0, 1}, -1}, {{1, 2}, -1}};
  return at;
}

claim::Hypothesis<NetworkInstance> unseen_symbols() {
  return {"unseen symbols", "both symbols are in no sample, and differ",
          [](const NetworkInstance& at) {
            return truth(at.one != at.other && !is_seen(at, at.one) && !is_seen(at, at.other));
          }};
}

claim::Hypothesis<NetworkInstance> no_decay() {
  return {"no weight decay", "gradient descent without weight decay",
          [](const NetworkInstance& at) { return truth(at.decay == 0); }};
}

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using templates::NetworkInstance;

std::string InstanceTraits<NetworkInstance>::summary(const NetworkInstance& at) {
  return fmt::format("width={},m={},n={},steps={}", at.start.input.rows(), at.start.vocabulary,
                     at.samples.size(), at.steps);
}

nlohmann::json InstanceTraits<NetworkInstance>::to_json(const NetworkInstance& at) {
  nlohmann::json samples = nlohmann::json::array();
  for (const auto& [string, label] : at.samples) {
    samples.push_back({{"string", string}, {"label", to_text(label)}});
  }
  const Matrix<Rational> readout = at.start.readout.transpose();
  return {{"input", domain::rows_json(at.start.input)},
          {"hidden", domain::rows_json(at.start.hidden)},
          {"readout", domain::rows_json(readout)},
          {"vocabulary", at.start.vocabulary},
          {"samples", samples},
          {"rate", to_text(at.rate)},
          {"decay", to_text(at.decay)},
          {"steps", at.steps},
          {"one", at.one},
          {"other", at.other}};
}

NetworkInstance InstanceTraits<NetworkInstance>::from_json(const nlohmann::json& json) {
  try {
    NetworkInstance at;
    at.start.vocabulary = json.at("vocabulary").get<int>();
    at.start.input = domain::matrix_from(json.at("input"));
    at.start.hidden = domain::matrix_from(json.at("hidden"));
    at.start.readout = domain::matrix_from(json.at("readout")).row(0).transpose();
    for (const auto& sample : json.at("samples")) {
      at.samples.push_back({sample.at("string").get<std::vector<int>>(),
                            parse_rational(sample.at("label").get<std::string>())});
    }
    at.rate = parse_rational(json.at("rate").get<std::string>());
    at.decay = parse_rational(json.at("decay").get<std::string>());
    at.steps = json.at("steps").get<int>();
    at.one = json.at("one").get<int>();
    at.other = json.at("other").get<int>();
    const auto width = at.start.input.rows();
    const int m = at.start.vocabulary;
    require(m >= 2 && m <= 20 && at.start.input.cols() == 2 * m && width >= 1 && width <= 8 &&
                at.start.hidden.rows() == width && at.start.hidden.cols() == width &&
                at.start.readout.size() == width,
            "expected a network on strings of two symbols, of width up to eight");
    require(!at.samples.empty() && at.samples.size() <= 20 && at.steps >= 0 && at.steps <= 3,
            "expected one to twenty samples and up to three steps");
    require(at.one >= 0 && at.one < m && at.other >= 0 && at.other < m,
            "expected two symbols of the vocabulary");
    for (const auto& sample : at.samples) {
      templates::output_of(at.start, sample.string);  // refuses other strings
    }
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no training: a member is missing or of another type");
  }
}

std::vector<NetworkInstance> InstanceTraits<NetworkInstance>::simpler(const NetworkInstance& at) {
  std::vector<NetworkInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.steps > 1) add([](auto& next) { --next.steps; });
  if (at.samples.size() > 1) add([](auto& next) { next.samples.pop_back(); });
  if (at.decay != 0) add([](auto& next) { next.decay = 0; });
  for (Eigen::Index e = 0; e < at.start.hidden.size(); ++e) {
    if (at.start.hidden.data()[e] != 0) {
      add([e](auto& next) { next.start.hidden.data()[e] = 0; });
    }
  }
  return all;
}

template const InstanceKind& kind_of<NetworkInstance>();

}  // namespace lemmascope::claim
