// The reproduction of simulated depth: the recursion's reference values, and networks beside them.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::signal {
namespace {

using ::testing::AllOf;
using ::testing::Gt;
using ::testing::Lt;

const catalogue::Reproduction& depth() {
  return catalogue::reproduction_named("signal/depth").item;
}

TEST(DepthReproduction, HasTheRecursionsReferenceValuesBesideItsNetworks) {
  const auto figure = depth().run({{"quick", {"true"}}}, {});
  EXPECT_TRUE(figure->finished());
  const auto runs = figure->data().at("runs");
  const auto number = [&runs](int run, int point, const char* name) {
    return static_cast<float>(runs.at(run).at("curve").at(point).at(name).get<double>());
  };
  EXPECT_FLOAT_EQ(number(0, 0, "recursion"), 0.243697478991596639F);  // L = 1, 2 and 6
  EXPECT_FLOAT_EQ(number(0, 1, "recursion"), 0.426751592356687898F);
  EXPECT_FLOAT_EQ(number(0, 4, "recursion"), 0.930609097918272938F);
  EXPECT_FLOAT_EQ(number(1, 1, "recursion"), 0.272727272727272727F);
  EXPECT_FLOAT_EQ(number(1, 4, "recursion"), 0.301843371989571146F);
  // At sixteen layers one has collapsed and the other has not.
  EXPECT_THAT(number(0, 7, "simulated"), Gt(0.99));
  EXPECT_THAT(number(1, 7, "simulated"), AllOf(Gt(0.2), Lt(0.5)));
  EXPECT_EQ(figure->figures().at(0).at("series").size(), 4u);
}

TEST(DepthReproduction, StopsWhenItIsAsked) {
  sim::StopFlag stop;
  raise(stop);
  catalogue::RunOptions how;
  how.stop = &stop;
  EXPECT_FALSE(depth().run({{"quick", {"true"}}}, how)->finished());
}

}  // namespace
}  // namespace lemmascope::signal
