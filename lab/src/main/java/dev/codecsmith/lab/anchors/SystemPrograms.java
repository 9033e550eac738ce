package dev.codecsmith.lab.anchors;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.host.HostCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The system's programs that anchors' commands may be. Only a command's own program is known by its
 * hash, not what it loads or starts: who wants to be sure of these puts them among the anchor's
 * files.
 */
public final class SystemPrograms {
  private static final List<Path> SEARCHED =
      Stream.of("/usr/local/bin", "/usr/bin", "/bin").map(Path::of).toList();

  /** What the dynamic linker and Debian's links to alternatives need. */
  private static final List<String> SHOWN =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib64",
          "/etc/alternatives",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d");

  private SystemPrograms() {}

  /** The words with their program's absolute path in front, as it is in the sandbox. */
  public static List<String> resolved(List<String> words) {
    String program = words.getFirst();
    if (program.startsWith(CommandWords.FILES + "/")) {
      return words;
    }
    if (program.contains("{")) {
      throw new IllegalArgumentException(
          "a command begins with its program, such as ffmpeg or {files}/encoder, found " + program);
    }
    if (program.contains("/") && SEARCHED.stream().noneMatch(isAbove(program))) {
      throw new IllegalArgumentException(
          "the program "
              + program
              + " lies where the sandbox shows nothing; name its folder with 'files' and the program"
              + " as {files}/"
              + Path.of(program).getFileName());
    }
    List<String> resolved = new ArrayList<>(words);
    resolved.set(
        0,
        HostCommand.find(program, SEARCHED).stream()
            .map(Path::toString)
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no program '"
                        + program
                        + "' in "
                        + String.join(", ", SEARCHED.stream().map(Path::toString).toList())
                        + "; install it, or name a folder that holds it with 'files' and the program"
                        + " as {files}/NAME")));
    return resolved;
  }

  private static Predicate<Path> isAbove(String program) {
    return folder -> Path.of(program).normalize().startsWith(folder);
  }

  /** The hashes of the system's programs that commands begin with, by absolute path. */
  public static SortedMap<String, String> hashes(List<List<String>> commands) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (List<String> words : commands) {
      String program = words.getFirst();
      if (program.startsWith("/") && !hashes.containsKey(program)) {
        hashes.put(program, sha256(Path.of(program)));
      }
    }
    return hashes;
  }

  /**
   * Makes sure that this machine has an anchor's programs.
   *
   * @param worker what this machine is called
   * @throws InfrastructureException a lasting one, if one is missing or another
   */
  static void require(String worker, CommandAnchor anchor) throws InfrastructureException {
    for (Map.Entry<String, String> each : anchor.programs().entrySet()) {
      Path program = Path.of(each.getKey());
      Optional<String> wrong =
          !Files.isExecutable(program)
              ? Optional.of("lacks the program " + program)
              : isSame(program, each.getValue())
                  ? Optional.empty()
                  : Optional.of("has another program " + program + " than the campaign's machine");
      if (wrong.isPresent()) {
        throw InfrastructureException.lasting(
            "The worker "
                + worker
                + " "
                + wrong.get()
                + ", which the anchor "
                + anchor.name()
                + " runs: install the same one there, or put it into the folder that the anchor's"
                + " 'files' names, which goes to every worker.");
      }
    }
  }

  private static boolean isSame(Path program, String sha256) throws InfrastructureException {
    try {
      return sha256(program).equals(sha256);
    } catch (IOException e) {
      throw new InfrastructureException(program + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String sha256(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  /** What every command sees of the system, read-only. */
  static List<Mount> mounts() {
    return SHOWN.stream()
        .map(Path::of)
        // What is a link into /usr is one in the sandbox too.
        .filter(path ->
            Files.exists(path)
                && (path.getNameCount() > 1 || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)))
        .map(path -> Mount.readOnly(path, path.toString()))
        .toList();
  }
}
