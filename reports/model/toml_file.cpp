#include "reports/model/toml_file.hpp"

#include <fmt/format.h>

#include "properties/compute/input_file.hpp"
#include "properties/compute/option.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

// Nothing of ours is nested more than three deep.
constexpr int kDeepest = 32;

// Refuses what would send a recursive parser, or the end of its tables, too deep: brackets inside
// brackets and keys of many parts. Counting may err where quotes are unbalanced, and such a file is
// refused anyway.
class DepthGuard {
 public:
  explicit DepthGuard(const std::string& path) : path_(path) {}

  void read(const std::string& text) {
    for (std::size_t k = 0; k < text.size(); ++k) {
      const char c = text[k];
      if (c == '\n') ++line_;
      if (quote_ != 0) {
        if (c == '\\' && quote_ == '"') ++k;
        if (c == quote_) quote_ = 0;
      } else if (comment_) {
        comment_ = c != '\n';
      } else {
        take(c);
      }
    }
  }

 private:
  void take(char c) {
    if (c == '"' || c == '\'') {
      quote_ = c;
    } else if (c == '#') {
      comment_ = true;
    } else if (c == '.') {
      require_shallow(++parts_);
    } else if (c == '[' || c == '{') {
      parts_ = 0;
      require_shallow(++brackets_);
    } else if (c == ']' || c == '}') {
      parts_ = 0;
      --brackets_;
    } else if (c == ',' || c == '=' || c == '\n') {
      parts_ = 0;
    }
  }

  void require_shallow(int depth) const {
    require(depth <= kDeepest,
            fmt::format("{}:{}: expected at most {} levels of nesting, found more", path_, line_,
                        kDeepest));
  }

  const std::string& path_;
  int line_ = 1;
  char quote_ = 0;
  bool comment_ = false;
  int brackets_ = 0;
  int parts_ = 0;
};

}  // namespace

toml::table read_toml(const std::string& path) {
  const std::string content = compute::read_text(path, "");
  DepthGuard(path).read(content);
  try {
    return toml::parse(content, path);
  } catch (const toml::parse_error& error) {
    refuse(fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
}

std::string toml_place(const std::string& path, const toml::node& node, const std::string& key) {
  return fmt::format("{}:{}: {}", path, node.source().begin.line, key);
}

std::string toml_scalar(const toml::node& node, const std::string& place, Floats floats) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* number = node.as_floating_point()) {
    if (floats == Floats::allowed) return fmt::format("{}", number->get());
    refuse(fmt::format("{}: expected a string such as \"1/100\" (a TOML float would be rounded)",
                       place));
  }
  refuse(fmt::format("{}: expected a text, a number, true or false", place));
}

}  // namespace lemmascope::report
