// A finite group by its multiplication table.
#pragma once

#include <string>
#include <vector>

namespace lemmascope::lego {

/// An element of a group: its index in the table.
using Element = int;

class FiniteGroup {
 public:
  /// `table[a][b]` is the index of a b. Throws PreconditionError, naming the axiom, unless it is
  /// the table of a group of at most 120 elements; `names` are the elements' own.
  FiniteGroup(std::string name, std::vector<std::vector<Element>> table,
              std::vector<std::string> names);

  const std::string& name() const { return name_; }
  int order() const { return static_cast<int>(table_.size()); }
  Element product(Element a, Element b) const { return table_[a][b]; }
  Element identity() const { return identity_; }
  Element inverse(Element a) const { return inverses_[a]; }
  bool is_abelian() const { return abelian_; }
  const std::string& element_name(Element a) const { return names_[a]; }
  /// The element of that name or table index; -1 when there is none.
  Element find(const std::string& name) const;

 private:
  std::string name_;
  std::vector<std::vector<Element>> table_;
  std::vector<std::string> names_;
  std::vector<Element> inverses_;
  Element identity_ = 0;
  bool abelian_ = true;
};

/// Z_n: sums modulo n. Elements of Z_2 are called + and -, of others 0, 1, ..., n - 1.
FiniteGroup cyclic_group(int n);
/// D_n: rotations r0, ..., r(n-1) and reflections s0, ..., s(n-1), s_k = s r_k with r s = s r^-1.
FiniteGroup dihedral_group(int n);
/// S_n for n <= 5: permutations in one-line notation, "021"; (p q)(i) = p(q(i)).
FiniteGroup symmetric_group(int n);

/// "z2", "d3", "s3" and so on, or a table of indices: "0,1;1,0". Throws PreconditionError saying
/// what was expected.
FiniteGroup group_by_name(const std::string& text);

/// How many conjugacy classes the group has.
int conjugacy_classes(const FiniteGroup& group);

}  // namespace lemmascope::lego
