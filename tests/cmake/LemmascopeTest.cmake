include(GoogleTest)

# lemmascope_test(NAME SOURCES file... [LIBRARIES lib...]) builds one GoogleTest program and registers every
# test in it with CTest. It may also hold RapidCheck properties (rapidcheck/gtest.h).
function(lemmascope_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${test_SOURCES})
  lemmascope_target(${name})
  lemmascope_precompile(${name})
  target_link_libraries(${name} PRIVATE ${test_LIBRARIES} rapidcheck GTest::gmock
                                        GTest::gtest_main)
  # RapidCheck's process-wide seed is pinned: a property test must give the same answer every time.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
                       PROPERTIES ENVIRONMENT "RC_PARAMS=seed=20240222")
endfunction()
