package dev.codecsmith.cluster.client;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;

/**
 * What workers stored and name as their answer. Whatever one of them names, no more is read than an
 * answer may have: this process has more campaigns to run than that one job.
 */
final class FleetAnswers {
  /** As an answer over HTTP may have. */
  static final int MOST_BYTES = 32 << 20;

  static final int MOST_TOKENS = 2_000_000;

  private final ArtifactStore artifacts;

  FleetAnswers(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * An answer.
   *
   * @throws StoreException a lasting one if the artifact is longer than any answer
   * @throws tools.jackson.core.JacksonException if it is none
   */
  Answer answer(String artifact) throws StoreException {
    return read(artifact, Answer.class);
  }

  /** A curve of an anchor, likewise. */
  ClipCurve curve(StoredCurve stored) throws StoreException {
    return read(stored.artifact(), ClipCurve.class);
  }

  private <T> T read(String artifact, Class<T> type) throws StoreException {
    byte[] json = artifacts.read(artifact, MOST_BYTES);
    if (Json.hasMoreTokens(json, MOST_TOKENS)) {
      throw StoreException.lasting(
          "artifact "
              + artifact
              + " has more than "
              + MOST_TOKENS
              + " values and names, the most that an answer of a fleet may have");
    }
    return Json.mapper().readValue(json, type);
  }
}
