package dev.codecsmith.store.cloud;

import dev.codecsmith.store.ArtifactLinks;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.Cleaning;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.lease.LeaseKeeper;
import dev.codecsmith.store.lease.LeaseTerms;
import dev.codecsmith.store.lease.MonotonicTime;
import dev.codecsmith.store.outbox.Outbox;
import dev.codecsmith.store.s3.S3ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A table and a bucket that are open.
 *
 * @param experiments the records, by way of the outbox where they are written
 * @param artifacts likewise
 * @param bucket the artifacts themselves
 * @param writing empty where it is open for reading
 */
record CloudStores(
    ExperimentStore experiments,
    ArtifactStore artifacts,
    S3ArtifactStore bucket,
    Optional<Writing> writing)
    implements StoreKind.Stores {

  /**
   * How long an artifact that nothing mentions is kept. The lock of a data folder keeps writers of
   * other machines out of that folder only: what they put, they mention within this time.
   */
  private static final Duration UNMENTIONED = Duration.ofDays(7);

  /**
   * What writes.
   *
   * @param outbox what waits while the store is away
   * @param holder who takes campaigns
   */
  record Writing(Outbox outbox, LeaseKeeper.Holder holder) {}

  @Override
  public boolean isCopy() {
    return false;
  }

  @Override
  public StoreKind.Cleaned clean(Path scratch) throws IOException {
    return Cleaning.of(
        experiments, scratch, needed -> bucket.collect(needed::contains, UNMENTIONED));
  }

  @Override
  public CampaignHold hold(String campaignId, Consumer<String> said)
      throws StoreException, InterruptedException {
    Writing writer = writing.orElseThrow();
    return new SharedHold(
        LeaseKeeper.take(
            experiments,
            campaignId,
            writer.holder(),
            LeaseTerms.STANDARD,
            MonotonicTime.system(),
            said),
        writer.outbox(),
        said);
  }

  @Override
  public Optional<ArtifactLinks> links() {
    return Optional.of(bucket);
  }

  @Override
  public Optional<Outbox> outbox() {
    return writing.map(Writing::outbox);
  }
}
