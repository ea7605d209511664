#include "properties/topic/topic_options.hpp"

#include <fmt/format.h>

#include <charconv>

#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

std::string text_of(const compute::Request& request, const std::string& name,
                    const std::string& otherwise) {
  const auto found = request.options.find(name);
  return found == request.options.end() ? otherwise : found->second;
}

}  // namespace

int whole_number(const compute::Request& request, const std::string& name,
                 const std::string& otherwise) {
  const std::string text = text_of(request, name, otherwise);
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) {
    refuse(fmt::format("--{}: expected a whole number below 2^31, found '{}'", name, text));
  }
  return number;
}

Rational fraction(const compute::Request& request, const std::string& name,
                  const std::string& otherwise) {
  try {
    return parse_rational(text_of(request, name, otherwise));
  } catch (const PreconditionError& error) {
    refuse(fmt::format("--{}: {}", name, error.what()));
  }
}

}  // namespace lemmascope::topic
