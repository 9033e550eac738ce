package dev.codecsmith.store.cache;

import java.util.Optional;

/**
 * How it stands with a cache.
 *
 * @param bytes how much it holds
 * @param limitBytes how much it may hold
 * @param waiting how many artifacts wait for the store that it shares
 * @param shared where that store is, see {@link
 *     dev.codecsmith.store.aws.AwsAddress#artifactsPlace}; empty where it shares none
 */
public record CacheState(long bytes, long limitBytes, int waiting, Optional<String> shared) {
  /** Of who has no cache. */
  public static final CacheState NONE = new CacheState(0, 0, 0, Optional.empty());
}
