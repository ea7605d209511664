# lemmascope_compile_fail_test(NAME SOURCE file OFFENCES "MACRO=regex"... [LIBRARIES lib...])
# registers code that must not compile. For every offence the compiler is run with the macro defined
# and must stop with an error that matches the regex. A twin test compiles the same file with no
# macro defined and must succeed, so that no offence can "fail to compile" for a reason that has
# nothing to do with it. (A precompiled header was tried: 250 MB, slower than parsing seven times.)
function(lemmascope_compile_fail_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "SOURCE" "OFFENCES;LIBRARIES")
  get_filename_component(source ${test_SOURCE} ABSOLUTE)
  # Only compiled by the tests: the target gathers the include directories of the libraries.
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${name} PRIVATE ${test_LIBRARIES})
  set(command
      ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER} -DSOURCE=${source}
      "-DINCLUDES=$<JOIN:$<TARGET_PROPERTY:${name},INCLUDE_DIRECTORIES>,:>")
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/CompileAndExpect.cmake)
  add_test(NAME ${name}.TwinWithoutOffenceCompiles COMMAND ${command} -P ${script})
  foreach(offence IN LISTS test_OFFENCES)
    string(REGEX MATCH "^([A-Z_]+)=(.+)$" parsed "${offence}")
    if(NOT parsed)
      message(FATAL_ERROR "${name}: expected an offence MACRO=regex, found \"${offence}\"")
    endif()
    add_test(NAME ${name}.${CMAKE_MATCH_1}
             COMMAND ${command} -DOFFENCE=${CMAKE_MATCH_1} "-DEXPECTED=${CMAKE_MATCH_2}" -P
                     ${script})
  endforeach()
endfunction()
