// Loss and gradient of a shard of prompts, by hand. Included by one source per instruction set; see
// match_plan.hpp for what is computed and sim/cpu/lanes.hpp for the rules of kernel code.
//
// With the mass m_q = exp(a (s_q - 1/2)) of a pair q of windows, s_q = sum_S p_S prod_{h in S}
// similar_h, a prompt's share of symbol x is y_x = sum_q n_{x,q} m_q / Z. Back: entries scatter
// (g_x - <g, y>) / Z, g the slope of the loss along y, to the slopes of masses, and pairs those to
// a, p and the similarities.
#pragma once

#include "sim/cpu/elementary.hpp"
#include "sim/cpu/vectors.hpp"
#include "sim/ngram/match_plan.hpp"

namespace lemmascope::ngram::LEMMASCOPE_ISA {

using Lanes = sim::LEMMASCOPE_ISA::VectorOf<double, kGroup>;

LEMMASCOPE_INLINE Lanes load(const double* from) {
  return sim::LEMMASCOPE_ISA::load_vector<kGroup>(from);
}
LEMMASCOPE_INLINE void store(double* to, Lanes value) {
  sim::LEMMASCOPE_ISA::store_vector<kGroup>(to, value);
}
LEMMASCOPE_INLINE Lanes exp_lanes(Lanes x) { return sim::LEMMASCOPE_ISA::exp_of_doubles(x); }
LEMMASCOPE_INLINE Lanes log_lanes(Lanes x) { return sim::LEMMASCOPE_ISA::log_of_doubles(x); }
LEMMASCOPE_INLINE double sum_of(Lanes v) {
  return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}

class Pass {
 public:
  Pass(const MatchPlan& plan, const MatchWeights& weights, const MatchScratch& scratch)
      : plan_(plan), w_(weights), s_(scratch) {}

  double run(MatchSlopes* slopes) {
    for (int q = 0; q < plan_.pairs; q += kGroup) store(s_.mass + q, mass(q));
    add_entries();
    const double loss = losses(slopes != nullptr);
    if (slopes != nullptr) {
      scatter_entries();
      for (int q = 0; q < plan_.pairs; q += kGroup) back_through_pairs(q, *slopes);
      slopes->a = sum_of(d_a_);
      for (int s = 0; s < plan_.sets.count; ++s) slopes->p[s] = sum_of(d_p_[s]);
    }
    return loss;
  }

 private:
  LEMMASCOPE_INLINE void load_similar(int q) {
    for (int h = 0; h < plan_.heads; ++h) {
      const std::uint32_t* link = plan_.link[h] + q;
      for (int k = 0; k < kGroup; ++k) similar_[h][k] = w_.similar[link[k]];
    }
  }
  /// Products over the sets, and their mean under p.
  LEMMASCOPE_INLINE Lanes score() {
    product_[0] = Lanes{} + 1.0;
    Lanes sum = product_[0] * w_.p[0];
    for (int s = 1; s < plan_.sets.count; ++s) {
      product_[s] = product_[plan_.sets.rest[s]] * similar_[plan_.sets.last[s]];
      sum += product_[s] * w_.p[s];
    }
    return sum;
  }
  LEMMASCOPE_INLINE Lanes mass(int q) {
    load_similar(q);
    return exp_lanes((score() - 0.5) * w_.a);
  }

  void add_entries() {
    const int d = plan_.symbols;
    for (int b = 0; b < plan_.filled; ++b) {
      double total = 0;
      for (int x = 0; x < d; ++x) {
        const int row = b * d + x;
        double sum = 0;
        for (std::uint32_t e = plan_.row_begin[row]; e < plan_.row_begin[row + 1]; ++e) {
          sum += plan_.entry_count[e] * s_.mass[plan_.entry_pair[e]];
        }
        *share(x, b) = sum;
        total += sum;
      }
      s_.total[b] = total;
    }
    for (int b = plan_.filled; b < plan_.prompts; ++b) {
      for (int x = 0; x < d; ++x) *share(x, b) = 1;
      s_.total[b] = d;
    }
  }

  /// Shares, losses, and in place of the shares the slopes that entries scatter.
  double losses(bool with_slopes) {
    Lanes sum{};
    for (int b = 0; b < plan_.prompts; b += kGroup) {
      const Lanes scale = 1.0 / load(s_.total + b);
      Lanes reached{}, powers{}, counts{};
      for (int x = 0; x < plan_.symbols; ++x) {
        const Lanes y = load(share(x, b)) * scale, target = load(target_of(x, b));
        store(share(x, b), y);
        reached += y * target;
        counts += target;
        if (!is_paper()) powers += exp_lanes(y);
      }
      sum += counts * (is_paper() ? -log_lanes(reached + w_.epsilon) : log_lanes(powers) - reached);
      if (with_slopes) slopes_of_shares(b, scale, reached, powers);
    }
    return sum_of(sum);
  }
  LEMMASCOPE_INLINE void slopes_of_shares(int b, Lanes scale, Lanes reached, Lanes powers) {
    const Lanes at_target = is_paper() ? -1.0 / (reached + w_.epsilon) : Lanes{} - 1.0;
    Lanes mean = at_target * reached;  // <g, y>
    if (!is_paper()) {
      for (int x = 0; x < plan_.symbols; ++x) {
        const Lanes y = load(share(x, b));
        mean += y * exp_lanes(y) / powers;
      }
    }
    for (int x = 0; x < plan_.symbols; ++x) {
      Lanes g = load(target_of(x, b)) * at_target;
      if (!is_paper()) g += exp_lanes(load(share(x, b))) / powers;
      store(share(x, b), (g - mean) * scale);
    }
  }
  bool is_paper() const { return w_.criterion == Criterion::paper; }
  double* share(int x, int b) const { return s_.share + x * plan_.prompts + b; }
  const double* target_of(int x, int b) const { return plan_.target + x * plan_.prompts + b; }

  void scatter_entries() {
    const int d = plan_.symbols;
    for (int q = 0; q < plan_.pairs; ++q) s_.slope[q] = 0;
    for (int b = 0; b < plan_.filled; ++b) {
      for (int x = 0; x < d; ++x) {
        const int row = b * d + x;
        const double g = *share(x, b);
        for (std::uint32_t e = plan_.row_begin[row]; e < plan_.row_begin[row + 1]; ++e) {
          s_.slope[plan_.entry_pair[e]] += plan_.entry_count[e] * g;
        }
      }
    }
  }

  LEMMASCOPE_INLINE void back_through_pairs(int q, MatchSlopes& slopes) {
    load_similar(q);
    const Lanes s = score();
    const Lanes d_logit = load(s_.slope + q) * load(s_.mass + q);
    d_a_ += d_logit * (s - 0.5);
    const Lanes d_s = d_logit * w_.a;
    Lanes d_similar[kMostHeads] = {};
    Lanes d_product[kMostSets];
    for (int k = 0; k < plan_.sets.count; ++k) {
      d_p_[k] += d_s * product_[k];
      d_product[k] = d_s * w_.p[k];
    }
    for (int k = plan_.sets.count - 1; k > 0; --k) {
      const int rest = plan_.sets.rest[k], last = plan_.sets.last[k];
      d_similar[last] += d_product[k] * product_[rest];
      d_product[rest] += d_product[k] * similar_[last];
    }
    for (int h = 0; h < plan_.heads; ++h) {
      const std::uint32_t* link = plan_.link[h] + q;
      for (int k = 0; k < kGroup; ++k) slopes.similar[link[k]] += d_similar[h][k];
    }
  }

  const MatchPlan& plan_;
  const MatchWeights& w_;
  const MatchScratch& s_;
  Lanes similar_[kMostHeads];
  Lanes product_[kMostSets];
  Lanes d_a_{};
  Lanes d_p_[kMostSets] = {};
};

namespace {
double pass(const MatchPlan& plan, const MatchWeights& weights, const MatchScratch& scratch,
            MatchSlopes* slopes) {
  return Pass(plan, weights, scratch).run(slopes);
}
}  // namespace

MatchPass match_pass() { return pass; }

}  // namespace lemmascope::ngram::LEMMASCOPE_ISA
