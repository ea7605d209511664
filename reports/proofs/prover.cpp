#include "reports/proofs/prover.hpp"

#include <fmt/format.h>

#include <exception>
#include <future>
#include <regex>
#include <set>
#include <stdexcept>

#include "reports/proofs/compiled.hpp"
#include "reports/proofs/coq.hpp"

namespace lemmascope::report {
namespace {

using claim::Certificate;
using claim::CheckResult;
using claim::Claim;
using claim::Verdict;

// The definitions of the k-th certificate, its diagnosis.
std::string block(std::size_t k, const Certificate& c) {
  return fmt::format(
      "Definition instance_{0} : {1} :=\n  {2}.\nDefinition values_{0} : {3} :=\n  {4}%Q.\n"
      "Goal True. idtac \"certificate {0}\". Abort.\n"
      "Eval vm_compute in refused_{5} instance_{0} ({6}) values_{0}.\n",
      k, c.type, c.value, c.values_type, claim::in_coq(c.values), c.checker, c.tolerance);
}

std::string theorem(std::size_t k, const Certificate& c) {
  return fmt::format(
      "Theorem certificate_{0} : certifies_{1} instance_{0} ({2}) values_{0}.\n"
      "Proof. apply: {1}_certificate; vm_cast_no_check (erefl true). Qed.\n",
      k, c.checker, c.tolerance);
}

// One file for certificates of one module; the theorems come last, so that every diagnosis is
// printed.
std::string certificate_file(const std::vector<const Certificate*>& certificates) {
  const std::string& module = certificates.front()->module;
  const std::size_t dot = module.rfind('.');
  std::string text = fmt::format("From Lemmascope.{} Require Import {}.\n\n", module.substr(0, dot),
                                 module.substr(dot + 1));
  for (std::size_t k = 0; k < certificates.size(); ++k) text += block(k, *certificates[k]);
  for (std::size_t k = 0; k < certificates.size(); ++k) text += theorem(k, *certificates[k]);
  return text;
}

// "([::], [:: (0%N, 1%N, …)])" of every certificate, in order.
std::vector<std::string> diagnoses(const std::string& out) {
  std::vector<std::string> found;
  static const std::regex head(R"((^|\n)certificate \d+\n)");
  for (std::sregex_iterator at(out.begin(), out.end(), head), end; at != end;) {
    const auto begin = at->position() + at->length();
    ++at;
    const auto stop = at == end ? static_cast<std::ptrdiff_t>(out.size()) : at->position();
    std::string words = std::regex_replace(
        out.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(stop - begin)),
        std::regex(R"(\s+)"), " ");
    const std::size_t type = words.rfind(" : ");
    if (type != std::string::npos) words.resize(type);
    const std::size_t start = words.find_first_not_of("= ");
    found.push_back(start == std::string::npos ? "" : words.substr(start));
  }
  return found;
}

// "(0%N, 1%N" of a value: the diagnosis repeats it.
std::string indices_of(const std::string& value) { return value.substr(0, value.rfind(", ")); }

std::string refusal_of(const Certificate& c, const std::string& diagnosis) {
  std::string entries;
  for (std::size_t k = 0; k < c.values.size(); ++k) {
    if (diagnosis.find(indices_of(c.values[k]) + ",") == std::string::npos) continue;
    entries += (entries.empty() ? "" : "; ") + c.entries[k];
  }
  return fmt::format("{}{}(Coq: {})", entries.empty() ? "a hypothesis fails" : entries, " ",
                     diagnosis);
}

std::vector<Judgement> judge_module(const std::string& folder,
                                    const std::vector<const Certificate*>& certificates) {
  const Said said = ask_coq(folder, certificate_file(certificates));
  if (said.code == 0) return std::vector<Judgement>(certificates.size(), Judgement{true, ""});
  const std::vector<std::string> found = diagnoses(said.out);
  if (found.size() != certificates.size())
    throw std::runtime_error("Coq does not read the certificates: " + said.err.substr(0, 600));
  std::vector<Judgement> judgements(certificates.size());
  std::vector<const Certificate*> rest;
  for (std::size_t k = 0; k < found.size(); ++k) {
    judgements[k].accepted = found[k] == "([::], [::])";
    if (judgements[k].accepted) {
      rest.push_back(certificates[k]);
    } else {
      judgements[k].refusal = refusal_of(*certificates[k], found[k]);
    }
  }
  const bool consistent = rest.size() < certificates.size() &&
                          (rest.empty() || ask_coq(folder, certificate_file(rest)).code == 0);
  if (!consistent)
    throw std::runtime_error("no entry is wrong, yet Coq refuses: " + said.err.substr(0, 600));
  return judgements;
}

std::string names_of(const std::vector<std::string>& theorems) {
  std::string names;
  for (const std::string& id : theorems) names += (names.empty() ? "" : ", ") + id;
  return names;
}

}  // namespace

std::vector<Judgement> judge(const std::string& folder,
                             const std::vector<Certificate>& certificates) {
  std::map<std::string, std::vector<std::size_t>> by_module;
  for (std::size_t k = 0; k < certificates.size(); ++k)
    by_module[certificates[k].module].push_back(k);
  std::vector<Judgement> all(certificates.size());
  for (const auto& [module, members] : by_module) {
    std::vector<const Certificate*> some;
    for (const std::size_t k : members) some.push_back(&certificates[k]);
    const std::vector<Judgement> found = judge_module(folder, some);
    for (std::size_t k = 0; k < members.size(); ++k) all[members[k]] = found[k];
  }
  return all;
}

void Prover::collect(const claim::RunContext& context) {
  for (const Claim* c : claims_) {
    if (c->proved_by.theorems.empty()) continue;
    Found& found = found_[c->id];
    try {
      if (c->certificates) found.certificates = c->certificates(context);
    } catch (const std::exception& failure) {
      found.error = fmt::format("its certificates cannot be written: {}", failure.what());
    }
  }
}

void Prover::audit_all() {
  std::set<std::string> ids;
  for (const auto& [id, found] : found_) {
    for (const Claim* c : claims_) {
      if (c->id == id) ids.insert(c->proved_by.theorems.begin(), c->proved_by.theorems.end());
    }
  }
  std::vector<const Theorem*> theorems;
  for (const std::string& id : ids) {
    if (const Theorem* t = find_theorem(id)) theorems.push_back(t);
  }
  for (const std::string& fault : audit(folder_, theorems))
    faults_[fault.substr(0, fault.find(": "))] = fault;
}

void Prover::judge_all() {
  std::vector<Certificate> all;
  for (const auto& [id, found] : found_)
    all.insert(all.end(), found.certificates.begin(), found.certificates.end());
  if (all.empty()) return;
  const std::vector<Judgement> judged = judge(folder_, all);
  auto next = judged.begin();
  for (auto& [id, found] : found_) {
    const auto end = next + static_cast<std::ptrdiff_t>(found.certificates.size());
    found.judgements.assign(next, end);
    next = end;
  }
}

void Prover::ask(const claim::RunContext& context) {
  absent_ = why_no_coq();
  if (folder_.empty() && absent_.empty()) absent_ = "no folder for compiled proofs";
  if (!absent_.empty()) return;
  try {
    failed_ = compile_proofs(folder_);
    if (!failed_.empty()) return;
    std::future<void> audited = std::async(std::launch::async, [this] {
      // What the audit asks does not depend on certificates.
      audit_all();
    });
    try {
      judge_all();
    } catch (...) {
      audited.wait();
      throw;
    }
    audited.get();
  } catch (const std::exception& failure) {
    failed_ = failure.what();
  }
  (void)context;
}

claim::CheckResult Prover::result(const Claim& claim, const claim::RunContext& context) {
  const std::lock_guard lock(guard_);
  if (!asked_) {
    asked_ = true;
    collect(context);
    ask(context);
  }
  CheckResult r;
  r.name = "proof";
  r.domain = names_of(claim.proved_by.theorems);
  r.evidence = claim::Evidence::machine_checked;
  r.scope = claim.expected == Verdict::refuted ? claim::Scope::instance : claim::Scope::universal;
  r.verdict = Verdict::holds;
  if (!absent_.empty()) {
    r.verdict = Verdict::skipped;
    r.reason = absent_;
    return r;
  }
  const Found& found = found_[claim.id];
  std::string error = failed_.empty() ? found.error : failed_;
  for (const std::string& id : claim.proved_by.theorems) {
    if (find_theorem(id) == nullptr) error = fmt::format("no theorem is called {}", id);
    if (faults_.count(id) > 0) error = faults_.at(id);
  }
  if (!error.empty()) {
    r.verdict = Verdict::error;
    r.reason = error;
    return r;
  }
  for (std::size_t k = 0; k < found.judgements.size(); ++k) {
    const Certificate& certificate = found.certificates[k];
    ++r.tried;
    r.relations += static_cast<std::int64_t>(certificate.values.size());
    if (found.judgements[k].accepted) {
      ++r.met;
    } else if (!r.contradiction) {
      r.contradiction = true;
      r.verdict = Verdict::suspect;
      r.reason = fmt::format("Coq refuses a number of the program at {}: {}", certificate.instance,
                             found.judgements[k].refusal);
    }
  }
  return r;
}

}  // namespace lemmascope::report
