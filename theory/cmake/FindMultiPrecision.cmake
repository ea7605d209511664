# Finds GMP, MPFR and MPFI, which Debian ships without CMake packages.
# Defines the imported target MultiPrecision::MultiPrecision.
include(FindPackageHandleStandardArgs)
find_path(MultiPrecision_INCLUDE_DIR NAMES mpfi.h)
find_library(MultiPrecision_GMP_LIBRARY NAMES gmp)
find_library(MultiPrecision_MPFR_LIBRARY NAMES mpfr)
find_library(MultiPrecision_MPFI_LIBRARY NAMES mpfi)
find_package_handle_standard_args(
  MultiPrecision REQUIRED_VARS MultiPrecision_MPFI_LIBRARY MultiPrecision_MPFR_LIBRARY
                               MultiPrecision_GMP_LIBRARY MultiPrecision_INCLUDE_DIR)
if(MultiPrecision_FOUND AND NOT TARGET MultiPrecision::MultiPrecision)
  add_library(MultiPrecision::MultiPrecision INTERFACE IMPORTED)
  target_include_directories(MultiPrecision::MultiPrecision SYSTEM
                             INTERFACE ${MultiPrecision_INCLUDE_DIR})
  target_link_libraries(
    MultiPrecision::MultiPrecision INTERFACE ${MultiPrecision_MPFI_LIBRARY}
                                             ${MultiPrecision_MPFR_LIBRARY}
                                             ${MultiPrecision_GMP_LIBRARY})
endif()
