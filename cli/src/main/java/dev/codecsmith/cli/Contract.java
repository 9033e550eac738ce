package dev.codecsmith.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a Java program must be: the sources of {@code codec-api}, which this module packs. */
final class Contract {
  private static final List<String> TYPES =
      List.of("Codec", "FrameReader", "FrameWriter", "Frame", "VideoFormat", "ChromaFormat");

  private Contract() {}

  /** The contract as models read it. */
  static String text() {
    StringBuilder out = new StringBuilder();
    for (String type : TYPES) {
      out.append("dev/codecsmith/codec/").append(type).append(".java\n```java\n");
      out.append(source(type)).append("```\n\n");
    }
    return out.toString();
  }

  private static String source(String type) {
    String name = "/contract/dev/codecsmith/codec/" + type + ".java";
    try (InputStream in = Contract.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The contract's " + name + " is missing from the build.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
