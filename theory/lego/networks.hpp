// Networks that follow a chain exactly: association between equal tokens, then manipulation inside
// clauses; and pointer doubling.
#pragma once

#include "theory/lego/sentence.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::lego {

/// On which side a clause's element acts on the value it uses: x = g y as the task has it, or x = y
/// g.
enum class Side { left, right };

/// Values by variable after `layers` layers, kUnresolved where there is none. A clause "x = g y" is
/// two tokens, x and y, each with a vector over the group. In a layer every token first takes the
/// uniform average of the vectors of all tokens with its name (association: weight 1/2 each, 1 for
/// the last variable), then the first token of a clause takes g applied to the second's vector,
/// scaled to mass one (manipulation; the root is known from the start). Throws PreconditionError
/// unless the sentence is a chain.
std::vector<Element> iterative_network(const Sentence& sentence, const FiniteGroup& group,
                                       int layers, Side side = Side::left);

/// The same by pointer doubling: a clause holds a value, or a product of elements and the clause it
/// waits for; a layer lets every clause take over what the one it waits for holds. Layer 0 resolves
/// the clause of the root.
std::vector<Element> doubling_network(const Sentence& sentence, const FiniteGroup& group,
                                      int layers, Side side = Side::left);

}  // namespace lemmascope::lego
