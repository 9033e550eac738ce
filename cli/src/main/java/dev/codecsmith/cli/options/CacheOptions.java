package dev.codecsmith.cli.options;

import dev.codecsmith.store.aws.AwsAddress;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of a worker's artifacts stays on its disk, and where else they go. */
public final class CacheOptions {
  private static final long LEAST_BYTES = 16 << 20;

  @Option(
      names = "--cache",
      paramLabel = "SIZE",
      description = {
        "How much its artifacts and clips may take on the disk, such as 500M or 20G; what was used"
            + " longest ago goes first.",
        "Default: half of what the disk has for them when it starts"
      })
  private @Nullable String size;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = {
        "A bucket for artifacts that campaigns share: what they put there is fetched from there, and"
            + " what experiments make goes there. Written "
            + AwsAddress.BUCKET_FORM
            + ", or as campaigns name their store; a table is not used.",
        "Default: none, everything travels over HTTP"
      })
  private @Nullable String store;

  /**
   * The limit of the cache; empty for the usual one.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public OptionalLong limitBytes() {
    if (size == null) {
      return OptionalLong.empty();
    }
    long bytes = ByteSize.parse("--cache", size);
    if (bytes < LEAST_BYTES) {
      throw new IllegalArgumentException("--cache must be at least 16M, found " + size + ".");
    }
    return OptionalLong.of(bytes);
  }

  /**
   * The bucket that is shared; empty for none.
   *
   * @throws IllegalArgumentException with a sentence if it is no address
   */
  public Optional<AwsAddress> shared() {
    return Optional.ofNullable(store).map(AwsAddress::parseBucket);
  }
}
