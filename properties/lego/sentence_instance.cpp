#include "properties/lego/sentence_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

std::vector<int> in_order(int n) {
  std::vector<int> all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

std::vector<int> shuffled(int n, domain::Draw& draw) {
  std::vector<int> all = in_order(n);
  for (int k = n - 1; k > 0; --k) std::swap(all[k], all[draw.in_range(0, k + 1)]);
  return all;
}

std::shared_ptr<const FiniteGroup> shared(const char* name) {
  return std::make_shared<const FiniteGroup>(group_by_name(name));
}

void add_sentences(const char* name, int n, std::vector<SentenceInstance>& all) {
  SentenceInstance at{shared(name), std::vector<Element>(n, 0), in_order(n), in_order(n), 0};
  for (;;) {
    at.order = in_order(n);
    do {
      for (at.layers = 0; at.layers <= n + 1; ++at.layers) all.push_back(at);
    } while (std::next_permutation(at.order.begin(), at.order.end()));
    int k = 0;
    while (k < n && ++at.elements[k] == at.group->order()) at.elements[k++] = 0;
    if (k == n) return;
  }
}

}  // namespace

Sentence written(const SentenceInstance& at) {
  Sentence sentence;
  for (const int i : at.order) {
    sentence.push_back({at.names[i], at.elements[i], i == 0 ? kRoot : at.names[i - 1]});
  }
  return sentence;
}

SentenceDomain every_short_sentence() {
  return [](claim::Profile) {
    std::vector<SentenceInstance> all;
    for (int n = 1; n <= 3; ++n) add_sentences("z2", n, all);
    for (const char* name : {"z3", "d3"}) {
      for (int n = 1; n <= 2; ++n) add_sentences(name, n, all);
    }
    return domain::family_domain(
        "short-sentences",
        "every sentence of up to three clauses over Z_2 and two over Z_3 and D_3, in every order, "
        "with up to one more layer than clauses",
        std::move(all));
  };
}

SentenceDomain sampled_sentences() {
  return [](claim::Profile profile) {
    const std::vector groups{shared("z2"), shared("z3"), shared("d3"), shared("d4")};
    return domain::sampled_domain<SentenceInstance>(
        "sampled-sentences",
        "random sentences of up to 12 clauses over Z_2, Z_3, D_3 and D_4, up to 12 layers",
        domain::in_profile(domain::CaseCounts{300, 3000, 30000}, profile),
        [groups](domain::Draw& draw) {
          SentenceInstance at{groups[draw.in_range(0, 4)], {}, {}, {}, draw.in_range(0, 13)};
          const int n = draw.in_range(1, 13);
          for (int i = 0; i < n; ++i) at.elements.push_back(draw.in_range(0, at.group->order()));
          at.order = shuffled(n, draw);
          at.names = shuffled(n, draw);
          return at;
        });
  };
}

SentenceInstance three_dihedral_clauses() {
  return {shared("d3"), {1, 3, 2}, {1, 0, 2}, {0, 1, 2}, 2};
}

}  // namespace lemmascope::lego

namespace lemmascope::claim {

using lego::SentenceInstance;

std::string InstanceTraits<SentenceInstance>::summary(const SentenceInstance& at) {
  return fmt::format("{},n={},l={}", at.group->name(), at.clauses(), at.layers);
}

nlohmann::json InstanceTraits<SentenceInstance>::to_json(const SentenceInstance& at) {
  return {{"group", at.group->name()},
          {"elements", at.elements},
          {"order", at.order},
          {"names", at.names},
          {"layers", at.layers}};
}

namespace {

bool is_permutation_of(std::vector<int> order, std::size_t n) {
  std::sort(order.begin(), order.end());
  return order == lego::in_order(static_cast<int>(n));
}

}  // namespace

SentenceInstance InstanceTraits<SentenceInstance>::from_json(const nlohmann::json& json) {
  try {
    SentenceInstance at{std::make_shared<const lego::FiniteGroup>(
                            lego::group_by_name(json.at("group").get<std::string>())),
                        json.at("elements").get<std::vector<int>>(),
                        json.at("order").get<std::vector<int>>(),
                        json.at("names").get<std::vector<int>>(), json.at("layers").get<int>()};
    const std::size_t n = at.elements.size();
    require(n >= 1 && n <= 1000 && is_permutation_of(at.order, n) && is_permutation_of(at.names, n),
            "expected elements, and an order and names of as many clauses");
    require(at.layers >= 0 && at.layers <= 1000, "expected a number of layers from 0 to 1000");
    lego::require_chain(lego::written(at), *at.group);
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no sentence: a member is missing or of another type");
  }
}

std::vector<SentenceInstance> InstanceTraits<SentenceInstance>::simpler(
    const SentenceInstance& at) {
  std::vector<SentenceInstance> all;
  const int n = at.clauses();
  const auto plain = lego::in_order(n);
  if (n > 1) {
    SentenceInstance shorter = at;
    shorter.elements.pop_back();
    shorter.order = shorter.names = lego::in_order(n - 1);
    all.push_back(std::move(shorter));
  }
  if (at.order != plain || at.names != plain) {
    all.push_back(at);
    all.back().order = all.back().names = plain;
  }
  if (at.layers > 0) {
    all.push_back(at);
    --all.back().layers;
  }
  for (int i = 0; i < n; ++i) {
    if (at.elements[i] == at.group->identity()) continue;
    all.push_back(at);
    all.back().elements[i] = at.group->identity();
  }
  return all;
}

template const InstanceKind& kind_of<SentenceInstance>();

}  // namespace lemmascope::claim
