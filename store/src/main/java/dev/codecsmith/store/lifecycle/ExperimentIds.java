package dev.codecsmith.store.lifecycle;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.UUID;

/** Names of experiments. */
public final class ExperimentIds {
  private static final String PREFIX = "exp_iter";

  private ExperimentIds() {}

  /** {@code exp_iter{N}_…}: the same experiment of the same campaign has the same id. */
  public static String of(String campaignId, int iteration, String programSha256) {
    String key = campaignId + "/" + iteration + "/" + programSha256;
    String hash =
        UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    return PREFIX + iteration + "_" + hash.substring(0, 10);
  }

  /** The iteration that an id names; empty if it is no experiment's id. */
  public static OptionalInt iterationOf(String id) {
    int end = id.indexOf('_', PREFIX.length());
    try {
      return id.startsWith(PREFIX) && end > 0
          ? OptionalInt.of(Integer.parseInt(id, PREFIX.length(), end, 10))
          : OptionalInt.empty();
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }
}
