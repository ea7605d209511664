#include "properties/lego/chain_instance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

std::shared_ptr<const FiniteGroup> shared(const char* name) {
  return std::make_shared<const FiniteGroup>(group_by_name(name));
}

struct Lengths {
  int quick, pr, nightly;
};

void add_places(const std::shared_ptr<const FiniteGroup>& group, int n, bool pairs,
                std::vector<ChainInstance>& all) {
  if (!pairs) {
    all.push_back({group, n, n, n});
    return;
  }
  for (int j = 2; j <= n; ++j) {
    for (int i = 1; i < j; ++i) all.push_back({group, n, i, j});
  }
}

}  // namespace

ChainDomain every_sign_chain() {
  return [](claim::Profile profile) {
    const int most = domain::in_profile(Lengths{12, 24, 50}, profile);
    const auto group = shared("z2");
    std::vector<ChainInstance> all;
    for (int n = 1; n <= most; ++n) {
      for (int i = 1; i <= n; ++i) all.push_back({group, n, i, i});
    }
    return domain::family_domain(
        "sign-chains", fmt::format("Z_2, up to {} clauses, every variable", most), std::move(all));
  };
}

ChainDomain dihedral_chains() {
  return [](claim::Profile profile) {
    const int most = domain::in_profile(Lengths{7, 9, 12}, profile);
    std::vector<ChainInstance> all;
    for (int n = 1; n <= most; ++n) all.push_back(last_variable("d3", n));
    return domain::family_domain("dihedral-chains",
                                 fmt::format("D_3, up to {} clauses, the last variable", most),
                                 std::move(all));
  };
}

ChainDomain every_small_chain(bool pairs) {
  return [pairs](claim::Profile) {
    std::vector<ChainInstance> all;
    for (const char* name :
         {"z2", "z3", "z4", "z5", "z6", "0,1,2,3;1,0,3,2;2,3,0,1;3,2,1,0", "d3", "d4"}) {
      const auto group = shared(name);
      for (int n = 1; n <= 4; ++n) {
        if (std::pow(group->order(), n) <= 1500) add_places(group, n, pairs, all);
      }
    }
    return domain::family_domain(
        pairs ? "small-chains-with-pairs" : "small-chains",
        fmt::format("Z_2 to Z_6, Z_2 x Z_2, D_3 and D_4, up to four clauses and 1500 sequences, {}",
                    pairs ? "every pair of places" : "the last variable"),
        std::move(all));
  };
}

ChainInstance last_variable(const char* group, int clauses) {
  return {shared(group), clauses, clauses, clauses};
}

}  // namespace lemmascope::lego

namespace lemmascope::claim {

using lego::ChainInstance;

std::string InstanceTraits<ChainInstance>::summary(const ChainInstance& at) {
  return fmt::format("{},n={},i={},j={}", at.group->name(), at.clauses, at.variable, at.other);
}

nlohmann::json InstanceTraits<ChainInstance>::to_json(const ChainInstance& at) {
  return {{"group", at.group->name()},
          {"clauses", at.clauses},
          {"variable", at.variable},
          {"other", at.other}};
}

ChainInstance InstanceTraits<ChainInstance>::from_json(const nlohmann::json& json) {
  try {
    ChainInstance at{std::make_shared<const lego::FiniteGroup>(
                         lego::group_by_name(json.at("group").get<std::string>())),
                     json.at("clauses").get<int>(), json.at("variable").get<int>(),
                     json.at("other").get<int>()};
    require(at.clauses >= 1 && at.clauses <= 100, "expected 1 to 100 clauses");
    require(1 <= at.variable && at.variable <= at.other && at.other <= at.clauses,
            "expected two places of the chain, in order");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no chain: a member is missing or of another type");
  }
}

std::vector<ChainInstance> InstanceTraits<ChainInstance>::simpler(const ChainInstance& at) {
  std::vector<ChainInstance> all;
  if (at.other < at.clauses) all.push_back({at.group, at.clauses - 1, at.variable, at.other});
  if (at.variable == at.clauses && at.clauses > 1) {
    all.push_back({at.group, at.clauses - 1, at.clauses - 1, at.clauses - 1});
  }
  if (at.other > at.variable + 1) {
    all.push_back({at.group, at.clauses, at.variable, at.other - 1});
  }
  if (at.variable > 1 && at.other > at.variable) {
    all.push_back({at.group, at.clauses, at.variable - 1, at.other});
  }
  if (at.group->order() > 2) {
    all.push_back({std::make_shared<const lego::FiniteGroup>(lego::cyclic_group(2)), at.clauses,
                   at.variable, at.other});
  }
  return all;
}

double InstanceTraits<ChainInstance>::size(const ChainInstance& at) {
  return std::pow(at.group->order(), at.clauses + 1);
}

template const InstanceKind& kind_of<ChainInstance>();

}  // namespace lemmascope::claim
