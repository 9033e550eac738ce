package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import tools.jackson.core.JacksonException;

/**
 * A program that lies among the artifacts: one JSON document with language, entry and all files.
 *
 * @param sha256 {@link Program#sha256()}
 * @param artifact the hash of the document
 */
public record ProgramReference(String sha256, String artifact) {
  /** The role under which a candidate names its program's artifact. */
  public static final String ROLE = "program";

  /** A document's size: the files of the largest program as JSON escapes them at worst. */
  private static final int MOST_BYTES = (int) (6 * Program.MAX_BYTES) + 2048 * Program.MAX_FILES;

  private static final int MOST_TOKENS = 2 * Program.MAX_FILES + 100;

  /** Stores the program. */
  public static ProgramReference store(ArtifactStore artifacts, Program program)
      throws StoreException {
    return new ProgramReference(
        program.sha256(), artifacts.put(Json.mapper().writeValueAsBytes(program)));
  }

  /** Reads the program. */
  public Program read(ArtifactStore artifacts) throws StoreException {
    return read(artifacts, artifact);
  }

  /**
   * Reads the program of a document.
   *
   * @throws StoreException also, a lasting one, if the document is no program's, or longer than any
   */
  public static Program read(ArtifactStore artifacts, String artifact) throws StoreException {
    byte[] document = artifacts.read(artifact, MOST_BYTES);
    try {
      if (Json.hasMoreTokens(document, MOST_TOKENS)) {
        throw StoreException.lasting(
            "The program "
                + artifact
                + " has more files than the "
                + Program.MAX_FILES
                + " that are taken.");
      }
      return Json.mapper().readValue(document, Program.class);
    } catch (JacksonException e) {
      throw StoreException.lasting(
          "The program " + artifact + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
