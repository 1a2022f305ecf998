# How the programs of the images are built: as the tests build them, but without debug information and with Debian's hardening.
# Neither the time nor the directories of the build get into a program: the same source and compiler make the same bytes.
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH source)
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -ffile-prefix-map=${source}=/walcast -ffile-prefix-map=${CMAKE_BINARY_DIR}=/walcast/build -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2 -Wdate-time" CACHE STRING "")
set(CMAKE_EXE_LINKER_FLAGS_RELEASE "-Wl,-z,relro,-z,now" CACHE STRING "")
set(WALCAST_TESTS OFF CACHE BOOL "")
