#include "properties/ngram/ngram_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"
#include "properties/ngram/copier_sites.hpp"
#include "theory/ngram/lag_information.hpp"

namespace lemmascope::ngram {
namespace {

using claim::Certificate;
using domain::table_in_coq;

// What Coq evaluates in a fraction of a second.
constexpr Eigen::Index kMostHistories = 9;
constexpr std::size_t kMostCertifiedSets = 4, kMostCopiers = 2;

Certificate of_law(const Matrix<Rational>& joint) {
  Matrix<Rational> values(1, 4);
  values << modified_information(joint), modified_information_by_rows(joint),
      modified_information_by_trace(joint), chi2_information(joint);
  return domain::entries_certificate(
      {"ngram.certificate", "information", "law_instance"},
      fmt::format("Law {} {} {}", joint.rows(), joint.cols(), table_in_coq(joint)), values,
      "information");
}

Certificate of_copier(const LagLaw& law, const CopierSite& site) {
  std::vector<std::string> tables;
  Eigen::Index histories = 0;
  for (int lag = 1; lag <= law.lags; ++lag) {
    std::vector<int> lags = site.set;
    for (int& read : lags) read = read == site.head ? lag : read;
    const Matrix<Rational> joint = read_law(law, lags);
    histories = joint.rows();
    tables.push_back(table_in_coq(joint));
  }
  return domain::entries_certificate(
      {"ngram.certificate", "signal", "copier_instance"},
      fmt::format("Copier {} {} {} {}", law.lags, histories, law.symbols, claim::in_coq(tables)),
      copier_matrix(law, site.set, site.head), "shared signal");
}

std::string list_in_coq(const std::vector<Rational>& numbers) {
  std::vector<std::string> words;
  for (const Rational& number : numbers) words.push_back(claim::in_coq(number));
  return claim::in_coq(words) + "%Q";
}

}  // namespace

std::vector<Certificate> information_certificates(const KernelInstance& at) {
  std::vector<Certificate> all;
  for (const Matrix<Rational>& joint : laws_of(at)) {
    if (joint.rows() <= kMostHistories && all.size() < kMostCertifiedSets)
      all.push_back(of_law(joint));
  }
  return all;
}

std::vector<Certificate> signal_certificates(const KernelInstance& at) {
  std::vector<Certificate> all;
  const LagLaw law = lag_law(at.kernel, at.window);
  for (const CopierSite& site : copier_sites(at)) {
    // The last sites have two lags; one of each size.
    if (all.size() < kMostCopiers && site.set.size() == all.size() + 1)
      all.push_back(of_copier(law, site));
  }
  return all;
}

std::vector<Certificate> selector_certificates(const SelectorInstance& at) {
  const auto count = static_cast<Eigen::Index>(at.weights.size());
  const auto gradient = selector_gradient(at.weights, at.signals, at.rate);
  const auto shares = selector_shares(at.weights);
  Matrix<Rational> values(2, count);
  for (Eigen::Index s = 0; s < count; ++s) {
    values(0, s) = gradient[static_cast<std::size_t>(s)];
    values(1, s) = shares[static_cast<std::size_t>(s)];
  }
  return {domain::entries_certificate(
      {"ngram.certificate", "selector", "selector_instance"},
      fmt::format("Selector {} ({}) {} {}", count, claim::in_coq(at.rate), list_in_coq(at.weights),
                  list_in_coq(at.signals)),
      values, "gradient (row 0) or share (row 1)")};
}

}  // namespace lemmascope::ngram
