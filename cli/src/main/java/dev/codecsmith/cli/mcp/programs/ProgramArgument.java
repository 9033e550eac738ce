package dev.codecsmith.cli.mcp.programs;

import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A program that an agent gives: a folder of this machine, or its files one by one. */
public final class ProgramArgument {
  private final Path root;

  /**
   * @param root folders that agents may name are this one or lie below it
   */
  public ProgramArgument(Path root) {
    this.root = root;
  }

  static ToolSchema in(ToolSchema schema) {
    return schema
        .optional(
            "folder",
            "The program's folder, with program.json; relative to the folder of programs that the"
                + " server was started with. Not together with files.")
        .with(
            "files",
            new ToolSchema.NamedTexts(
                "The program's sources in place of a folder: text by relative path."))
        .optional("language", "With files: the program's language, such as java.")
        .optional("entry", "With files: what is started, such as my.Codec.");
  }

  /**
   * Reads it.
   *
   * @throws IOException with a sentence if it is no program, or lies elsewhere
   */
  Program read(ToolArguments arguments) throws IOException {
    Map<String, String> files = arguments.texts("files");
    if (arguments.text("folder").isPresent() != files.isEmpty()) {
      throw new IllegalArgumentException(
          "A program is given by folder, or by files, language and entry.");
    }
    if (files.isEmpty()) {
      return Program.load(folder(arguments.required("folder")));
    }
    Program program =
        Program.of(arguments.required("language"), arguments.required("entry"), files);
    if (program.fault().isPresent()) {
      throw new IOException(program.fault().get());
    }
    return program;
  }

  /** No link leads out of the folder of programs, and what lies elsewhere is not even looked at. */
  private Path folder(String name) throws IOException {
    Path inside = root.toRealPath();
    Path asked = inside.resolve(name).normalize();
    if (!asked.startsWith(inside)
        || (Files.exists(asked) && !asked.toRealPath().startsWith(inside))) {
      throw new IOException(
          "Programs are read from " + inside + " and below; start the server with --programs DIR.");
    }
    return asked;
  }
}
