#include "seq-tokenize/part_reader.h"

namespace seq_tokenize {
namespace {

constexpr std::size_t kBatchLetters = std::size_t{1} << 16;

}  // namespace

PartReader::PartReader(LetterSource& source, const seqlens::tokenize::Tokenizer& tokenizer,
                       PartSettings settings)
    : source_(source), tokenizer_(tokenizer), settings_(settings), buffer_(kBatchLetters, '\0') {}

bool PartReader::begin_record() {
  if (ended_ || !source_.begin(record_)) {
    ended_ = true;
    return false;
  }
  ++counts_.records;
  special_ = counts_.special = {};
  return true;
}

/// As many letters as the buffer holds; fewer only at the end of the record.
std::string_view PartReader::read_letters() {
  std::size_t filled = 0;
  while (filled < buffer_.size()) {
    const std::size_t count = source_.read(std::span(buffer_).subspan(filled));
    if (count == 0) break;
    filled += count;
  }
  if (settings_.upper_case) seqlens::tokenize::make_upper_case(std::span(buffer_).first(filled), special_);
  const std::string_view letters(buffer_.data(), filled);
  counts_.add(letters);
  return letters;
}

TokenPart PartReader::part_of_long_record(std::string_view letters) {
  TokenPart part;
  part.record = record_.name;
  part.is_first = !stream_;
  if (!stream_) stream_ = tokenizer_.stream();
  part.is_last = letters.size() < buffer_.size();
  part.offset = record_.offset;
  part.letters = static_cast<std::int64_t>(letters.size());
  part.first_index = next_index_;
  stream_->add(letters, part.tokens);
  if (part.is_last) stream_->finish(part.tokens);
  if (settings_.drop_special) drop_special(part.tokens);
  next_index_ += static_cast<std::int64_t>(part.tokens.ids.size());
  if (part.is_last) {
    stream_.reset();
    next_index_ = 0;
  }
  return part;
}

TokenPart PartReader::next_part() {
  std::string_view letters = read_letters();
  const bool is_short = letters.size() < buffer_.size();
  if (stream_ || !(is_short || settings_.whole_records)) return part_of_long_record(letters);
  TokenPart part;
  part.record = record_.name;
  part.offset = record_.offset;
  part.text = letters;
  while (letters.size() == buffer_.size()) part.text += letters = read_letters();
  part.letters = static_cast<std::int64_t>(part.text.size());
  return part;
}

std::optional<std::vector<TokenPart>> PartReader::next() {
  std::vector<TokenPart> batch;
  std::size_t letters = 0;
  while (letters < kBatchLetters) {
    if (!stream_ && !begin_record()) break;
    batch.push_back(next_part());
    letters += static_cast<std::size_t>(batch.back().letters) +
               64;  // a record costs something, even without letters
  }
  if (batch.empty()) return std::nullopt;
  return batch;
}

}  // namespace seq_tokenize
