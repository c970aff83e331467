#include <string>

#include <catch2/catch.hpp>

#include "seqlens/tokenize/encode_sequence.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

using namespace seqlens::tokenize;

TEST_CASE("DNA from a file is read with soft-masked letters and without IUPAC codes") {
  const auto kmers = KmerTokenizer::with_all_kmers(3);
  CHECK(encode_sequence(kmers, "acgUr").ids == kmers.encode("ACGTN").ids);
  CHECK(encode_sequence(kmers, "acgUr").ids != kmers.encode("acgUr").ids);
  const auto six = LongestMatchTokenizer::nucleotide_transformer(6, 2);
  CHECK(encode_sequence(six, "ACGTACryACG").ids == six.encode("ACGTACNNACG").ids);
  CHECK(encode_sequence(six, "ACGTACryACG").map.size() == 7);
}

TEST_CASE("residues keep their letters and their special tokens") {
  const auto esm = LongestMatchTokenizer::esm();
  CHECK(encode_sequence(esm, "mkVR<mask>b").ids == esm.encode("MKVR<mask>B").ids);
  CHECK(encode_sequence(esm, "mkVR").ids != esm.encode("mkVR").ids);
}
