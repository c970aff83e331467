#include "seqlens/seqio/data_output.h"

#include <ostream>

namespace seqlens::seqio {

DataOutput::DataOutput(const std::string& path, std::ostream& standard_output)
    : standard_output_(standard_output) {
  if (path != "-") file_.emplace(path);
}

void DataOutput::write(std::string_view text) {
  if (file_) {
    file_->write(text);
  } else {
    standard_output_ << text;
  }
}

void DataOutput::flush() {
  if (!file_) standard_output_.flush();
}

void DataOutput::commit(std::optional<TabixPreset> index) {
  Publication alone;
  commit(index, alone);
  alone.publish();
}

void DataOutput::commit(std::optional<TabixPreset> index, Publication& together) {
  flush();
  if (!file_) return;
  if (index) {
    file_->commit_with_index(*index, together);
  } else {
    file_->commit(together);
  }
}

}  // namespace seqlens::seqio
