package dev.codecsmith.evolve.edits.normal;

import java.util.Locale;
import java.util.Set;

/** Languages whose comments, strings and white space follow the same rules. */
enum SourceFamily {
  /**
   * Java, C, C++, Rust and their kin: {@code //} and block comments, white space between tokens.
   */
  BRACES,
  /** Python: {@code #} comments, triple quotes, indentation that counts. */
  PYTHON,
  /** Shell and the like: {@code #} comments, lines that count. */
  HASH,
  /** Anything else: no comments known, lines that count. */
  PLAIN;

  private static final Set<String> BRACE_ENDINGS =
      Set.of(
          "java", "c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "rs", "go", "js", "ts", "cs",
          "kt", "scala", "swift", "zig", "d", "cu", "cl");
  private static final Set<String> HASH_ENDINGS =
      Set.of("sh", "rb", "pl", "toml", "yaml", "yml", "mk", "cmake", "jl", "r", "nim");

  /** The family of a file by its name's ending. */
  static SourceFamily of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (BRACE_ENDINGS.contains(ending)) {
      return BRACES;
    }
    if (ending.equals("py") || ending.equals("pyx")) {
      return PYTHON;
    }
    return HASH_ENDINGS.contains(ending) || name.equals("Makefile") ? HASH : PLAIN;
  }
}
