include(GoogleTest)

# lemmascope_test(NAME SOURCES file... [LIBRARIES lib...] [PAPERS key...]) builds one GoogleTest program and registers
# every test in it with CTest. With PAPERS the catalogue of the program holds them. It may also hold RapidCheck
# properties (rapidcheck/gtest.h).
function(lemmascope_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SOURCES;LIBRARIES;PAPERS")
  add_executable(${name} ${test_SOURCES})
  if(test_PAPERS)
    set(papers ${CMAKE_CURRENT_BINARY_DIR}/generated/${name}_papers.cpp)
    lemmascope_write_program(${papers} NO_MAIN PAPERS ${test_PAPERS})
    target_sources(${name} PRIVATE ${papers})
    lemmascope_require_papers(${test_PAPERS})
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
