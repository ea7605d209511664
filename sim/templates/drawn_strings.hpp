// Random strings of templates over two pools of symbols: one to train on and one that no training
// ever shows.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/random/stream.hpp"
#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// Which symbols wildcards stand for: 0, …, symbols - 1, or symbols, …, 2 symbols - 1.
enum class Pool { seen, unseen };

/// A template drawn uniformly and its wildcards replaced by different symbols of one pool, all
/// choices of them equally likely. A symbol is its own token.
struct StringLaw {
  std::vector<Symbols>
      templates;     ///< of one length; wildcards by number, as parse_template has them
  int symbols = 32;  ///< of each pool

  int length() const { return static_cast<int>(templates.front().size()); }
  int tokens() const { return 2 * symbols; }
};

/// Throws PreconditionError without a template, on templates of different lengths or the same
/// pattern, on more wildcards than a pool has symbols, and on more than 100 symbols.
void require_law(const StringLaw& law);

struct DrawnString {
  int template_number = 0;
  Symbols symbols;  ///< one a position
};

/// The string of stream `index`: the same template and the same places within the pool for both
/// pools.
DrawnString draw_string(const StringLaw& law, Pool pool, const sim::StreamKey& key,
                        std::uint64_t index);

}  // namespace lemmascope::templates
