#include "properties/claim/registry.hpp"

#include <fnmatch.h>

#include <algorithm>

#include "properties/claim/nearest_name.hpp"
#include "properties/claim/registered.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {
namespace {

// Every id once, and every used claim registered before its user, so that a run in this order has the
// dependencies' results at hand and no cycle can exist.
std::vector<Claim> checked(std::vector<Claim> claims) {
  for (std::size_t i = 0; i < claims.size(); ++i) {
    auto earlier = [&](const std::string& id) {
      return std::any_of(claims.begin(), claims.begin() + static_cast<std::ptrdiff_t>(i),
                         [&](const Claim& c) { return c.id == id; });
    };
    require(!earlier(claims[i].id), "claim " + claims[i].id + " is registered twice");
    for (const auto& used : claims[i].uses) {
      require(earlier(used), "claim " + claims[i].id + " uses " + used +
                                 ", which is not registered before it");
    }
  }
  return claims;
}

}  // namespace

const std::vector<Claim>& every_claim() {
  static const std::vector<Claim> claims = checked(registered_claims());
  return claims;
}

const Claim* find_claim(std::string_view id) {
  for (const Claim& claim : every_claim()) {
    if (claim.id == id) return &claim;
  }
  return nullptr;
}

std::vector<const Claim*> select_claims(const std::vector<std::string>& globs, std::string_view tag,
                                        std::string_view paper) {
  std::vector<const Claim*> selected;
  for (const Claim& claim : every_claim()) {
    const bool matches =
        globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
          return fnmatch(glob.c_str(), claim.id.c_str(), 0) == 0;
        });
    const bool has_tag = tag.empty() || std::find(claim.tags.begin(), claim.tags.end(), tag) !=
                                            claim.tags.end();
    const bool has_paper = paper.empty() || claim.source.paper.find(paper) != std::string::npos;
    if (matches && has_tag && has_paper) selected.push_back(&claim);
  }
  return selected;
}

std::string nearest_claim(std::string_view id) {
  std::vector<std::string> ids;
  for (const Claim& claim : every_claim()) ids.push_back(claim.id);
  return nearest_name(id, ids);
}

}  // namespace lemmascope::claim
