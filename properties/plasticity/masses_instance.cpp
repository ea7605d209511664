#include "properties/plasticity/masses_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

const std::vector<Rational>& factors() {
  static const std::vector<Rational> all{Rational(257, 256), Rational(17, 16), Rational(2),
                                         Rational(10)};
  return all;
}

std::vector<bool> bits(int code, int n) {
  std::vector<bool> all;
  for (int i = 0; i < n; ++i) all.push_back((code >> i & 1) != 0);
  return all;
}

std::vector<MassesInstance> roundings() {
  std::vector<MassesInstance> all;
  const int choices[] = {1, 2, 7};
  for (const Rational& factor : factors()) {
    int tables = 9;
    for (int n = 2; n <= 4; ++n, tables *= 3) {
      for (int table = 0; table < tables; ++table) {
        MassesInstance at{Vector<Rational>(n), factor, {}};
        for (int i = 0, rest = table; i < n; ++i, rest /= 3) at.masses[i] = choices[rest % 3];
        for (int code = 0; code < 1 << n; ++code) {
          at.raised = bits(code, n);
          all.push_back(at);
        }
      }
    }
  }
  return all;
}

// Parts 1, 2, 3, ... of the whole, among those raised and among the others.
MassesInstance mirrored(int n, int code, const Rational& factor) {
  MassesInstance at{Vector<Rational>(n), factor, bits(code, n)};
  Rational total[2] = {Rational(0), Rational(0)};
  for (int i = 0; i < n; ++i) total[at.raised[i]] += i + 1;
  for (int i = 0; i < n; ++i) {
    at.masses[i] = Rational(i + 1) / total[at.raised[i]] * (at.raised[i] ? Rational(1) : factor);
  }
  return at;
}

}  // namespace

MassesInstance rounding(const std::vector<Rational>& masses, const Rational& factor,
                        std::vector<bool> raised) {
  MassesInstance at{Vector<Rational>(masses.size()), factor, std::move(raised)};
  for (std::size_t i = 0; i < masses.size(); ++i) at.masses[i] = masses[i];
  return at;
}

Vector<Rational> factors_of(const MassesInstance& at) {
  Vector<Rational> all(at.masses.size());
  for (int i = 0; i < all.size(); ++i) {
    all[i] = at.raised[i] ? at.factor : Rational(1 / at.factor);
  }
  return all;
}

claim::ProfiledDomain<MassesInstance> every_rounding() {
  return [](claim::Profile) {
    return domain::family_domain(
        "roundings",
        "two to four masses of 1, 2 and 7, q of 257/256, 17/16, 2 and 10, every choice of rising "
        "scores",
        roundings());
  };
}

claim::ProfiledDomain<MassesInstance> sampled_roundings() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<MassesInstance>(
        "sampled-roundings", "two to eight random masses up to 10 and factors up to 3",
        domain::in_profile(domain::CaseCounts{200, 2000, 20000}, profile), [](domain::Draw& draw) {
          const int n = draw.in_range(2, 9);
          MassesInstance at{Vector<Rational>(n), Rational(draw.in_range(101, 301), 100), {}};
          for (int i = 0; i < n; ++i) at.masses[i] = Rational(draw.in_range(1, 121), 12);
          at.raised = bits(draw.in_range(0, 1 << n), n);
          return at;
        });
  };
}

claim::ProfiledDomain<MassesInstance> mirrored_roundings() {
  return [](claim::Profile) {
    std::vector<MassesInstance> all;
    for (const Rational& factor : factors()) {
      for (int n = 2; n <= 5; ++n) {
        for (int code = 1; code + 1 < 1 << n; ++code) all.push_back(mirrored(n, code, factor));
      }
    }
    return domain::family_domain(
        "mirrored-roundings",
        "two to five scores, those that rise with total mass 1 against q, every split",
        std::move(all));
  };
}

}  // namespace lemmascope::plasticity

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using plasticity::MassesInstance;

std::string InstanceTraits<MassesInstance>::summary(const MassesInstance& instance) {
  return fmt::format("n={}", instance.masses.size());
}

nlohmann::json InstanceTraits<MassesInstance>::to_json(const MassesInstance& instance) {
  nlohmann::json masses = nlohmann::json::array();
  for (int i = 0; i < instance.masses.size(); ++i) masses.push_back(to_text(instance.masses[i]));
  return {{"masses", masses}, {"factor", to_text(instance.factor)}, {"raised", instance.raised}};
}

MassesInstance InstanceTraits<MassesInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto masses = json.at("masses").get<std::vector<std::string>>();
    std::vector<Rational> numbers;
    for (const auto& mass : masses) {
      numbers.push_back(parse_rational(mass));
      require(numbers.back() > 0, "expected positive masses");
    }
    auto at = plasticity::rounding(numbers, parse_rational(json.at("factor").get<std::string>()),
                                   json.at("raised").get<std::vector<bool>>());
    require(!masses.empty() && at.raised.size() == masses.size(),
            "expected masses, and for each whether its score rises");
    require(at.factor >= 1, "expected a factor of at least one");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no list of masses: a member is missing or of another type");
  }
}

std::vector<MassesInstance> InstanceTraits<MassesInstance>::simpler(const MassesInstance& at) {
  std::vector<MassesInstance> all;
  const auto n = static_cast<int>(at.masses.size());
  for (int left_out = 0; n > 1 && left_out < n; ++left_out) {
    MassesInstance next{Vector<Rational>(n - 1), at.factor, {}};
    for (int i = 0, k = 0; i < n; ++i) {
      if (i == left_out) continue;
      next.masses[k++] = at.masses[i];
      next.raised.push_back(at.raised[i]);
    }
    all.push_back(std::move(next));
  }
  for (int i = 0; i < n; ++i) {
    if (at.masses[i] == 1) continue;
    all.push_back(at);
    all.back().masses[i] = 1;
  }
  if (at.factor != 2) {
    all.push_back(at);
    all.back().factor = 2;
  }
  return all;
}

template const InstanceKind& kind_of<MassesInstance>();

}  // namespace lemmascope::claim
