#include "properties/templates/few_symbols_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

using attack::Level;

FewSymbolsInstance of_two(const Symbols& first, const Symbols& second, long symbols) {
  FewSymbolsInstance at;
  at.templates = {first, second};
  at.labels = Vector<Rational>(2);
  at.labels << 1, -1;
  at.symbols = symbols;
  at.ridge = Rational(1, 100);
  return at;
}

/// Kernel and labels from five coordinates.
void move(FewSymbolsInstance& at, const double* unit, Level level) {
  at.kernel = {attack::scaled(unit[0], 1e-2, 1e2, level), attack::scaled(unit[1], 1e-2, 1e2, level),
               attack::scaled(unit[2], 1e-2, 1e2, level),
               attack::scaled(unit[3], 1e-2, 1e2, level)};
  at.labels << 1, 2 * attack::probability(unit[4], level) - 1;
}

attack::Chart<FewSymbolsInstance> chart(long symbols) {
  return {fmt::format("kernels of aa and ab over {} symbols", symbols),
          5,
          [symbols](const double* unit, Level level) {
            FewSymbolsInstance at = of_two({0, 0}, {0, 1}, symbols);
            move(at, unit, level);
            return at;
          },
          {}};
}

const SharingKernel kPlain{}, kUneven{Rational(1, 2), 3, Rational(1, 3), 2};

}  // namespace

FewSymbolsInstance three_symbols() { return of_two({0, 0}, {0, 1}, 3); }

FewSymbolsDomain every_small_pool() {
  return [](claim::Profile profile) {
    std::vector<FewSymbolsInstance> all;
    const auto add = [&all](FewSymbolsInstance at) {
      for (const long samples : {1L, 5L, 1000000L}) {
        for (const SharingKernel& kernel : {kPlain, kUneven}) {
          at.samples = samples;
          at.kernel = kernel;
          all.push_back(at);
        }
      }
    };
    const long most = profile == claim::Profile::quick ? 3 : 5;
    for (long m = 2; m <= most; ++m) add(of_two({0, 0}, {0, 1}, m));
    add(of_two({0, 0, 1}, {0, 1, 0}, 3));
    if (profile != claim::Profile::quick) add(of_two({0, 1, 1}, {0, 1, 2}, 4));
    return domain::family_domain("small-pools",
                                 "aa and ab over few symbols, aab and aba over three; one, five "
                                 "and a million samples; two kernels",
                                 std::move(all), {chart(3)});
  };
}

FewSymbolsDomain large_pools() {
  return [](claim::Profile) {
    std::vector<FewSymbolsInstance> all;
    for (int k = 2; k <= 3; ++k) {
      const auto list = every_template(k);
      for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::size_t j = i + 1; j < list.size(); ++j) {
          for (const SharingKernel& kernel : {kPlain, kUneven, SharingKernel{1, 0, 1, 1}}) {
            all.push_back(of_two(list[i], list[j], 1000000));
            all.back().kernel = kernel;
          }
        }
      }
    }
    return domain::family_domain(
        "large-pools",
        "every two templates of lengths two and three over a million symbols, three kernels",
        std::move(all), {chart(1000), chart(10)});
  };
}

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using templates::FewSymbolsInstance;

std::string InstanceTraits<FewSymbolsInstance>::summary(const FewSymbolsInstance& at) {
  std::string names;
  for (const auto& letters : at.templates) names += templates::template_text(letters) + ",";
  return fmt::format("{}m={},n={}", names, at.symbols, to_text(at.samples));
}

nlohmann::json InstanceTraits<FewSymbolsInstance>::to_json(const FewSymbolsInstance& at) {
  nlohmann::json names = nlohmann::json::array(), labels = nlohmann::json::array();
  for (std::size_t i = 0; i < at.templates.size(); ++i) {
    names.push_back(templates::template_text(at.templates[i]));
    labels.push_back(to_text(at.labels(static_cast<Eigen::Index>(i))));
  }
  return {{"templates", names},
          {"labels", labels},
          {"symbols", at.symbols},
          {"samples", to_text(at.samples)},
          {"ridge", to_text(at.ridge)},
          {"constant", to_text(at.kernel.constant)},
          {"counts", to_text(at.kernel.counts)},
          {"places", to_text(at.kernel.places)},
          {"patterns", to_text(at.kernel.patterns)}};
}

FewSymbolsInstance InstanceTraits<FewSymbolsInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto number = [&json](const char* key) {
      return parse_rational(json.at(key).get<std::string>());
    };
    FewSymbolsInstance at;
    at.kernel = {number("constant"), number("counts"), number("places"), number("patterns")};
    const auto& labels = json.at("labels");
    at.labels = Vector<Rational>(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      at.labels(static_cast<Eigen::Index>(i)) = parse_rational(labels[i].get<std::string>());
    }
    for (const auto& name : json.at("templates")) {
      at.templates.push_back(templates::parse_template(name.get<std::string>()));
    }
    at.symbols = json.at("symbols").get<long>();
    at.samples = number("samples");
    at.ridge = number("ridge");
    templates::require_few_symbols(at);
    require(at.templates.front().size() <= 3 && at.templates.size() <= 5,
            "expected up to five templates of up to three letters");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse(
        "the instance is no regression over few symbols: a member is missing or of another type");
  }
}

std::vector<FewSymbolsInstance> InstanceTraits<FewSymbolsInstance>::simpler(
    const FewSymbolsInstance& at) {
  std::vector<FewSymbolsInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  int most = 0;
  for (const auto& letters : at.templates) {
    most = std::max(most, templates::distinct_symbols(letters));
  }
  if (at.symbols > most)
    add([&](auto& next) { next.symbols = std::max<long>(most, at.symbols / 2); });
  if (at.samples != 1) add([](auto& next) { next.samples = 1; });
  if (at.ridge != 1) add([](auto& next) { next.ridge = 1; });
  const templates::SharingKernel& kernel = at.kernel;
  if (kernel.constant != 1 || kernel.counts != 1 || kernel.places != 1 || kernel.patterns != 1) {
    add([](auto& next) { next.kernel = {}; });
  }
  return all;
}

template const InstanceKind& kind_of<FewSymbolsInstance>();

}  // namespace lemmascope::claim
