#include "properties/claim/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "theory/numeric/number.hpp"

namespace lemmascope::claim {

class AnyNumber {
 public:
  using Value = std::variant<Rational, Interval, double, Real50, Real100>;
  explicit AnyNumber(Value number) : value(std::move(number)) {}
  Value value;
};

namespace {

thread_local Transcript* listening = nullptr;

double as_double(const Rational& x) { return to_double(x); }
double as_double(const Interval& x) { return static_cast<double>(x.middle()); }
double as_double(double x) { return x; }
template <unsigned digits>
double as_double(const Real<digits>& x) {
  return static_cast<double>(x);
}

std::uint64_t hash_text_into(std::uint64_t hash, const std::string& text) {
  constexpr std::uint64_t kPrime = 0x100000001b3ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  return (hash ^ 0xff) * kPrime;  // a byte no text holds ends it
}

std::uint64_t hash_integer(std::uint64_t hash, mpz_srcptr x) {
  hash = hashed(hash, static_cast<std::uint64_t>(static_cast<std::int64_t>(mpz_sgn(x))));
  for (std::size_t k = 0; k < mpz_size(x); ++k) {
    hash = hashed(hash, mpz_getlimbn(x, static_cast<mp_size_t>(k)));
  }
  return hash;
}

// Sign, exponent and mantissa: all there is to a multiple-precision number.
std::uint64_t hash_float(std::uint64_t hash, mpfr_srcptr x) {
  if (mpfr_regular_p(x) == 0) {
    return hashed(hash, mpfr_zero_p(x) != 0 ? 0U : mpfr_nan_p(x) != 0 ? 1U : 2U);
  }
  mpz_t mantissa;
  mpz_init(mantissa);
  const mpfr_exp_t exponent = mpfr_get_z_2exp(mantissa, x);
  // Trailing zeros depend on the precision it was stored in; the value does not.
  const mp_bitcnt_t zeros = mpz_scan1(mantissa, 0);
  mpz_tdiv_q_2exp(mantissa, mantissa, zeros);
  hash = hash_integer(
      hashed(hash, static_cast<std::uint64_t>(exponent + static_cast<mpfr_exp_t>(zeros))),
      mantissa);
  mpz_clear(mantissa);
  return hash;
}

std::uint64_t hash_number(std::uint64_t hash, const Rational& x) {
  return hash_integer(hash_integer(hash, mpq_numref(x.backend().data())),
                      mpq_denref(x.backend().data()));
}
std::uint64_t hash_number(std::uint64_t hash, const Interval& x) {
  const auto both = x.view();
  return hash_float(hash_float(hash, &both.left), &both.right);
}
template <unsigned digits>
std::uint64_t hash_number(std::uint64_t hash, const Real<digits>& x) {
  return hash_float(hash, x.backend().data());
}
// Nine digits: what machines with other vector units agree on.
std::uint64_t hash_number(std::uint64_t hash, double x) {
  return hash_text_into(hash, fmt::format("{:.9g}", x == 0 ? 0.0 : x));
}

// Half of the digits of a rounded type; 0 for types that round outwards or not at all.
template <class N>
constexpr double tolerated_in() {
  if constexpr (std::is_same_v<N, double>) return 1e-8;
  if constexpr (std::is_same_v<N, Real50>) return 1e-25;
  if constexpr (std::is_same_v<N, Real100>) return 1e-50;
  return 0;
}

// The tightest enclosure that 50-digit endpoints give.
Interval enclosed(const Rational& x) { return Interval(x); }
Interval enclosed(const Interval& x) { return x; }

template <class A, class B>
constexpr bool rigorous() {
  return tolerated_in<A>() == 0 && tolerated_in<B>() == 0;
}

Real100 widened(const Rational& x) { return from_rational<Real100>(x); }
Real100 widened(const Interval& x) { return Real100(x.middle()); }
Real100 widened(double x) { return Real100(x); }
Real100 widened(const Real50& x) { return Real100(x); }
Real100 widened(const Real100& x) { return x; }

double relative_difference(const Real100& a, const Real100& b, double scale) {
  const double size =
      std::max({std::abs(static_cast<double>(a)), std::abs(static_cast<double>(b)), scale});
  const double apart = std::abs(static_cast<double>(Real100(a - b)));
  return size == 0 ? 0 : apart / size;
}

// A rounded value beside an enclosure: inside it, or on its edge up to the value's own rounding.
bool inside(const Interval& enclosure, const Real100& value) {
  return Real100(enclosure.lower()) <= value && value <= Real100(enclosure.upper());
}
template <class A, class B>
bool encloses(const A& a, const B& b) {
  if constexpr (std::is_same_v<A, Interval>) return inside(a, widened(b));
  if constexpr (std::is_same_v<B, Interval>) return inside(b, widened(a));
  return false;
}

template <class A, class B>
Difference difference_of(const A& a, const B& b, double scale) {
  Difference d;
  if constexpr (rigorous<A, B>()) {
    if constexpr (std::is_same_v<A, Rational> && std::is_same_v<B, Rational>) {
      if (a == b) return d;
    } else {
      d.enclosures = true;
      if (overlaps(enclosed(a), enclosed(b))) return d;
    }
    d.kind = Difference::Kind::apart;
  } else {
    d.enclosures = std::is_same_v<A, Interval> || std::is_same_v<B, Interval>;
    if (encloses(a, b)) return d;
    d.kind = Difference::Kind::rounding;
    d.tolerated = std::max(tolerated_in<A>(), tolerated_in<B>());
  }
  d.relative = relative_difference(widened(a), widened(b), scale);
  if (d.kind == Difference::Kind::rounding && d.relative == 0) d.kind = Difference::Kind::none;
  // Not a number is never equal to anything.
  if (std::isnan(d.relative)) d.relative = HUGE_VAL;
  return d;
}

// How near the smaller side comes to the larger one; 0 where their signs differ.
void note_ratio(double a, double b, Sharpness& sharpness) {
  ++sharpness.relations;
  if (a == 0 && b == 0) {
    ++sharpness.degenerate;
    return;
  }
  if (!((a > 0 && b > 0) || (a < 0 && b < 0))) return;
  const double small = std::min(std::abs(a), std::abs(b)),
               large = std::max(std::abs(a), std::abs(b));
  sharpness.largest_ratio = std::max(sharpness.largest_ratio, small / large);
}

// The room a relation has relative to its larger side; beside a zero there is nothing to compare it
// with, and m / (1 + |m|) keeps it in the same range.
template <class N>
double relative_margin(const Relation<N>& r) {
  const double apart = as_double(N(r.lhs - r.rhs));
  const double a = std::abs(as_double(r.lhs)), b = std::abs(as_double(r.rhs));
  const double scale = a > 0 && b > 0 ? std::max(a, b) : 1 + std::abs(apart);
  switch (r.op) {
    case Op::less:
    case Op::less_equal:
      return -apart / scale;
    case Op::greater:
    case Op::greater_equal:
      return apart / scale;
    case Op::equal:
      break;
  }
  return -std::abs(apart) / scale;
}

}  // namespace

std::uint64_t hashed(std::uint64_t hash, std::uint64_t value) {
  constexpr std::uint64_t kPrime = 0x100000001b3ULL;
  for (int byte = 0; byte < 8; ++byte) {
    hash = (hash ^ (value & 0xff)) * kPrime;
    value >>= 8;
  }
  return hash;
}

template <class N>
std::uint64_t hashed_number(std::uint64_t hash, const N& value) {
  return hash_number(hash, value);
}
template std::uint64_t hashed_number(std::uint64_t hash, const Interval& value);

std::string hash_text(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

Difference difference(const AnyNumber& a, const AnyNumber& b, double scale) {
  return std::visit([&](const auto& x, const auto& y) { return difference_of(x, y, scale); },
                    a.value, b.value);
}

Quantity quantity_of(const AnyNumber& number) {
  return std::visit([](const auto& x) { return quantity(x); }, number.value);
}

double size_of(const AnyNumber& number) {
  return std::visit([](const auto& x) { return std::abs(as_double(x)); }, number.value);
}

Transcript::Transcript(Keep keep) : keep_(keep), outer_(listening), digest_(kHashStart) {
  listening = this;
}

Transcript::~Transcript() { listening = outer_; }

Transcript* Transcript::current() { return listening; }

std::optional<Finding> Transcript::nearest() const {
  if (nearest_ >= entries_.size()) return std::nullopt;
  const TranscriptEntry& entry = entries_[nearest_];
  return std::visit(
      [&](const auto& lhs) {
        using N = std::decay_t<decltype(lhs)>;
        const auto& rhs = std::get<N>(entry.rhs->value);
        const bool below = entry.op == Op::less || entry.op == Op::less_equal;
        N margin = below ? N(rhs - lhs) : N(lhs - rhs);
        if (entry.op == Op::equal && as_double(margin) > 0) margin = N(-margin);
        return Finding{entry.site, quantity(lhs), entry.op, quantity(rhs), quantity(margin)};
      },
      entry.lhs->value);
}

template <class N>
void Transcript::add(const Relation<N>& relation, const Site& site, Truth answer) {
  digest_ = hash_number(digest_, relation.lhs);
  digest_ = hashed(digest_, static_cast<std::uint64_t>(relation.op));
  digest_ = hash_number(digest_, relation.rhs);
  note_ratio(as_double(relation.lhs), as_double(relation.rhs), sharpness_);
  if (keep_ == Keep::digest) return;
  const double margin = relative_margin(relation);
  if (!smallest_margin_ || margin < *smallest_margin_) {
    smallest_margin_ = margin;
    nearest_ = added_;
  }
  largest_margin_ = std::max(largest_margin_, std::abs(margin));
  ++added_;
  if (keep_ == Keep::margins) return;
  entries_.push_back({site, relation.op, std::make_shared<const AnyNumber>(relation.lhs),
                      std::make_shared<const AnyNumber>(relation.rhs), answer});
}

template void Transcript::add(const Relation<Rational>&, const Site&, Truth);
template void Transcript::add(const Relation<Interval>&, const Site&, Truth);
template void Transcript::add(const Relation<double>&, const Site&, Truth);
template void Transcript::add(const Relation<Real50>&, const Site&, Truth);
template void Transcript::add(const Relation<Real100>&, const Site&, Truth);

}  // namespace lemmascope::claim
