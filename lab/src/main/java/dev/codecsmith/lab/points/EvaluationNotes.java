package dev.codecsmith.lab.points;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What an evaluation leaves behind: artifacts by role, and a log. Safe for all threads. */
public final class EvaluationNotes {
  private static final String LOG = "log";

  private final ArtifactStore artifacts;
  private final StringBuilder log = new StringBuilder();
  private final Map<String, String> roles = new HashMap<>();

  public EvaluationNotes(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  public synchronized void line(String text) {
    log.append(text.stripTrailing()).append('\n');
  }

  /** What a run wrote to standard error, if anything. */
  public synchronized void standardError(String run, String text) {
    if (!text.isBlank()) {
      line("== " + run);
      line(text);
    }
  }

  /** Gives a role to an artifact that is stored. */
  public synchronized void role(String role, String sha256) {
    roles.put(role, sha256);
  }

  String keep(String role, Path file) throws InfrastructureException {
    try {
      String sha256 = artifacts.put(file);
      role(role, sha256);
      return sha256;
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  public String put(String text) throws InfrastructureException {
    try {
      return artifacts.put(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** Takes over what an earlier step left: its artifacts by role, and its log's text. */
  public void follow(Map<String, String> step) throws InfrastructureException {
    String earlier = step.get(LOG);
    if (earlier != null) {
      try {
        line(new String(artifacts.read(earlier), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }
    step.forEach(this::role);
  }

  /** All roles, the log's among them. */
  public synchronized Map<String, String> finish() throws InfrastructureException {
    if (!log.isEmpty()) {
      role(LOG, put(log.toString()));
    }
    return Map.copyOf(roles);
  }
}
