#include "seq-tokenize/options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/input/read_once.h"

namespace seq_tokenize {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "seq-tokenize",
    "turns sequences into token ids and where each token lies",
    "[options] INPUT...",
    "Reads FASTA, FASTQ, SAM, BAM or CRAM (plain, gzip or bgzip), DNA or protein, and writes for each record "
    "the ids "
    "that a model would see, with the text of each token and the bases or residues it covers (0-based, "
    "half-open). "
    "Without INPUT, and for '-', standard input is read.\n\n"
    "The tokenizers of published models (a Hugging Face folder, its vocab.txt or tokenizer.json, kmer, nt, "
    "protein) "
    "do exactly what the originals do; in particular a lower-case letter is unknown to them, unless --case "
    "upper is "
    "given. The tokenizer 'base' reads lower case as upper case and every letter but A, C, G, T and U as "
    "N.\n\n"
    "TSV has the columns record, index, id, token, start, end. JSON lines hold one object a record: record, "
    "ids, "
    "tokens, spans. npy writes three files: the ids of all records one after another (FILE, int32), their "
    "spans "
    "(FILE with .spans.npy, int64, two columns), and which rows are whose (FILE with .records.tsv: record, "
    "first, "
    "count, letters).",
    {{"Single bases of a genome", "seq-tokenize genome.fa.gz > tokens.tsv"},
     {"Non-overlapping 6-mers of one region", "seq-tokenize --tokenizer nt --region chr1:101-400 genome.fa"},
     {"What a downloaded model sees", "seq-tokenize --tokenizer DNABERT-2-117M --format jsonl reads.fq.gz"},
     {"Arrays for NumPy", "seq-tokenize --tokenizer protein -o proteins.npy proteins.fa"}},
};

namespace {

std::string format_by_name(const std::string& output) {
  if (output.ends_with(".npy") || output.ends_with(".npy.gz")) return "npy";  // the latter is refused
  return output.ends_with(".jsonl") || output.ends_with(".jsonl.gz") ? "jsonl" : "tsv";
}

void check_output(Options& options) {
  if (options.format.empty()) options.format = format_by_name(options.output);
  if (options.format != "npy") return;
  if (options.output == "-") throw UsageError("--format npy: needs -o FILE (it writes three files)");
  if (!options.output.ends_with(".npy"))
    throw UsageError("--format npy: -o '" + options.output + "' must end in .npy");
}

void check_files(const Options& options) {
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), {options.input.bed, options.input.reference, options.tokenizer});
  seqlens::input::require_each_stream_once(read);
  std::vector<seqlens::cli::OutputName> written{{"-o", options.output}};
  if (options.output.ends_with(".npy")) {
    const std::string name = options.output.substr(0, options.output.size() - 4);
    for (const char* ending : {".spans.npy", ".records.tsv"}) written.push_back({"-o", name + ending});
  }
  seqlens::cli::check_outputs(options.common, written, read);
}

void check_tokenizer(const Options& options) {
  const std::string& name = options.tokenizer;
  if (options.k && name != "kmer" && name != "nt" && name != "nt-v1")
    throw UsageError("-k: only the tokenizers kmer, nt and nt-v1 take it");
}

void add_input_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("INPUT", options.inputs, "Files to read; '-' is standard input")->type_name("FILE");
  app.add_option("--region", options.input.regions,
                 "Only this region of an indexed FASTA, as samtools means it (1-based); "
                 "may be given several times")
      ->type_name("CHR:A-B")
      ->allow_extra_args(false);
  app.add_option("--bed", options.input.bed,
                 "Only the regions of this BED file (0-based; its strand is not used)")
      ->type_name("FILE");
  seqlens::cli::declare_reference(app, options.input.reference);
  seqlens::cli::declare_allow_remote(app, options.input.allow_remote);
  app.add_option("--alphabet", options.alphabet, "What the letters are; auto: what the tokenizer is for")
      ->check(seqlens::cli::one_of({"auto", "dna", "protein"}))
      ->type_name("NAME");
}

void add_token_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Tokens");
  app.add_option("--tokenizer", options.tokenizer,
                 "base, kmer (overlapping, DNABERT), nt or nt-v1 (Nucleotide Transformer), protein (ESM); or "
                 "a Hugging "
                 "Face folder, a tokenizer.json, a vocab.txt, or a model file. Default: base, or protein for "
                 "--alphabet protein")
      ->type_name("NAME|PATH");
  app.add_option("-k", options.k, "Letters of a k-mer, for kmer, nt and nt-v1 (6)")
      ->check(seqlens::cli::whole_number(1, 8))
      ->type_name("K");
  app.add_option("--case", options.letter_case, "upper: read lower-case letters as upper-case ones")
      ->check(seqlens::cli::one_of({"keep", "upper"}))
      ->type_name("NAME");
  app.add_option("--special", options.special,
                 "drop: leave out the tokens that stand for no text ([CLS], <eos>, ...)")
      ->check(seqlens::cli::one_of({"keep", "drop"}))
      ->type_name("NAME");
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Output");
  app.add_option("--format", options.format,
                 "tsv, jsonl (one object a record) or npy (needs -o). Default: what the name of the output "
                 "ends in, else tsv")
      ->check(seqlens::cli::one_of({"tsv", "jsonl", "npy"}))
      ->type_name("NAME");
  app.add_option("-o,--output", options.output, "File to write; '.gz' is bgzip; '-' is standard output")
      ->type_name("FILE");
}

}  // namespace

void define(CLI::App& app, Options& options) {
  add_input_options(app, options);
  add_token_options(app, options);
  add_output_options(app, options);
  app.final_callback([&options] {
    seqlens::cli::default_to_standard_input(options.inputs);
    seqlens::input::check_inputs(options.input, options.inputs);
    check_output(options);
    check_tokenizer(options);
    check_files(options);
  });
}

}  // namespace seq_tokenize
