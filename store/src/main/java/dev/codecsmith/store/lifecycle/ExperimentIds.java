package dev.codecsmith.store.lifecycle;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names of experiments. */
public final class ExperimentIds {
  private ExperimentIds() {}

  /** {@code exp_iter{N}_…}: the same experiment of the same campaign has the same id. */
  public static String of(String campaignId, int iteration, String programSha256) {
    String key = campaignId + "/" + iteration + "/" + programSha256;
    String hash =
        UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    return "exp_iter" + iteration + "_" + hash.substring(0, 10);
  }
}
