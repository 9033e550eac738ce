package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * A toy codec that codes each frame from those before it, and the ways in which it can look ahead.
 */
public final class GroupToy {
  static final String PASS = "for (int count = 0; frames.read(frame); count++) {";

  /** Reads the whole source before it codes a frame. */
  static final String TWO_PASSES =
      """
      java.util.List<Frame> all = new java.util.ArrayList<>();
      for (Frame next = new Frame(format); frames.read(next); next = new Frame(format)) {
        all.add(next);
      }
      for (int count = 0; count < all.size(); count++) {
        frame = all.get(count);
      """;

  private GroupToy() {}

  /** The codec with texts of its source replaced by others. */
  static Program with(String... wantedAndInstead) throws IOException {
    try (InputStream in = GroupToy.class.getResourceAsStream("/toy/GroupCodec.java")) {
      String source = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (int i = 0; i < wantedAndInstead.length; i += 2) {
        assertThat(source).contains(wantedAndInstead[i]);
        source = source.replace(wantedAndInstead[i], wantedAndInstead[i + 1]);
      }
      return Program.of("java", "toy.GroupCodec", Map.of("toy/GroupCodec.java", source));
    }
  }

  /** Looks at the next frame, only behind the first two, so that no smoke frame shows it. */
  public static Program lookingAhead() throws IOException {
    return with(
        PASS,
        TWO_PASSES,
        "out.writeByte(first ? 1 : 0);",
        "out.writeByte((first ? 1 : 0) + (count > 1 && count % 2 == 0 && count + 1 < all.size() ? 2"
            + " : 0));",
        "first == 1",
        "(first & 1) == 1");
  }
}
