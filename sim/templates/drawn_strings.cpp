#include "sim/templates/drawn_strings.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

void require_law(const StringLaw& law) {
  require(!law.templates.empty(), "expected at least one template");
  require(1 <= law.symbols && law.symbols <= 100,
          fmt::format("expected 1 to 100 symbols, found {}", law.symbols));
  std::vector<Symbols> patterns;
  for (const Symbols& letters : law.templates) {
    require(letters.size() == law.templates.front().size(),
            "expected templates of one length, such as aa,ab");
    require(distinct_symbols(letters) <= law.symbols,
            fmt::format("expected at least as many symbols as '{}' has letters, found {}",
                        template_text(letters), law.symbols));
    patterns.push_back(renamed(letters));
    require(std::count(patterns.begin(), patterns.end(), patterns.back()) == 1,
            fmt::format("expected different templates, found '{}' twice", template_text(letters)));
  }
}

DrawnString draw_string(const StringLaw& law, Pool pool, const sim::StreamKey& key,
                        std::uint64_t index) {
  sim::Stream stream(key, index);
  DrawnString drawn;
  drawn.template_number =
      static_cast<int>(stream.next_below(static_cast<std::uint32_t>(law.templates.size())));
  const Symbols names = renamed(law.templates[static_cast<std::size_t>(drawn.template_number)]);
  std::vector<int> chosen;  // ascending, for the places left
  std::vector<int> symbol_of;
  for (int wildcard = 0; wildcard < distinct_symbols(names); ++wildcard) {
    int place =
        static_cast<int>(stream.next_below(static_cast<std::uint32_t>(law.symbols - wildcard)));
    for (const int taken : chosen) place += place >= taken ? 1 : 0;
    chosen.insert(std::lower_bound(chosen.begin(), chosen.end(), place), place);
    symbol_of.push_back(place + (pool == Pool::unseen ? law.symbols : 0));
  }
  for (const int name : names) drawn.symbols.push_back(symbol_of[static_cast<std::size_t>(name)]);
  return drawn;
}

}  // namespace lemmascope::templates
