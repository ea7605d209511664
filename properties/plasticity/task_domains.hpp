// Families and samples of association tasks, sized by profile, and what claims assume of them.
#pragma once

#include "properties/domain/sides.hpp"
#include "properties/plasticity/task_instance.hpp"

namespace lemmascope::plasticity {

using TaskDomain = claim::ProfiledDomain<TaskInstance>;
using Sides = domain::SideList<Rational>;

/// Every task of two tokens with one key entry and one output, all six numbers in {-1, 0, 1}.
TaskDomain every_tiny_task();

/// Tasks whose entries are all the same corner of the eight-bit range: keys, values and queries of
/// -128 or 127 each, T of 1, 2, 8 and 64, d as given. The largest sums there are.
TaskDomain extreme_eight_bit_tasks(std::vector<int> widths = {1, 3});

/// Random eight-bit tasks: T up to 64, d up to 4, m up to 3. quick 24 cases; pr 240; nightly 2400.
TaskDomain sampled_eight_bit_tasks();

/// Random tasks of small whole numbers from -3 to 3: T up to 6, d up to 3, m up to 2, rates k/12.
/// quick 60 cases; pr 600; nightly 6000.
TaskDomain sampled_small_tasks();

/// The task with reference outputs 6, -2, 74; rate 1/10.
TaskInstance reference_instance();

claim::Hypothesis<TaskInstance> eight_bit_entries();

inline constexpr const char* kPaper = "arXiv 2410.08711";
inline constexpr const char* kAbstract =
    "abstract: the key-value cache as a local plasticity rule; no numbered theorem";

}  // namespace lemmascope::plasticity
