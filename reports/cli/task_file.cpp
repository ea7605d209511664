#include "reports/cli/task_file.hpp"

#include "reports/model/toml_file.hpp"

namespace lemmascope::report {
namespace {

using compute::WrittenOption;

// One value of an option that is a list in one text, like parents = [-1, 0, 1].
WrittenOption joined(const std::string& key, const std::string& place, const toml::array& items) {
  std::string text;
  for (const toml::node& item : items) {
    text += (text.empty() ? "" : ",") + toml_scalar(item, place, Floats::refused);
  }
  return {key, text, place};
}

}  // namespace

compute::OptionValues read_task_file(const std::string& path,
                                     const std::vector<compute::Option>& options,
                                     const std::string& owner) {
  const toml::table table = read_toml(path);
  std::vector<WrittenOption> written;
  for (const auto& [name, node] : table) {
    const std::string key(name.str()), place = toml_place(path, node, key);
    const compute::Option* option = compute::find_option(options, key);
    if (option == nullptr) compute::refuse_unknown(options, key, owner, place);
    const toml::array* items = node.as_array();
    if (items == nullptr) {
      written.push_back({key, toml_scalar(node, place, Floats::refused), place});
    } else if (option->repeatable) {
      for (const toml::node& item : *items) {
        written.push_back({key, toml_scalar(item, place, Floats::refused), place});
      }
    } else {
      written.push_back(joined(key, place, *items));
    }
  }
  return compute::read_options(options, owner, written);
}

compute::OptionValues read_given(const std::vector<compute::Option>& options,
                                 const std::string& owner,
                                 const std::vector<WrittenOption>& written,
                                 const std::string& task_file) {
  compute::OptionValues values = compute::read_options(options, owner, written);
  if (task_file.empty()) return values;
  return compute::over(std::move(values), read_task_file(task_file, options, owner));
}

}  // namespace lemmascope::report
