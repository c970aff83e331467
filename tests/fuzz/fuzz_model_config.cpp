// A stored model configuration from hostile text: an Error, or one that survives being written and laid out.
#include <cstdint>
#include <stdexcept>
#include <string>

#include "seqlens/core/errors.h"
#include "seqlens/model/config.h"
#include "seqlens/model/parameters.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace seqlens::model;
  try {
    const EncoderConfig config = config_from_json(std::string(data, data + size));
    if (config_from_json(to_json(config)) != config)
      throw std::logic_error("a configuration changed on its way");
    const ParameterLayout layout(config);
    if (layout.parameter_count() > layout.size()) throw std::logic_error("a layout smaller than its tensors");
  } catch (const seqlens::Error&) {
    // malformed, and said so
  }
  return 0;
}
