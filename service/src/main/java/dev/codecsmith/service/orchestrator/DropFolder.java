package dev.codecsmith.service.orchestrator;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that campaign files are dropped into. Each is taken once it is the same at two looks, so
 * that none is taken that is being written: oldest first. What was taken moves to {@code taken},
 * what cannot be run to {@code refused}, with the reason beside it. A process that is killed in
 * between takes the file again, which is the same request.
 */
public final class DropFolder {
  private static final int MOST_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(DropFolder.class);

  private final Path folder;
  private final Taker taker;
  private Map<Path, Seen> seen = new HashMap<>();

  /** A file as it was at a look. */
  private record Seen(FileTime modified, long size) {
    static Seen of(Path file) throws IOException {
      return new Seen(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

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
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    this.taker = taker;
  }

  /** Takes what is there and has not changed since the last look. */
  public void look() throws IOException, InterruptedException {
    Map<Path, Seen> now = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(DropFolder::isCampaign).toList()) {
        now.put(file, Seen.of(file));
      }
    }
    List<Map.Entry<Path, Seen>> settled = new ArrayList<>();
    now.entrySet().stream()
        .filter(file -> file.getValue().equals(seen.get(file.getKey())))
        .sorted(
            Map.Entry.<Path, Seen>comparingByValue(Comparator.comparing(Seen::modified))
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(settled::add);
    seen = now;
    for (Map.Entry<Path, Seen> file : settled) {
      take(file.getKey());
    }
  }

  private static boolean isCampaign(Path file) {
    String name = file.getFileName().toString();
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.startsWith(".")
        && Files.isRegularFile(file);
  }

  private void take(Path file) throws IOException, InterruptedException {
    try {
      Orchestrator.Taken taken =
          taker.take(new CampaignRequest(text(file), Optional.of(file), Optional.empty()));
      log.info("{} was taken as {}", file, taken.campaign().id());
      Path _ = move(file, "taken");
    } catch (BadRequestException e) {
      log.warn("{} was refused: {}", file, e.getMessage());
      Path refused = move(file, "refused");
      Files.writeString(
          refused.resolveSibling(refused.getFileName() + ".reason.txt"), e.getMessage() + "\n");
    } catch (RefusedException e) {
      // It stays and is tried at the next look.
      log.info("{} has to wait: {}", file, e.getMessage());
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
