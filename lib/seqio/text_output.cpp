#include "seqlens/seqio/text_output.h"

#include <cerrno>
#include <variant>

#include <fmt/format.h>
#include <htslib/tbx.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_file.h"

#include "input_file.h"
#include "pending_file.h"

namespace seqlens::seqio {
namespace {

bool is_bgzip_name(std::string_view path) {
  return path.ends_with(".gz") || path.ends_with(".bgz");
}

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
  PendingFile file;
  Bgzf bgzf;

  void close() {
    errno = 0;
    if (bgzf_close(bgzf.release()) != 0) file.fail("cannot write", errno);
  }

  // False when htslib cannot make an index of this kind.
  bool build_index(const PendingFile& index, int min_shift, TabixPreset preset) const {
    return tbx_index_build3(file.temporary().c_str(), index.temporary().c_str(), min_shift, 0,
                            &configuration(preset)) == 0;
  }
};

BgzfOutput::BgzfOutput(const std::string& path) {
  prepare_htslib();
  PendingFile file(path);
  HFile stream = file.create();
  Bgzf bgzf(bgzf_hopen(stream.get(), "w"));
  if (!bgzf) file.fail("cannot write", ENOMEM);
  static_cast<void>(stream.release());  // owned by bgzf now
  state_.reset(new State{std::move(file), std::move(bgzf)});
}

BgzfOutput::~BgzfOutput() = default;
BgzfOutput::BgzfOutput(BgzfOutput&&) noexcept = default;
BgzfOutput& BgzfOutput::operator=(BgzfOutput&&) noexcept = default;

void BgzfOutput::write(std::string_view bytes) {
  errno = 0;
  if (bgzf_write(state_->bgzf.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    state_->file.fail("cannot write", errno);
  }
}

void BgzfOutput::commit() {
  state_->close();
  state_->file.publish();
}

void BgzfOutput::commit_with_index(TabixPreset preset) {
  State& state = *state_;
  if (state.file.temporary().empty()) throw UsageError("an index needs a file; standard output has none");
  state.close();
  constexpr int csi_min_shift = 14;
  PendingFile tbi(state.file.path() + ".tbi");
  PendingFile csi(state.file.path() + ".csi");
  const bool is_tbi = state.build_index(tbi, 0, preset);
  // TBI ends at 2^29; when CSI fails too, it is the order of the lines.
  if (!is_tbi && !state.build_index(csi, csi_min_shift, preset)) {
    throw Error(
        fmt::format("cannot index '{}': its lines are not sorted by contig and start", state.file.path()));
  }
  state.file.publish();
  (is_tbi ? tbi : csi).publish();
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
  if (auto* bgzf = std::get_if<BgzfOutput>(&state_->output)) return bgzf->commit();
  std::get<0>(state_->output)->commit();
}

void TextOutput::commit_with_index(TabixPreset preset) {
  auto* bgzf = std::get_if<BgzfOutput>(&state_->output);
  if (bgzf) return bgzf->commit_with_index(preset);
  throw UsageError(fmt::format("'{}' is not compressed, so it cannot be indexed; name it *.gz",
                               std::get<0>(state_->output)->path().string()));
}

}  // namespace seqlens::seqio
