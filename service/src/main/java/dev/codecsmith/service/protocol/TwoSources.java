package dev.codecsmith.service.protocol;

import dev.codecsmith.sandbox.program.Program;
import java.util.Map;

/**
 * A Python program of two sources, as the system that this one replaces has them: one that encodes
 * and one that decodes, each with {@code sys.argv[1]} as its input and standard output as its
 * output. The encoder finds QUALITY in {@code sys.argv[2]}.
 */
final class TwoSources {
  private static final String ENTRY = "codec.py";

  /** Runs the source of the half that is asked for as if it had been started by itself. */
  private static final String CODEC =
      """
      import sys
      half = {"encode": "encoder.py", "decode": "decoder.py"}[sys.argv[1]]
      path = __file__.rpartition("/")[0] + "/" + half
      del sys.argv[1]
      sys.argv[0] = path
      exec(compile(open(path, encoding="utf-8").read(), path, "exec"), {"__name__": "__main__", "__file__": path})
      """;

  private TwoSources() {}

  static Program program(String encoder, String decoder) {
    return Program.of(
        "python", ENTRY, Map.of(ENTRY, CODEC, "encoder.py", encoder, "decoder.py", decoder));
  }
}
