package dev.codecsmith.service.http;

import dev.codecsmith.service.limits.ArtifactTurns;
import dev.codecsmith.service.limits.TooSlowException;
import dev.codecsmith.service.limits.UploadPace;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.worker.MemoryBudget;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Artifacts by hash: clips and programs come in, results go out. They stream from and to disk. */
final class TransferRoutes implements HttpListener.Routes {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final String OFFSET = "Upload-Offset";
  private static final String PIECES = "incoming-";
  private static final int MOST_NAMED = 10_000;

  /** After so many bytes the room on the disk is looked at again. */
  private static final long LOOK_BYTES = 64 << 20;

  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(TransferRoutes.class);
  private static final Pattern FROM = Pattern.compile("bytes=(\\d{1,18})-");

  private final ArtifactStore artifacts;
  private final Path temporary;
  private final long mostBytes;
  private final Room room;
  private final InstantSource clock;
  private final BoundedBodies bodies;

  /** Artifacts that come in just now. */
  private final ArtifactTurns turns = new ArtifactTurns();

  /** The room for what comes. */
  @FunctionalInterface
  interface Room {
    /** Why there is none for so many bytes, in a sentence; empty where there is. */
    Optional<String> reasonAgainst(long bytes) throws IOException;
  }

  /**
   * @param temporary a folder for what is coming in
   * @param mostBytes of one artifact
   * @param room on the disk
   */
  TransferRoutes(
      ArtifactStore artifacts,
      Path temporary,
      long mostBytes,
      Room room,
      BoundedBodies bodies,
      InstantSource clock) {
    this.room = room;
    this.clock = clock;
    this.artifacts = artifacts;
    this.temporary = temporary;
    this.mostBytes = mostBytes;
    this.bodies = bodies;
  }

  /** Those that are only given out. */
  static HttpListener.Routes toRead(ArtifactStore artifacts) {
    BoundedBodies none = new BoundedBodies(new MemoryBudget(0), Clock.systemUTC());
    return new TransferRoutes(
            artifacts, Path.of(""), 0, _ -> Optional.empty(), none, Clock.systemUTC())
        ::addReadingTo;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    addReadingTo(routes);
    routes.put("/artifacts/{sha256}", this::take);
    routes.post("/artifacts/missing", this::compare);
  }

  private void addReadingTo(RoutesConfig routes) {
    routes.head("/artifacts/{sha256}", this::tell);
    routes.get("/artifacts/{sha256}", this::send);
  }

  private static String hash(Context context) throws BadRequestException {
    return checked(context.pathParam("sha256"));
  }

  private static String checked(String hash) throws BadRequestException {
    if (!SHA256.matcher(hash).matches()) {
      throw new BadRequestException(
          "An artifact is named by its SHA-256, 64 digits in lower-case hexadecimal.");
    }
    return hash;
  }

  /** Which of many are not here. */
  private void compare(Context context) throws BadRequestException, IOException {
    Optional<BoundedBodies.Body> body = bodies.of(context, MOST_NAMED * 80);
    if (body.isPresent()) {
      try (BoundedBodies.Body read = body.get()) {
        compare(context, read.bytes());
      }
    }
  }

  private void compare(Context context, byte[] body) throws BadRequestException, IOException {
    Set<String> named = new LinkedHashSet<>();
    try {
      if (Json.hasMoreTokens(body, MOST_NAMED + 10)) {
        throw new BadRequestException(
            "artifacts must be a list of at most " + MOST_NAMED + " hashes.");
      }
      JsonNode list = Json.mapper().readTree(body).path("artifacts");
      for (JsonNode each : list) {
        named.add(checked(each.asString("")));
      }
      if (!list.isArray()) {
        throw new BadRequestException(
            "artifacts must be a list of at most " + MOST_NAMED + " hashes.");
      }
    } catch (JacksonException e) {
      throw new BadRequestException("The body is no JSON: " + e.getOriginalMessage());
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    artifacts.missing(named).forEach(answer.putArray("missing")::add);
    JsonAnswer.json(context, 200, answer);
  }

  private void tell(Context context) throws BadRequestException, IOException {
    String hash = hash(context);
    boolean there = artifacts.contains(hash);
    context.status(there ? 200 : 404);
    if (!there) {
      context.header(OFFSET, Long.toString(size(piece(hash))));
    }
  }

  /** Forgets what was cut and nobody has gone on with for an hour. */
  void forgetPieces(Instant now) {
    try (DirectoryStream<Path> pieces = Files.newDirectoryStream(temporary, PIECES + "*")) {
      for (Path piece : pieces) {
        String hash = piece.getFileName().toString().substring(PIECES.length());
        boolean isIdle = Files.getLastModifiedTime(piece).toInstant().plus(PATIENCE).isBefore(now);
        if (isIdle && turns.tryBegin(hash)) {
          try {
            Files.deleteIfExists(piece);
          } finally {
            turns.end(hash);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing has come yet.
      return;
    } catch (IOException | DirectoryIteratorException e) {
      log.warn("pieces of uploads in {} cannot be looked at: {}", temporary, e.toString());
    }
  }

  /** What of an artifact has come so far. */
  private Path piece(String hash) {
    return temporary.resolve(PIECES + hash);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void send(Context context) throws BadRequestException, IOException {
    String hash = hash(context);
    if (!artifacts.contains(hash)) {
      Problems.answer(context, 404, "There is no artifact " + hash + " here.");
      return;
    }
    long from = from(context);
    long size = artifacts.size(hash);
    if (from > 0 && from >= size) {
      context.header("Content-Range", "bytes */" + size);
      Problems.answer(context, 416, "Artifact " + hash + " has only " + size + " bytes.");
      return;
    }
    context.status(from > 0 ? 206 : 200).contentType("application/octet-stream");
    if (from > 0) {
      context.header("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
    }
    context.res().setContentLengthLong(size - from);
    try (InputStream in = artifacts.open(hash)) {
      in.skipNBytes(from);
      OutputStream out = context.res().getOutputStream();
      in.transferTo(out);
      out.flush();
    }
  }

  /** Where a transfer that was cut goes on. */
  private static long from(Context context) throws BadRequestException {
    String range = Optional.ofNullable(context.header("Range")).orElse("");
    var matcher = FROM.matcher(range);
    if (!range.isEmpty() && !matcher.matches()) {
      throw new BadRequestException("Of ranges only bytes=N- is known.");
    }
    return range.isEmpty() ? 0 : Long.parseLong(matcher.group(1));
  }

  /** How many wait until another has sent the same. */
  int waiting() {
    return turns.waiting();
  }

  private void take(Context context) throws BadRequestException, IOException, InterruptedException {
    String hash = hash(context);
    if (artifacts.contains(hash)) {
      context.status(200);
      return;
    }
    Files.createDirectories(temporary);
    long offset = offset(context);
    if (turns.tryBegin(hash)) {
      takeInTurn(context, hash, offset);
    } else if (offset > 0) {
      // It asked while another was sending the same: that one may send all of it, or be cut.
      turns.begin(hash);
      takeInTurn(context, hash, offset);
    } else {
      // Another client sends the same just now; neither waits for the other.
      Path file = Files.createTempFile(temporary, "incoming", "");
      try {
        receive(context, hash, file);
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private void takeInTurn(Context context, String hash, long offset)
      throws BadRequestException, IOException {
    try {
      if (artifacts.contains(hash)) {
        context.status(200);
      } else {
        takeOn(context, hash, offset);
      }
    } finally {
      turns.end(hash);
    }
  }

  /** Takes an artifact, or its rest; where it is cut, what came stays for the next piece. */
  private void takeOn(Context context, String hash, long offset)
      throws BadRequestException, IOException {
    Path file = piece(hash);
    if (offset != 0 && offset != size(file)) {
      elsewhere(context, hash);
      return;
    }
    if (offset == 0) {
      Files.deleteIfExists(file);
    }
    receive(context, hash, file);
  }

  private void elsewhere(Context context, String hash) throws IOException {
    long here = size(piece(hash));
    context.header(OFFSET, Long.toString(here));
    Problems.answer(
        context, 409, "Of artifact " + hash + " " + here + " bytes are here; go on behind them.");
  }

  private static long offset(Context context) throws BadRequestException {
    String told = Optional.ofNullable(context.header(OFFSET)).orElse("0");
    if (!NUMBER.matcher(told).matches()) {
      throw new BadRequestException(OFFSET + " must be a number of bytes.");
    }
    return Long.parseLong(told);
  }

  /** Appends what comes to a file, and makes that an artifact; what is cut stays in the file. */
  private void receive(Context context, String hash, Path file)
      throws BadRequestException, IOException {
    Received received;
    try {
      received = received(context, file);
    } catch (TooSlowException e) {
      context.header("Connection", "close");
      Problems.answer(context, 408, "The artifact came too slowly; go on with it at once.");
      return;
    }
    try {
      switch (received) {
        case Received.All _ -> finish(context, hash, file);
        case Received.TooLong _ ->
            Problems.answer(
                context, 413, "An artifact may have at most " + mostBytes + " bytes here.");
        case Received.NoRoom(String sentence) -> Problems.answer(context, 507, sentence);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void finish(Context context, String hash, Path file)
      throws BadRequestException, IOException {
    String received;
    try (InputStream in = Files.newInputStream(file)) {
      received = DigestUtils.sha256Hex(in);
    }
    if (!received.equals(hash)) {
      throw new BadRequestException(
          "What was sent has the SHA-256 " + received + " and not " + hash + ".");
    }
    String _ = artifacts.put(file);
    context.status(201);
  }

  /** How it ended with what was sent. */
  private sealed interface Received {
    record All() implements Received {}

    record TooLong() implements Received {}

    record NoRoom(String sentence) implements Received {}
  }

  /** Appends what comes to a file, as long as there is room for it and for the artifact. */
  private Received received(Context context, Path file) throws IOException, TooSlowException {
    long told = Math.max(0, context.req().getContentLengthLong());
    long here = size(file);
    if (told > mostBytes - here) {
      return new Received.TooLong();
    }
    Optional<String> against = room.reasonAgainst(here + 2 * told);
    if (against.isPresent()) {
      return new Received.NoRoom(against.get());
    }
    UploadPace pace = new UploadPace(clock);
    try (InputStream in = context.bodyInputStream();
        OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[1 << 16];
      long total = here;
      long looked = here;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > mostBytes) {
          return new Received.TooLong();
        }
        if (total - looked > LOOK_BYTES) {
          looked = total;
          // What is still to come, and the artifact, which is a copy of all of it.
          against =
              room.reasonAgainst(Math.max(told - (total - here), 0) + Math.max(here + told, total));
          if (against.isPresent()) {
            return new Received.NoRoom(against.get());
          }
        }
        out.write(buffer, 0, read);
        pace.came(read);
      }
      return new Received.All();
    }
  }
}
