// JSON, the form of every document, compiled once: its parser and writer are large, and every
// source that speaks of a document would make its own.
#pragma once

#include <nlohmann/json.hpp>

extern template class nlohmann::basic_json<>;
extern template class nlohmann::detail::serializer<nlohmann::json>;
extern template class nlohmann::detail::parser<
    nlohmann::json, nlohmann::detail::iterator_input_adapter<std::string::const_iterator>>;
extern template class std::vector<nlohmann::json>;
