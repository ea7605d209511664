#include "properties/claim/region.hpp"

#include <fmt/format.h>

#include <vector>

#include "properties/claim/parallel.hpp"
#include "properties/claim/transcript.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions

namespace {

struct Piece {
  Box box;
  int splits = 0;
};

enum class Fate { outside, covered, refuting, split };

Rational side(const Box& box, int axis) { return box.upper[axis] - box.lower[axis]; }

Fate fate_of(const RegionAnswer& answer) {
  if (answer.hypotheses == Truth::no) return Fate::outside;
  if (answer.law == Truth::yes) return Fate::covered;
  if (answer.hypotheses == Truth::yes && answer.law == Truth::no) return Fate::refuting;
  return Fate::split;
}

void bisect(const Piece& piece, const Box& whole, std::vector<Piece>& next) {
  // Sides are compared relative to the whole box, so that both axes are refined alike.
  const Rational relative0 = side(piece.box, 0) / side(whole, 0);
  const int axis = relative0 < side(piece.box, 1) / side(whole, 1) ? 1 : 0;
  const Rational middle = (piece.box.lower[axis] + piece.box.upper[axis]) / 2;
  Piece left = piece, right = piece;
  left.box.upper[axis] = middle;
  right.box.lower[axis] = middle;
  ++left.splits;
  ++right.splits;
  next.push_back(std::move(left));
  next.push_back(std::move(right));
}

std::string describe(const Region& region, const Box& box) {
  return fmt::format("{} in [{}, {}], {} in [{}, {}]", region.axes[0], to_text(box.lower[0]),
                     to_text(box.upper[0]), region.axes[1], to_text(box.lower[1]),
                     to_text(box.upper[1]));
}

CaseFinding found(const Region& region, const Box& box, std::int64_t index,
                  const Interval& margin) {
  Finding finding;
  finding.op = Op::greater_equal;
  finding.lhs = quantity(margin);
  finding.rhs = quantity(Rational(0));
  finding.margin = finding.lhs;
  return {index, describe(region, box), finding};
}

}  // namespace

CheckResult cover(const Region& region, const RegionLaw& law, const RunContext& context) {
  CheckResult result;
  result.name = region.name;
  result.domain = region.description;
  result.evidence = Evidence::interval;
  result.scope = Scope::region;
  result.verdict = Verdict::holds;
  std::vector<Piece> level{{region.box, 0}};
  Rational area_left = 0;
  std::uint64_t digest = kHashStart;
  const Rational whole_area = side(region.box, 0) * side(region.box, 1);
  while (!level.empty()) {
    std::vector<RegionAnswer> answers(level.size());
    for_each_slot(context.jobs, static_cast<std::int64_t>(level.size()), [&](std::int64_t k) {
      give_up_if_asked();
      answers[static_cast<std::size_t>(k)] = law(level[static_cast<std::size_t>(k)].box);
    });
    std::vector<Piece> next;
    for (std::size_t k = 0; k < level.size(); ++k) {
      const std::int64_t index = result.tried++;
      digest = hashed_number(digest, answers[k].margin);
      result.digest = hash_text(digest);
      const Box& box = level[k].box;
      switch (fate_of(answers[k])) {
        case Fate::outside:
          ++result.excluded["outside the hypotheses"];
          break;
        case Fate::covered: {
          ++result.met;
          ++result.relations;
          CaseFinding here = found(region, box, index, answers[k].margin);
          if (!result.tightest ||
              here.finding.margin.approximate < result.tightest->finding.margin.approximate) {
            result.tightest = std::move(here);
          }
          break;
        }
        case Fate::refuting:
          result.verdict = Verdict::refuted;
          result.scope = Scope::instance;
          result.failing = found(region, box, index, answers[k].margin);
          result.reason = fmt::format("fails everywhere on {}", describe(region, box));
          return result;
        case Fate::split:
          if (level[k].splits < 2 * region.deepest && !context.expired()) {
            bisect(level[k], region.box, next);
          } else {
            area_left += side(box, 0) * side(box, 1);
            if (!result.failing) result.failing = found(region, box, index, answers[k].margin);
          }
          break;
      }
    }
    level = std::move(next);
  }
  if (area_left > 0) {
    result.verdict = Verdict::undecided;
    result.reason =
        fmt::format("{:.3g} of the area could not be decided, for example {}",
                    to_double(Rational(area_left / whole_area)), result.failing->instance);
  } else if (result.met == 0) {
    result.verdict = Verdict::undecided;
    result.reason = "vacuous: no point of the region meets the hypotheses";
  }
  return result;
}

}  // namespace lemmascope::claim
