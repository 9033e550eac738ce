package dev.codecsmith.cli.plan;

import dev.codecsmith.sandbox.host.ResourceFiles;
import java.util.List;

/**
 * What a program must be, as models read it: for Java the sources of {@code codec-api}, which this
 * module packs, for other languages the contract of the two processes.
 */
public final class Contract {
  private static final List<String> TYPES =
      List.of("Codec", "FrameReader", "FrameWriter", "Frame", "VideoFormat", "ChromaFormat");

  private Contract() {}

  /**
   * The contract of a language.
   *
   * @param language its name in a program's manifest
   */
  public static String text(String language) {
    return switch (language) {
      case "java" -> java();
      case "python" ->
          ResourceFiles.text(Contract.class, "/contract/process.md")
              + "The program is Python 3: ENTRY is the file that is run, with the program's folder"
              + " first on its path. Use the standard library only; Python is slow, so mind the"
              + " limits on CPU time.\n";
      case "c" ->
          ResourceFiles.text(Contract.class, "/contract/process.md")
              + "The program is C: ENTRY is the file that holds main. All .c files are compiled"
              + " with -std=gnu17 -O2 and linked with -lm -pthread.\n";
      case "cpp" ->
          ResourceFiles.text(Contract.class, "/contract/process.md")
              + "The program is C++: ENTRY is the file that holds main. All .cpp, .cc and .cxx files"
              + " are compiled with -std=gnu++20 -O2 and linked with -lm -pthread.\n";
      case "rust" ->
          ResourceFiles.text(Contract.class, "/contract/process.md")
              + "The program is Rust, edition 2021: ENTRY is the crate's root file, which holds"
              + " main. It is compiled with opt-level=3 and without any crate but std.\n";
      default -> throw new IllegalArgumentException("There is no language '" + language + "'.");
    };
  }

  private static String java() {
    StringBuilder out = new StringBuilder();
    for (String type : TYPES) {
      out.append("dev/codecsmith/codec/").append(type).append(".java\n```java\n");
      out.append(
              ResourceFiles.text(
                  Contract.class, "/contract/dev/codecsmith/codec/" + type + ".java"))
          .append("```\n\n");
    }
    return out.toString();
  }
}
