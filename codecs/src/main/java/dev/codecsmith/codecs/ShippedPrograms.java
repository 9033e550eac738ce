package dev.codecsmith.codecs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs that ship, read from the class path: folders below {@code programs/}, each with a
 * {@code program.json}, in the order of {@code programs/index}, from the weakest to the strongest.
 * A line of the index is a program's name, with {@code slow} behind it where {@link
 * ShippedProgram#slow} holds.
 */
public final class ShippedPrograms {
  private static final String ROOT = "programs/";
  private static final String SLOW = " slow";
  private static final String MANIFEST = "program.json";
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"([^\"\\\\]*)\"");

  private ShippedPrograms() {}

  /** All programs, weakest first. */
  public static List<ShippedProgram> all() {
    return all(ShippedPrograms.class.getClassLoader());
  }

  /** The program of that name. */
  public static Optional<ShippedProgram> find(String name) {
    return all().stream().filter(program -> program.name().equals(name)).findFirst();
  }

  static List<ShippedProgram> all(ClassLoader loader) {
    URL index = loader.getResource(ROOT + "index");
    if (index == null) {
      throw new IllegalStateException(
          "No programs/index on the class path: the codecs module is not there or was packed wrongly");
    }
    try {
      Map<String, String> files =
          index.openConnection() instanceof JarURLConnection jar ? inJar(jar) : inFolder(index);
      List<ShippedProgram> programs = new ArrayList<>();
      for (String line : text(files, "index").lines().filter(line -> !line.isBlank()).toList()) {
        boolean slow = line.endsWith(SLOW);
        String name = slow ? line.substring(0, line.length() - SLOW.length()) : line;
        programs.add(program(name, slow, files));
      }
      return List.copyOf(programs);
    } catch (IOException e) {
      throw new UncheckedIOException("The shipped programs cannot be read from " + index, e);
    }
  }

  private static ShippedProgram program(String name, boolean slow, Map<String, String> files) {
    String folder = name + "/";
    Map<String, String> sources = new TreeMap<>();
    files.forEach((path, text) -> {
      if (path.startsWith(folder) && !path.equals(folder + MANIFEST)) {
        sources.put(path.substring(folder.length()), text);
      }
    });
    String manifest = text(files, folder + MANIFEST);
    return new ShippedProgram(
        name,
        field(manifest, "language", name),
        field(manifest, "entry", name),
        field(manifest, "description", name),
        slow,
        Collections.unmodifiableMap(sources));
  }

  // The manifest is a flat object of strings without escapes.
  private static String field(String manifest, String key, String name) {
    Matcher matcher = FIELD.matcher(manifest);
    while (matcher.find()) {
      if (matcher.group(1).equals(key)) {
        return matcher.group(2);
      }
    }
    throw new IllegalStateException(
        "The shipped program " + name + " has no \"" + key + "\" in its " + MANIFEST);
  }

  private static String text(Map<String, String> files, String path) {
    String text = files.get(path);
    if (text == null) {
      throw new IllegalStateException("The shipped programs lack " + ROOT + path);
    }
    return text;
  }

  private static Map<String, String> inJar(JarURLConnection connection) throws IOException {
    Map<String, String> files = new TreeMap<>();
    // The jar is the class loader's own: it stays open.
    for (JarEntry entry : Collections.list(connection.getJarFile().entries())) {
      if (entry.getName().startsWith(ROOT) && !entry.isDirectory()) {
        try (InputStream in = connection.getJarFile().getInputStream(entry)) {
          files.put(
              entry.getName().substring(ROOT.length()),
              new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }

  private static Map<String, String> inFolder(URL index) throws IOException {
    Path root = Path.of(URI.create(index.toString())).resolveSibling("");
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return files;
  }
}
