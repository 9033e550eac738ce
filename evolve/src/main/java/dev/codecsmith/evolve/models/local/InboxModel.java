package dev.codecsmith.evolve.models.local;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallRetry;
import dev.codecsmith.sandbox.host.AtomicFile;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A folder as a model, so that a person, or a script of theirs, can be one: the prompt appears as
 * {@code ID.prompt.md}, and whoever answers writes {@code ID.reply.md} beside it.
 *
 * <p>The id follows from the slot and the request, so after a restart the same question finds the
 * reply that was written meanwhile. A reply counts when it holds text and has not been touched for
 * a moment; a script should write elsewhere and move the file into place.
 */
public final class InboxModel implements LanguageModel {
  private static final int HASH_DIGITS = 12;
  private static final int MOST_REPLY_BYTES = 16 << 20;

  private final String name;
  private final Path directory;
  private final Duration quiet;
  private final CallRetry retries;

  /**
   * @param name what the model is called
   * @param directory where prompts go and replies are looked for; made when missing
   */
  public InboxModel(String name, Path directory, CallPolicy policy) {
    this(name, directory, Duration.ofSeconds(1), policy);
  }

  /**
   * @param quiet how long a reply must be left alone before it counts as finished
   */
  public InboxModel(String name, Path directory, Duration quiet, CallPolicy policy) {
    this.name = name;
    this.directory = directory;
    this.quiet = quiet;
    this.retries = new CallRetry(name, name, "the inbox " + directory, policy);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    return retries.ask(request, this::exchange);
  }

  /** The name under which a request waits in the folder. */
  public static String id(ModelRequest request) {
    String slot =
        request
            .slot()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String hash = request.hash().substring(0, HASH_DIGITS);
    return slot.isEmpty() ? hash : slot + "-" + hash;
  }

  private AttemptReply exchange(ModelRequest request) throws AttemptFault, InterruptedException {
    String id = id(request);
    Path reply = directory.resolve(id + ".reply.md");
    try {
      Files.createDirectories(directory);
      publish(directory.resolve(id + ".prompt.md"), reply, request);
      String text = await(reply);
      return new AttemptReply(
          text, "", StopReason.COMPLETE, Optional.empty(), Optional.empty(), name, id);
    } catch (IOException e) {
      throw fault("it cannot be used (" + e + ")");
    }
  }

  private static void publish(Path prompt, Path reply, ModelRequest request) throws IOException {
    String text =
        "<!-- Write the reply into %s beside this file. -->\n\n%s"
            .formatted(reply.getFileName(), request.asText());
    AtomicFile.write(prompt, text);
  }

  /** Watches before it looks, so that a reply written in between is not missed. */
  private String await(Path reply) throws IOException, AttemptFault, InterruptedException {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      while (true) {
        if (Files.exists(reply)) {
          settle(watch, reply);
          String text = Files.exists(reply) ? text(reply) : "";
          if (!text.isBlank()) {
            return text;
          }
        }
        WatchKey key = watch.take();
        key.pollEvents();
        next(key);
      }
    } catch (ClosedWatchServiceException e) {
      throw fault("it can no longer be watched");
    }
  }

  private static String text(Path reply) throws IOException, AttemptFault {
    if (Files.size(reply) > MOST_REPLY_BYTES) {
      throw fault("%s is longer than %d MiB".formatted(reply, MOST_REPLY_BYTES >> 20));
    }
    return Files.readString(reply);
  }

  /** Returns once nothing has happened to the reply for a moment. */
  private void settle(WatchService watch, Path reply) throws AttemptFault, InterruptedException {
    boolean touched = true;
    while (touched) {
      touched = false;
      WatchKey key = watch.poll(quiet.toNanos(), TimeUnit.NANOSECONDS);
      while (key != null) {
        touched |=
            key.pollEvents().stream()
                .anyMatch(event ->
                    event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                        || reply.getFileName().equals(event.context()));
        next(key);
        key = watch.poll();
      }
    }
  }

  /** Makes the key ready for what comes after the events that were polled. */
  private void next(WatchKey key) throws AttemptFault {
    if (!key.reset()) {
      throw fault("the folder is gone");
    }
  }

  private static AttemptFault fault(String sentence) {
    return new AttemptFault(
        Kind.COMMAND_FAILED, sentence, Optional.empty(), Optional.empty(), null);
  }
}
