// What laws said while they ran: every relation that is added on this thread, in order, whatever
// number type it has and however a law combines its outcomes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "properties/claim/claim.hpp"

namespace lemmascope::claim {

/// A number of a transcript with its type forgotten. Comparing two tells how they differ.
class AnyNumber;

/// How two values of the same quantity stand to each other.
struct Difference {
  enum class Kind {
    none,      ///< equal, or enclosures that meet, or a value inside an enclosure
    apart,     ///< rigorous values that contradict each other
    rounding,  ///< at least one side is rounded: see `relative`
  };
  Kind kind = Kind::none;
  /// |a - b| divided by the larger of `scale` and both sizes; 0 when equal or overlapping.
  double relative = 0;
  /// How large `relative` may be before a rounded value is called wrong: half of the digits of the
  /// coarser type.
  double tolerated = 0;
  bool enclosures = false;  ///< an enclosure took part
};

/// One relation as it was added.
struct TranscriptEntry {
  Site site;
  Op op = Op::equal;
  std::shared_ptr<const AnyNumber> lhs, rhs;
  Truth answer = Truth::unknown;
};

/// `scale` is the size of the largest number of the case: what cancelled is judged by what it was
/// made of.
Difference difference(const AnyNumber& a, const AnyNumber& b, double scale);
Quantity quantity_of(const AnyNumber& number);
double size_of(const AnyNumber& number);

/// Listens on the thread that makes it, until it is destroyed; an inner one takes over from an
/// outer one. The digest and the sharpness are always kept, the smallest margin and the entries
/// only when asked for.
class Transcript {
 public:
  enum class Keep { digest, margins, entries };
  explicit Transcript(Keep keep = Keep::digest);
  ~Transcript();
  Transcript(const Transcript&) = delete;
  Transcript& operator=(const Transcript&) = delete;

  const std::vector<TranscriptEntry>& entries() const { return entries_; }
  const Sharpness& sharpness() const { return sharpness_; }
  /// The smallest margin relative to the larger side, as it is where a side is zero; nothing when
  /// no relation was added or margins were not kept.
  std::optional<double> smallest_margin() const { return smallest_margin_; }
  /// The largest size of a margin, measured alike.
  double largest_margin() const { return largest_margin_; }
  /// The entry of the smallest margin, written down; needs Keep::entries.
  std::optional<Finding> nearest() const;
  /// FNV-1a over the canonical bytes of every side and the operators, in order.
  std::uint64_t digest() const { return digest_; }

  /// The transcript that listens on this thread; null when none does.
  static Transcript* current();
  /// Called by Findings for every relation.
  template <class N>
  void add(const Relation<N>& relation, const Site& site, Truth answer);

 private:
  Keep keep_;
  Transcript* outer_;
  std::vector<TranscriptEntry> entries_;
  std::optional<double> smallest_margin_;
  double largest_margin_ = 0;
  std::size_t nearest_ = 0;  ///< its relation, counted from the first
  std::size_t added_ = 0;
  Sharpness sharpness_;
  std::uint64_t digest_;
};

/// One more value in an FNV-1a hash.
std::uint64_t hashed(std::uint64_t hash, std::uint64_t value);
template <class N>
std::uint64_t hashed_number(std::uint64_t hash, const N& value);
inline constexpr std::uint64_t kHashStart = 0xcbf29ce484222325ULL;
/// Sixteen hexadecimal digits.
std::string hash_text(std::uint64_t hash);

}  // namespace lemmascope::claim
