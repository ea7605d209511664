#include "reports/writers/markdown_html.hpp"

#include <fmt/format.h>

#include <cctype>
#include <vector>

#include "reports/writers/escape.hpp"

namespace lemmascope::report {
namespace {

using LinkTo = std::function<std::string(const std::string&)>;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else if (c != '\r') {
      lines.back() += c;
    }
  }
  return lines;
}

std::string without_comments(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t start = text.find("<!--");
    out += text.substr(0, start);
    if (start == std::string_view::npos) return out;
    const std::size_t end = text.find("-->", start);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 3);
    // A comment on a line of its own leaves no empty line behind.
    if ((out.empty() || out.back() == '\n') && text.starts_with('\n')) text.remove_prefix(1);
  }
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

// Where a link may lead; empty when it may not.
std::string safe_target(const std::string& target, const LinkTo& link_to) {
  if (target.starts_with("https://") || target.starts_with("http://") || target.starts_with("#"))
    return target;
  return target.find(':') == std::string::npos ? link_to(target) : std::string();
}

std::string spans(std::string_view text, const LinkTo& link_to);

// [words](target) at the start of `text`; the number of characters it takes, 0 when it is none.
std::size_t link(std::string_view text, const LinkTo& link_to, std::string& out) {
  const std::size_t middle = text.find("](");
  const std::size_t end = middle == std::string_view::npos ? middle : text.find(')', middle);
  if (end == std::string_view::npos || text.substr(0, middle).find('\n') != std::string_view::npos)
    return 0;
  const std::string words = spans(text.substr(1, middle - 1), link_to);
  const std::string target =
      safe_target(std::string(text.substr(middle + 2, end - middle - 2)), link_to);
  out += target.empty() ? words : fmt::format("<a href=\"{}\">{}</a>", xml_escaped(target), words);
  return end + 1;
}

// Text between two `mark`s at the start of `text`, as an element; 0 when there is no second one.
std::size_t marked(std::string_view text, std::string_view mark, const char* tag,
                   const LinkTo& link_to, std::string& out) {
  const std::size_t end = text.find(mark, mark.size());
  if (end == std::string_view::npos || end == mark.size()) return 0;
  const std::string_view inner = text.substr(mark.size(), end - mark.size());
  if (inner.front() == ' ' || inner.back() == ' ') return 0;
  const bool code = mark == "`";
  out += fmt::format("<{0}>{1}</{0}>", tag, code ? xml_escaped(inner) : spans(inner, link_to));
  return end + mark.size();
}

// A line or paragraph with its code, bold, emphasis and links.
std::string spans(std::string_view text, const LinkTo& link_to) {
  std::string out;
  for (std::size_t k = 0; k < text.size();) {
    const std::string_view rest = text.substr(k);
    std::size_t taken = 0;
    if (rest.front() == '`')
      taken = marked(rest, "`", "code", link_to, out);
    else if (rest.starts_with("**"))
      taken = marked(rest, "**", "strong", link_to, out);
    else if (rest.front() == '*')
      taken = marked(rest, "*", "em", link_to, out);
    else if (rest.front() == '[')
      taken = link(rest, link_to, out);
    if (taken == 0) {
      std::size_t end = text.find_first_of("`*[", k + 1);
      if (end == std::string_view::npos) end = text.size();
      out += xml_escaped(text.substr(k, end - k));
      taken = end - k;
    }
    k += taken;
  }
  return out;
}

// "Your own paper" -> "your-own-paper", as GitHub makes ids of headings.
std::string heading_id(std::string_view words) {
  std::string id;
  for (const char c : words) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (c == ' ' || c == '-')
      id += '-';
  }
  return id;
}

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells(1);
  bool code = false;
  for (const char c : row.substr(1)) {
    if (c == '`') code = !code;
    if (c == '|' && !code) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  if (trimmed(cells.back()).empty()) cells.pop_back();
  return cells;
}

std::size_t level_of(const std::string& line) {
  const std::size_t level = line.find_first_not_of('#');
  return level != std::string::npos && level > 0 && level <= 6 && line[level] == ' ' ? level : 0;
}

bool is_bullet(const std::string& line) { return line.starts_with("- ") || line.starts_with("* "); }

// Length of "12. ", 0 of anything else.
std::size_t number_of(const std::string& line) {
  std::size_t k = 0;
  while (k < line.size() && std::isdigit(static_cast<unsigned char>(line[k])) != 0) ++k;
  return k > 0 && line.compare(k, 2, ". ") == 0 ? k + 2 : 0;
}

/// Blocks, one after the other.
class Blocks {
 public:
  Blocks(std::vector<std::string> lines, const LinkTo& link_to)
      : lines_(std::move(lines)), link_to_(link_to) {}

  std::string html() {
    while (at_ < lines_.size()) {
      const std::string& line = lines_[at_];
      if (trimmed(line).empty())
        ++at_;
      else if (line.starts_with("```"))
        fenced();
      else if (level_of(line) > 0)
        heading();
      else if (line.starts_with("|"))
        table();
      else if (line.starts_with("> "))
        quote();
      else if (is_bullet(line) || number_of(line) > 0)
        list(is_bullet(line));
      else
        paragraph();
    }
    return out_;
  }

 private:
  void fenced() {
    std::string text;
    for (++at_; at_ < lines_.size() && !lines_[at_].starts_with("```"); ++at_)
      text += lines_[at_] + "\n";
    ++at_;
    out_ += fmt::format("<pre class=\"command\" tabindex=\"0\"><code>{}</code></pre>\n",
                        xml_escaped(text));
  }

  void heading() {
    const std::size_t level = level_of(lines_[at_]);
    const std::string words = trimmed(lines_[at_++].substr(level));
    out_ += fmt::format("<h{0} id=\"{1}\">{2}</h{0}>\n", level, heading_id(words),
                        spans(words, link_to_));
  }

  void row(const std::string& line, const char* tag) {
    out_ += "<tr>";
    for (const std::string& cell : cells_of(line))
      out_ += fmt::format("<{0}>{1}</{0}>", tag, spans(trimmed(cell), link_to_));
    out_ += "</tr>";
  }

  void table() {
    out_ += "<div class=\"scroll\" tabindex=\"0\"><table><thead>";
    row(lines_[at_++], "th");
    out_ += "</thead><tbody>";
    if (at_ < lines_.size() && lines_[at_].find("---") != std::string::npos) ++at_;
    for (; at_ < lines_.size() && lines_[at_].starts_with("|"); ++at_) row(lines_[at_], "td");
    out_ += "</tbody></table></div>\n";
  }

  void quote() {
    std::string text;
    for (; at_ < lines_.size() && lines_[at_].starts_with("> "); ++at_)
      text += lines_[at_].substr(2) + "\n";
    out_ += fmt::format("<blockquote><p>{}</p></blockquote>\n", spans(text, link_to_));
  }

  void list(bool bullets) {
    const char* tag = bullets ? "ul" : "ol";
    out_ += fmt::format("<{}>", tag);
    while (at_ < lines_.size()) {
      const std::size_t mark = bullets ? (is_bullet(lines_[at_]) ? 2 : 0) : number_of(lines_[at_]);
      if (mark == 0) break;
      std::string text = lines_[at_++].substr(mark);
      // What is indented belongs to the item.
      while (at_ < lines_.size() && lines_[at_].starts_with("  "))
        text += "\n" + trimmed(lines_[at_++]);
      out_ += fmt::format("<li>{}</li>", spans(text, link_to_));
    }
    out_ += fmt::format("</{}>\n", tag);
  }

  void paragraph() {
    std::string text;
    while (at_ < lines_.size() && !trimmed(lines_[at_]).empty() &&
           !lines_[at_].starts_with("```") && level_of(lines_[at_]) == 0 &&
           !lines_[at_].starts_with("|"))
      text += (text.empty() ? "" : "\n") + lines_[at_++];
    out_ += fmt::format("<p>{}</p>\n", spans(text, link_to_));
  }

  std::vector<std::string> lines_;
  const LinkTo& link_to_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string markdown_html(std::string_view markdown, const LinkTo& link_to) {
  return Blocks(lines_of(without_comments(markdown)), link_to).html();
}

std::string markdown_title(std::string_view markdown) {
  for (const std::string& line : lines_of(without_comments(markdown))) {
    if (level_of(line) == 1) return trimmed(line.substr(1));
  }
  return "";
}

}  // namespace lemmascope::report
