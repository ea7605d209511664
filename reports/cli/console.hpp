// Where text goes: results on stdout, everything else on stderr, colour only for people.
#pragma once

#include <string>
#include <string_view>

#include "properties/claim/verdict.hpp"

namespace lemmascope::report {

/// Colour and width of an output stream. Colour is off without a terminal, under NO_COLOR and
/// TERM=dumb.
class Console {
 public:
  /// Reads the environment.
  Console();

  bool out_is_terminal() const { return out_is_terminal_; }
  bool err_is_terminal() const { return err_is_terminal_; }
  /// Columns of the terminal, 100 elsewhere.
  int width() const { return width_; }

  /// A line on stdout.
  void print(std::string_view line) const;
  /// A whole document on stdout as it is. Throws std::system_error when it cannot be written.
  void print_raw(std::string_view text) const;
  /// A line on stderr: progress, notes, errors.
  void note(std::string_view line) const;
  /// Replaces the last transient line on a terminal, cut to its width; does nothing elsewhere.
  void transient(std::string_view line) const;

  std::string bold(std::string_view text) const;
  std::string dim(std::string_view text) const;
  /// The mark of a verdict in its colour.
  std::string mark(claim::Verdict verdict, bool as_expected) const;

 private:
  std::string styled(std::string_view code, std::string_view text) const;
  bool out_is_terminal_ = false;
  bool err_is_terminal_ = false;
  bool colour_ = false;
  int width_ = 100;
};

/// "42 s", "3 min 07 s", "1 h 15 min".
std::string duration(double seconds);

/// The first `count` characters of UTF-8 text.
std::string_view first_characters(std::string_view text, int count);

/// Folds `text` at spaces to `width` columns, continuation lines indented by `indent` spaces.
std::string wrapped(std::string_view text, int width, int indent);

}  // namespace lemmascope::report
