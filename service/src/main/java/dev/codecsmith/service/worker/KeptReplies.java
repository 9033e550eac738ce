package dev.codecsmith.service.worker;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.service.protocol.Replies;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replies to programs that were sent in, kept over a restart, so that whoever sends one again is
 * answered and the work is not done twice: the last {@link #MOST}, a file each. Jobs are not among
 * them: who sends a job keeps its answer.
 */
public final class KeptReplies {
  /** How many are kept. */
  static final int MOST = 1000;

  private static final String ENDING = ".json";

  private final Path folder;
  private final ArtifactStore artifacts;

  /**
   * Those in a folder.
   *
   * @param folder of these alone, made when there is one
   * @param artifacts where what replies name can be fetched
   */
  public KeptReplies(Path folder, ArtifactStore artifacts) {
    this.folder = folder;
    this.artifacts = artifacts;
  }

  /** A reply, and to what. */
  record Kept(String fingerprint, ObjectNode reply) {}

  synchronized void keep(RunId id, Kept kept) throws StoreException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("fingerprint", kept.fingerprint());
    node.set("reply", kept.reply());
    try {
      Files.createDirectories(folder);
      AtomicFile.write(file(id), Json.write(node));
      forgetOldest();
    } catch (IOException e) {
      throw fault("cannot be written", e);
    }
  }

  private record Old(Path file, FileTime written) {}

  private void forgetOldest() throws IOException {
    List<Old> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        all.add(new Old(file, Files.getLastModifiedTime(file)));
      }
    }
    all.sort(Comparator.comparing(Old::written).thenComparing(Old::file));
    for (Old each : all.subList(0, Math.max(0, all.size() - MOST))) {
      Files.deleteIfExists(each.file());
    }
  }

  Optional<Kept> find(RunId id) throws StoreException {
    try {
      JsonNode node = Json.read(Files.readString(file(id)), JsonNode.class);
      return node.path("reply") instanceof ObjectNode reply
          ? Optional.of(new Kept(node.path("fingerprint").asString(""), reply))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw fault("cannot be read", e);
    } catch (JacksonException e) {
      // Nobody but a damaged disk writes such a file; the work is done again.
      return Optional.empty();
    }
  }

  /** Whether all that a reply names can still be fetched; a cache deletes what is not used. */
  boolean isWhole(Kept reply) throws StoreException {
    return artifacts.missing(Replies.artifacts(reply.reply())).isEmpty();
  }

  /** An id is letters, digits, dashes, low lines and one dot at most. */
  private Path file(RunId id) {
    return folder.resolve(id + ENDING);
  }

  private StoreException fault(String what, IOException cause) {
    return new StoreException(
        "the replies in "
            + folder
            + " "
            + what
            + " ("
            + StoreException.reason(cause)
            + "): check the folder's permissions and the disk's free space",
        cause);
  }
}
