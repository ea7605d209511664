// What the engine needs to know about a kind of instance, and an instance whose kind it has
// forgotten: the engine is compiled once, for all kinds.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

namespace lemmascope::claim {

/// Specialise it for each kind of instance, and write in one source of the kind, which includes
/// properties/claim/instance_kind.hpp, `template const claim::InstanceKind& claim::kind_of<I>();`.
/// Specialisations provide
///   static std::string summary(const I&);             "T=5,S=2", part of replay tokens
///   static nlohmann::json to_json(const I&);          everything needed to rebuild it, exactly
///   static I from_json(const nlohmann::json&);        throws PreconditionError on bad input
///   static std::vector<I> simpler(const I&);          candidate shrinks, boldest first; chains of
///                                                     candidates must end
///   static double size(const I&);                     optional: configurations that a brute-force
///                                                     route visits; routes are not compared on
///                                                     instances that are too large
template <class I>
struct InstanceTraits;

/// The functions of InstanceTraits<I> for values whose type is forgotten.
struct InstanceKind {
  std::string (*summary)(const void* value);
  nlohmann::json (*to_json)(const void* value);
  std::shared_ptr<const void> (*from_json)(const nlohmann::json& json);
  std::vector<std::shared_ptr<const void>> (*simpler)(const void* value);
  double (*size)(const void* value);
};

template <class I>
const InstanceKind& kind_of();

/// An instance of any kind; immutable, cheap to copy.
class Instance {
 public:
  Instance(std::shared_ptr<const void> value, const InstanceKind& kind)
      : value_(std::move(value)), kind_(&kind) {}
  template <class I>
  static Instance of(I value) {
    return {std::make_shared<const I>(std::move(value)), kind_of<I>()};
  }

  /// The instance as what it is. Only the adaptor that made it may ask.
  template <class I>
  const I& as() const {
    return *static_cast<const I*>(value_.get());
  }

  const InstanceKind& kind() const { return *kind_; }
  std::string summary() const { return kind_->summary(value_.get()); }
  nlohmann::json to_json() const;
  double size() const { return kind_->size(value_.get()); }
  /// Candidate shrinks, boldest first.
  std::vector<Instance> simpler() const;

 private:
  std::shared_ptr<const void> value_;
  const InstanceKind* kind_;
};

/// Throws PreconditionError on bad input.
Instance instance_from_json(const InstanceKind& kind, const nlohmann::json& json);

}  // namespace lemmascope::claim
