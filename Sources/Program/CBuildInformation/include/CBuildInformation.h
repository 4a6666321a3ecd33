#ifndef C_BUILD_INFORMATION_H
#define C_BUILD_INFORMATION_H

/// The commit that the program was built from, as EDS_TRANSLATOR_COMMIT said in the environment of the build; "" if it did not.
const char *build_information_commit(void);

/// The versions of the libraries that are in use now, as they tell it themselves.
const char *build_information_nghttp2(void);
const char *build_information_protobuf_c(void);
const char *build_information_yaml(void);

#endif
