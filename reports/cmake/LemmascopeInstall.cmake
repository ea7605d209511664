# What `cmake --install` and `cpack -G DEB` ship. Component "program": the program and what a shell and a reader
# need of it. Component "development": headers, static libraries and the CMake package, for papers of other people.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Lemmascope)
list(JOIN LEMMASCOPE_PAPERS " " papers)

install(TARGETS lemmascope COMPONENT program)
# The program writes its own completions and manual page.
set(written "completion bash" share/bash-completion/completions/lemmascope
            "completion zsh" share/zsh/site-functions/_lemmascope
            "completion fish" share/fish/vendor_completions.d/lemmascope.fish
            "man" share/man/man1/lemmascope.1)
while(written)
  list(POP_FRONT written arguments file)
  install(CODE "
    set(file \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${file}\")
    get_filename_component(folder \"\${file}\" DIRECTORY)
    file(MAKE_DIRECTORY \"\${folder}\")
    separate_arguments(arguments UNIX_COMMAND \"${arguments}\")
    execute_process(COMMAND \"${PROJECT_BINARY_DIR}/lemmascope\" \${arguments} OUTPUT_FILE \"\${file}\"
                    COMMAND_ERROR_IS_FATAL ANY)
    message(STATUS \"Installing: \${file}\")" COMPONENT program)
endwhile()

# Headers, of the shared folders and of the papers built.
set(not_built ${every_paper})
list(REMOVE_ITEM not_built ${LEMMASCOPE_PAPERS})
list(TRANSFORM not_built REPLACE "(.+)" "/\\1/" OUTPUT_VARIABLE absent)
set(exclusions PATTERN cmake EXCLUDE)
foreach(folder ${absent})
  list(APPEND exclusions REGEX "${folder}" EXCLUDE)
endforeach()
install(DIRECTORY theory sim properties reports DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/lemmascope
        COMPONENT development FILES_MATCHING PATTERN *.hpp ${exclusions})

# Libraries, as Lemmascope::NAME.
set(libraries lemmascope_theory lemmascope_sim lemmascope_encoder lemmascope_regression lemmascope_properties lemmascope_reports)
foreach(paper ${LEMMASCOPE_PAPERS})
  foreach(part theory sim paper)
    if(TARGET lemmascope_${part}_${paper})
      list(APPEND libraries lemmascope_${part}_${paper})
    endif()
  endforeach()
endforeach()
if(TARGET lemmascope_python)
  list(APPEND libraries lemmascope_python)
  # Where Debian's Python looks; and the sources again, for packages of other people's papers.
  set(python_folder lib/python3/dist-packages/lemmascope)
  install(TARGETS lemmascope_module LIBRARY DESTINATION ${python_folder} COMPONENT development)
  foreach(folder ${python_folder} ${package_folder}/python)
    install(DIRECTORY reports/python/lemmascope/ DESTINATION ${folder} COMPONENT development FILES_MATCHING PATTERN *.py)
  endforeach()
endif()
install(TARGETS ${libraries} EXPORT LemmascopeTargets ARCHIVE COMPONENT development)
install(EXPORT LemmascopeTargets NAMESPACE Lemmascope:: DESTINATION ${package_folder} COMPONENT development)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/LemmascopeConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/LemmascopeConfig.cmake INSTALL_DESTINATION ${package_folder})
# Before 1.0 a minor version may break what a paper was written against.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/LemmascopeConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(
  FILES ${PROJECT_BINARY_DIR}/LemmascopeConfig.cmake
        ${PROJECT_BINARY_DIR}/LemmascopeConfigVersion.cmake
        theory/cmake/FindMultiPrecision.cmake
        theory/cmake/LemmascopeTarget.cmake
        properties/cmake/CommitOf.cmake
        properties/cmake/FindReferences.cmake
        properties/cmake/LemmascopePaper.cmake
        properties/cmake/WriteProgramInformation.cmake
        reports/cmake/LemmascopePython.cmake
        tests/cmake/LemmascopeTest.cmake
  DESTINATION ${package_folder} COMPONENT development)
install(FILES properties/GUIDE.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)

# Two Debian packages.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "Lemmascope")
set(CPACK_PACKAGE_CONTACT "the authors of Lemmascope <lemmascope@example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME lemmascope)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME liblemmascope-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
# What LemmascopeConfig.cmake looks for, and the compiler the libraries were made by.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "g++ (>= 12), cmake (>= 3.25), libboost-dev (>= 1.74), libeigen3-dev (>= 3.4), libfmt-dev (>= 9), libgmp-dev, libmpfr-dev, libmpfi-dev, libnlopt-dev, nlohmann-json3-dev (>= 3.11), librapidcheck-dev, libtomlplusplus-dev (>= 3), zlib1g-dev")
if(TARGET lemmascope_python)
  string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", python3 (>= 3.11), python3 (<< 3.12), python3-numpy")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS lemmascope)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "${PROJECT_DESCRIPTION}: the program")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "${PROJECT_DESCRIPTION}: headers, static libraries and the CMake package to bring a paper of your own")
include(CPack)
