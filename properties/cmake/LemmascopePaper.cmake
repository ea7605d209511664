# What a paper and a program are to the build; the same inside this project and in one that found the
# installed package or took this project in by add_subdirectory: variables of this file do not reach it.

# lemmascope_paper(KEY key CLAIMS key/slug… SOURCES file… [LIBRARIES lib…]) makes the library
# Lemmascope::KEY from the current folder. Claim key/some-law is built by
# `claim::Claim lemmascope::KEY::some_law_claim()` in some_law.cpp; SOURCES are everything else, paper.cpp with
# `catalogue::Paper lemmascope::KEY::paper()` among them. Order of claims is order of registration: used claims
# first. A claim without its file, a file that does not speak of its claim's function, or a file of the folder
# that no list names, stops the configuration; a claim whose file does not define it stops the linker.
function(lemmascope_paper)
  cmake_parse_arguments(PARSE_ARGV 0 paper "" "KEY" "CLAIMS;SOURCES;LIBRARIES")
  if(NOT paper_KEY MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "lemmascope_paper: expected KEY to be a word of small letters, found '${paper_KEY}'")
  endif()
  if(paper_KEY MATCHES "^(theory|sim|encoder|regression|properties|reports|python|theory_.*|sim_.*)$" OR TARGET Lemmascope::${paper_KEY})
    message(FATAL_ERROR "lemmascope_paper: the KEY '${paper_KEY}' is taken; choose another")
  endif()
  if(paper_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lemmascope_paper(${paper_KEY}): does not know '${paper_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT paper_CLAIMS)
    message(FATAL_ERROR "lemmascope_paper(${paper_KEY}): a paper without CLAIMS checks nothing")
  endif()
  set(sources ${paper_SOURCES})
  set(declarations "")
  set(entries "")
  set(claim_files "")
  foreach(id ${paper_CLAIMS})
    if(NOT id MATCHES "^${paper_KEY}/([a-z0-9-]+)$")
      message(FATAL_ERROR "claim id '${id}' is not of the form ${paper_KEY}/slug")
    endif()
    string(REPLACE "-" "_" slug ${CMAKE_MATCH_1})
    if(NOT EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${slug}.cpp)
      message(FATAL_ERROR "claim ${id}: ${CMAKE_CURRENT_SOURCE_DIR}/${slug}.cpp does not exist")
    endif()
    file(READ ${CMAKE_CURRENT_SOURCE_DIR}/${slug}.cpp text)
    if(NOT text MATCHES "[ \n]${slug}_claim\\(\\)")
      message(FATAL_ERROR "claim ${id}: ${CMAKE_CURRENT_SOURCE_DIR}/${slug}.cpp does not define its claim; "
                          "expected 'claim::Claim ${slug}_claim()' in namespace lemmascope::${paper_KEY}")
    endif()
    list(APPEND sources ${slug}.cpp)
    list(APPEND claim_files ${CMAKE_CURRENT_SOURCE_DIR}/${slug}.cpp)
    string(APPEND declarations "claim::Claim ${slug}_claim();\n")
    string(APPEND entries "      {\"${id}\", ${slug}_claim},\n")
  endforeach()
  file(GLOB_RECURSE present CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} *.cpp)
  foreach(file ${present})
    if(NOT file IN_LIST sources)
      message(FATAL_ERROR "lemmascope_paper(${paper_KEY}): ${CMAKE_CURRENT_SOURCE_DIR}/${file} is neither the "
                          "file of one of the CLAIMS nor among the SOURCES")
    endif()
  endforeach()
  set(list ${CMAKE_CURRENT_BINARY_DIR}/generated/${paper_KEY}_claims.cpp)
  file(CONFIGURE OUTPUT ${list} CONTENT
"// Generated from lemmascope_paper(KEY ${paper_KEY} …).
#include \"properties/catalogue/catalogue.hpp\"

namespace lemmascope::${paper_KEY} {

std::vector<claim::Reference> every_reference();
${declarations}
std::vector<claim::Claim> every_claim() {
  return catalogue::built({
${entries}  }, every_reference());
}

}  // namespace lemmascope::${paper_KEY}
")
  # Where the code is that the claims name: a missing file or symbol stops the build.
  set(references ${CMAKE_CURRENT_BINARY_DIR}/generated/${paper_KEY}_references.cpp)
  list(JOIN claim_files "," joined)
  lemmascope_root(root)
  set(roots ${PROJECT_SOURCE_DIR} ${root})
  list(REMOVE_DUPLICATES roots)
  set(find_references ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/FindReferences.cmake)
  list(JOIN roots "," roots)
  add_custom_command(
    OUTPUT ${references}
    COMMAND ${CMAKE_COMMAND} -D ROOTS=${roots} -D CLAIMS=${joined} -D OUTPUT=${references}
            -D NAMESPACE=${paper_KEY} -P ${find_references}
    DEPENDS ${claim_files} ${find_references}
    DEPFILE ${references}.d
    COMMENT "Finding the code that claims of ${paper_KEY} name"
    VERBATIM)
  set(target lemmascope_paper_${paper_KEY})
  add_library(${target} STATIC ${sources} ${list} ${references})
  add_library(Lemmascope::${paper_KEY} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${paper_KEY})
  lemmascope_target(${target})
  target_link_libraries(${target} PUBLIC Lemmascope::properties ${paper_LIBRARIES})
endfunction()

# The paper KEY of this project or of the installed package.
function(lemmascope_require_papers)
  foreach(key ${ARGN})
    if(NOT TARGET Lemmascope::${key})
      message(FATAL_ERROR "there is no paper '${key}': expected lemmascope_paper(KEY ${key} …) before this, or a "
                          "paper of the installed package")
    endif()
  endforeach()
endfunction()

# Writes OUTPUT, the definition of catalogue::papers_of_program() for these papers, and `main` unless NO_MAIN.
# With INFORMATION, a header that says which program this is, `main` hands it on.
function(lemmascope_write_program output)
  cmake_parse_arguments(PARSE_ARGV 1 program "NO_MAIN" "INFORMATION" "PAPERS")
  set(declarations "")
  set(calls "")
  foreach(key ${program_PAPERS})
    string(APPEND declarations "namespace lemmascope::${key} {\ncatalogue::Paper paper();\n}\n")
    list(APPEND calls "${key}::paper()")
  endforeach()
  list(JOIN calls ", " calls)
  set(main "")
  set(include "")
  if(NOT program_NO_MAIN)
    set(include "#include \"reports/cli/program.hpp\"\n")
    set(arguments "argc, argv")
    if(program_INFORMATION)
      string(APPEND include "#include \"${program_INFORMATION}\"\n")
      set(arguments "argc, argv, kThisProgram")
    endif()
    set(main "\nint main(int argc, char** argv) { return lemmascope::report::run_program(${arguments}); }\n")
  endif()
  file(CONFIGURE OUTPUT ${output} CONTENT
"// Generated: the papers of a program.
#include \"properties/catalogue/catalogue.hpp\"
${include}
${declarations}
namespace lemmascope::catalogue {
std::vector<Paper> papers_of_program() { return {${calls}}; }
}  // namespace lemmascope::catalogue
${main}")
endfunction()

# lemmascope_program(NAME PAPERS key…) makes a program with every command of lemmascope over these papers. The
# program says its own name and, where it is not lemmascope itself, its project's version and commit.
function(lemmascope_program name)
  cmake_parse_arguments(PARSE_ARGV 1 program "" "" "PAPERS")
  if(NOT program_PAPERS OR program_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lemmascope_program(${name} PAPERS key…): expected the keys of its papers")
  endif()
  lemmascope_require_papers(${program_PAPERS})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
  set(source ${generated}/${name}_program.cpp)
  if(name STREQUAL "lemmascope")
    lemmascope_write_program(${source} PAPERS ${program_PAPERS})
  else()
    lemmascope_write_program(${source} PAPERS ${program_PAPERS} INFORMATION ${name}_information.hpp)
  endif()
  add_executable(${name} ${source})
  lemmascope_target(${name})
  list(TRANSFORM program_PAPERS PREPEND Lemmascope:: OUTPUT_VARIABLE libraries)
  target_link_libraries(${name} PRIVATE ${libraries} Lemmascope::reports)
  if(name STREQUAL "lemmascope")
    return()
  endif()
  # At build time: the commit may change without a reconfiguration.
  add_custom_target(
    ${name}_information BYPRODUCTS ${generated}/${name}_information.hpp
    COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DOUTPUT=${generated}/${name}_information.hpp
            -DNAME=${name} "-DVERSION=${PROJECT_VERSION}" -P
            ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/WriteProgramInformation.cmake
    VERBATIM)
  add_dependencies(${name} ${name}_information)
  target_include_directories(${name} PRIVATE ${generated})
endfunction()
