package dev.codecsmith.lab.local;

import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** A simple honest codec, and the ways in which it can be made to misbehave. */
public final class Toy {
  private Toy() {}

  public static Program honest() {
    return with("", "");
  }

  /** The codec with code put in at a hook: ENCODER, ENCODED FRAME, GEOMETRY, FRAME or END. */
  public static Program with(String hook, String code) {
    String source = source();
    if (!hook.isEmpty()) {
      String mark = "/* " + hook + " HOOK */";
      if (!source.contains(mark)) {
        throw new IllegalArgumentException("No hook " + hook);
      }
      source = source.replace(mark, code);
    }
    return Program.of("java", "toy.ToyCodec", Map.of("toy/ToyCodec.java", source));
  }

  /** The codec, which reports that each of so many frames has so many bits. */
  public static Program reporting(int frames, long bits) {
    return with(
        "ENCODER",
        "for (int i = 0; i < %d; i++) { new dev.codecsmith.codec.FrameBits(i, \"I\").element(\"all\", 1).report(%dL); }"
            .formatted(frames, bits));
  }

  private static String source() {
    try (InputStream stream = Toy.class.getResourceAsStream("/toy/ToyCodec.java")) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
