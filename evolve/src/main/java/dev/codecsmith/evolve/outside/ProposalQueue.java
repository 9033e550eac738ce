package dev.codecsmith.evolve.outside;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * Proposals to one campaign, each a file in the data folder of the process that runs it. Any
 * process may put one there; only the campaign's takes them, and a file moves only when its next
 * place is certain, so that a kill anywhere loses none and takes none twice.
 *
 * <pre>
 * waiting/ID.json              brought, in the order of their names
 * taken/ITERATION-ID.json      the candidate of that iteration, for as long as the campaign is kept
 * set-aside/ID.json            those that never become one, with the reason
 * </pre>
 */
public final class ProposalQueue {
  /** So many may wait in one campaign. */
  public static final int MOST_WAITING = 100;

  private static final String ENDING = ".json";

  private final Path folder;

  private ProposalQueue(Path folder) {
    this.folder = folder;
  }

  /** Of a campaign that is run with a data folder; nothing need be there yet. */
  public static ProposalQueue of(Path data, String campaignId) {
    return new ProposalQueue(data.resolve("proposals").resolve(campaignId));
  }

  /** A proposal that never becomes a candidate, as it is kept. */
  private record SetAsideProposal(String reason, Optional<OutsideProposal> proposal) {}

  /**
   * Puts a proposal behind those that wait; it is on disk then.
   *
   * @throws IOException with a sentence if too many wait, or it cannot be written
   */
  public void put(OutsideProposal proposal) throws IOException {
    if (files("waiting").size() >= MOST_WAITING) {
      throw new IOException(
          MOST_WAITING
              + " proposals wait in this campaign already: propose again when it has taken some.");
    }
    AtomicFile.write(folder("waiting").resolve(proposal.id() + ENDING), Json.write(proposal));
  }

  /** What has become of a proposal; empty if it was never brought. */
  public Optional<ProposalState> state(String id) throws IOException {
    String file = id + ENDING;
    // In the order in which a file moves, so that one that moves meanwhile is not missed.
    List<Path> waiting = files("waiting");
    for (int i = 0; i < waiting.size(); i++) {
      if (name(waiting.get(i)).equals(file)) {
        return Optional.of(new ProposalState.Waiting(i));
      }
    }
    for (Path taken : files("taken")) {
      if (name(taken).endsWith("-" + file)) {
        return Optional.of(new ProposalState.Taken(iteration(taken)));
      }
    }
    for (Path aside : files("set-aside")) {
      if (name(aside).equals(file)) {
        return Optional.of(
            new ProposalState.SetAside(read(aside, SetAsideProposal.class).reason()));
      }
    }
    return Optional.empty();
  }

  /** How many wait. */
  public int waiting() throws IOException {
    return files("waiting").size();
  }

  /** What was taken for an iteration. */
  Optional<OutsideProposal> taken(int iteration) throws IOException {
    Optional<Path> file = takenFile(iteration);
    return file.isPresent()
        ? Optional.of(read(file.get(), OutsideProposal.class))
        : Optional.empty();
  }

  /** Takes the first that waits for an iteration that has none; those nobody can read go aside. */
  Optional<OutsideProposal> take(int iteration) throws IOException {
    for (Path file : files("waiting")) {
      try {
        OutsideProposal proposal = read(file, OutsideProposal.class);
        move(file, taken(iteration, proposal.id()));
        return Optional.of(proposal);
      } catch (JacksonException | IllegalArgumentException e) {
        String id = name(file).substring(0, name(file).length() - ENDING.length());
        keep(id, new SetAsideProposal("Its file was not a proposal.", Optional.empty()));
        Files.deleteIfExists(file);
      }
    }
    return Optional.empty();
  }

  /** Gives what one iteration has taken to another. */
  Optional<OutsideProposal> giveOn(int from, int to) throws IOException {
    Optional<Path> file = takenFile(from);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    OutsideProposal proposal = read(file.get(), OutsideProposal.class);
    move(file.get(), taken(to, proposal.id()));
    return Optional.of(proposal);
  }

  /** Says that what an iteration has taken does not become its candidate. */
  void setAside(int iteration, OutsideProposal proposal, String reason) throws IOException {
    keep(proposal.id(), new SetAsideProposal(reason, Optional.of(proposal)));
    Files.deleteIfExists(taken(iteration, proposal.id()));
  }

  private void keep(String id, SetAsideProposal aside) throws IOException {
    AtomicFile.write(folder("set-aside").resolve(id + ENDING), Json.write(aside));
  }

  private Optional<Path> takenFile(int iteration) throws IOException {
    return files("taken").stream().filter(file -> iteration(file) == iteration).findFirst();
  }

  private Path taken(int iteration, String id) throws IOException {
    return folder("taken").resolve(String.format(Locale.ROOT, "%06d-%s%s", iteration, id, ENDING));
  }

  private static int iteration(Path taken) {
    return Integer.parseInt(name(taken).substring(0, name(taken).indexOf('-')));
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(to.resolveSibling(".").normalize());
    Folders.sync(from.resolveSibling(".").normalize());
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** Of one folder, in the order of their names. */
  private List<Path> files(String name) throws IOException {
    Path in = folder.resolve(name);
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(in)) {
      return files
          .filter(file -> name(file).endsWith(ENDING) && !name(file).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    return Json.read(Files.readString(file), type);
  }
}
