#include "properties/catalogue/training.hpp"

#include <algorithm>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/nearest_name.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {
namespace {

template <class Item>
std::vector<OfPaper<Item>> collect(std::vector<Item> (*Paper::*list)()) {
  std::vector<OfPaper<Item>> all;
  for (const Paper& paper : every_paper()) {
    if (paper.*list == nullptr) continue;
    for (Item& item : (paper.*list)()) all.push_back({&paper, std::move(item)});
  }
  return all;
}

template <class Item>
std::string long_name(const OfPaper<Item>& one) {
  return one.paper->key + "/" + one.item.name;
}

template <class Item>
std::string shortest(const std::vector<OfPaper<Item>>& all, const OfPaper<Item>& one) {
  const auto same = std::count_if(all.begin(), all.end(), [&](const OfPaper<Item>& other) {
    return other.item.name == one.item.name;
  });
  return same == 1 ? one.item.name : long_name(one);
}

/// `what` is "training" or "reproduction".
template <class Item>
const OfPaper<Item>& find_named(const std::vector<OfPaper<Item>>& all, std::string_view name,
                                const std::string& what) {
  std::vector<const OfPaper<Item>*> found;
  std::vector<std::string> candidates, names;
  for (const OfPaper<Item>& one : all) {
    names.push_back(shortest(all, one));
    if (one.item.name != name && long_name(one) != name) continue;
    found.push_back(&one);
    candidates.push_back(long_name(one));
  }
  if (found.size() == 1) return *found.front();
  if (!found.empty()) {
    refuse(fmt::format("several papers have a {} '{}': write {}", what, name,
                       compute::any_of(candidates)));
  }
  require(!names.empty(), fmt::format("no paper of this program brings a {}", what));
  refuse(fmt::format("expected {}, found {}{}", compute::any_of(names), compute::in_quotes(name),
                     claim::did_you_mean(claim::nearest_name(name, names))));
}

}  // namespace

const std::vector<OfPaper<Training>>& every_training() {
  static const auto all = collect<Training>(&Paper::trainings);
  return all;
}

const std::vector<OfPaper<Reproduction>>& every_reproduction() {
  static const auto all = collect<Reproduction>(&Paper::reproductions);
  return all;
}

const OfPaper<Training>& training_named(std::string_view name) {
  return find_named(every_training(), name, "training");
}

const OfPaper<Reproduction>& reproduction_named(std::string_view name) {
  return find_named(every_reproduction(), name, "reproduction");
}

std::string short_name(const OfPaper<Training>& training) {
  return shortest(every_training(), training);
}

std::string short_name(const OfPaper<Reproduction>& reproduction) {
  return shortest(every_reproduction(), reproduction);
}

}  // namespace lemmascope::catalogue
