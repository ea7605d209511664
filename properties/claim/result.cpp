#include "properties/claim/result.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "theory/numeric/require.hpp"

namespace lemmascope::claim {
namespace {

nlohmann::json to_json(const CaseFinding& f) {
  nlohmann::json json = to_json(f.finding);
  json["case"] = f.case_index;
  json["instance"] = f.instance;
  json["text"] = to_text(f.finding);
  return json;
}

Quantity quantity_from(const nlohmann::json& json) {
  Quantity q;
  const auto kind = json.at("kind").get<std::string>();
  q.value = json.at("value").get<std::string>();
  const auto& approximate = json.at("approximate");
  q.approximate =
      approximate.is_null() ? std::numeric_limits<double>::quiet_NaN() : approximate.get<double>();
  auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
  if (kind == "rational") {
    q.kind = Quantity::Kind::rational;
  } else if (kind == "ball") {
    q.kind = Quantity::Kind::ball;
    q.detail = text("radius");
    q.second_detail = std::to_string(json.at("bits").get<int>());
  } else if (kind == "real") {
    q.kind = Quantity::Kind::real;
    q.second_detail = std::to_string(json.at("bits").get<int>());
  } else if (kind == "f64") {
    q.kind = Quantity::Kind::f64;
    q.detail = text("hex");
  } else {
    require(kind == "proportion", "unknown kind of number '" + kind + "'");
    q.kind = Quantity::Kind::proportion;
    q.detail = text("lower");
    q.second_detail = text("upper");
  }
  return q;
}

// Names of sites must outlive them: each is kept once, for good.
const char* kept_name(const std::string& name) {
  static std::mutex guard;
  static std::set<std::string> names;
  const std::lock_guard lock(guard);
  return names.insert(name).first->c_str();
}

// End of the integer written at `start`, when ", " or the end of the text follows it.
std::optional<std::size_t> end_of_value(const std::string& text, std::size_t start) {
  std::size_t end = start + (start < text.size() && text[start] == '-' ? 1 : 0);
  const std::size_t digits = end;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  const bool closed =
      end == text.size() || (text.compare(end, 2, ", ") == 0 && end + 2 < text.size());
  return end > digits && end - digits < 10 && closed ? std::optional(end) : std::nullopt;
}

// "i=3, j=1". A name may hold commas and signs of its own ("before, limit, query=1"): a coordinate
// ends at the first integer that a comma or the end follows.
Site site_from(const std::string& text) {
  Site site;
  std::size_t slot = 0, start = 0;
  for (std::size_t sign = text.find('='); sign != std::string::npos;
       sign = text.find('=', sign + 1)) {
    const auto end = end_of_value(text, sign + 1);
    if (!end) continue;
    require(slot < site.coordinates.size(), "unreadable site '" + text + "'");
    site.coordinates[slot++] = {kept_name(text.substr(start, sign - start)),
                                std::stoi(text.substr(sign + 1, *end - sign - 1))};
    start = std::min(*end + 2, text.size());
  }
  require(start == text.size(), "unreadable site '" + text + "'");
  return site;
}

Op op_from(const std::string& text) {
  for (const Op op : {Op::equal, Op::less, Op::less_equal, Op::greater, Op::greater_equal}) {
    if (to_text(op) == text) return op;
  }
  refuse("unknown relation '" + text + "'");
}

Finding relation_from(const nlohmann::json& json) {
  return {site_from(json.at("site").get<std::string>()), quantity_from(json.at("lhs")),
          op_from(json.at("op").get<std::string>()), quantity_from(json.at("rhs")),
          quantity_from(json.at("margin"))};
}

std::optional<CaseFinding> finding_from(const nlohmann::json& result, const char* key) {
  if (!result.contains(key)) return std::nullopt;
  const auto& json = result.at(key);
  return CaseFinding{json.at("case").get<std::int64_t>(), json.at("instance").get<std::string>(),
                     relation_from(json)};
}

std::optional<ValuesCompared> compared_from(const nlohmann::json& result) {
  if (!result.contains("values")) return std::nullopt;
  const auto& json = result.at("values");
  ValuesCompared compared;
  compared.cases = json.at("cases").get<std::int64_t>();
  compared.values = json.at("compared").get<std::int64_t>();
  compared.too_large = json.value("too_large", std::int64_t{0});
  compared.largest_difference = json.value("largest_difference", "");
  compared.none_because = json.value("none_because", "");
  return compared;
}

std::optional<Sharpness> sharpness_from(const nlohmann::json& result) {
  if (!result.contains("sharpness")) return std::nullopt;
  const auto& json = result.at("sharpness");
  return Sharpness{json.at("relations").get<std::int64_t>(),
                   json.at("degenerate").get<std::int64_t>(),
                   json.at("largest_ratio").get<double>()};
}

std::optional<AttackRecord> attack_from(const nlohmann::json& result) {
  if (!result.contains("attack")) return std::nullopt;
  const auto& json = result.at("attack");
  AttackRecord r;
  r.evaluations = json.at("evaluations").get<std::int64_t>();
  r.charts = json.at("charts").get<std::int64_t>();
  r.restarts = json.at("restarts").get<std::int64_t>();
  r.outside = json.at("outside").get<std::int64_t>();
  r.undecided = json.at("undecided").get<std::int64_t>();
  r.threw = json.value("threw", std::int64_t{0});
  r.first_thrown = json.value("first_thrown", "");
  r.found = json.at("found").get<bool>();
  if (json.contains("nearest")) {
    const auto& nearest = json.at("nearest");
    r.smallest_margin = nearest.at("relative_margin").get<double>();
    r.chart = nearest.at("chart").get<std::string>();
    r.summary = nearest.at("summary").get<std::string>();
    r.instance = std::make_shared<const nlohmann::json>(nearest.at("instance"));
    if (nearest.contains("relation")) r.nearest = relation_from(nearest.at("relation"));
  }
  if (json.contains("slack")) {
    r.slack = json.at("slack").at("value").get<double>();
    r.slack_of = json.at("slack").at("hypothesis").get<std::string>();
  }
  return r;
}

std::optional<TwinStrength> strength_from(const nlohmann::json& result) {
  if (!result.contains("strength")) return std::nullopt;
  const auto& json = result.at("strength");
  return TwinStrength{json.at("cases").get<std::int64_t>(), json.at("violated").get<std::int64_t>(),
                      json.at("without_scale").get<std::int64_t>(),
                      json.at("median_violation").get<double>()};
}

template <class Word>
Word known(std::optional<Word> word, const std::string& text) {
  require(word.has_value(), "unknown word '" + text + "'");
  return *word;
}

CheckResult parsed_check(const nlohmann::json& json) {
  CheckResult r;
  r.name = json.at("name").get<std::string>();
  r.domain = json.at("domain").get<std::string>();
  const auto evidence = json.at("evidence").get<std::string>(),
             verdict = json.at("verdict").get<std::string>();
  r.evidence = known(evidence_from(evidence), evidence);
  r.verdict = known(verdict_from(verdict), verdict);
  const auto scope = json.at("scope").get<std::string>();
  r.scope = known(scope_from(scope), scope);
  r.reason = json.at("reason").get<std::string>();
  const auto& cases = json.at("cases");
  r.tried = cases.at("tried").get<std::int64_t>();
  r.met = cases.at("met").get<std::int64_t>();
  r.relations = cases.at("relations").get<std::int64_t>();
  r.excluded = cases.at("excluded").get<std::map<std::string, std::int64_t>>();
  r.tightest = finding_from(json, "tightest");
  r.failing = finding_from(json, "failing");
  if (json.contains("witness"))
    r.witness = std::make_shared<const nlohmann::json>(json.at("witness"));
  if (json.contains("measured"))
    r.measured = std::make_shared<const nlohmann::json>(json.at("measured"));
  if (json.contains("sample")) r.sample = std::make_shared<const nlohmann::json>(json.at("sample"));
  r.compared = compared_from(json);
  r.sharpness = sharpness_from(json);
  r.strength = strength_from(json);
  r.attack = attack_from(json);
  r.digest = json.value("digest", "");
  r.contradiction = json.contains("contradiction");
  return r;
}

std::string_view name(Twin::Kind kind) { return kind == Twin::Kind::wrong ? "wrong" : "control"; }

}  // namespace

namespace {

nlohmann::json to_json(const Place& place) {
  nlohmann::json json = {{"file", place.file}};
  if (place.line > 0) json["line"] = place.line;
  return json;
}

nlohmann::json to_json(const ValuesCompared& compared) {
  nlohmann::json json = {{"cases", compared.cases}, {"compared", compared.values}};
  if (compared.too_large > 0) json["too_large"] = compared.too_large;
  if (compared.values > 0) json["largest_difference"] = compared.largest_difference;
  if (!compared.none_because.empty()) json["none_because"] = compared.none_because;
  return json;
}

nlohmann::json to_json(const AttackRecord& r) {
  nlohmann::json json = {{"evaluations", r.evaluations}, {"charts", r.charts},
                         {"restarts", r.restarts},       {"outside", r.outside},
                         {"undecided", r.undecided},     {"found", r.found}};
  if (r.threw > 0) {
    json["threw"] = r.threw;
    json["first_thrown"] = r.first_thrown;
  }
  if (r.smallest_margin) {
    json["nearest"] = {{"relative_margin", *r.smallest_margin},
                       {"chart", r.chart},
                       {"summary", r.summary},
                       {"instance", *r.instance}};
    if (r.nearest) json["nearest"]["relation"] = to_json(*r.nearest);
  }
  if (r.slack) json["slack"] = {{"value", *r.slack}, {"hypothesis", r.slack_of}};
  return json;
}

nlohmann::json to_json(const std::vector<Reference>& references) {
  nlohmann::json list = nlohmann::json::array();
  for (const Reference& reference : references) {
    list.push_back(to_json(reference.place));
    list.back()["symbol"] = reference.symbol;
  }
  return list;
}

// {"law": {file, line}, "mathematics": [{symbol, file, line}, …], "test": […]}; what is not known
// is left out.
nlohmann::json to_json(const Code& code) {
  nlohmann::json json = nlohmann::json::object();
  if (!code.law.file.empty()) json["law"] = to_json(code.law);
  if (!code.mathematics.empty()) json["mathematics"] = to_json(code.mathematics);
  if (!code.tests.empty()) json["test"] = to_json(code.tests);
  return json;
}

}  // namespace

namespace {

// Who broke the law: a check of its domains, the attack, or both.
nlohmann::json finders(const ClaimResult& r) {
  const auto broke = [](const CheckResult& check) { return check.verdict == Verdict::refuted; };
  nlohmann::json found = nlohmann::json::array();
  if (std::any_of(r.checks.begin(), r.checks.end(), broke)) found.push_back("family");
  if (r.attack && broke(*r.attack)) found.push_back("attack");
  return found;
}

}  // namespace

nlohmann::json record_json(const Claim& claim) {
  nlohmann::json hypotheses = nlohmann::json::array();
  for (const auto& h : claim.hypotheses) {
    hypotheses.push_back({{"name", h.name}, {"statement", h.statement}});
  }
  nlohmann::json twins = nlohmann::json::array();
  for (const auto& t : claim.twins) twins.push_back({{"name", t.name}, {"kind", name(t.kind)}});
  nlohmann::json record = {
      {"id", claim.id},
      {"statement", claim.statement},
      {"latex", claim.latex},
      {"source", {{"paper", claim.source.paper}, {"where", claim.source.where}}},
      {"formal", claim.formal},
      {"divergence", claim.divergence},
      {"uncertain", claim.uncertain},
      {"hypotheses", hypotheses},
      {"uses", claim.uses},
      {"tags", claim.tags},
      {"expected", to_text(claim.expected)},
      {"confirmation", claim.confirmation},
      {"code", to_json(claim.code)},
      {"twins", twins}};
  auto add = [&record](const char* key, const std::string& text) {
    if (!text.empty()) record[key] = text;
  };
  if (is_attacked(claim)) {
    record["attack_effort"] = {{"quick", claim.attack_effort.quick},
                               {"pr", claim.attack_effort.pr},
                               {"nightly", claim.attack_effort.nightly}};
  }
  add("formerly", claim.formerly);
  add("values_route", claim.values_route);
  add("values_uncompared", claim.values_uncompared);
  add("tautology", claim.tautology);
  if (!claim.proved_by.theorems.empty()) {
    record["proved_by"] = {{"theorems", claim.proved_by.theorems},
                           {"differs", claim.proved_by.differs}};
  }
  if (!claim.proved_in_part.empty()) record["proved_in_part"] = claim.proved_in_part;
  return record;
}

nlohmann::json to_json(const CheckResult& r) {
  nlohmann::json json = {
      {"name", r.name},
      {"domain", r.domain},
      {"evidence", to_text(r.evidence)},
      {"scope", to_text(r.scope)},
      {"verdict", to_text(r.verdict)},
      {"reason", r.reason},
      {"cases",
       {{"tried", r.tried}, {"met", r.met}, {"relations", r.relations}, {"excluded", r.excluded}}}};
  if (r.tightest) json["tightest"] = to_json(*r.tightest);
  if (r.failing) json["failing"] = to_json(*r.failing);
  if (r.witness) json["witness"] = *r.witness;
  if (r.measured) json["measured"] = *r.measured;
  if (r.contradiction) json["contradiction"] = true;
  if (r.compared) json["values"] = to_json(*r.compared);
  if (r.sharpness) {
    json["sharpness"] = {{"relations", r.sharpness->relations},
                         {"degenerate", r.sharpness->degenerate},
                         {"largest_ratio", r.sharpness->largest_ratio}};
  }
  if (r.strength) {
    json["strength"] = {{"cases", r.strength->cases},
                        {"violated", r.strength->violated},
                        {"without_scale", r.strength->without_scale},
                        {"median_violation", r.strength->median_violation}};
  }
  if (!r.digest.empty()) json["digest"] = r.digest;
  if (r.attack) json["attack"] = to_json(*r.attack);
  if (r.sample) json["sample"] = *r.sample;
  return json;
}

CheckResult check_result_from_json(const nlohmann::json& json) {
  try {
    return parsed_check(json);
  } catch (const nlohmann::json::exception&) {
    refuse("not the result of a check: a member is missing or of another type");
  }
}

nlohmann::json to_json(const ClaimResult& r) {
  nlohmann::json json = record_json(*r.claim);
  json["expected"] = to_text(expected_of(r));
  json["verdict"] = to_text(r.verdict);
  json["evidence"] = to_text(r.evidence);
  json["scope"] = to_text(r.scope);
  json["reason"] = r.reason;
  json["as_expected"] = r.as_expected;
  json["contradiction"] = r.contradiction;
  json["path"] = {{"evidence", to_text(r.path.evidence)},
                  {"scope", to_text(r.path.scope)},
                  {"weakest_link", r.path.weakest_link}};
  json["checks"] = nlohmann::json::array();
  for (const auto& check : r.checks) json["checks"].push_back(to_json(check));
  if (r.proof) json["proof"] = to_json(*r.proof);
  json["example"] = to_json(r.example);
  if (r.attack) json["attack"] = to_json(*r.attack);
  const nlohmann::json found_by = finders(r);
  if (!found_by.empty()) json["found_by"] = found_by;
  json["twins"] = nlohmann::json::array();
  for (const auto& twin : r.twins) {
    json["twins"].push_back({{"name", twin.name},
                             {"kind", name(twin.kind)},
                             {"caught", twin.caught},
                             {"result", to_json(twin.result)}});
  }
  return json;
}

}  // namespace lemmascope::claim
