#include "reports/cli/console.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "properties/claim/exit_codes.hpp"

namespace lemmascope::report {
namespace {

constexpr int kDefaultWidth = 100;

std::optional<int> columns_of(int terminal) {
  winsize size{};
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

bool environment_forbids_control() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return (no_color != nullptr && *no_color != '\0') ||
         (term != nullptr && std::strcmp(term, "dumb") == 0);
}

// Of the first write to standard output that failed.
int output_failure = 0;

// Bytes of the character at the start of `text`; 0 where that is no UTF-8.
std::size_t character_size(std::string_view text) {
  const auto byte = [text](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const std::size_t size = byte(0) < 0x80   ? 1
                           : byte(0) < 0xC2 ? 0
                           : byte(0) < 0xE0 ? 2
                           : byte(0) < 0xF0 ? 3
                           : byte(0) < 0xF5 ? 4
                                            : 0;
  if (size > text.size()) return 0;
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xC0U) != 0x80U) return 0;
  }
  return size;
}

char32_t code_point(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  char32_t value = character.size() == 1 ? first : first & (0x7FU >> character.size());
  for (const char c : character.substr(1))
    value = value << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return value;
}

// C0 but for tab and line break, delete, C1, and what turns the direction of writing.
bool is_control(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Bytes of one of the sequences that Console::styled writes, 0 elsewhere.
std::size_t colour_sequence(std::string_view text) {
  for (const std::string_view known : {"\033[0m", "\033[1m", "\033[2m", "\033[33m", "\033[34m"}) {
    if (text.starts_with(known)) return known.size();
  }
  return 0;
}

}  // namespace

Console::Console()
    : out_is_terminal_(isatty(STDOUT_FILENO) != 0),
      err_is_terminal_(isatty(STDERR_FILENO) != 0 && !environment_forbids_control()) {
  colour_ = out_is_terminal_ && !environment_forbids_control();
  width_ = out_is_terminal_ ? columns_of(STDOUT_FILENO).value_or(kDefaultWidth) : kDefaultWidth;
}

void Console::print(std::string_view line) const { print_raw(visible(line, colour_) + '\n'); }

void Console::print_raw(std::string_view text) const {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if ((!written || std::fflush(stdout) != 0) && output_failure == 0) output_failure = errno;
}

void Console::note(std::string_view line) const {
  std::string shown = visible(line);
  for (std::size_t at = shown.find('\n'); at != std::string::npos; at = shown.find('\n', at))
    shown.replace(at, 1, "\\n");
  const std::string_view start = first_characters(shown, kLongestNote);
  const bool whole = start.size() == shown.size();
  if (err_is_terminal_) fmt::print(stderr, "\r\033[K");
  fmt::print(stderr, "{}{}\n", whole ? start : first_characters(start, kLongestNote - 1),
             whole ? "" : "…");
}

void Console::transient(std::string_view line) const {
  if (!err_is_terminal_) return;
  // Asked every time: a window may change its size. A line that wraps could not be replaced.
  const int columns = columns_of(STDERR_FILENO).value_or(kDefaultWidth);
  fmt::print(stderr, "\r\033[K{}", first_characters(visible(line), columns - 1));
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

void open_standard_descriptors() {
  // The direction in which nobody wants to use it: printing to a closed descriptor must fail.
  for (const auto& [descriptor, how] :
       {std::pair(STDIN_FILENO, O_WRONLY), std::pair(STDOUT_FILENO, O_RDONLY),
        std::pair(STDERR_FILENO, O_WRONLY)}) {
    // The lowest free number is the closed one, for those below it are open by now.
    if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", how) != descriptor) _exit(kInternal);
  }
}

int code_of_output(int code) {
  if (std::fflush(stdout) != 0 && output_failure == 0) output_failure = errno;
  if (output_failure == 0) return code;
  fmt::print(stderr, "lemmascope: cannot write to standard output: {}\n",
             std::strerror(output_failure));
  return worse(code, kInputOutput);
}

std::string visible(std::string_view text, bool colours) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = colours ? colour_sequence(text) : 0;
    const std::size_t taken = size > 0 ? size : character_size(text);
    if (size == 0 && taken == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (size == 0 && is_control(code_point(text.substr(0, taken)))) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(code_point(text.substr(0, taken))));
    } else {
      out += text.substr(0, taken);
    }
    text.remove_prefix(std::max<std::size_t>(taken, 1));
  }
  return out;
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
