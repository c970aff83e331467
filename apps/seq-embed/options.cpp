#include "seq-embed/options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"
#include "seqlens/input/read_once.h"

namespace seq_embed {

using seqlens::UsageError;
using seqlens::cli::one_of;
using seqlens::cli::whole_number;

const seqlens::cli::ProgramText kText{
    "seq-embed",
    "turns sequences into embeddings, logits, attentions and contacts of a model",
    "[options] INPUT...",
    "Reads FASTA, FASTQ, SAM, BAM or CRAM (plain, gzip or bgzip), DNA or protein as the model's tokenizer "
    "asks, and runs each record through the model: a built-in one, a model file, or a folder of a published "
    "model (ESM-2, Nucleotide Transformer, DNABERT, DNABERT-2). Without INPUT, and for '-', standard input "
    "is read. Where the tokenizer knows '<mask>' or '[MASK]', it may be written in a record.\n\n"
    "A record that the model cannot take in one piece is never cut silently: --long says whether it is an "
    "error, passed over or split into pieces of equal size, each with its own special tokens. DNABERT's "
    "tokenizer splits 510 k-mers and more by itself, as the original does. Records too short for one token "
    "are passed over. What was passed over and what was split is counted on standard error.\n\n"
    "safetensors holds a tensor '<record>.<what>' for each record, hidden states one for each layer "
    "('<record>.hidden_states.<layer>'); a name that came before gets '#2', '#3', ... npy holds one row a "
    "record, or a token without pooling, and FILE.records.tsv says which rows are whose. TSV has a line a "
    "record, a token, a pair.",
    {{"One vector a record", "seq-embed -m esm2_t6_8M -o proteins.npy proteins.fa"},
     {"What each residue becomes",
      "seq-embed -m esm2_t6_8M --pool none --special drop -o x.safetensors p.fa"},
     {"Contacts", "seq-embed -m esm2_t33_650M --what contacts protein.fa > contacts.tsv"},
     {"Reads through the built-in model", "seq-embed --long split reads.bam > embeddings.tsv"},
     {"How likely the model thinks a protein is", "seq-embed -m esm2_t6_8M --pseudo-likelihood variants.fa"}},
};

namespace {

bool is_matrix(const Options& options) {
  return options.what == "attentions" || options.what == "contacts";
}

std::string format_by_name(const std::string& output) {
  if (output.ends_with(".safetensors")) return "safetensors";
  if (output.ends_with(".npy") || output.ends_with(".npy.gz")) return "npy";  // the latter is refused
  return "tsv";
}

void check_format(Options& options) {
  if (options.format.empty()) options.format = format_by_name(options.output);
  if (options.format == "tsv") return;
  if (options.output == "-") throw UsageError("--format " + options.format + ": needs -o FILE");
  if (options.format != "npy") return;
  if (!options.output.ends_with(".npy"))
    throw UsageError("--format npy: -o '" + options.output + "' must end in .npy");
  if (is_matrix(options))
    throw UsageError("--format npy: " + options.what +
                     " have another shape for each record; use safetensors or tsv");
}

void check_files(const Options& options) {
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), {options.reference, seqlens::default_model::asked_model(options.model)});
  seqlens::input::require_each_stream_once(read);
  std::vector<seqlens::cli::OutputName> written{{"-o", options.output}};
  if (options.output.ends_with(".npy"))
    written.push_back({"-o", options.output.substr(0, options.output.size() - 4) + ".records.tsv"});
  seqlens::cli::check_outputs(options.common, written, read);
}

void check_pooling(const Options& options) {
  if (is_matrix(options) && !options.pool.empty() && options.pool != "none")
    throw UsageError("--pool " + options.pool + ": " + options.what + " are not pooled");
  if (options.pool == "cls" && options.special == "drop")
    throw UsageError("--pool cls: --special drop leaves no [CLS]");
}

void check_long(const Options& options) {
  if (options.long_rule == "split" && is_matrix(options))
    throw UsageError("--long split: " + options.what + " need the whole record; use error or skip");
}

void check_likelihood(const CLI::App& app, const Options& options) {
  if (options.per_position && !options.pseudo_likelihood)
    throw UsageError("--per-position: only for --pseudo-likelihood");
  if (!options.pseudo_likelihood) return;
  for (const char* name : {"--what", "--pool", "--layers", "--special"})
    if (app.count(name) > 0)
      throw UsageError(std::string("--pseudo-likelihood scores records; it does not go with ") + name);
  if (options.format != "tsv") throw UsageError("--pseudo-likelihood: the format is tsv");
}

void add_input_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("INPUT", options.inputs, "Files to read; '-' is standard input")->type_name("FILE");
  seqlens::cli::declare_reference(app, options.reference);
  seqlens::cli::declare_allow_remote(app, options.allow_remote);
  app.add_option("--case", options.letter_case, "upper: read lower-case letters as upper-case ones")
      ->check(one_of({"keep", "upper"}))
      ->type_name("NAME");
}

void add_model_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Model");
  seqlens::cli::declare_model(app, options.model);
  seqlens::cli::declare_precision(app, options.precision);
  app.add_option("--long", options.long_rule,
                 "What happens to a record that is longer than the model takes: error, skip or split")
      ->check(one_of({"error", "skip", "split"}))
      ->type_name("NAME");
  app.add_option("--max-tokens", options.max_tokens,
                 "Longest piece in tokens, special ones included. Default: what the model takes")
      ->check(whole_number(1, 1'000'000'000))
      ->type_name("N");
  app.add_option("--batch", options.batch_tokens,
                 "Tokens that are worked on at once; more memory, the same result")
      ->check(whole_number(1, 1'000'000'000))
      ->type_name("TOKENS");
}

void add_result_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Result");
  app.add_option(
         "--what", options.what,
         "embedding (pooled hidden state), last_hidden_state, hidden_states (every layer), logits (of "
         "the masked-LM head, else of the labels), class_logits, class_probabilities, attentions or contacts")
      ->check(one_of({"embedding", "last_hidden_state", "hidden_states", "logits", "class_logits",
                      "class_probabilities", "attentions", "contacts"}))
      ->type_name("NAME");
  app.add_option(
         "--pool", options.pool,
         "Over the tokens of a record: mean, max, cls (the first special token) or none. Default: mean "
         "for embedding, else none")
      ->check(one_of({"mean", "cls", "max", "none"}))
      ->type_name("NAME");
  app.add_option(
         "--layers", options.layers,
         "all, or numbers separated by commas, counted from the end when negative. States: 0 is the "
         "input of the first layer, -1 the last hidden state (default of embedding); attentions: 0 is "
         "the first layer")
      ->type_name("LIST");
  app.add_option("--special", options.special,
                 "drop: leave out the tokens that stand for no text ([CLS], <eos>, ...) before pooling")
      ->check(one_of({"keep", "drop"}))
      ->type_name("NAME");
  app.add_flag("--pseudo-likelihood", options.pseudo_likelihood,
               "Instead: the mean log probability of each record's tokens, each predicted with it masked");
  app.add_flag("--per-position", options.per_position, "With --pseudo-likelihood: a line for each token");
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Output");
  app.add_option("--format", options.format,
                 "safetensors, npy or tsv. Default: what the name of the output ends in, else tsv")
      ->check(one_of({"safetensors", "npy", "tsv"}))
      ->type_name("NAME");
  app.add_option("-o,--output", options.output,
                 "File to write; '-' is standard output; TSV in '.gz' is bgzip")
      ->type_name("FILE");
}

}  // namespace

void define(CLI::App& app, Options& options) {
  add_input_options(app, options);
  add_model_options(app, options);
  add_result_options(app, options);
  add_output_options(app, options);
  app.final_callback([&app, &options] {
    seqlens::cli::default_to_standard_input(options.inputs);
    check_format(options);
    check_pooling(options);
    check_long(options);
    check_likelihood(app, options);
    check_files(options);
  });
}

}  // namespace seq_embed
