// lemmascope merge: join the shards of a run or of a sweep.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/outcome.hpp"
#include "reports/cli/sweep_commands.hpp"
#include "reports/model/events.hpp"
#include "reports/model/output_folder.hpp"
#include "reports/sweep/sweep_events.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

std::string events_file(const std::string& path) {
  return std::filesystem::is_directory(path) ? path + "/events.jsonl" : path;
}

// What must agree between shards, and with this program.
void require_same_run(const json& first, const json& other, const std::string& file) {
  for (const char* key :
       {"schema", "version", "commit", "dirty", "profile", "seed", "request", "claims"}) {
    require(first.value(key, json()) == other.value(key, json()),
            fmt::format("{}: {} differs from the other shards: expected {}, found {}", file, key,
                        first.value(key, json()).dump(), other.value(key, json()).dump()));
  }
}

Shard shard_of(const json& header, const std::string& file) {
  try {
    return parse_shard(header.at("shard").get<std::string>());
  } catch (const PreconditionError&) {
    refuse(fmt::format("{}: shard: expected i/n with 1 <= i <= n, found {}", file,
                       header.at("shard").dump()));
  }
}

struct Joined {
  json header;
  int count = 0;
  std::map<std::string, claim::UnitResult> units;
};

Joined join(const std::vector<std::string>& folders) {
  Joined joined;
  std::set<int> seen;
  for (const std::string& folder : folders) {
    const std::string file = events_file(folder);
    Events events = read_events(file);
    require(!events.header.is_null(), fmt::format("{}: no events of a run", file));
    require(events.complete,
            fmt::format("{}: the shard is not complete; run it again to resume it", file));
    const Shard shard = shard_of(events.header, file);
    if (joined.header.is_null()) {
      joined.header = events.header;
      joined.count = shard.count;
    }
    require_same_run(joined.header, events.header, file);
    require(shard.count == joined.count,
            fmt::format("{}: shard {} among shards of {}", file, to_text(shard), joined.count));
    require(seen.insert(shard.index).second,
            fmt::format("{}: shard {} is there twice", file, to_text(shard)));
    for (auto& [key, result] : events.units) {
      require(joined.units.emplace(key, std::move(result)).second,
              fmt::format("{}: overlap: {} is in another shard as well", file, key));
    }
  }
  for (int k = 1; k <= joined.count; ++k) {
    require(seen.count(k) == 1, fmt::format("gap: shard {}/{} is missing", k, joined.count));
  }
  return joined;
}

std::vector<const claim::Claim*> claims_of(const json& header) {
  std::vector<const claim::Claim*> claims;
  for (const json& id : header.at("claims")) {
    claims.push_back(catalogue::find_claim(id.get<std::string>()));
    require(claims.back() != nullptr,
            "this program does not know the claim " + id.get<std::string>());
  }
  return claims;
}

// Digits, by the schema, but perhaps too many.
std::uint64_t seed_of(const json& header) {
  const auto text = header.at("seed").get<std::string>();
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  require(error == std::errc() && end == text.data() + text.size(),
          fmt::format("seed: expected a number of 64 bits, found {}", text));
  return seed;
}

RunRequest request_of(const json& header) {
  const json& request = header.at("request");
  RunRequest out;
  out.selectors = request.at("selectors").get<std::vector<std::string>>();
  out.tag = request.at("tag").get<std::string>();
  out.paper = request.at("paper").get<std::string>();
  out.require = claim::evidence_from(request.at("require").get<std::string>())
                    .value_or(claim::Evidence::none);
  out.proofs = request.value("proofs", false);
  return out;
}

}  // namespace

int merge(const MergeOptions& options, const Console& console) {
  if (holds_sweep(options.folders.front())) return merge_sweep(options, console);
  const Joined joined = join(options.folders);
  claim::RunContext context;
  context.profile = claim::profile_from(joined.header.at("profile").get<std::string>())
                        .value_or(claim::Profile::quick);
  context.seed = seed_of(joined.header);
  if (joined.header.at("request").contains("attack")) {
    context.attack_evaluations = joined.header.at("request").at("attack").get<std::int64_t>();
  }
  context.most_work = joined.header.at("request").value("most_work", claim::kMostWork);
  const auto claims = claims_of(joined.header);
  const RunRequest request = request_of(joined.header);
  // The header this program would have written: same version, same commit.
  require_same_run(run_header(claims, context, request, {}), joined.header, "this program");
  const OutputFolder folder(options.output, OutputFolder::Use::alone);
  const claim::UnitHooks hooks{[&](const claim::Unit& unit) -> std::optional<claim::UnitResult> {
                                 const auto found = joined.units.find(unit_key(unit));
                                 require(found != joined.units.end(),
                                         "gap: no shard has " + unit_key(unit));
                                 return found->second;
                               },
                               {}};
  if (!options.json) print_claim_header(console);
  const claim::RunResult run = claim::run_claims(
      claims, context,
      [&](const claim::ClaimResult& r) {
        if (!options.json) print_claim(r, request.require, console);
      },
      hooks);
  return write_outcome(run, request, options.output, options.json, console);
}

}  // namespace lemmascope::report
