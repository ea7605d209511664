// The exact expectation of a roll-out, where it has few enough moments, against the bound from rare
// tasks that is all there is where it has too many.
#include "properties/domain/profiled.hpp"
#include "properties/icl/setting_instance.hpp"
#include "properties/icl/task_instance.hpp"
#include "theory/icl/rare_tasks.hpp"

namespace lemmascope::icl {
namespace {

/// Applications after which the expectation is exact: moments of a sum of squares for one entry,
/// closed walks for more.
std::vector<int> applications(const SettingInstance& at) {
  return at.setting.shape.dimension == 1 ? std::vector<int>{1, 6, 20} : std::vector<int>{1, 2};
}

Rational step_of(const SettingInstance& at) {
  return at.number * best_one_step_rate(at.setting) / at.setting.shape.context;
}

/// lhs <= rhs: the bound of tasks of every sum and the expected half-loss.
template <class Tasks, class Loss>
Sides bounded(const SettingInstance& at, Tasks tasks, Loss loss) {
  const Rational step = step_of(at);
  Sides sides;
  for (const int steps : applications(at)) {
    const Rational expected = loss(at.setting, step, steps);
    for (int sum = 1; sum < at.setting.shape.dimension * at.setting.shape.context; ++sum) {
      sides.push_back({roll_out_at_least(at.setting, tasks(at.setting, sum), step, steps), expected,
                       claim::site("steps", steps, "sum", sum)});
    }
  }
  return sides;
}

Rational exact_loss(const Setting& setting, const Rational& step, int steps) {
  if (setting.shape.dimension > 1) return evaluate(half_loss(setting, steps), step);
  return regression::variance(setting.law) / 2 * scalar_roll_out(setting, step, steps);
}

RareTasks by_formula(const Setting& setting, int sum) { return rare_tasks(setting, sum); }

Sides law(const SettingInstance& at) { return bounded(at, by_formula, exact_loss); }

/// E C^k for k = 0..most of a sum of N squares, one square after the other.
std::vector<Rational> moments_one_by_one(const Setting& setting, int most) {
  std::vector<Rational> all(static_cast<std::size_t>(most + 1), Rational(0));
  all[0] = 1;
  for (int times = 0; times < setting.shape.context; ++times) {
    for (int k = most; k >= 0; --k) {
      Rational sum(0), choose(1);
      for (int j = 0; j <= k; ++j) {
        sum += choose * all[k - j] * regression::even_moment(setting.law, j);
        choose *= Rational(k - j, j + 1);
      }
      all[k] = sum;
    }
  }
  return all;
}

Rational other_loss(const Setting& setting, const Rational& step, int steps) {
  const int most = 2 * steps;
  std::vector<Rational> moments;
  if (setting.shape.dimension == 1) {
    moments = moments_one_by_one(setting, most);
  } else {
    for (int k = 0; k <= most; ++k) {
      moments.push_back(regression::trace_moment_by_partitions(k, setting.shape, setting.law));
    }
  }
  Rational value(0), factor = regression::variance(setting.law) / 2;
  for (int k = 0; k <= most; ++k) {
    value += factor * moments[k];
    factor *= -step * (most - k) / (k + 1);
  }
  return value;
}

Sides by_densities(const SettingInstance& at) {
  return bounded(
      at,
      [](const Setting& setting, int sum) {
        return rare_tasks(setting, sum, uniform_sum_tail_by_densities);
      },
      other_loss);
}

// Wrong: the inequality of Cauchy and Schwarz without the number of examples.
Sides without_examples(const SettingInstance& at) {
  return bounded(
      at,
      [](const Setting& setting, int sum) {
        RareTasks tasks = rare_tasks(setting, sum);
        tasks.eigenvalue *= setting.shape.context;
        return tasks;
      },
      exact_loss);
}

// Wrong: as if every task were such a one.
Sides certain(const SettingInstance& at) {
  return bounded(
      at,
      [](const Setting& setting, int sum) {
        RareTasks tasks = rare_tasks(setting, sum);
        tasks.probability = 1;
        return tasks;
      },
      exact_loss);
}

claim::Hypothesis<SettingInstance> exact_roll_out() {
  return {"exact roll-out", "uniform inputs of one entry, or of few entries and examples",
          [](const SettingInstance& at) {
            const auto& [shape, law] = at.setting;
            return truth(law.kind == regression::InputLaw::Kind::uniform && at.number > 0 &&
                         (shape.dimension == 1 ? shape.context <= 16
                                               : shape.dimension * shape.context <= 100));
          }};
}

SettingInstance instance(int d, int n, int factor) {
  return {{{d, n}, regression::uniform_law(Rational(1, 2))},
          1,
          Rational(factor),
          Matrix<Rational>::Constant(d, d, Rational(0))};
}

/// The best rate, and longer steps: with these more of the tasks diverge.
SettingDomain exact_roll_outs() {
  return [](claim::Profile) {
    std::vector<SettingInstance> all;
    for (const auto& [d, n] : {std::pair(1, 2), {1, 3}, {1, 6}, {2, 2}, {2, 3}, {3, 3}}) {
      for (const int factor : {1, 2, 4}) all.push_back(instance(d, n, factor));
    }
    return domain::family_domain(
        "exact-roll-outs",
        "one entry and 2, 3, 6 examples, two and three entries and as few; rates "
        "of one, two and four times the best",
        std::move(all));
  };
}

}  // namespace

claim::Claim rare_tasks_bound_the_roll_out_claim() {
  return claim::ClaimAbout<SettingInstance>("icl/rare-tasks-bound-the-roll-out")
      .states(
          "The expected half-loss after T applications of a step of size s is at least sigma^2/2 "
          "times 2^(d+N-1-dN) P(sum of dN uniform numbers >= t) times (s r^2 t^2/(dN) - 1)^(2T), "
          "for inputs uniform on [-r, r] and every t.")
      .latex(
          R"(E\,\mathrm{tr}(I-sXX^\top)^{2T}\ge2^{d+N-1-dN}\,\Pr\Big[\sum_{ij}U_{ij}\ge t\Big]\Big(\tfrac{sr^2t^2}{dN}-1\Big)^{2T})")
      .from({kPaper, "Section 3: roll-out"})
      .formally(
          "T of 1, 6 and 20 for one entry, where moments of a sum of squares make the expectation "
          "exact, of 1 and 2 for two and three entries; every whole t.")
      .differs(
          "derived here, for icl/expected-roll-out-grows: signs of rank one, large entries, one "
          "direction. No attack: settings are few")
      .uses({"icl/step-losses-are-polynomials"})
      .tagged({"icl", "roll-out"})
      .assumes(exact_roll_out())
      .over(exact_roll_outs())
      .mathematics(
          {"theory/icl/rare_tasks.hpp: rare_tasks", "theory/icl/rare_tasks.hpp: scalar_roll_out"})
      .tested_by({"tests/theory/icl/rare_tasks_test.cpp: RareTasks.AreSomeOfThoseBeyondTheirBound"})
      .law(claim::Evidence::exact, domain::at_most_at_each(law))
      .confirmed_by("densities of sums without cancelling; squares one by one, and partitions",
                    domain::at_most_at_each(by_densities))
      .twin("the eigenvalue without the number of examples",
            domain::at_most_at_each(without_examples))
      .twin("every task is such a one", domain::at_most_at_each(certain))
      .example(instance(2, 3, 2));
}

}  // namespace lemmascope::icl
