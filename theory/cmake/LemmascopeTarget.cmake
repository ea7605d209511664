# Compile settings every target of the house shares, in this project and in one that found the installed
# package or took this one in by add_subdirectory: it only defines functions. Floating point stays strict (no -ffast-math): targets that claim exact
# or interval evidence rely on it.

# lemmascope_root(RESULT) tells the folder that Lemmascope's headers are found under: the installed one, or the
# checkout, whose path `project(Lemmascope)` keeps for every directory.
function(lemmascope_root result)
  if(LEMMASCOPE_INCLUDE_DIR)
    set(${result} ${LEMMASCOPE_INCLUDE_DIR} PARENT_SCOPE)
  else()
    set(${result} ${Lemmascope_SOURCE_DIR} PARENT_SCOPE)
  endif()
endfunction()

# lemmascope_target(NAME) gives a target the include root and the warnings of the house.
function(lemmascope_target name)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                            $<INSTALL_INTERFACE:include/lemmascope>)
  target_compile_features(${name} PUBLIC cxx_std_20)
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                         -Wno-sign-conversion $<$<CONFIG:Release>:-O2>
                                         # Error reasons name files from the project's root, on any machine.
                                         -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
  lemmascope_root(root)
  if(NOT root STREQUAL PROJECT_SOURCE_DIR)
    target_compile_options(${name} PRIVATE -ffile-prefix-map=${root}/=)
  endif()
  if(LEMMASCOPE_PYTHON)
    # A Python module is a shared library. The same code for programs: precompiled headers are shared, and so is what
    # both print. Without the second option no function that another library might replace is inlined.
    target_compile_options(${name} PRIVATE -fPIC -fno-semantic-interposition)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # A tenth of the compiler's time went into collecting garbage that fits into a gigabyte.
    target_compile_options(${name} PRIVATE --param=ggc-min-heapsize=2097152)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 reports inlined std::string and std::vector code as out of bounds (GCC bug 105329 and its kin).
    target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow
                                           -Wno-stringop-overread)
  endif()
  if(LEMMASCOPE_WERROR AND PROJECT_NAME STREQUAL "Lemmascope")
    target_compile_options(${name} PRIVATE -Werror)
  endif()
  if(LEMMASCOPE_UNITY)
    # At the end of the configuration: sources may still be added.
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${PROJECT_SOURCE_DIR}]] CALL lemmascope_unite ${name})")
  endif()
endfunction()

# lemmascope_precompile(NAME [DOCUMENTS]) shares one precompiled header among targets: the number types, Eigen and fmt,
# which alone cost three seconds a source, and with DOCUMENTS, for whatever writes results, JSON too, two seconds more.
# Files compiled with their own options must be set to SKIP_PRECOMPILE_HEADERS. The first target of a project that asks
# for one makes it, the others use it again.
function(lemmascope_precompile name)
  cmake_parse_arguments(PARSE_ARGV 1 precompile "DOCUMENTS" "" "")
  lemmascope_root(root)
  set(kind NUMBERS)
  set(headers <algorithm> <functional> <map> <memory> <optional> <string> <vector> <fmt/format.h>
              ${root}/theory/numeric/number.hpp)
  if(precompile_DOCUMENTS)
    set(kind DOCUMENTS)
    list(APPEND headers <chrono> <filesystem> ${root}/properties/claim/json.hpp)
  endif()
  get_property(first GLOBAL PROPERTY LEMMASCOPE_PRECOMPILED_${kind}_OF_${PROJECT_NAME})
  if(first)
    target_precompile_headers(${name} REUSE_FROM ${first})
  else()
    set_property(GLOBAL PROPERTY LEMMASCOPE_PRECOMPILED_${kind}_OF_${PROJECT_NAME} ${name})
    target_precompile_headers(${name} PRIVATE ${headers})
  endif()
endfunction()

# lemmascope_library(NAME [file…]) makes the static library lemmascope_NAME and its other name
# Lemmascope::NAME, which is the one that links it here and outside alike.
function(lemmascope_library name)
  add_library(lemmascope_${name} STATIC ${ARGN})
  add_library(Lemmascope::${name} ALIAS lemmascope_${name})
  set_target_properties(lemmascope_${name} PROPERTIES EXPORT_NAME ${name})
  lemmascope_target(lemmascope_${name})
endfunction()

# lemmascope_room(ROOM KEY SOURCES file… [LIBRARIES lib…]) makes Lemmascope::ROOM_KEY, what one paper owns of
# theory or of sim, from the current folder. Nothing but that paper's own libraries links it.
function(lemmascope_room room key)
  cmake_parse_arguments(PARSE_ARGV 2 room "" "" "SOURCES;LIBRARIES")
  lemmascope_library(${room}_${key} ${room_SOURCES})
  target_link_libraries(lemmascope_${room}_${key} PUBLIC Lemmascope::${room} ${room_LIBRARIES})
endfunction()
