package dev.codecsmith.service.orchestrator;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that campaign files are dropped into. Each is taken once it is the same at two looks, so
 * that none is taken that is being written: oldest first. What was taken moves to {@code taken},
 * what cannot be run to {@code refused}, with the reason beside it. A process that is killed in
 * between takes the file again, which is the same request.
 *
 * <p>A file that cannot be taken now keeps no other from being taken. It stays, is told of once,
 * and is tried again after ever more looks.
 */
public final class DropFolder {
  private static final int MOST_BYTES = 1 << 20;

  /** That a file which cannot be taken is left alone for. */
  private static final int MOST_LOOKS = 64;

  private static final Logger log = LoggerFactory.getLogger(DropFolder.class);

  private final Path folder;
  private final Taker taker;
  private final Consumer<String> warnings;
  private final Map<Path, Fault> faults = new HashMap<>();
  private Map<Path, Seen> seen = new HashMap<>();
  private long looks;

  /** A file as it was at a look. */
  private record Seen(FileTime modified, long size) {
    static final Seen NEVER = new Seen(FileTime.fromMillis(0), -1);

    static Seen of(Path file) throws IOException {
      return new Seen(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  /**
   * Why a file was not taken.
   *
   * @param file as it was then
   * @param sentence as it was told
   * @param next the look at which it is tried again
   * @param pause how many looks that was later
   */
  private record Fault(Seen file, String sentence, long next, long pause) {}

  /** Takes campaigns. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes one.
     *
     * @throws BadRequestException with a sentence if it cannot be run
     * @throws RefusedException if it is not taken now
     * @throws IOException if it cannot be kept now
     */
    Orchestrator.Taken take(CampaignRequest request)
        throws BadRequestException, RefusedException, IOException, InterruptedException;
  }

  /**
   * A folder, which is made if need be.
   *
   * @throws IOException if it cannot be made
   */
  public DropFolder(Path folder, Taker taker) throws IOException {
    this(folder, taker, log::warn);
  }

  /**
   * @param warnings hears of files that are not taken, in sentences
   */
  DropFolder(Path folder, Taker taker, Consumer<String> warnings) throws IOException {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    this.taker = taker;
    this.warnings = warnings;
  }

  /**
   * Takes what is there and has not changed since the last look.
   *
   * @throws IOException if the folder cannot be read
   */
  public void look() throws IOException, InterruptedException {
    looks++;
    Map<Path, Seen> now = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(DropFolder::isCampaign).toList()) {
        try {
          now.put(file, Seen.of(file));
        } catch (IOException e) {
          keep(file, Seen.NEVER, sentence(file, e));
        }
      }
    }
    faults.keySet().removeIf(Files::notExists);
    List<Map.Entry<Path, Seen>> settled = new ArrayList<>();
    now.entrySet().stream()
        .filter(file -> file.getValue().equals(seen.get(file.getKey())))
        .sorted(
            Map.Entry.<Path, Seen>comparingByValue(Comparator.comparing(Seen::modified))
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(settled::add);
    seen = now;
    for (Map.Entry<Path, Seen> file : settled) {
      if (isDue(file.getKey(), file.getValue())) {
        tryToTake(file.getKey(), file.getValue());
      }
    }
  }

  private boolean isDue(Path file, Seen state) {
    return fault(file, state).filter(fault -> looks < fault.next()).isEmpty();
  }

  /** What was wrong with it when it was as it is now. */
  private Optional<Fault> fault(Path file, Seen state) {
    return Optional.ofNullable(faults.get(file)).filter(fault -> fault.file().equals(state));
  }

  private void tryToTake(Path file, Seen state) throws InterruptedException {
    try {
      take(file);
      faults.remove(file);
    } catch (RefusedException e) {
      keep(file, state, file + " has to wait: " + e.getMessage());
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      keep(file, state, sentence(file, e));
    }
  }

  /** Somebody may have taken it away, which is no fault. */
  private void keep(Path file, Seen state, String sentence) {
    if (Files.notExists(file)) {
      return;
    }
    Optional<Fault> before = fault(file, state);
    if (before.filter(fault -> fault.sentence().equals(sentence)).isEmpty()) {
      warnings.accept(sentence);
    }
    long pause = Math.min(MOST_LOOKS, before.map(fault -> 2 * fault.pause()).orElse(1L));
    faults.put(file, new Fault(state, sentence, looks + pause, pause));
  }

  private static String sentence(Path file, IOException fault) {
    return fault instanceof FileSystemException
        ? file + " cannot be taken (" + StoreException.reason(fault) + ")."
        : file + " cannot be taken now: " + fault.getMessage();
  }

  private static boolean isCampaign(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.startsWith(".")
        && Files.isRegularFile(file);
  }

  private void take(Path file) throws RefusedException, IOException, InterruptedException {
    try {
      Orchestrator.Taken taken =
          taker.take(new CampaignRequest(text(file), Optional.of(file), Optional.empty()));
      Path _ = move(file, "taken");
      log.info("{} was taken as {}", file, taken.campaign().id());
    } catch (BadRequestException e) {
      Path refused = move(file, "refused");
      warnings.accept(file + " was refused: " + e.getMessage());
      Files.writeString(
          refused.resolveSibling(refused.getFileName() + ".reason.txt"), e.getMessage() + "\n");
    }
  }

  private static String text(Path file) throws BadRequestException, IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new BadRequestException(
          file + " has more than " + MOST_BYTES + " bytes, which no such file needs.");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new BadRequestException(file + " is no YAML file: it is not text in UTF-8.");
    }
  }

  /** Under its name, or under one with a number where that is taken. */
  private Path move(Path file, String where) throws IOException {
    Path target = Files.createDirectories(folder.resolve(where));
    String name = file.getFileName().toString();
    Path place = target.resolve(name);
    for (int i = 2; Files.exists(place); i++) {
      place = target.resolve(i + "-" + name);
    }
    return Files.move(file, place);
  }
}
