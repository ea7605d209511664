include(GoogleTest)

# lemmascope_are_built(RESULT PAPERS paper… FOR what) tells whether all the papers are among those this build has, and
# says what is left out where they are not.
function(lemmascope_are_built result)
  cmake_parse_arguments(PARSE_ARGV 1 built "" "FOR" "PAPERS")
  set(${result} ON PARENT_SCOPE)
  foreach(paper ${built_PAPERS})
    if(NOT TARGET Lemmascope::${paper})
      message(STATUS "left out, for want of the paper ${paper}: ${built_FOR}")
      set(${result} OFF PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# lemmascope_test(NAME SOURCES file... [LIBRARIES lib...] [PAPERS key...] [NEEDS key...]) builds one GoogleTest program
# and registers every test in it with CTest. With PAPERS the catalogue of the program holds them; with NEEDS it only
# uses their mathematics. Where one of them is not built, the program is left out. It may also hold RapidCheck properties
# (rapidcheck/gtest.h).
function(lemmascope_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SOURCES;LIBRARIES;PAPERS;NEEDS")
  lemmascope_are_built(built PAPERS ${test_PAPERS} ${test_NEEDS} FOR ${name})
  if(NOT built)
    return()
  endif()
  add_executable(${name} ${test_SOURCES})
  if(test_PAPERS)
    set(papers ${CMAKE_CURRENT_BINARY_DIR}/generated/${name}_papers.cpp)
    lemmascope_write_program(${papers} NO_MAIN PAPERS ${test_PAPERS})
    target_sources(${name} PRIVATE ${papers})
    list(TRANSFORM test_PAPERS PREPEND Lemmascope::)
    target_link_libraries(${name} PRIVATE ${test_PAPERS})
  endif()
  if(NOT TARGET GTest::gmock)
    find_package(GTest 1.12 REQUIRED)
  endif()
  lemmascope_target(${name})
  lemmascope_precompile(${name})
  target_link_libraries(${name} PRIVATE ${test_LIBRARIES} rapidcheck GTest::gmock
                                        GTest::gtest_main)
  # RapidCheck's process-wide seed is pinned: a property test must give the same answer every time.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
                       PROPERTIES ENVIRONMENT "RC_PARAMS=seed=20240222")
endfunction()
