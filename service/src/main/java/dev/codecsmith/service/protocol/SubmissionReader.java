package dev.codecsmith.service.protocol;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of {@code POST /experiment} in its three forms: two Python sources ({@code
 * encoding_code}, {@code decoding_code}), a {@code program}, or a {@code job} of the evaluation
 * contract. Nothing of it is trusted: names, sizes, hashes and keys are checked here.
 */
public final class SubmissionReader {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_CLIPS = 1_000;
  private static final int MOST_JOB_BYTES = 4 << 20;

  private static final Set<String> SOURCES =
      Set.of("experiment_id", "attempt", "encoding_code", "decoding_code", "timestamp");
  private static final Set<String> PROGRAM =
      Set.of("experiment_id", "attempt", "program", "clips", "qualities", "limits", "timestamp");

  private static final int MOST_TOKENS = 200_000;

  private SubmissionReader() {}

  /**
   * Reads a body.
   *
   * @throws BadRequestException with what is wrong with it
   */
  public static Submission read(byte[] body) throws BadRequestException {
    JsonNode json;
    try {
      checkTokens(body);
      json =
          Json.mapper()
              .readerFor(JsonNode.class)
              .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .readValue(body);
    } catch (JacksonException e) {
      throw new BadRequestException("The body is not JSON: " + reason(e) + ".");
    }
    if (json == null || !json.isObject()) {
      throw new BadRequestException("The body must be one JSON object.");
    }
    String fingerprint = DigestUtils.sha256Hex(body);
    if (json.has("job")) {
      return job(json, fingerprint, body.length);
    }
    RunId id = RunId.of(text(json, "experiment_id", ""), text(json, "attempt", ""));
    return json.has("program") ? program(json, id, fingerprint) : sources(json, id, fingerprint);
  }

  /** A tree of many small values takes a hundred times the memory of its text. */
  private static void checkTokens(byte[] body) throws BadRequestException {
    if (Json.hasMoreTokens(body, MOST_TOKENS)) {
      throw new BadRequestException(
          "The body has more than " + MOST_TOKENS + " values and names, the most that are taken.");
    }
  }

  private static Submission job(JsonNode json, String fingerprint, int body)
      throws BadRequestException {
    only(json, Set.of("job"));
    if (!json.path("job").isObject()) {
      throw new BadRequestException("job must be an object.");
    }
    Job<?> job;
    try {
      job = Json.mapper().treeToValue(json.get("job"), Job.class);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new BadRequestException("The job cannot be read: " + reason(e) + ".");
    }
    if (body > MOST_JOB_BYTES) {
      throw new BadRequestException(
          "A job has at most "
              + MOST_JOB_BYTES
              + " bytes; what is longer in it is named by its hash.");
    }
    for (String hash : job.artifacts()) {
      hash(hash);
    }
    for (ClipReference clip : job.settings().clips()) {
      hash(clip.sha256());
    }
    RunId id = RunId.ofJob(job.attempt());
    checkSettings(job);
    return new Submission.OfJob(id, fingerprint, job);
  }

  private static void checkSettings(Job<?> job) throws BadRequestException {
    try {
      EvaluationSettings _ = job.settings().with(clip -> clip.in(Path.of(clip.sha256())));
    } catch (InfrastructureException | IllegalArgumentException e) {
      throw new BadRequestException(
          "The job "
              + job.attempt()
              + " asks for what cannot be: "
              + PlainText.of(String.valueOf(e.getMessage())));
    }
  }

  private static void hash(String hash) throws BadRequestException {
    if (!SHA256.matcher(hash).matches()) {
      throw new BadRequestException(
          "The job names "
              + PlainText.quoted(hash)
              + " where a SHA-256 in lower-case hexadecimal"
              + " belongs.");
    }
  }

  private static Submission sources(JsonNode json, RunId id, String fingerprint)
      throws BadRequestException {
    only(json, SOURCES);
    String encoder = text(json, "encoding_code", "");
    String decoder = text(json, "decoding_code", "");
    if (encoder.isBlank() || decoder.isBlank()) {
      throw new BadRequestException(
          "The body needs encoding_code and decoding_code, or a program, or a job.");
    }
    return new Submission.OfProgram(
        id,
        fingerprint,
        checked(TwoSources.program(encoder, decoder)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Submission program(JsonNode json, RunId id, String fingerprint)
      throws BadRequestException {
    only(json, PROGRAM);
    JsonNode given = json.get("program");
    only(given, Set.of("language", "entry", "files"));
    JsonNode files = given.path("files");
    if (!files.isObject()) {
      throw new BadRequestException("program.files must be an object of texts by path.");
    }
    Map<String, String> texts = new HashMap<>();
    for (String path : files.propertyNames()) {
      texts.put(path, text(files, path, ""));
    }
    Program program = Program.of(text(given, "language", ""), text(given, "entry", ""), texts);
    return new Submission.OfProgram(
        id, fingerprint, checked(program), clips(json), qualities(json), limits(json));
  }

  private static Program checked(Program program) throws BadRequestException {
    Optional<String> fault = program.fault();
    if (fault.isPresent()) {
      throw new BadRequestException(fault.get());
    }
    return program;
  }

  private static List<String> clips(JsonNode json) throws BadRequestException {
    JsonNode given = json.path("clips");
    if (given.isMissingNode()) {
      return List.of();
    }
    if (!given.isArray() || given.size() > MOST_CLIPS) {
      throw new BadRequestException("clips must be a list of names or hashes.");
    }
    List<String> clips = new ArrayList<>();
    for (JsonNode clip : given) {
      if (!clip.isString()) {
        throw new BadRequestException("clips must be a list of names or hashes.");
      }
      clips.add(clip.asString());
    }
    return clips;
  }

  private static Optional<Qualities> qualities(JsonNode json) throws BadRequestException {
    JsonNode given = json.path("qualities");
    if (given.isMissingNode()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    if (given.isArray()) {
      for (JsonNode value : given) {
        values.add(value.asString());
      }
    } else {
      values.add(given.asString());
    }
    try {
      return Optional.of(Qualities.parse(String.join(",", values)));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("qualities: " + e.getMessage());
    }
  }

  private static Optional<CodingLimits> limits(JsonNode json) throws BadRequestException {
    JsonNode given = json.path("limits");
    if (given.isMissingNode()) {
      return Optional.empty();
    }
    only(
        given,
        Set.of(
            "encode_cpu_seconds_per_megapixel",
            "decode_cpu_seconds_per_megapixel",
            "memory_mib",
            "decoder_bytes"));
    CodingLimits usual = CodingLimits.defaults();
    try {
      return Optional.of(
          new CodingLimits(
              figure(
                  given, "encode_cpu_seconds_per_megapixel", usual.encodeCpuSecondsPerMegapixel()),
              figure(
                  given, "decode_cpu_seconds_per_megapixel", usual.decodeCpuSecondsPerMegapixel()),
              usual.startSeconds(),
              Limits.MEBIBYTE
                  * (long)
                      figure(given, "memory_mib", usual.memoryBytes() / (double) Limits.MEBIBYTE),
              (long) figure(given, "decoder_bytes", (double) usual.decoderBytes())));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("limits: " + e.getMessage());
    }
  }

  /** A figure that no more than the usual is given by: a worker does not work without bounds. */
  private static double figure(JsonNode json, String key, double usual) throws BadRequestException {
    JsonNode given = json.path(key);
    if (given.isMissingNode()) {
      return usual;
    }
    if (!given.isNumber() || !(given.asDouble() > 0) || given.asDouble() > usual) {
      throw new BadRequestException(
          "limits.%s must be a number above 0 and at most %s.".formatted(key, Json.figure(usual)));
    }
    return given.asDouble();
  }

  private static String text(JsonNode json, String key, String absent) throws BadRequestException {
    JsonNode given = json.path(key);
    if (given.isMissingNode()) {
      return absent;
    }
    if (!given.isString()) {
      throw new BadRequestException(PlainText.quoted(key) + " must be a text.");
    }
    return given.asString();
  }

  private static void only(JsonNode json, Set<String> known) throws BadRequestException {
    if (!json.isObject()) {
      throw new BadRequestException("An object is expected where the body has something else.");
    }
    for (String key : json.propertyNames()) {
      if (!known.contains(key)) {
        throw new BadRequestException("There is no key " + PlainText.quoted(key) + " here.");
      }
    }
  }

  private static String reason(RuntimeException e) {
    String message =
        e instanceof JacksonException json
            ? json.getOriginalMessage()
            : String.valueOf(e.getMessage());
    return PlainText.of(message);
  }
}
