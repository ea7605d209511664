#include "reports/writers/template.hpp"

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "reports/writers/escape.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using kainjow::mustache::data;

// Absent things are set to false on purpose: Mustache would look for them in the enclosing object.
data to_data(const nlohmann::json& view) {
  if (view.is_string()) {
    const auto& text = view.get_ref<const std::string&>();
    return text.empty() ? data(false) : data(text);
  }
  if (view.is_boolean()) return data(view.get<bool>());
  if (view.is_null()) return data(false);
  if (view.is_array()) {
    data list(data::type::list);
    for (const auto& item : view) list.push_back(to_data(item));
    return list;
  }
  if (view.is_object()) {
    data object(data::type::object);
    for (const auto& [key, value] : view.items()) object.set(key, to_data(value));
    return object;
  }
  return data(view.dump());
}

}  // namespace

const EmbeddedFile& embedded_file(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return file;
  }
  refuse("no embedded file is called " + std::string(name));
}

std::string policy_hash(const EmbeddedFile& file) {
  const std::string hex = file.sha256;
  std::string bytes;
  for (std::size_t k = 0; k + 1 < hex.size(); k += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(k, 2), nullptr, 16));
  }
  return "sha256-" + base64(bytes);
}

std::string render_template(std::string_view name, const nlohmann::json& view) {
  const std::string suffix = ".mustache";
  data context = to_data(view);
  for (const EmbeddedFile& file : embedded_files()) {
    const std::string file_name = file.name;
    if (!file_name.ends_with(suffix)) continue;
    context.set(file_name.substr(0, file_name.size() - suffix.size()),
                kainjow::mustache::partial([text = std::string(file.text)] { return text; }));
  }
  kainjow::mustache::mustache page(std::string(embedded_file(std::string(name) + suffix).text));
  page.set_custom_escape([](const std::string& text) { return xml_escaped(text); });
  std::string rendered = page.render(context);
  require(page.is_valid(), "template " + std::string(name) + ": " + page.error_message());
  return rendered;
}

}  // namespace lemmascope::report
