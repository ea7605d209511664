#include "properties/claim/domain.hpp"

namespace lemmascope::claim {
namespace {

// FNV-1a over text, then SplitMix64 to spread it: fixed functions, so keys never change between
// builds.
std::uint64_t fnv_hash(std::string_view text, std::uint64_t hash) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

std::uint64_t split_mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

CaseKey case_key(std::uint64_t root_seed, std::string_view claim, std::string_view domain,
                 std::int64_t index) {
  constexpr std::uint64_t kOffset = 0xcbf29ce484222325ULL;
  const std::uint64_t claim_hash = fnv_hash(claim, kOffset);
  const std::uint64_t domain_hash = fnv_hash(domain, claim_hash ^ 0x2f);
  return {split_mix(root_seed), split_mix(claim_hash), split_mix(domain_hash),
          split_mix(static_cast<std::uint64_t>(index))};
}

}  // namespace lemmascope::claim
