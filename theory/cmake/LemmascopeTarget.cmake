# Compile settings every Lemmascope target shares. Floating point stays strict (no -ffast-math): targets
# that claim exact or interval evidence rely on it.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

# lemmascope_target(NAME) gives a target the include root and the warnings of the house.
function(lemmascope_target name)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                         -Wno-sign-conversion $<$<CONFIG:Release>:-O2>
                                         # Error reasons name files from the project's root, on any machine.
                                         -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 reports inlined std::string concatenation as out of bounds (GCC bug 105329 and its kin).
    target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-restrict)
  endif()
  if(LEMMASCOPE_WERROR)
    target_compile_options(${name} PRIVATE -Werror)
  endif()
endfunction()

# lemmascope_precompile(NAME) shares one precompiled header (the number types, Eigen and fmt) among targets:
# those headers alone cost three seconds a source. Files compiled with their own options must be set to
# SKIP_PRECOMPILE_HEADERS.
function(lemmascope_precompile name)
  if(name STREQUAL "lemmascope_theory")
    target_precompile_headers(
      ${name} PRIVATE <algorithm> <functional> <map> <memory> <optional> <string> <vector>
      <fmt/format.h> ${PROJECT_SOURCE_DIR}/theory/numeric/number.hpp)
  else()
    target_precompile_headers(${name} REUSE_FROM lemmascope_theory)
  endif()
endfunction()

# lemmascope_room(ROOM KEY SOURCES file… [LIBRARIES lib…]) makes lemmascope_ROOM_KEY, what one paper owns of
# theory or of sim, from the current folder. Nothing but that paper's own libraries links it.
function(lemmascope_room room key)
  cmake_parse_arguments(PARSE_ARGV 2 room "" "" "SOURCES;LIBRARIES")
  set(target lemmascope_${room}_${key})
  add_library(${target} STATIC ${room_SOURCES})
  lemmascope_target(${target})
  target_link_libraries(${target} PUBLIC lemmascope_${room} ${room_LIBRARIES})
endfunction()
