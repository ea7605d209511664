#include "theory/looped/looped_attention.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

LoopedTask small_task() {
  LoopedTask task{Matrix<Rational>(2, 2), Vector<Rational>(2), Vector<Rational>(2),
                  Matrix<Rational>(2, 2), Vector<Rational>(2), 2};
  task.inputs << 1, 2, -1, 1;
  task.query << 2, 1;
  task.map << 1, -1;
  task.a << Rational(1, 2), 1, Rational(-1, 3), Rational(1, 2);
  task.u << Rational(1, 2), 1;
  return task;
}

TEST(Error, IsTheSameByThreeRoutes) {
  LoopedTask task = small_task();
  for (task.loops = 1; task.loops <= 3; ++task.loops) {
    EXPECT_EQ(error_by_loops(task), error_in_closed_form(task));
  }
  task.u = task.u * Rational(0);
  task.loops = 3;
  EXPECT_EQ(error_by_loops(task), error_by_descent(task));
}

TEST(Error, IsTheValueWorkedOutByHand) {
  // d = n = 1: x = 2, A = 1/4, S = 4: I - S A = 0 after one loop, so only u is left.
  LoopedTask task;
  task.inputs = Matrix<Rational>::Constant(1, 1, Rational(2));
  task.query = task.map = Vector<Rational>::Constant(1, Rational(3));
  task.a = Matrix<Rational>::Constant(1, 1, Rational(1, 4));
  task.u = Vector<Rational>::Constant(1, Rational(5));
  EXPECT_EQ(error_by_loops(task), -15);
}

TEST(LoopedTask, IsRefusedWhereSizesDoNotFit) {
  LoopedTask task = small_task();
  task.u = Vector<Rational>::Constant(3, Rational(0));
  EXPECT_THROW(error_by_loops(task), PreconditionError);
  task = small_task();
  task.loops = 0;
  EXPECT_THROW(error_in_closed_form(task), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::looped
