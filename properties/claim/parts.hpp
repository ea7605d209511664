// Instances made of parts: what the engine must know of "a chain and its laziness" follows from
// what it knows of a chain and of a number.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"
#include "theory/numeric/number.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

/// A member of an instance type I, and its name in summaries and JSON.
template <class I, class Part>
struct NamedPart {
  const char* name;
  Part I::*member;
};

/// A base for InstanceTraits<I>, where I is an aggregate: the derived traits' `static auto
/// parts()`, a tuple of all NamedParts in the order of the members, says the rest. A part is a
/// Rational or has InstanceTraits of its own. Numbers are simpler as 0 and tried first, later parts
/// before earlier ones; a traits type with a better idea declares its own `simpler`.
template <class I>
struct TraitsOfParts {
  static std::string summary(const I& at) {
    std::string text;
    each([&](const auto& part) {
      text += (text.empty() ? "" : ",") + summary_of(part.name, at.*part.member);
    });
    return text;
  }
  static nlohmann::json to_json(const I& at) {
    nlohmann::json json = nlohmann::json::object();
    each([&](const auto& part) { json[part.name] = json_of(at.*part.member); });
    return json;
  }
  static I from_json(const nlohmann::json& json) {
    each([&json](const auto& part) {
      require(json.is_object() && json.contains(part.name),
              std::string("the instance has no part '") + part.name + "'");
    });
    return std::apply(
        [&json](const auto&... part) { return I{read(json.at(part.name), part.member)...}; },
        InstanceTraits<I>::parts());
  }
  static std::vector<I> simpler(const I& at) {
    std::vector<I> all;
    each([&](const auto& part) {
      std::vector<I> of_part;
      for (auto& value : simpler_than(at.*part.member)) {
        of_part.push_back(at);
        of_part.back().*part.member = std::move(value);
      }
      all.insert(all.begin(), of_part.begin(), of_part.end());
    });
    return all;
  }

 private:
  template <class Visit>
  static void each(Visit visit) {
    std::apply([&visit](const auto&... part) { (visit(part), ...); }, InstanceTraits<I>::parts());
  }

  static std::string summary_of(const char* name, const Rational& number) {
    return std::string(name) + "=" + number.str();
  }
  template <class Part>
  static std::string summary_of(const char*, const Part& part) {
    return InstanceTraits<Part>::summary(part);
  }
  static nlohmann::json json_of(const Rational& number) { return number.str(); }
  template <class Part>
  static nlohmann::json json_of(const Part& part) {
    return InstanceTraits<Part>::to_json(part);
  }
  static Rational read(const nlohmann::json& json, Rational I::*) {
    require(json.is_string(), "expected a fraction as text, found " + json.dump());
    return parse_rational(json.get<std::string>());
  }
  template <class Part>
  static Part read(const nlohmann::json& json, Part I::*) {
    return InstanceTraits<Part>::from_json(json);
  }
  static std::vector<Rational> simpler_than(const Rational& number) {
    return number == 0 ? std::vector<Rational>{} : std::vector<Rational>{Rational(0)};
  }
  template <class Part>
  static std::vector<Part> simpler_than(const Part& part) {
    return InstanceTraits<Part>::simpler(part);
  }
};

/// Every case of `profiled` with every one of the numbers, as I{case, number}; `with` completes the
/// description: "lazy by 0 or 1/2".
template <class I, class Case>
ProfiledDomain<I> crossed(ProfiledDomain<Case> profiled, std::vector<Rational> numbers,
                          std::string with) {
  return [=](Profile profile) {
    const Domain<Case> from = profiled(profile);
    const auto count = static_cast<std::int64_t>(numbers.size());
    return Domain<I>{
        from.name, from.description + ", " + with, from.scope, from.cases * count,
        [=](std::int64_t index, const CaseKey& key) {
          return I{from.at(index / count, key), numbers[static_cast<std::size_t>(index % count)]};
        }};
  };
}

}  // namespace lemmascope::claim
