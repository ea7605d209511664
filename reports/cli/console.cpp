#include "reports/cli/console.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>

namespace lemmascope::report {
namespace {

constexpr int kDefaultWidth = 100;

std::optional<int> columns_of(int terminal) {
  winsize size{};
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

bool environment_forbids_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return (no_color != nullptr && *no_color != '\0') ||
         (term != nullptr && std::strcmp(term, "dumb") == 0);
}

}  // namespace

Console::Console()
    : out_is_terminal_(isatty(STDOUT_FILENO) != 0), err_is_terminal_(isatty(STDERR_FILENO) != 0) {
  colour_ = out_is_terminal_ && !environment_forbids_colour();
  width_ = out_is_terminal_ ? columns_of(STDOUT_FILENO).value_or(kDefaultWidth) : kDefaultWidth;
}

void Console::print(std::string_view line) const {
  fmt::print(stdout, "{}\n", line);
  std::fflush(stdout);
}

void Console::print_raw(std::string_view text) const {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot write to standard output");
  }
}

void Console::note(std::string_view line) const {
  if (err_is_terminal_) fmt::print(stderr, "\r\033[K");
  fmt::print(stderr, "{}\n", line);
}

void Console::transient(std::string_view line) const {
  if (!err_is_terminal_) return;
  // Asked every time: a window may change its size. A line that wraps could not be replaced.
  const int columns = columns_of(STDERR_FILENO).value_or(kDefaultWidth);
  fmt::print(stderr, "\r\033[K{}", first_characters(line, columns - 1));
  std::fflush(stderr);
}

std::string Console::styled(std::string_view code, std::string_view text) const {
  return colour_ ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string Console::bold(std::string_view text) const { return styled("1", text); }
std::string Console::dim(std::string_view text) const { return styled("2", text); }

std::string Console::mark(claim::Verdict verdict, bool as_expected) const {
  // Blue for what is as expected, orange for what is not: told apart by colour-blind readers, and
  // the mark itself differs as well.
  return styled(as_expected ? "34" : "33", claim::mark(verdict));
}

std::string duration(double seconds) {
  const auto s = static_cast<std::int64_t>(seconds + 0.5);
  if (s < 60) return fmt::format("{} s", s);
  return s < 3600 ? fmt::format("{} min {:02} s", s / 60, s % 60)
                  : fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

std::string_view first_characters(std::string_view text, int count) {
  std::size_t end = 0;
  for (int seen = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;  // of a character
    if (begins && ++seen > count) break;
  }
  return text.substr(0, end);
}

std::string wrapped(std::string_view text, int width, int indent) {
  std::string folded;
  std::size_t column = static_cast<std::size_t>(indent);
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    if (!folded.empty()) {
      if (column + 1 + word.size() > static_cast<std::size_t>(width)) {
        folded += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
        column = static_cast<std::size_t>(indent);
      } else {
        folded += ' ';
        ++column;
      }
    }
    folded += word;
    column += word.size();
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return folded;
}

}  // namespace lemmascope::report
