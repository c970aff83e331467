#include "seq-tokenize/run.h"

#include <fmt/format.h>

#include "seqlens/parallel/ordered_pipeline.h"
#include "seqlens/parallel/thread_budget.h"

#include "seq-tokenize/choose_tokenizer.h"
#include "seq-tokenize/letter_source.h"
#include "seq-tokenize/part_reader.h"
#include "seq-tokenize/token_writer.h"

namespace seq_tokenize {
namespace {

using namespace seqlens;

struct WrittenPart {
  TokenPart part;
  std::string text;
};

using Batch = std::vector<TokenPart>;
using WrittenBatch = std::vector<WrittenPart>;

/// Two batches a worker: one under way and one waiting.
std::size_t batches_in_flight() {
  return 2 * static_cast<std::size_t>(parallel::available_threads());
}

WrittenPart finish_part(TokenPart part, const tokenize::Tokenizer& tokenizer, const TokenWriter& writer,
                        bool drop) {
  if (part.is_first && part.is_last) {  // a short record: tokens still to be made
    part.tokens = tokenizer.encode(part.text);
    if (drop) drop_special(part.tokens);
  }
  std::string text = writer.text_of(part);
  return {std::move(part), std::move(text)};
}

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  const auto tokenizer = choose_tokenizer(options);
  const auto source = open_source(options, tokenize::reads_special_text(*tokenizer), streams.log);
  const auto writer = make_writer(options, *tokenizer, streams);
  const bool drop = options.special == "drop";
  const bool whole_records =
      writer->wants_whole_records() || tokenizer->kind() == "bpe";  // BPE holds them anyway
  PartReader reader(*source, *tokenizer, {whole_records, options.letter_case == "upper", drop});
  std::uint64_t tokens = 0;

  streams.progress.start("tokenising", 0, "letters");
  parallel::ordered_pipeline<Batch, WrittenBatch>(
      batches_in_flight(), [&] { return reader.next(); },
      [&](Batch batch) {
        WrittenBatch written;
        for (TokenPart& part : batch)
          written.push_back(finish_part(std::move(part), *tokenizer, *writer, drop));
        return written;
      },
      [&](const WrittenBatch& batch) {
        for (const WrittenPart& written : batch) {
          writer->write(written.part, written.text);
          tokens += written.part.tokens.ids.size();
          streams.progress.advance(static_cast<std::uint64_t>(written.part.letters));
        }
      });
  writer->finish();
  streams.progress.finish();

  const std::string warning = tokenize::misfit_warning(reader.counts(), *tokenizer);
  if (!warning.empty()) streams.log.warning(warning);
  streams.log.detail(fmt::format("{} records, {} letters, {} tokens", reader.counts().records,
                                 reader.counts().letters, tokens));
  return 0;
}

}  // namespace seq_tokenize
