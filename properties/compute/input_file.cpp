#include "properties/compute/input_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "properties/compute/option.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
namespace {

constexpr std::uintmax_t kMostBytes = 64u << 20;
constexpr int kDeepest = 64;

/// Keeps a parser from descending further than `kDeepest`.
void require_shallow(const std::string& text, const std::string& place) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (in_text && text[k] == '\\') {
      ++k;
    } else if (text[k] == '"') {
      in_text = !in_text;
    } else if (!in_text && (text[k] == '[' || text[k] == '{')) {
      require(
          ++depth <= kDeepest,
          fmt::format("{}: expected at most {} levels of nesting, found more", place, kDeepest));
    } else if (!in_text && (text[k] == ']' || text[k] == '}')) {
      --depth;
    }
  }
}

std::string place_of(const std::string& path, const std::string& option) {
  return option.empty() ? in_quotes(path) : fmt::format("{} {}", option, in_quotes(path));
}

}  // namespace

std::string read_text(const std::string& path, const std::string& option) {
  const std::string place = place_of(path, option);
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (!std::filesystem::exists(status)) {
    throw std::system_error(failed ? failed.value() : ENOENT, std::generic_category(),
                            fmt::format("{}: cannot read it", place));
  }
  require(std::filesystem::is_regular_file(status),
          fmt::format("{}: expected a file, found something else", place));
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  require(!failed && size <= kMostBytes,
          fmt::format("{}: expected at most {} bytes, found {}", place, kMostBytes, size));
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    throw std::system_error(errno, std::generic_category(),
                            fmt::format("{}: cannot read it", place));
  }
  return content;
}

namespace {

nlohmann::json parsed(const std::string& content, const std::string& place) {
  require(content.find_first_not_of(" \t\r\n") != std::string::npos,
          fmt::format("{}: expected JSON, found an empty file", place));
  require_shallow(content, place);
  nlohmann::json document = nlohmann::json::parse(content, nullptr, false);
  require(!document.is_discarded(), fmt::format("{}: expected JSON", place));
  return document;
}

}  // namespace

nlohmann::json read_json(const std::string& path, const std::string& option) {
  return parsed(read_text(path, option), place_of(path, option));
}

nlohmann::json read_json_or_text(const std::string& path_or_text, const std::string& option) {
  const bool is_text = path_or_text.starts_with('{') || path_or_text.starts_with('[');
  return is_text ? parsed(path_or_text, option) : read_json(path_or_text, option);
}

}  // namespace lemmascope::compute
