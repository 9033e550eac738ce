package dev.codecsmith.sandbox.languages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether programs of a language really work on this machine and in this folder: one of a few lines
 * is built there and run, on a clip whose name is not ASCII. A folder from which nothing may be
 * executed, or a locale in which such a name cannot be found, shows in nothing less.
 */
public final class LanguageCheck {
  private static final byte[] CLIP =
      "YUV4MPEG2 W2 H2 F25:1 C420mpeg2\nFRAME\n012345".getBytes(US_ASCII);
  private static final byte[] EXPECTED = "(45".getBytes(US_ASCII);

  private LanguageCheck() {}

  /**
   * Builds and runs.
   *
   * @param folder where; exists, and is left with what was made
   * @return the run, which did what it should
   * @throws InfrastructureException if it did not; the message says what happened
   */
  public static RunResult of(Sandbox sandbox, Toolchains toolchains, String language, Path folder)
      throws IOException, InterruptedException {
    Toolchain toolchain = toolchains.of(language);
    Path clip = Files.write(named(folder, "größe-", language + ".y4m"), CLIP);
    Path build = Files.createDirectories(named(folder, "名前-", language));
    BuiltProgram built =
        switch (toolchain.build(program(language), build)) {
          case BuildResult.Built done -> done.program();
          case BuildResult.CompileError error ->
              throw new InfrastructureException(
                  "A program of a few lines does not build: " + error.message());
        };
    try (SandboxRun run = sandbox.start(toolchain.encode(built, clip, 40, Limits.defaults()))) {
      byte[] output = run.standardOutput().readAllBytes();
      RunResult result = run.await();
      if (!(result.outcome() instanceof RunOutcome.Finished) || !Arrays.equals(output, EXPECTED)) {
        throw new InfrastructureException(
            "A program of a few lines was built in "
                + folder
                + " and does not run there. "
                + result.outcome().sentence()
                + " "
                + PlainText.line(result.standardError().strip(), 500));
      }
      return result;
    }
  }

  /**
   * A name that is not ASCII, unless Java cannot make one, which is another fault than a program's.
   */
  private static Path named(Path folder, String letters, String name) {
    try {
      return folder.resolve(letters + name);
    } catch (InvalidPathException e) {
      return folder.resolve(name);
    }
  }

  /** Writes its QUALITY as a byte and the last two bytes of its clip. */
  private static Program program(String language) {
    return switch (language) {
      case "java" ->
          program(
              language,
              "Check",
              "Check.java",
              """
              import dev.codecsmith.codec.*;
              import java.io.*;
              public class Check implements Codec {
                public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out)
                    throws IOException {
                  Frame frame = new Frame(format);
                  frames.read(frame);
                  out.write(quality);
                  out.write(frame.get(1, 0, 0));
                  out.write(frame.get(2, 0, 0));
                }
                public void decode(InputStream in, FrameWriter frames) {}
              }
              """);
      case "python" ->
          program(
              language,
              "check.py",
              "check.py",
              """
              import sys
              clip = open(sys.argv[2], 'rb').read()
              sys.stdout.buffer.write(bytes([int(sys.argv[3])]) + clip[-2:])
              """);
      case "rust" ->
          program(
              language,
              "check.rs",
              "check.rs",
              """
              use std::io::Write;
              fn main() {
                let words: Vec<String> = std::env::args().collect();
                let clip = std::fs::read(&words[2]).unwrap();
                let mut bytes = vec![words[3].parse::<u8>().unwrap()];
                bytes.extend_from_slice(&clip[clip.len() - 2..]);
                std::io::stdout().write_all(&bytes).unwrap();
              }
              """);
      default -> {
        String name = language.equals("cpp") ? "check.cpp" : "check.c";
        yield program(
            language,
            name,
            name,
            """
            #include <stdio.h>
            #include <stdlib.h>
            int main(int count, char **words) {
              FILE *clip = fopen(words[2], "rb");
              if (count != 4 || !clip || fseek(clip, -2, SEEK_END)) return 1;
              putchar(atoi(words[3]));
              putchar(getc(clip));
              putchar(getc(clip));
              return 0;
            }
            """);
      }
    };
  }

  private static Program program(String language, String entry, String file, String text) {
    return Program.of(language, entry, Map.of(file, text));
  }
}
