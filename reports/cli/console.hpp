// Where text goes: results on stdout, everything else on stderr, colour only for people.
#pragma once

#include <string>
#include <string_view>

#include "properties/claim/verdict.hpp"

namespace lemmascope::report {

/// Colour and width of an output stream. Nothing but text goes to what is no terminal, and to
/// terminals under NO_COLOR and TERM=dumb: no colour, no line that replaces itself. Control
/// characters of what is printed, which may come from other people's files, are made visible.
class Console {
 public:
  /// Reads the environment.
  Console();

  bool out_is_terminal() const { return out_is_terminal_; }
  /// Can a line on stderr replace itself?
  bool err_is_terminal() const { return err_is_terminal_; }
  /// Columns of the terminal, 100 elsewhere.
  int width() const { return width_; }

  /// A line on stdout, or several. What cannot be written is told by `code_of_output` at the end:
  /// a run whose reader has gone away still leaves its files.
  void print(std::string_view line) const;
  /// A whole document on stdout as it is.
  void print_raw(std::string_view text) const;
  /// A line on stderr: progress, notes, errors. Cut to kLongestNote characters.
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

inline constexpr int kLongestNote = 1000;

/// Opens descriptors 0 to 2 on /dev/null where they are closed, so that no file of a run gets their
/// numbers. Reading and printing still fail there. Call before anything is opened.
void open_standard_descriptors();

/// What a program that would exit with `code` exits with once standard output is flushed:
/// kInputOutput, with a line on stderr, when something could not be written and `code` is no worse.
int code_of_output(int code);

/// Text that a terminal shows as it is: control characters as \u001b, bytes that are no UTF-8 as
/// \xff. Tabs and line breaks stay, and so do the escape sequences of colours when `colours`.
std::string visible(std::string_view text, bool colours = false);

/// "42 s", "3 min 07 s", "1 h 15 min".
std::string duration(double seconds);

/// The first `count` characters of UTF-8 text.
std::string_view first_characters(std::string_view text, int count);

/// Folds `text` at spaces to `width` columns, continuation lines indented by `indent` spaces.
std::string wrapped(std::string_view text, int width, int indent);

}  // namespace lemmascope::report
