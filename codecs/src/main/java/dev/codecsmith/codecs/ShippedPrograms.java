package dev.codecsmith.codecs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Stand-in. */
public final class ShippedPrograms {
  private ShippedPrograms() {}

  public record Shipped(String name, String language, String entry, Map<String, String> files) {}

  public static List<Shipped> all() {
    Map<String, String> files = new TreeMap<>();
    try (java.util.stream.Stream<java.nio.file.Path> s = java.nio.file.Files.walk(java.nio.file.Path.of(System.getProperty("codecsmith.home"), "codecs/programs/subpel"))) {
      for (java.nio.file.Path p : s.filter(x -> x.toString().endsWith(".java")).toList())
        files.put("subpel/" + p.getFileName(), java.nio.file.Files.readString(p));
    } catch (IOException e) { throw new UncheckedIOException(e); }
    return List.of(new Shipped("subpel", "java", "subpel.SubpelCodec", files));
  }
}
