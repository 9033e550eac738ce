package dev.codecsmith.evolve.history;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;

/** Programs as artifacts: one JSON document with language, entry and all files. */
public final class ProgramArtifacts {
  /** The role under which a candidate names its program. */
  public static final String ROLE = "program";

  private ProgramArtifacts() {}

  /** Stores the program and returns the artifact's name. */
  public static String write(ArtifactStore artifacts, Program program) throws StoreException {
    return artifacts.put(Json.mapper().writeValueAsBytes(program));
  }

  /** Reads a program that {@link #write} stored. */
  public static Program read(ArtifactStore artifacts, String sha256) throws StoreException {
    try (InputStream stream = artifacts.open(sha256)) {
      return Json.mapper().readValue(stream.readAllBytes(), Program.class);
    } catch (StoreException e) {
      throw e;
    } catch (IOException | JacksonException e) {
      throw new StoreException("The program " + sha256 + " cannot be read: " + e.getMessage(), e);
    }
  }
}
