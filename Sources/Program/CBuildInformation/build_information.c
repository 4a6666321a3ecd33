#include "CBuildInformation.h"

#include <nghttp2/nghttp2.h>
#include <protobuf-c/protobuf-c.h>
#include <yaml.h>

#ifndef EDS_TRANSLATOR_COMMIT
#define EDS_TRANSLATOR_COMMIT ""
#endif

const char *build_information_commit(void) { return EDS_TRANSLATOR_COMMIT; }

const char *build_information_nghttp2(void) {
  const nghttp2_info *info = nghttp2_version(0);
  return info ? info->version_str : "";
}

const char *build_information_protobuf_c(void) { return protobuf_c_version(); }

const char *build_information_yaml(void) { return yaml_get_version_string(); }
