#include "seqlens/seqio/text_output.h"

#include <cerrno>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <htslib/tbx.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"
#include "seqlens/seqio/bgzip_name.h"

#include "input_file.h"
#include "open_output.h"

namespace seqlens::seqio {
namespace {

const tbx_conf_t& configuration(TabixPreset preset) {
  switch (preset) {
    case TabixPreset::gff:
      return tbx_conf_gff;
    case TabixPreset::vcf:
      return tbx_conf_vcf;
    case TabixPreset::bed:
      break;
  }
  return tbx_conf_bed;
}

}  // namespace

struct BgzfOutput::State {
  OutputTarget target;
  Bgzf bgzf;

  void close() {
    errno = 0;
    if (bgzf_close(bgzf.release()) != 0) target.fail("cannot write", errno);
  }

  // False when htslib cannot make an index of this kind.
  bool build_index(OutputTarget& index, int min_shift, TabixPreset preset) const {
    ::close(index.open());  // made by us; htslib opens it by its name
    return tbx_index_build3(target.temporary().c_str(), index.temporary().c_str(), min_shift, 0,
                            &configuration(preset)) == 0;
  }

  // TBI ends at 2^29; when CSI fails too, it is the order of the lines.
  OutputTarget make_index(TabixPreset preset) const {
    const std::string path = target.name().string();
    for (const auto& [ending, min_shift] : {std::pair(".tbi", 0), std::pair(".csi", 14)}) {
      OutputTarget index(path + ending, OutputAccess::anywhere);
      if (build_index(index, min_shift, preset)) return index;
    }
    throw Error(fmt::format("cannot index '{}': its lines are not sorted by contig and start", path));
  }
};

BgzfOutput::BgzfOutput(const std::string& path) {
  prepare_htslib();
  OutputTarget target(path);
  HFile stream = open_output(target);
  Bgzf bgzf(bgzf_hopen(stream.get(), "w"));
  if (!bgzf) target.fail("cannot write", ENOMEM);
  static_cast<void>(stream.release());  // owned by bgzf now
  state_.reset(new State{std::move(target), std::move(bgzf)});
}

BgzfOutput::~BgzfOutput() = default;
BgzfOutput::BgzfOutput(BgzfOutput&&) noexcept = default;
BgzfOutput& BgzfOutput::operator=(BgzfOutput&&) noexcept = default;

void BgzfOutput::write(std::string_view bytes) {
  errno = 0;
  if (bgzf_write(state_->bgzf.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    state_->target.fail("cannot write", errno);
  }
}

void BgzfOutput::commit() {
  Publication alone;
  commit(alone);
  alone.publish();
}

void BgzfOutput::commit(Publication& together) {
  state_->close();
  together.add(std::move(state_->target));
}

void BgzfOutput::commit_with_index(TabixPreset preset) {
  Publication alone;
  commit_with_index(preset, alone);
  alone.publish();
}

void BgzfOutput::commit_with_index(TabixPreset preset, Publication& together) {
  State& state = *state_;
  const std::string path = state.target.name().string();
  if (state.target.temporary().empty())
    throw UsageError(fmt::format("cannot index '{}': its index needs a regular file", path));
  state.close();
  std::optional<OutputTarget> index;
  try {
    index.emplace(state.make_index(preset));
  } catch (const Error& error) {
    together.add_failure(fmt::format("{}; '{}' itself is complete", error.what(), path));
  }
  for (const std::string& old : {path + ".tbi", path + ".csi"}) {
    if (!index || index->name() != old) together.remove(old);
  }
  together.add(std::move(state.target));
  if (index) together.add(std::move(*index));
}

struct TextOutput::State {
  std::variant<std::unique_ptr<OutputFile>, BgzfOutput> output;
};

TextOutput::TextOutput(const std::string& path) {
  if (is_bgzip_name(path)) {
    state_.reset(new State{BgzfOutput(path)});
  } else {
    state_.reset(new State{std::make_unique<OutputFile>(path)});
  }
}

TextOutput::~TextOutput() = default;
TextOutput::TextOutput(TextOutput&&) noexcept = default;
TextOutput& TextOutput::operator=(TextOutput&&) noexcept = default;

void TextOutput::write(std::string_view bytes) {
  if (auto* bgzf = std::get_if<BgzfOutput>(&state_->output)) return bgzf->write(bytes);
  std::get<0>(state_->output)->write(bytes);
}

void TextOutput::commit() {
  Publication alone;
  commit(alone);
  alone.publish();
}

void TextOutput::commit(Publication& together) {
  if (auto* bgzf = std::get_if<BgzfOutput>(&state_->output)) return bgzf->commit(together);
  std::get<0>(state_->output)->commit(together);
}

void TextOutput::commit_with_index(TabixPreset preset) {
  Publication alone;
  commit_with_index(preset, alone);
  alone.publish();
}

void TextOutput::commit_with_index(TabixPreset preset, Publication& together) {
  auto* bgzf = std::get_if<BgzfOutput>(&state_->output);
  if (bgzf) return bgzf->commit_with_index(preset, together);
  throw UsageError(fmt::format("'{}' is not compressed, so it cannot be indexed; name it *.gz",
                               std::get<0>(state_->output)->path().string()));
}

}  // namespace seqlens::seqio
