package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.InputStream;
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

  /** Reads the program of a document. */
  public static Program read(ArtifactStore artifacts, String artifact) throws StoreException {
    try (InputStream stream = artifacts.open(artifact)) {
      return Json.mapper().readValue(stream.readAllBytes(), Program.class);
    } catch (StoreException e) {
      throw e;
    } catch (IOException | JacksonException e) {
      throw new StoreException("The program " + artifact + " cannot be read: " + e.getMessage(), e);
    }
  }
}
