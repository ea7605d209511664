// The readers that are fuzzed need no paper, the libraries they are linked with ask for the list.
#include "properties/catalogue/catalogue.hpp"

std::vector<lemmascope::catalogue::Paper> lemmascope::catalogue::papers_of_program() { return {}; }
