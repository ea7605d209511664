#include "properties/claim/verdict.hpp"

#include <array>
#include <utility>

namespace lemmascope::claim {
namespace {

template <class Enum, std::size_t n>
std::optional<Enum> find(const std::array<Enum, n>& all, std::string_view text) {
  for (Enum value : all) {
    if (to_text(value) == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::refuted:
      return "refuted";
    case Verdict::suspect:
      return "suspect";
    case Verdict::undecided:
      return "undecided";
    case Verdict::skipped:
      return "skipped";
    case Verdict::error:
      return "error";
  }
  return "error";
}

std::string_view to_text(Evidence evidence) {
  switch (evidence) {
    case Evidence::none:
      return "none";
    case Evidence::statistical:
      return "statistical";
    case Evidence::precise:
      return "precise";
    case Evidence::interval:
      return "interval";
    case Evidence::exact:
      return "exact";
    case Evidence::machine_checked:
      return "machine-checked";
  }
  return "none";
}

std::string_view to_text(Scope scope) {
  switch (scope) {
    case Scope::instance:
      return "instance";
    case Scope::sample:
      return "sample";
    case Scope::family:
      return "family";
    case Scope::region:
      return "region";
    case Scope::universal:
      return "universal";
  }
  return "instance";
}

std::string_view to_text(Profile profile) {
  switch (profile) {
    case Profile::quick:
      return "quick";
    case Profile::pr:
      return "pr";
    case Profile::nightly:
      return "nightly";
  }
  return "quick";
}

std::string_view mark(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "✔";
    case Verdict::refuted:
      return "✘";
    case Verdict::suspect:
      return "⚠";
    case Verdict::undecided:
      return "?";
    case Verdict::skipped:
      return "–";
    case Verdict::error:
      return "!";
  }
  return "!";
}

char code(Evidence evidence) {
  switch (evidence) {
    case Evidence::none:
      return 'N';
    case Evidence::statistical:
      return 'S';
    case Evidence::precise:
      return 'P';
    case Evidence::interval:
      return 'I';
    case Evidence::exact:
      return 'E';
    case Evidence::machine_checked:
      return 'M';
  }
  return 'N';
}

std::optional<Verdict> verdict_from(std::string_view text) {
  return find(std::array{Verdict::holds, Verdict::refuted, Verdict::suspect, Verdict::undecided,
                         Verdict::skipped, Verdict::error},
              text);
}

std::optional<Evidence> evidence_from(std::string_view text) {
  return find(std::array{Evidence::none, Evidence::statistical, Evidence::precise,
                         Evidence::interval, Evidence::exact, Evidence::machine_checked},
              text);
}

std::optional<Scope> scope_from(std::string_view text) {
  return find(
      std::array{Scope::instance, Scope::sample, Scope::family, Scope::region, Scope::universal},
      text);
}

std::optional<Profile> profile_from(std::string_view text) {
  return find(std::array{Profile::quick, Profile::pr, Profile::nightly}, text);
}

}  // namespace lemmascope::claim
