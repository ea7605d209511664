#include "properties/claim/parts.hpp"

#include <gmock/gmock.h>

#include "properties/claim/sides.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::claim {
namespace {

struct Shifted {
  markov::ChainInstance of;
  Rational by, scale;
};

}  // namespace

template <>
struct InstanceTraits<Shifted> : TraitsOfParts<Shifted> {
  static auto parts() {
    return std::tuple(NamedPart{"chain", &Shifted::of}, NamedPart{"by", &Shifted::by},
                      NamedPart{"scale", &Shifted::scale});
  }
};

namespace {

using Traits = InstanceTraits<Shifted>;

Shifted example() {
  return {
      {markov::two_state_chain(Rational(3, 10), Rational(4, 10))}, Rational(1, 3), Rational(2, 7)};
}

TEST(TraitsOfParts, NameEveryPart) {
  EXPECT_EQ(Traits::summary(example()), "S=2,by=1/3,scale=2/7");
}

TEST(TraitsOfParts, ReadBackWhatTheyWrite) {
  const auto json = Traits::to_json(example());
  EXPECT_EQ(json.at("scale"), "2/7");
  const Shifted back = Traits::from_json(json);
  EXPECT_EQ(back.by, Rational(1, 3));
  EXPECT_EQ(back.scale, Rational(2, 7));
  EXPECT_EQ(back.of.chain(0, 1), Rational(3, 10));
}

TEST(TraitsOfParts, RefuseWhatLacksAPart) {
  auto json = Traits::to_json(example());
  json.erase("by");
  EXPECT_THROW(Traits::from_json(json), PreconditionError);
  json["by"] = 3;
  EXPECT_THROW(Traits::from_json(json), PreconditionError);
  EXPECT_THROW(Traits::from_json(nlohmann::json::array()), PreconditionError);
}

TEST(TraitsOfParts, MakeOnePartSimplerAtATimeTheLastFirst) {
  const auto simpler = Traits::simpler(example());
  const auto chains = InstanceTraits<markov::ChainInstance>::simpler(example().of);
  ASSERT_EQ(simpler.size(), 2 + chains.size());
  EXPECT_EQ(simpler[0].scale, 0);
  EXPECT_EQ(simpler[0].by, Rational(1, 3));
  EXPECT_EQ(simpler[1].by, 0);
  EXPECT_EQ(simpler[1].scale, Rational(2, 7));
  EXPECT_EQ(simpler[2].of.chain.matrix(), chains[0].chain.matrix());
  EXPECT_EQ(simpler[2].by, Rational(1, 3));
}

TEST(Crossed, HasEveryCaseWithEveryNumber) {
  struct Both {
    int of;
    Rational number;
  };
  const ProfiledDomain<int> three = [](Profile) {
    return Domain<int>{"three", "three cases", Scope::family, 3,
                       [](std::int64_t k, const CaseKey&) { return static_cast<int>(k); }};
  };
  const auto domain = crossed<Both>(three, {0, Rational(1, 2)}, "twice")(Profile::quick);
  EXPECT_EQ(domain.description, "three cases, twice");
  ASSERT_EQ(domain.cases, 6);
  EXPECT_EQ(domain.at(5, {}).of, 2);
  EXPECT_EQ(domain.at(5, {}).number, Rational(1, 2));
  EXPECT_EQ(domain.at(4, {}).number, 0);
}

ListOfSides<Rational> halves(const int& n) {
  return {{site("s", 0), Rational(n), Rational(n)}, {site("s", 1), Rational(n), Rational(n, 2)}};
}

TEST(AtEvery, AppliesTheLawToBothNumbersOfEverySite) {
  const auto outcome = at_every(halves, equals<Rational>)(4);
  EXPECT_EQ(outcome.holds, Truth::no);
  EXPECT_EQ(outcome.relations, 2);
  EXPECT_EQ(to_text(outcome.failing->site), to_text(site("s", 1)));
  EXPECT_EQ(at_every(halves, at_least<Rational>)(4).holds, Truth::yes);
}

}  // namespace
}  // namespace lemmascope::claim
