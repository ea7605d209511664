# lemmascope_claim(AREA/SLUG) registers the claim written in properties/AREA/<slug>.cpp (dashes become
# underscores). It fails at configure time when the file, the builder function, a statement, a source, a
# twin or control, or the example is missing. Order of calls is order of registration: used claims first.
set_property(GLOBAL PROPERTY LEMMASCOPE_CLAIMS "")
set_property(GLOBAL PROPERTY LEMMASCOPE_FIGURES "")
set_property(GLOBAL PROPERTY LEMMASCOPE_QUANTITIES "")

function(lemmascope_claim id)
  if(NOT id MATCHES "^([a-z]+)/([a-z0-9-]+)$")
    message(FATAL_ERROR "claim id '${id}' is not of the form area/slug")
  endif()
  set(area ${CMAKE_MATCH_1})
  string(REPLACE "-" "_" slug ${CMAKE_MATCH_2})
  set(file ${PROJECT_SOURCE_DIR}/properties/${area}/${slug}.cpp)
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "claim ${id}: ${file} does not exist")
  endif()
  file(READ ${file} text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  foreach(piece "Claim ${slug}_claim()" "\"${id}\"" ".states(" ".from(" ".differs(")
    string(FIND "${text}" "${piece}" found)
    if(found EQUAL -1)
      message(FATAL_ERROR "claim ${id}: ${file} lacks ${piece}")
    endif()
  endforeach()
  if(NOT text MATCHES "twin\\(|control\\(|Twin")
    message(FATAL_ERROR "claim ${id}: ${file} has neither a wrong twin nor a control")
  endif()
  if(NOT text MATCHES "example")
    message(FATAL_ERROR "claim ${id}: ${file} has no non-degenerate example")
  endif()
  target_sources(lemmascope_properties PRIVATE ${file})
  set_property(GLOBAL APPEND PROPERTY LEMMASCOPE_CLAIMS "${area}::${slug}_claim")
endfunction()

# lemmascope_figures(AREA FUNCTION) registers `nlohmann::json lemmascope::AREA::FUNCTION()`, an array of
# figures that every result carries.
function(lemmascope_figures area function)
  set_property(GLOBAL APPEND PROPERTY LEMMASCOPE_FIGURES "${area}::${function}")
endfunction()

# lemmascope_quantities(AREA FUNCTION) registers
# `void lemmascope::AREA::FUNCTION(std::vector<lemmascope::compute::Calculator>&)`, which appends calculators.
function(lemmascope_quantities area function)
  set_property(GLOBAL APPEND PROPERTY LEMMASCOPE_QUANTITIES "${area}::${function}")
endfunction()

# For every AREA::FUNCTION in the global property: a declaration with `signature` (its @NAME@ replaced) and a
# call with `call`.
function(lemmascope_expand property signature call declarations_out calls_out)
  get_property(functions GLOBAL PROPERTY ${property})
  set(declarations "")
  set(calls "")
  foreach(function ${functions})
    string(REGEX MATCH "^(.*)::(.*)$" _ ${function})
    string(REPLACE "@NAME@" ${CMAKE_MATCH_2} declaration "${signature}")
    string(APPEND declarations "namespace lemmascope::${CMAKE_MATCH_1} {\n${declaration}\n}\n")
    string(REPLACE "@NAME@" ${function} one "${call}")
    string(APPEND calls "  ${one}\n")
  endforeach()
  set(${declarations_out} "${declarations}" PARENT_SCOPE)
  set(${calls_out} "${calls}" PARENT_SCOPE)
endfunction()

# Writes properties/claim/registered.cpp, the definitions behind the registries, from all calls so far.
function(lemmascope_write_registries target)
  lemmascope_expand(LEMMASCOPE_CLAIMS "claim::Claim @NAME@();" "claims.push_back(@NAME@());"
                    claim_declarations claim_calls)
  lemmascope_expand(LEMMASCOPE_FIGURES "nlohmann::json @NAME@();"
                    "for (auto& figure : @NAME@()) figures.push_back(figure);" figure_declarations
                    figure_calls)
  lemmascope_expand(LEMMASCOPE_QUANTITIES "void @NAME@(std::vector<compute::Calculator>&);"
                    "@NAME@(all);" quantity_declarations quantity_calls)
  set(file ${CMAKE_CURRENT_BINARY_DIR}/generated/registered.cpp)
  file(CONFIGURE OUTPUT ${file} CONTENT
"// Generated from lemmascope_claim(), lemmascope_figures() and lemmascope_quantities() calls.
#include <nlohmann/json.hpp>
#include \"properties/claim/registered.hpp\"
${claim_declarations}${figure_declarations}${quantity_declarations}
namespace lemmascope::claim {
std::vector<Claim> registered_claims() {
  std::vector<Claim> claims;
${claim_calls}  return claims;
}
nlohmann::json every_figure() {
  nlohmann::json figures = nlohmann::json::array();
${figure_calls}  return figures;
}
}  // namespace lemmascope::claim
namespace lemmascope::compute {
std::vector<Calculator> registered_calculators() {
  std::vector<Calculator> all;
${quantity_calls}  return all;
}
}  // namespace lemmascope::compute
")
  target_sources(${target} PRIVATE ${file})
endfunction()
