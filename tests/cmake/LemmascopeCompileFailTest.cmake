# lemmascope_compile_fail_test(NAME SOURCE file HEADER file OFFENCES "MACRO=regex"... [LIBRARIES lib...])
# registers code that must not compile. For every offence the compiler is run with the macro defined and must
# stop with an error that matches the regex. A twin test compiles the same file with no macro defined and must
# succeed, so that no offence can "fail to compile" for a reason that has nothing to do with it. HEADER, which
# SOURCE includes, is precompiled once: parsing it costs seconds, an offence then a fraction of one.
function(lemmascope_compile_fail_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "SOURCE;HEADER" "OFFENCES;LIBRARIES")
  get_filename_component(source ${test_SOURCE} ABSOLUTE)
  get_filename_component(header ${test_HEADER} ABSOLUTE)
  # Only compiled by the tests: the target gathers the include directories of the libraries.
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${source})
  target_link_libraries(${name} PRIVATE ${test_LIBRARIES})
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/CompileAndExpect.cmake)
  set(command ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER} -DSOURCE=${source} -DHEADER=${header}
      -DPRECOMPILED=${CMAKE_CURRENT_BINARY_DIR}/${name}.gch
      "-DINCLUDES=$<JOIN:$<TARGET_PROPERTY:${name},INCLUDE_DIRECTORIES>,:>")
  add_test(NAME ${name}.HeaderCompiles COMMAND ${command} -DSTEP=header -P ${script})
  set_tests_properties(${name}.HeaderCompiles PROPERTIES FIXTURES_SETUP ${name}_header)
  add_test(NAME ${name}.TwinWithoutOffenceCompiles COMMAND ${command} -DSTEP=twin -P ${script})
  set_tests_properties(${name}.TwinWithoutOffenceCompiles PROPERTIES FIXTURES_REQUIRED ${name}_header)
  foreach(offence IN LISTS test_OFFENCES)
    string(REGEX MATCH "^([A-Z_]+)=(.+)$" parsed "${offence}")
    if(NOT parsed)
      message(FATAL_ERROR "${name}: expected an offence MACRO=regex, found \"${offence}\"")
    endif()
    set(macro ${CMAKE_MATCH_1})
    add_test(NAME ${name}.${macro} COMMAND ${command} -DSTEP=offence -DOFFENCE=${macro}
                                           "-DEXPECTED=${CMAKE_MATCH_2}" -P ${script})
    set_tests_properties(${name}.${macro} PROPERTIES FIXTURES_REQUIRED ${name}_header)
  endforeach()
endfunction()
