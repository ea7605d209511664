#include "reports/model/schema_check.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

#include "reports/writers/template.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// What JSON Schema calls the types of values; an integer is a number, too.
bool has_type(const json& value, const std::string& type) {
  if (type == "integer") {
    return value.is_number_integer() ||
           (value.is_number() &&
            value.get<double>() == static_cast<double>(value.get<std::int64_t>()));
  }
  return type == "object"    ? value.is_object()
         : type == "array"   ? value.is_array()
         : type == "string"  ? value.is_string()
         : type == "number"  ? value.is_number()
         : type == "boolean" ? value.is_boolean()
                             : type == "null" && value.is_null();
}

// A value as a message shows it.
std::string shown(const json& value) {
  constexpr std::size_t kLongest = 60;
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() <= kLongest ? text
         : value.is_object()     ? "an object"
         : value.is_array()      ? "a list"
                                 : "a long text";
}

std::string any_of(const json& values) {
  std::string out;
  for (const json& value : values)
    out +=
        (out.empty() ? "" : ", ") + (value.is_string() ? value.get<std::string>() : value.dump());
  return out;
}

class Checker {
 public:
  explicit Checker(const json& root) : root_(root) {}

  std::string departure(const json& schema, const json& value, const std::string& place) const {
    for (const auto& [keyword, rule] : schema.items()) {
      const std::string words = against(keyword, rule, schema, value, place);
      if (!words.empty()) return words;
    }
    return "";
  }

 private:
  static std::string told(const std::string& place, const std::string& expected,
                          const json& value) {
    return fmt::format("{}expected {}, found {}", place.empty() ? "" : place + ": ", expected,
                       shown(value));
  }

  static std::string below(const std::string& place, const std::string& key) {
    return place.empty() ? key : place + "." + key;
  }

  std::string against(const std::string& keyword, const json& rule, const json& schema,
                      const json& value, const std::string& place) const {
    if (keyword == "$ref") return departure(target(rule.get<std::string>()), value, place);
    if (keyword == "type") return typed(rule, value, place);
    if (keyword == "const") return value == rule ? "" : told(place, any_of({rule}), value);
    if (keyword == "enum") return listed(rule, value, place);
    if (keyword == "oneOf") return one_of(rule, value, place);
    if (keyword == "anyOf") return any_form(rule, value, place);
    if (keyword == "allOf") return every_form(rule, value, place);
    if (keyword == "if")
      return departure(rule, value, place).empty() ? departure(schema.at("then"), value, place)
                                                   : "";
    if (value.is_object() && keyword == "required") return required(rule, value, place);
    if (value.is_object() && keyword == "properties") return properties(rule, value, place);
    if (value.is_object() && keyword == "additionalProperties")
      return additional(rule, schema, value, place);
    if (value.is_array() && keyword == "items") return items(rule, value, place);
    return limits(keyword, rule, value, place);
  }

  // Keywords that bound a number or a length, and those that say nothing about values.
  static std::string limits(const std::string& keyword, const json& rule, const json& value,
                            const std::string& place) {
    static const std::map<std::string, std::string> kWords{
        {"minimum", "a number of at least"},    {"maximum", "a number of at most"},
        {"exclusiveMinimum", "a number above"}, {"minItems", "a list of at least"},
        {"maxItems", "a list of at most"},      {"minLength", "a text of at least"}};
    const auto words = kWords.find(keyword);
    if (words != kWords.end())
      return within(keyword, rule.get<double>(), value)
                 ? ""
                 : told(place, fmt::format("{} {}", words->second, rule.dump()), value);
    if (keyword == "uniqueItems") return distinct(value, place);
    if (keyword == "pattern") return matched(rule.get<std::string>(), value, place);
    for (const char* silent : {"$schema", "$id", "title", "description", "definitions", "required",
                               "properties", "additionalProperties", "items", "then"}) {
      if (keyword == silent) return "";
    }
    throw std::logic_error("schema keyword " + keyword + " is not known");
  }

  static bool within(const std::string& keyword, double bound, const json& value) {
    if (value.is_number() && keyword == "minimum") return value.get<double>() >= bound;
    if (value.is_number() && keyword == "maximum") return value.get<double>() <= bound;
    if (value.is_number() && keyword == "exclusiveMinimum") return value.get<double>() > bound;
    if (value.is_array() && keyword == "minItems")
      return static_cast<double>(value.size()) >= bound;
    if (value.is_array() && keyword == "maxItems")
      return static_cast<double>(value.size()) <= bound;
    if (value.is_string() && keyword == "minLength")
      return static_cast<double>(value.get<std::string>().size()) >= bound;
    return true;  // says nothing about values of another type
  }

  // The library matches by recursion, a step a character.
  static std::string matched(const std::string& pattern, const json& value,
                             const std::string& place) {
    if (!value.is_string()) return "";
    constexpr std::size_t kLongest = 4096;
    const auto text = value.get<std::string>();
    if (text.size() > kLongest)
      return told(place, fmt::format("a text of at most {} bytes", kLongest), value);
    return std::regex_search(text, std::regex(pattern)) ? ""
                                                        : told(place, "the form " + pattern, value);
  }

  static std::string distinct(const json& value, const std::string& place) {
    if (!value.is_array()) return "";
    for (std::size_t k = 0; k < value.size(); ++k) {
      for (std::size_t l = 0; l < k; ++l) {
        if (value[k] == value[l]) return told(place, "a list without repetitions", value);
      }
    }
    return "";
  }

  const json& target(const std::string& reference) const {
    return root_.at(json::json_pointer(reference.substr(1)));
  }

  static std::string typed(const json& rule, const json& value, const std::string& place) {
    const json types = rule.is_array() ? rule : json::array({rule});
    for (const json& type : types) {
      if (has_type(value, type.get<std::string>())) return "";
    }
    return told(place, "a value of type " + any_of(types), value);
  }

  static std::string listed(const json& rule, const json& value, const std::string& place) {
    for (const json& known : rule) {
      if (value == known) return "";
    }
    return told(place, "one of " + any_of(rule), value);
  }

  static std::string required(const json& rule, const json& value, const std::string& place) {
    for (const json& key : rule) {
      if (!value.contains(key.get<std::string>()))
        return fmt::format("{}'{}' is missing", place.empty() ? "" : place + ": ",
                           key.get<std::string>());
    }
    return "";
  }

  std::string properties(const json& rule, const json& value, const std::string& place) const {
    for (const auto& [key, schema] : rule.items()) {
      const auto found = value.find(key);
      if (found == value.end()) continue;
      const std::string words = departure(schema, *found, below(place, key));
      if (!words.empty()) return words;
    }
    return "";
  }

  std::string additional(const json& rule, const json& schema, const json& value,
                         const std::string& place) const {
    for (const auto& [key, item] : value.items()) {
      if (schema.contains("properties") && schema["properties"].contains(key)) continue;
      if (rule.is_boolean() && !rule.get<bool>())
        return fmt::format("{}the key '{}' is not known", place.empty() ? "" : place + ": ", key);
      if (!rule.is_object()) continue;
      const std::string words = departure(rule, item, below(place, key));
      if (!words.empty()) return words;
    }
    return "";
  }

  std::string items(const json& rule, const json& value, const std::string& place) const {
    for (std::size_t k = 0; k < value.size(); ++k) {
      const std::string words = departure(rule, value[k], fmt::format("{}[{}]", place, k));
      if (!words.empty()) return words;
    }
    return "";
  }

  // Of the forms, the one whose constants the value has says what is wrong.
  std::string one_of(const json& forms, const json& value, const std::string& place) const {
    std::string closest;
    int fitting = 0;
    for (const json& form : forms) {
      const std::string words = departure(form, value, place);
      if (words.empty()) ++fitting;
      if (!words.empty() && has_constants(form, value)) closest = words;
    }
    if (fitting == 1) return "";
    return closest.empty() ? told(place, "one of the forms of the schema", value) : closest;
  }

  std::string any_form(const json& forms, const json& value, const std::string& place) const {
    for (const json& form : forms) {
      if (departure(form, value, place).empty()) return "";
    }
    return told(place, "one of the forms of the schema", value);
  }

  std::string every_form(const json& forms, const json& value, const std::string& place) const {
    for (const json& form : forms) {
      const std::string words = departure(form, value, place);
      if (!words.empty()) return words;
    }
    return "";
  }

  static bool has_constants(const json& form, const json& value) {
    if (!form.contains("properties") || !value.is_object()) return false;
    bool some = false;
    for (const auto& [key, schema] : form["properties"].items()) {
      if (!schema.contains("const")) continue;
      if (!value.contains(key)) continue;
      if (value[key] != schema["const"]) return false;
      some = true;
    }
    return some;
  }

  const json& root_;
};

const json& published(std::string_view name) {
  static std::mutex guard;
  static std::map<std::string, json, std::less<>> schemas;
  const std::lock_guard lock(guard);
  const auto found = schemas.find(name);
  if (found != schemas.end()) return found->second;
  const std::string file = std::string(name) + ".schema.json";
  return schemas.emplace(name, json::parse(embedded_file(file).text)).first->second;
}

}  // namespace

std::string departure(const json& schema, const json& document) {
  return Checker(schema).departure(schema, document, "");
}

void require_schema(const json& document, std::string_view name, const std::string& place) {
  const std::string words = departure(published(name), document);
  if (!words.empty()) refuse(fmt::format("{}: not a document of {}: {}", place, name, words));
}

}  // namespace lemmascope::report
