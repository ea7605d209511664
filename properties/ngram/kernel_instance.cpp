#include "properties/ngram/kernel_instance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/markov/enumerate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

KernelInstance additive(const Rational& a, const Rational& b, int window) {
  KernelInstance at{{{1, 2}, Matrix<Rational>(4, 2)}, window};
  for (int z = 0; z < 4; ++z) {
    at.kernel.rows(z, 1) = Rational(1, 2) + a * (2 * (z / 2) - 1) + b * (2 * (z % 2) - 1);
    at.kernel.rows(z, 0) = 1 - at.kernel.rows(z, 1);
  }
  return at;
}

std::vector<KernelInstance> small_first_order_kernels() {
  std::vector<KernelInstance> all;
  for (const auto& chain : markov::every_two_state_chain(4)) {
    all.push_back({{{1}, chain.matrix()}, 3});
  }
  for (const char* rows : {"0,1;1,0", "0,1;1/2,1/2", "1/3,2/3;1,0", "0,1/2,1/2;1/2,0,1/2;1/4,3/4,0",
                           "0,1,0;0,0,1;1/2,1/2,0"}) {
    all.push_back({parse_kernel(rows, {1}), 3});
  }
  return all;
}

std::vector<KernelInstance> additive_kernels() {
  std::vector<KernelInstance> all;
  for (int a = -1; a <= 3; ++a) {
    for (int b = 0; b <= 2; ++b) all.push_back(additive(Rational(a, 10), Rational(b, 10), 3));
  }
  all.push_back(additive(Rational(1, 10), Rational(3, 10), 3));
  all.push_back(noisy_xor());
  all.push_back({parse_kernel("3/4,1/4;1/4,3/4", {2}), 3});
  all.push_back({parse_kernel("2/3,1/3;1/3,2/3;1/3,2/3;2/3,1/3", {1, 3}), 3});
  return all;
}

KernelInstance drawn_kernel(bool first_order, domain::Draw& draw) {
  const std::vector<LagSet> choices{{1}, {2}, {1, 2}, {1, 3}};
  const int symbols = draw.in_range(0, 3) == 0 ? 3 : 2;
  const LagSet lags = first_order || symbols == 3
                          ? LagSet{1}
                          : choices[static_cast<std::size_t>(draw.in_range(0, 4))];
  const int least = draw.in_range(0, 4) == 0 ? 0 : 1;
  const int contexts = whole_power(symbols, static_cast<int>(lags.size()));
  KernelInstance at{{lags, Matrix<Rational>(contexts, symbols)}, symbols == 3 ? 2 : 3};
  for (int z = 0; z < contexts; ++z) {
    int total = 0;
    std::vector<int> weights;
    for (int k = 0; k < symbols; ++k) {
      weights.push_back(draw.in_range(least, 6));
      total += weights.back();
    }
    if (total == 0) weights[0] = total = 1;
    for (int k = 0; k < symbols; ++k) at.kernel.rows(z, k) = Rational(weights[k], total);
  }
  return at;
}

/// Positive kernels of one shape as points of a cube.
attack::Chart<KernelInstance> kernel_chart(int symbols, const LagSet& lags, int window) {
  const int contexts = whole_power(symbols, static_cast<int>(lags.size()));
  return {fmt::format("{} symbols, lags {}", symbols, to_text(lags)),
          contexts * (symbols - 1),
          [=](const double* unit, attack::Level level) {
            KernelInstance at{{lags, Matrix<Rational>(contexts, symbols)}, window};
            for (int z = 0; z < contexts; ++z) {
              const double* from = unit + z * (symbols - 1);
              if (symbols == 2) {
                at.kernel.rows(z, 0) = attack::probability(*from, level);
                at.kernel.rows(z, 1) = 1 - at.kernel.rows(z, 0);
                continue;
              }
              const auto row = attack::shares(from, symbols, level);
              for (int k = 0; k < symbols; ++k) at.kernel.rows(z, k) = row[k];
            }
            return at;
          },
          {}};
}

std::vector<attack::Chart<KernelInstance>> first_order_charts() {
  return {kernel_chart(2, {1}, 3), kernel_chart(3, {1}, 2)};
}

bool has_stationary_law(const Kernel& kernel) {
  try {
    window_law(kernel, 1);
    return true;
  } catch (const PreconditionError&) {
    return false;
  }
}

}  // namespace

KernelDomain every_small_first_order_kernel() {
  return [](claim::Profile) {
    return domain::family_domain("small-first-order-kernels",
                                 "first-order chains on two symbols with denominators up to 4, and "
                                 "some with zeros, on two and three symbols",
                                 small_first_order_kernels(), first_order_charts());
  };
}

KernelDomain every_additive_kernel() {
  return [](claim::Profile) {
    return domain::family_domain(
        "additive-kernels",
        "two symbols that lean on the last two by tenths up to 3/10, exclusive ors, and one lag 2",
        additive_kernels(), {kernel_chart(2, {1, 2}, 2)});
  };
}

KernelDomain every_chosen_kernel() {
  return [](claim::Profile) {
    return domain::family_domain(
        "chosen-kernels", "flips, a noisy exclusive or and two kernels with unequal parents",
        std::vector<KernelInstance>{noisy_xor(),
                                    unequal_parents(),
                                    additive(Rational(1, 10), Rational(3, 10), 2),
                                    {flips().kernel, 2},
                                    skewed()});
  };
}

KernelDomain sampled_kernels(bool first_order) {
  return [first_order](claim::Profile profile) {
    return domain::sampled_domain<KernelInstance>(
        first_order ? "sampled-first-order-kernels" : "sampled-kernels",
        first_order ? "random first-order kernels on two and three symbols"
                    : "random kernels on two symbols with one or two lags up to 3, and on three",
        domain::in_profile(domain::CaseCounts{24, 240, 2400}, profile),
        [first_order](domain::Draw& draw) { return drawn_kernel(first_order, draw); });
  };
}

TunedDomain tuned(KernelDomain kernels, std::vector<Rational> powers, const char* with) {
  return claim::crossed<TunedInstance>(std::move(kernels), std::move(powers), with);
}

claim::Hypothesis<KernelInstance> has_one_stationary_law() {
  return {"one stationary law", "the chain on windows has one closed class",
          [](const KernelInstance& at) { return truth(has_stationary_law(at.kernel)); }};
}

claim::Hypothesis<TunedInstance> tuned_has_one_stationary_law() {
  return {"one stationary law", "the chain on windows has one closed class",
          [](const TunedInstance& at) { return truth(has_stationary_law(at.of.kernel)); }};
}

bool is_positive(const Kernel& kernel) {
  return std::all_of(kernel.rows.data(), kernel.rows.data() + kernel.rows.size(),
                     [](const Rational& entry) { return entry > 0; });
}

claim::Hypothesis<KernelInstance> is_positive() {
  return {"positive entries", "every entry of the kernel is positive",
          [](const KernelInstance& at) { return truth(is_positive(at.kernel)); }};
}

claim::Hypothesis<KernelInstance> is_first_order() {
  return {"first order", "the only parent is the last token",
          [](const KernelInstance& at) { return truth(at.kernel.lags == LagSet{1}); }};
}

claim::Hypothesis<TunedInstance> is_strengthening() {
  return {"strengthening", "the power is at least one: exponents are not negative",
          [](const TunedInstance& at) { return truth(at.power >= 1); }};
}

claim::Hypothesis<TunedInstance> is_strong() {
  return {"a positive strength", "the power is above one",
          [](const TunedInstance& at) { return truth(at.power > 1); }};
}

claim::Hypothesis<TunedInstance> some_set_informs() {
  return {"a history that informs", "some set of lags has modified information",
          [](const TunedInstance& at) {
            const auto laws = laws_of(at.of);
            return truth(std::any_of(laws.begin(), laws.end(), [](const Matrix<Rational>& joint) {
              return modified_information(joint) > 0;
            }));
          }};
}

KernelInstance flips() { return {parse_kernel("3/4,1/4;1/4,3/4", {1}), 3}; }
KernelInstance skewed() { return {parse_kernel("9/10,1/10;3/5,2/5", {1}), 2}; }
KernelInstance noisy_xor() { return {parse_kernel("4/5,1/5;1/5,4/5;1/5,4/5;4/5,1/5", {1, 2}), 3}; }
KernelInstance unequal_parents() { return additive(Rational(3, 10), Rational(1, 10), 2); }

std::vector<LagSet> sets_of(const KernelInstance& at) { return lag_sets(at.window, at.window); }

LagLaw law_of(const KernelInstance& at) {
  return lag_law(at.kernel, std::max(at.window, at.kernel.order()));
}

std::vector<Matrix<Rational>> laws_of(const KernelInstance& at) {
  const Vector<Rational> law = window_law(at.kernel, at.window + 1);
  std::vector<Matrix<Rational>> all;
  for (const LagSet& set : sets_of(at)) {
    all.push_back(history_law(law, at.window + 1, at.kernel.symbols(), set));
  }
  return all;
}

LagSet joined(const LagSet& a, const LagSet& b) {
  LagSet both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

using ngram::KernelInstance;
using ngram::TunedInstance;

constexpr int kLargestWindow = 6;
constexpr int kMostWindows = 4096;

std::string InstanceTraits<KernelInstance>::summary(const KernelInstance& at) {
  return fmt::format("d={},lags={},M={}", at.kernel.symbols(), fmt::join(at.kernel.lags, "."),
                     at.window);
}

nlohmann::json InstanceTraits<KernelInstance>::to_json(const KernelInstance& at) {
  return {{"lags", at.kernel.lags},
          {"kernel", domain::rows_json(at.kernel.rows)},
          {"window", at.window}};
}

KernelInstance InstanceTraits<KernelInstance>::from_json(const nlohmann::json& json) {
  try {
    KernelInstance at{
        {json.at("lags").get<ngram::LagSet>(), domain::matrix_from(json.at("kernel"))},
        json.at("window").get<int>()};
    ngram::require_kernel(at.kernel);
    require(at.window >= 1 && at.window <= kLargestWindow, "expected a window of 1 to 6 lags");
    const int tokens = std::max(at.window + 1, at.kernel.order());
    require(ngram::whole_power(at.kernel.symbols(), tokens) <= kMostWindows,
            "expected at most 4096 windows of tokens");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no kernel: a member is missing or of another type");
  }
}

std::vector<KernelInstance> InstanceTraits<KernelInstance>::simpler(const KernelInstance& at) {
  std::vector<KernelInstance> all;
  if (at.window > 1) {
    all.push_back(at);
    --all.back().window;
  }
  const auto& rows = at.kernel.rows;
  const auto add_row = [&](Eigen::Index z, const Vector<Rational>& row) {
    if (rows.row(z).transpose() == row) return;
    all.push_back(at);
    all.back().kernel.rows.row(z) = row.transpose();
  };
  // Rows of halves, then of quarters: each try has smaller denominators, so that chains of them
  // end.
  for (const int divisor : {2, 4}) {
    for (Eigen::Index z = 0; z < rows.rows(); ++z) {
      bool simpler = false;
      for (Eigen::Index k = 0; k < rows.cols(); ++k) {
        simpler = simpler || denominator(rows(z, k)) > divisor;
      }
      if (!simpler) continue;
      Vector<Rational> row = Vector<Rational>::Constant(rows.cols(), Rational(0));
      row(0) = 1;
      for (Eigen::Index k = 1; k < rows.cols(); ++k) {
        row(k) = Rational(Integer(numerator(Rational(rows(z, k) * divisor))) /
                              Integer(denominator(Rational(rows(z, k) * divisor))),
                          divisor);
        row(0) -= row(k);
      }
      add_row(z, row);
    }
  }
  return all;
}

std::vector<TunedInstance> InstanceTraits<TunedInstance>::simpler(const TunedInstance& at) {
  std::vector<TunedInstance> all;
  for (auto& chain : InstanceTraits<KernelInstance>::simpler(at.of)) {
    all.push_back({std::move(chain), at.power});
  }
  for (const int power : {2, 3}) {
    if (at.power > power) all.push_back({at.of, Rational(power)});
  }
  return all;
}

template const InstanceKind& kind_of<KernelInstance>();
template const InstanceKind& kind_of<TunedInstance>();

}  // namespace lemmascope::claim
