package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.host.ResourceFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the files of this machine that a written list of patterns names.
 *
 * <p>A pattern is an absolute path in which each part may be a glob; at a slash at its end it means
 * all files below. One that begins with {@code !} takes files out again of what stands before it,
 * by a glob over the whole path. {@code @NAME} stands for the list of that name in {@code
 * languages/files.json}, {@code {lib}} for each folder of the system's libraries, {@code {triplet}}
 * for Debian's name of this architecture, {@code {prefix}} for the folder that the tool lies in.
 * What this machine does not have is passed over.
 */
final class SystemFiles {
  private static final String OUT = "!";
  private static final String LISTS = "languages/files.json";
  private static final Map<String, List<String>> NAMED = readLists();

  // On a merged file system, as of all newer distributions, these are links into /usr.
  private static final Pattern ROOT_FOLDER = Pattern.compile("^/(bin|lib|lib64|sbin)/");

  private final List<Path> libraries = libraryFolders();
  private final String prefix;
  private final SortedMap<String, Path> found = new TreeMap<>();

  private SystemFiles(Path prefix) {
    this.prefix = prefix.toString();
  }

  /**
   * The files that the patterns name.
   *
   * @param prefix what {@code {prefix}} stands for
   * @return by path inside the sandbox, where {@code /lib} and its like are links into {@code
   *     /usr}, the file on the host, which may be a link
   */
  static SortedMap<String, Path> find(List<String> patterns, Path prefix) throws IOException {
    SystemFiles files = new SystemFiles(prefix);
    List<String> all = new ArrayList<>();
    patterns.forEach(pattern -> files.replaceNames(pattern, all));
    for (int i = 0; i < all.size(); i++) {
      String pattern = all.get(i);
      if (!pattern.startsWith(OUT)) {
        List<PathMatcher> out =
            all.subList(i + 1, all.size()).stream()
                .filter(later -> later.startsWith(OUT))
                .map(later -> FileSystems.getDefault().getPathMatcher("glob:" + later.substring(1)))
                .toList();
        files.add(pattern, out);
      }
    }
    return Collections.unmodifiableSortedMap(files.found);
  }

  /** Adds what a pattern stands for, names replaced by their lists and places by their paths. */
  private void replaceNames(String pattern, List<String> into) {
    if (pattern.startsWith("@")) {
      named(pattern.substring(1)).forEach(each -> replaceNames(each, into));
    } else if (pattern.contains("{lib}")) {
      libraries.forEach(folder -> replaceNames(pattern.replace("{lib}", folder.toString()), into));
    } else {
      into.add(pattern.replace("{triplet}", triplet()).replace("{prefix}", prefix));
    }
  }

  private void add(String path, List<PathMatcher> out) throws IOException {
    for (Path each : expand(path)) {
      if (!path.endsWith("/")) {
        addFile(each, out);
      } else if (Files.isDirectory(each)) {
        addAllBelow(each, out);
      }
    }
  }

  private static List<String> named(String name) {
    List<String> list = NAMED.get(name);
    if (list == null) {
      throw new IllegalArgumentException("no list \"" + name + "\" in " + LISTS);
    }
    return list;
  }

  private static List<Path> expand(String path) throws IOException {
    List<Path> folders = List.of(Path.of("/"));
    for (String part : List.of(path.substring(1).split("/", -1))) {
      List<Path> next = new ArrayList<>();
      for (Path folder : folders) {
        if (!part.matches(".*[*?{\\[].*")) {
          next.add(folder.resolve(part));
        } else if (Files.isDirectory(folder)) {
          try (DirectoryStream<Path> matches = Files.newDirectoryStream(folder, part)) {
            matches.forEach(next::add);
          }
        }
      }
      folders = next;
    }
    return folders;
  }

  private void addAllBelow(Path folder, List<PathMatcher> out) throws IOException {
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes facts) {
            // What lies in it need not be looked at where all of it is out.
            return isOut(below.resolve("any"), out)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            addFile(file, out);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A link that leads nowhere, or what may not be read.
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void addFile(Path file, List<PathMatcher> out) {
    if (!isOut(file, out) && Files.isRegularFile(file) && Files.isReadable(file)) {
      found.put(inside(file), file);
    }
  }

  private static boolean isOut(Path file, List<PathMatcher> out) {
    return out.stream().anyMatch(matcher -> matcher.matches(file));
  }

  private static String inside(Path file) {
    return ROOT_FOLDER.matcher(file.normalize().toString()).replaceFirst("/usr/$1/");
  }

  private static List<Path> libraryFolders() {
    // Debian puts libraries below a folder per architecture, others all in lib64.
    return Stream.of("/lib/" + triplet(), "/usr/lib/" + triplet(), "/lib64", "/usr/lib64")
        .map(Path::of)
        .filter(Files::isDirectory)
        .toList();
  }

  private static String triplet() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> "aarch64-linux-gnu";
      default -> "x86_64-linux-gnu";
    };
  }

  private static Map<String, List<String>> readLists() {
    return JsonMapper.shared()
        .readValue(ResourceFiles.bytes(SystemFiles.class, LISTS), new TypeReference<>() {});
  }
}
