#include "reports/writers/mathml.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "reports/writers/escape.hpp"

namespace lemmascope::report {
namespace {

const std::map<std::string_view, const char*> kIdentifiers{
    {"alpha", "α"},      {"beta", "β"},   {"gamma", "γ"}, {"delta", "δ"},    {"epsilon", "ϵ"},
    {"varepsilon", "ε"}, {"zeta", "ζ"},   {"eta", "η"},   {"theta", "θ"},    {"kappa", "κ"},
    {"lambda", "λ"},     {"mu", "μ"},     {"nu", "ν"},    {"xi", "ξ"},       {"pi", "π"},
    {"rho", "ρ"},        {"sigma", "σ"},  {"tau", "τ"},   {"phi", "ϕ"},      {"varphi", "φ"},
    {"chi", "χ"},        {"psi", "ψ"},    {"omega", "ω"}, {"Gamma", "Γ"},    {"Delta", "Δ"},
    {"Theta", "Θ"},      {"Lambda", "Λ"}, {"Sigma", "Σ"}, {"Phi", "Φ"},      {"Psi", "Ψ"},
    {"Omega", "Ω"},      {"ell", "ℓ"},    {"infty", "∞"}, {"emptyset", "∅"}, {"partial", "∂"},
    {"nabla", "∇"},      {"dots", "…"},   {"ldots", "…"}, {"cdots", "⋯"},    {"top", "⊤"},
    {"bot", "⊥"},        {"star", "⋆"},   {"prime", "′"}};

const std::map<std::string_view, const char*> kOperators{{"ge", "≥"},
                                                         {"geq", "≥"},
                                                         {"le", "≤"},
                                                         {"leq", "≤"},
                                                         {"ne", "≠"},
                                                         {"neq", "≠"},
                                                         {"in", "∈"},
                                                         {"notin", "∉"},
                                                         {"ni", "∋"},
                                                         {"subset", "⊂"},
                                                         {"subseteq", "⊆"},
                                                         {"cup", "∪"},
                                                         {"cap", "∩"},
                                                         {"to", "→"},
                                                         {"rightarrow", "→"},
                                                         {"leftarrow", "←"},
                                                         {"Rightarrow", "⇒"},
                                                         {"iff", "⇔"},
                                                         {"implies", "⇒"},
                                                         {"mapsto", "↦"},
                                                         {"approx", "≈"},
                                                         {"equiv", "≡"},
                                                         {"sim", "∼"},
                                                         {"propto", "∝"},
                                                         {"cdot", "⋅"},
                                                         {"times", "×"},
                                                         {"otimes", "⊗"},
                                                         {"odot", "⊙"},
                                                         {"circ", "∘"},
                                                         {"pm", "±"},
                                                         {"ll", "≪"},
                                                         {"gg", "≫"},
                                                         {"mid", "∣"},
                                                         {"vert", "|"},
                                                         {"Vert", "‖"},
                                                         {"lVert", "‖"},
                                                         {"rVert", "‖"},
                                                         {"lvert", "|"},
                                                         {"rvert", "|"},
                                                         {"|", "‖"},
                                                         {"{", "{"},
                                                         {"}", "}"},
                                                         {"langle", "⟨"},
                                                         {"rangle", "⟩"},
                                                         {"lfloor", "⌊"},
                                                         {"rfloor", "⌋"},
                                                         {"forall", "∀"},
                                                         {"exists", "∃"},
                                                         {"neg", "¬"},
                                                         {"sum", "∑"},
                                                         {"prod", "∏"},
                                                         {"int", "∫"},
                                                         {"%", "%"},
                                                         {"_", "_"},
                                                         {"&", "&"},
                                                         {"setminus", "∖"},
                                                         {"wedge", "∧"},
                                                         {"vee", "∨"},
                                                         {"perp", "⊥"},
                                                         {"succ", "≻"},
                                                         {"prec", "≺"},
                                                         {"succeq", "⪰"},
                                                         {"preceq", "⪯"},
                                                         {"backslash", "\\"},
                                                         {"#", "#"},
                                                         {"Longrightarrow", "⟹"},
                                                         {"lesssim", "≲"},
                                                         {"gtrsim", "≳"},
                                                         {"downarrow", "↓"},
                                                         {"uparrow", "↑"},
                                                         {"Leftrightarrow", "⇔"},
                                                         {"leftrightarrow", "↔"},
                                                         {"bmod", "mod"},
                                                         {"longrightarrow", "⟶"}};

constexpr std::string_view kFunctions[] = {"max",  "min",    "log",    "ln",  "exp",  "det", "dim",
                                           "ker",  "lim",    "sup",    "inf", "arg",  "Pr",  "tr",
                                           "diag", "argmax", "argmin", "deg", "tanh", "cos", "sin"};
constexpr std::string_view kLimits[] = {"∑",   "∏",   "max",    "min",   "lim",
                                        "sup", "inf", "argmax", "argmin"};

// Spaces in em.
const std::map<std::string_view, const char*> kSpaces{{"quad", "1"}, {"qquad", "2"}, {",", "0.17"},
                                                      {":", "0.22"}, {";", "0.28"},  {" ", "0.33"},
                                                      {"!", "-0.17"}};

/// Thrown when a formula leaves the subset; never escapes this file.
struct Unsupported {};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  for (const auto& known : names) {
    if (known == name) return true;
  }
  return false;
}

// Recursive descent over the source.
class Converter {
 public:
  explicit Converter(std::string_view source) : rest_(source) {}

  std::string whole() {
    const std::string body = row('\0');
    if (!rest_.empty()) throw Unsupported();
    return body;
  }

 private:
  static constexpr int kDeepest = 60;

  // Everything up to `closing` ('\0': the end; ')' stands for \right).
  std::string row(char closing) {
    if (++depth_ > kDeepest) throw Unsupported();
    std::string body;
    for (;;) {
      skip_spaces();
      if (rest_.empty()) {
        if (closing != '\0') throw Unsupported();
        break;
      }
      if (closing == '}' && rest_.front() == '}') {
        rest_.remove_prefix(1);
        break;
      }
      if (closing == ')' && rest_.starts_with("\\right") && !rest_.starts_with("\\rightarrow"))
        break;
      body += scripted();
    }
    --depth_;
    return body;
  }

  void skip_spaces() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n'))
      rest_.remove_prefix(1);
  }

  // An atom with its sub- and superscripts.
  std::string scripted() {
    bool limits = false;
    const std::string base = atom(limits);
    std::string sub, super, primes;
    for (;;) {
      skip_spaces();
      if (rest_.empty()) break;
      if (rest_.front() == '\'') {
        rest_.remove_prefix(1);
        primes += "′";
      } else if (rest_.front() == '_' && sub.empty()) {
        rest_.remove_prefix(1);
        sub = argument();
      } else if (rest_.front() == '^' && super.empty()) {
        rest_.remove_prefix(1);
        super = argument();
      } else {
        break;
      }
    }
    if (!primes.empty()) super = "<mrow><mo>" + primes + "</mo>" + super + "</mrow>";
    return with_scripts(base, sub, super, limits);
  }

  static std::string with_scripts(const std::string& base, const std::string& sub,
                                  const std::string& super, bool limits) {
    const std::string inner = base + sub + super;
    if (sub.empty() && super.empty()) return base;
    if (super.empty()) return limits ? wrap("munder", inner) : wrap("msub", inner);
    if (sub.empty()) return wrap("msup", inner);
    return limits ? wrap("munderover", inner) : wrap("msubsup", inner);
  }

  static std::string wrap(const char* name, const std::string& inner) {
    return fmt::format("<{0}>{1}</{0}>", name, inner);
  }

  // A braced group or a single atom, as one element.
  std::string argument() {
    skip_spaces();
    if (rest_.empty()) throw Unsupported();
    if (rest_.front() == '{') {
      rest_.remove_prefix(1);
      return wrap("mrow", row('}'));
    }
    if (rest_.front() >= '0' && rest_.front() <= '9') {
      const std::string digit(1, rest_.front());
      rest_.remove_prefix(1);
      return wrap("mn", digit);
    }
    bool limits = false;
    return atom(limits);
  }

  std::string atom(bool& limits) {
    if (++depth_ > kDeepest) throw Unsupported();
    std::string element;
    const char c = rest_.front();
    if (c == '\\') {
      element = command(limits);
    } else if (c == '{') {
      element = argument();
    } else if ((c >= '0' && c <= '9') ||
               (c == '.' && rest_.size() > 1 && rest_[1] >= '0' && rest_[1] <= '9')) {
      element = number();
    } else {
      rest_.remove_prefix(1);
      element = character(c);
    }
    --depth_;
    return element;
  }

  std::string number() {
    std::size_t end = 0;
    while (end < rest_.size() && ((rest_[end] >= '0' && rest_[end] <= '9') ||
                                  (rest_[end] == '.' && end + 1 < rest_.size() &&
                                   rest_[end + 1] >= '0' && rest_[end + 1] <= '9'))) {
      ++end;
    }
    const std::string digits(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return wrap("mn", digits);
  }

  static std::string character(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return wrap("mi", std::string(1, c));
    if (c == '-') return "<mo>−</mo>";
    if (c == '~') return "<mspace width=\"0.33em\"/>";
    // Bars come in pairs whose sides are not known here; they must not stretch with what follows.
    if (c == '|') return "<mo stretchy=\"false\">|</mo>";
    if (std::string_view("+=<>,;:!()[]/*.").find(c) == std::string_view::npos) throw Unsupported();
    if (std::string_view("()[]").find(c) != std::string_view::npos) {
      return fmt::format("<mo stretchy=\"false\">{}</mo>", c);
    }
    return wrap("mo", xml_escaped(std::string(1, c)));
  }

  std::string command_name() {
    rest_.remove_prefix(1);
    if (rest_.empty()) throw Unsupported();
    std::size_t end = 0;
    auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (end < rest_.size() && letter(rest_[end])) ++end;
    if (end == 0) end = 1;
    std::string name(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return name;
  }

  std::string command(bool& limits) {
    const std::string name = command_name();
    if (const auto found = kIdentifiers.find(name); found != kIdentifiers.end()) {
      return wrap("mi", found->second);
    }
    if (const auto found = kOperators.find(name); found != kOperators.end()) {
      limits = is_one_of(found->second, kLimits);
      const bool bar = name == "lVert" || name == "rVert" || name == "|" || name == "Vert" ||
                       name == "lvert" || name == "rvert" || name == "vert";
      return bar ? fmt::format("<mo stretchy=\"false\">{}</mo>", found->second)
                 : wrap("mo", xml_escaped(found->second));
    }
    if (const auto found = kSpaces.find(name); found != kSpaces.end()) {
      return fmt::format("<mspace width=\"{}em\"/>", found->second);
    }
    if (is_one_of(name, kFunctions)) {
      limits = is_one_of(name, kLimits);
      return limits ? wrap("mi", name)
                    : wrap("mrow", wrap("mi", name) + "<mspace width=\"0.1em\"/>");
    }
    return structure(name, limits);
  }

  std::string structure(const std::string& name, bool& limits) {
    if (name == "frac" || name == "tfrac" || name == "dfrac") {
      const std::string top = argument();
      return wrap("mfrac", top + argument());
    }
    if (name == "binom" || name == "tbinom" || name == "dbinom") return binomial();
    if (name == "sqrt") return wrap("msqrt", argument());
    if (name == "mathrel") return argument();
    if (name == "stackrel") {
      const std::string above = argument();
      return wrap("mover", argument() + above);
    }
    if (name == "text" || name == "mathrm" || name == "operatorname" || name == "textrm") {
      limits = false;
      return (name == "operatorname" ? wrap("mi", raw_group()) : wrap("mtext", raw_group()));
    }
    if (name == "hat" || name == "tilde" || name == "bar" || name == "widetilde" ||
        name == "overline" || name == "widehat" || name == "vec" || name == "dot") {
      return accent(name);
    }
    if (name == "mathbb" || name == "mathbf" || name == "mathcal" || name == "boldsymbol" ||
        name == "bm") {
      return styled(name);
    }
    if (name == "left") return fenced();
    if (name == "begin") return matrix();
    if (name == "big" || name == "Big" || name == "bigl" || name == "bigr" || name == "Bigl" ||
        name == "Bigr" || name == "displaystyle" || name == "limits" || name == "middle") {
      return "";
    }
    throw Unsupported();
  }

  std::string binomial() {
    const std::string top = argument(), bottom = argument();
    return fmt::format("<mrow><mo>(</mo><mfrac linethickness=\"0\">{}{}</mfrac><mo>)</mo></mrow>",
                       top, bottom);
  }

  std::string accent(const std::string& name) {
    const char* mark = name == "hat" || name == "widehat"       ? "^"
                       : name == "tilde" || name == "widetilde" ? "~"
                       : name == "vec"                          ? "→"
                       : name == "dot"                          ? "˙"
                                                                : "¯";
    return fmt::format("<mover accent=\"true\">{}<mo>{}</mo></mover>", argument(), mark);
  }

  // Text between braces as it stands.
  std::string raw_group() {
    skip_spaces();
    if (rest_.empty() || rest_.front() != '{') throw Unsupported();
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) throw Unsupported();
    std::string text(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    if (text.find_first_of("\\{$") != std::string::npos) throw Unsupported();
    // MathML drops leading and trailing spaces.
    std::string kept;
    for (const char c : text) kept += c == ' ' ? "\u00a0" : std::string(1, c);
    return xml_escaped(kept);
  }

  std::string styled(const std::string& name) {
    const char* variant = name == "mathbb"    ? "double-struck"
                          : name == "mathcal" ? "script"
                                              : "bold";
    skip_spaces();
    if (rest_.empty()) throw Unsupported();
    if (rest_.front() == '\\')
      return fmt::format("<mrow mathvariant=\"bold\">{}</mrow>", argument());
    std::string text = rest_.front() == '{' ? std::string() : std::string(1, rest_.front());
    if (!text.empty()) {
      rest_.remove_prefix(1);
    } else {
      text = raw_group();
    }
    std::string out;
    for (const char c : text) out += styled_letter(variant, c);
    return wrap("mi", out);
  }

  // Browsers dropped mathvariant for anything but "normal": the letters of Unicode are used
  // instead.
  static std::string styled_letter(std::string_view variant, char c) {
    const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z',
               digit = c >= '0' && c <= '9';
    if (!upper && !lower && !digit) throw Unsupported();
    char32_t point = 0;
    if (variant == "bold") {
      point = upper ? 0x1D400 + (c - 'A') : lower ? 0x1D41A + (c - 'a') : 0x1D7CE + (c - '0');
    } else if (variant == "double-struck") {
      const std::map<char, char32_t> exceptions{{'C', 0x2102}, {'H', 0x210D}, {'N', 0x2115},
                                                {'P', 0x2119}, {'Q', 0x211A}, {'R', 0x211D},
                                                {'Z', 0x2124}};
      const auto found = exceptions.find(c);
      point = found != exceptions.end() ? found->second
              : upper                   ? 0x1D538 + (c - 'A')
              : lower                   ? 0x1D552 + (c - 'a')
                                        : 0x1D7D8 + (c - '0');
    } else {
      const std::map<char, char32_t> exceptions{{'B', 0x212C}, {'E', 0x2130}, {'F', 0x2131},
                                                {'H', 0x210B}, {'I', 0x2110}, {'L', 0x2112},
                                                {'M', 0x2133}, {'R', 0x211B}};
      const auto found = exceptions.find(c);
      if (!upper) throw Unsupported();
      point = found != exceptions.end() ? found->second : 0x1D49C + (c - 'A');
    }
    return fmt::format("&#x{:X};", static_cast<std::uint32_t>(point));
  }

  // \begin{pmatrix} a & b \\ c & d \end{pmatrix}; entries may not hold matrices themselves.
  std::string matrix() {
    const std::string kind = raw_group();
    if (kind != "pmatrix" && kind != "bmatrix" && kind != "matrix") throw Unsupported();
    const std::string end = "\\end{" + kind + "}";
    const std::size_t stop = rest_.find(end);
    if (stop == std::string_view::npos) throw Unsupported();
    std::string_view body = rest_.substr(0, stop);
    rest_.remove_prefix(stop + end.size());
    std::string table = "<mtable><mtr><mtd>";
    std::size_t start = 0;
    for (std::size_t k = 0; k <= body.size(); ++k) {
      const bool new_row = body.substr(k).starts_with("\\\\");
      if (k < body.size() && body[k] != '&' && !new_row) continue;
      table += wrap("mrow", Converter(body.substr(start, k - start)).whole()) + "</mtd>";
      if (k < body.size()) table += new_row ? "</mtr><mtr><mtd>" : "<mtd>";
      if (new_row) ++k;
      start = k + 1;
    }
    table += "</mtr></mtable>";
    if (kind == "matrix") return table;
    return fmt::format("<mrow><mo>{}</mo>{}<mo>{}</mo></mrow>", kind == "pmatrix" ? "(" : "[",
                       table, kind == "pmatrix" ? ")" : "]");
  }

  // \left( ... \right)
  std::string fenced() {
    const std::string open = delimiter();
    const std::string inner = row(')');
    if (!rest_.starts_with("\\right")) throw Unsupported();
    rest_.remove_prefix(6);
    return wrap("mrow", open + inner + delimiter());
  }

  std::string delimiter() {
    skip_spaces();
    if (rest_.empty()) throw Unsupported();
    if (rest_.front() == '.') {
      rest_.remove_prefix(1);
      return "";
    }
    if (rest_.front() == '\\') {
      const auto found = kOperators.find(command_name());
      if (found == kOperators.end()) throw Unsupported();
      return wrap("mo", xml_escaped(found->second));
    }
    const char c = rest_.front();
    if (std::string_view("()[]|").find(c) == std::string_view::npos) throw Unsupported();
    rest_.remove_prefix(1);
    return wrap("mo", std::string(1, c));
  }

  std::string_view rest_;
  int depth_ = 0;
};

}  // namespace

std::optional<std::string> mathml(std::string_view latex) {
  if (latex.empty()) return std::nullopt;
  try {
    return fmt::format("<math display=\"block\" alttext=\"{}\"><mrow>{}</mrow></math>",
                       xml_escaped(latex), Converter(latex).whole());
  } catch (const Unsupported&) {
    return std::nullopt;
  }
}

std::optional<std::string> inline_mathml(std::string_view latex) {
  if (latex.empty()) return std::nullopt;
  try {
    return fmt::format("<math alttext=\"{}\"><mrow>{}</mrow></math>", xml_escaped(latex),
                       Converter(latex).whole());
  } catch (const Unsupported&) {
    return std::nullopt;
  }
}

}  // namespace lemmascope::report
