package dev.codecsmith.sandbox.program;

import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.TreeMap;

/** Reads a program from a folder without leaving it, and within the bounds of a program. */
final class ProgramFolder {
  private ProgramFolder() {}

  static Program read(Path directory) throws InvalidProgramException, InfrastructureException {
    if (!Files.isDirectory(directory)) {
      throw new InvalidProgramException(directory + " is not a folder; a program is one.");
    }
    if (!Files.exists(directory.resolve(ProgramManifest.FILE_NAME), LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidProgramException(
          directory
              + " has no program.json, which names the language and the entry: {\"language\":"
              + " \"java\", \"entry\": \"my.Codec\"}.");
    }
    ProgramManifest manifest = ProgramManifest.load(directory);
    Collector collector = new Collector(directory);
    try {
      Files.walkFileTree(directory, collector);
    } catch (InvalidProgramException | InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException(directory + " cannot be read: " + e.getMessage(), e);
    }
    Program program =
        new Program(manifest.language(), manifest.entry(), collector.files, manifest.editable());
    if (program.fault().isPresent()) {
      throw new InvalidProgramException(directory + ": " + program.fault().get());
    }
    return program;
  }

  /** The text of a regular file of at most {@link Program#MAX_BYTES}. */
  static String readText(Path file, String name)
      throws InvalidProgramException, InfrastructureException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        throw new InvalidProgramException(
            name + " is a link; a program's files are files of its own.");
      }
      if (!attributes.isRegularFile()) {
        throw new InvalidProgramException(name + " is neither a file nor a folder.");
      }
      if (attributes.size() > Program.MAX_BYTES) {
        throw new InvalidProgramException(
            name
                + " has "
                + attributes.size()
                + " bytes; a program has at most "
                + Program.MAX_BYTES
                + ".");
      }
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidProgramException(name + " is not text in UTF-8.");
    } catch (InvalidProgramException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new InvalidProgramException(name + " does not exist.");
    } catch (IOException e) {
      throw new InfrastructureException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final TreeMap<String, String> files = new TreeMap<>();
    private long characters;

    Collector(Path directory) {
      this.directory = directory;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !folder.equals(directory) && isHidden(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path relative = directory.relativize(file);
      if (isHidden(file) || relative.equals(Path.of(ProgramManifest.FILE_NAME))) {
        return FileVisitResult.CONTINUE;
      }
      String text = readText(file, file.toString());
      characters += text.length();
      files.put(relative.toString(), text);
      // Bounds are judged exactly at the end; here they only keep a wrong folder from being read.
      boolean enough = files.size() > Program.MAX_FILES || characters > Program.MAX_BYTES;
      return enough ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
      return path.getFileName().toString().startsWith(".");
    }
  }
}
