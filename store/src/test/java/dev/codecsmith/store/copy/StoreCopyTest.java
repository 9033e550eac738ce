package dev.codecsmith.store.copy;

import static dev.codecsmith.store.Samples.at;
import static dev.codecsmith.store.Samples.campaign;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Interposed;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import dev.codecsmith.store.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy is whole, goes on where it was cut off, and destroys nothing. */
final class StoreCopyTest {
  @TempDir private Path folder;

  private final ExperimentStore source = new MemoryExperimentStore();
  private final ArtifactStore sourceArtifacts = new MemoryArtifactStore();
  private final ExperimentStore target = new MemoryExperimentStore();
  private final ArtifactStore targetArtifacts = new MemoryArtifactStore();

  /** A campaign with two experiments, one of which is under way, and its events and artifacts. */
  private void fill(ExperimentStore store, ArtifactStore artifacts) throws IOException {
    store.putCampaignIfAbsent(campaign("c"));
    for (int iteration = 1; iteration <= 2; iteration++) {
      String program = artifacts.put(("program " + iteration).getBytes(UTF_8));
      ExperimentRecord queued =
          ExperimentRecordBuilder.builder(queued("c", iteration, "me"))
              .candidate(
                  new CandidateRecord(
                      "intra",
                      "java",
                      program,
                      "library",
                      List.of(),
                      "",
                      Map.of("program", program)))
              .build();
      store.append(
          "c",
          Samples.T0,
          new CampaignEvent.CandidateProposed(
              queued.id(), iteration, "intra", "library", List.of()));
      store.create(iteration == 1 ? queued : at(queued, ExperimentStatus.ENCODING));
      store.keepMeasuredPoints(
          program, Map.of(program + "/a", Samples.point("carphone", 20, iteration)));
    }
    ExperimentRecord first = store.find("exp_iter1_c").orElseThrow();
    store.update(at(first, ExperimentStatus.BUILDING));
    String log = artifacts.put("a log".getBytes(UTF_8));
    store.append("c", Samples.T0, new CampaignEvent.Warning(Optional.empty(), "see " + log));
  }

  private StoreCopy.Copied copy(ExperimentStore to, ArtifactStore artifacts) throws IOException {
    StoreCopy copy =
        new StoreCopy(
            new StoreCopy.Place("here", source, sourceArtifacts),
            new StoreCopy.Place("there", to, artifacts),
            folder);
    copy.copy(campaign("c"));
    return copy.copied();
  }

  private void isTheSame(ExperimentStore to, ArtifactStore artifacts) throws IOException {
    assertThat(to.findCampaign("c")).contains(campaign("c"));
    assertThat(Samples.all(to, "c")).isEqualTo(Samples.all(source, "c"));
    assertThat(to.events("c", 0, 100)).isEqualTo(source.events("c", 0, 100));
    for (ExperimentRecord record : Samples.all(source, "c")) {
      String program = record.candidate().programSha256();
      assertThat(to.measuredPoints(program)).isEqualTo(source.measuredPoints(program));
      assertThat(artifacts.read(program)).isEqualTo(sourceArtifacts.read(program));
    }
    source.forEachMentionedHash(
        hash -> assertThat(artifacts.contains(hash)).isEqualTo(sourceArtifacts.contains(hash)));
  }

  @Test
  void everythingOfACampaignIsCopiedOnce() throws Exception {
    fill(source, sourceArtifacts);
    assertThat(copy(target, targetArtifacts)).isEqualTo(new StoreCopy.Copied(2, 3, 3, List.of()));
    isTheSame(target, targetArtifacts);
    assertThat(copy(target, targetArtifacts)).isEqualTo(new StoreCopy.Copied(0, 0, 0, List.of()));
    isTheSame(target, targetArtifacts);
  }

  @Test
  void whatAnExperimentNamesAndNobodyHasIsToldAndAllElseIsCopied() throws Exception {
    fill(source, sourceArtifacts);
    String gone = "ab".repeat(32);
    ExperimentRecord second = source.find("exp_iter2_c").orElseThrow();
    source.update(
        second
            .next(Samples.T0)
            .result(
                ExperimentResultBuilder.builder(second.result())
                    .artifacts(Map.of("log", gone))
                    .build())
            .build());
    assertThat(copy(target, targetArtifacts))
        .isEqualTo(
            new StoreCopy.Copied(2, 3, 3, List.of(new StoreCopy.Missing(gone, second.id()))));
    isTheSame(target, targetArtifacts);
  }

  @Test
  void aCopyThatIsKilledAnywhereIsCompletedByTheNext() throws Exception {
    fill(source, sourceArtifacts);
    int kills = 0;
    boolean done = false;
    while (!done) {
      ExperimentStore to = new MemoryExperimentStore();
      ArtifactStore artifacts = new MemoryArtifactStore();
      AtomicInteger writesLeft = new AtomicInteger(kills);
      done = !isKilled(to, artifacts, writesLeft);
      whatIsThereIsWhole(to, artifacts);
      copy(to, artifacts);
      isTheSame(to, artifacts);
      kills++;
    }
    assertThat(kills).as("a kill before every write").isGreaterThan(9);
  }

  private boolean isKilled(ExperimentStore to, ArtifactStore artifacts, AtomicInteger writesLeft)
      throws IOException {
    try {
      copy(
          Interposed.on(
              to,
              (method, call) -> {
                if (Interposed.WRITES.contains(method)) {
                  write(writesLeft);
                }
                return call.go();
              }),
          new KilledArtifacts(artifacts, writesLeft));
      return false;
    } catch (IllegalStateException _) {
      return true;
    }
  }

  private static void write(AtomicInteger writesLeft) {
    if (writesLeft.getAndDecrement() == 0) {
      throw new IllegalStateException("killed");
    }
  }

  private record KilledArtifacts(ArtifactStore artifacts, AtomicInteger writesLeft)
      implements ArtifactStore {
    @Override
    public String put(byte[] bytes) throws StoreException {
      write(writesLeft);
      return artifacts.put(bytes);
    }

    @Override
    public String put(Path file) throws StoreException {
      write(writesLeft);
      return artifacts.put(file);
    }

    @Override
    public boolean contains(String sha256) throws StoreException {
      return artifacts.contains(sha256);
    }

    @Override
    public InputStream open(String sha256) throws StoreException {
      return artifacts.open(sha256);
    }
  }

  private void whatIsThereIsWhole(ExperimentStore to, ArtifactStore artifacts) throws IOException {
    to.forEachMentionedHash(
        hash -> assertThat(artifacts.contains(hash)).isEqualTo(sourceArtifacts.contains(hash)));
  }

  @Test
  void whatWentOnSinceIsBroughtUpToDate() throws Exception {
    fill(source, sourceArtifacts);
    copy(target, targetArtifacts);
    ExperimentRecord first = source.find("exp_iter1_c").orElseThrow();
    source.update(succeeded(first, -5));
    source.delete(List.of("exp_iter2_c"));
    source.append("c", Samples.T0, new CampaignEvent.ExperimentDeleted("exp_iter2_c", 2));
    copy(target, targetArtifacts);
    assertThat(Samples.all(target, "c")).containsExactly(succeeded(first, -5));
    assertThat(target.events("c", 0, 100)).isEqualTo(source.events("c", 0, 100));
  }

  @Test
  void whatWentOnThereIsLeftAlone() throws Exception {
    fill(source, sourceArtifacts);
    copy(target, targetArtifacts);
    target.append("c", Samples.T0, new CampaignEvent.Warning(Optional.empty(), "there"));
    ExperimentRecord ended = succeeded(target.find("exp_iter1_c").orElseThrow(), -5);
    target.update(ended);
    assertThatThrownBy(() -> copy(target, targetArtifacts))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("campaign c has gone on in there", "from here");
    assertThat(target.find(ended.id())).contains(ended);
  }

  @Test
  void aDamagedArtifactIsNotCopied() throws Exception {
    fill(source, sourceArtifacts);
    ArtifactStore damaged =
        new ArtifactStore() {
          @Override
          public String put(byte[] bytes) throws StoreException {
            return sourceArtifacts.put(bytes);
          }

          @Override
          public String put(Path file) throws StoreException {
            return sourceArtifacts.put(file);
          }

          @Override
          public boolean contains(String sha256) throws StoreException {
            return sourceArtifacts.contains(sha256);
          }

          @Override
          public InputStream open(String sha256) throws StoreException {
            throw new StoreException("artifact " + sha256 + " is damaged");
          }
        };
    StoreCopy copy =
        new StoreCopy(
            new StoreCopy.Place("here", source, damaged),
            new StoreCopy.Place("there", target, targetArtifacts),
            folder);
    assertThatThrownBy(() -> copy.copy(campaign("c"))).hasMessageContaining("is damaged");
    assertThat(Samples.all(target, "c")).isEmpty();
  }

  @Test
  void aCampaignGoesToTheCloudAndBack() throws Exception {
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=copy-"
                + S3Server.newBucket()
                + ",bucket="
                + S3Server.newBucket()
                + ",path-style,region=eu-central-1,endpoint="
                + DynamoServer.endpoint()
                + ",s3-endpoint="
                + S3Server.endpoint());
    CloudStoreSetup.make(address);
    fill(source, sourceArtifacts);
    StoreKind.Stores cloud = StoreKinds.of(address.toString()).openForReading(folder);
    try (ExperimentStore inCloud = cloud.experiments();
        DataDirectory back =
            DataDirectory.open(folder.resolve("back"), DataDirectory.Access.WRITE)) {
      copy(inCloud, cloud.artifacts());
      isTheSame(inCloud, cloud.artifacts());
      new StoreCopy(
              new StoreCopy.Place("cloud", inCloud, cloud.artifacts()),
              new StoreCopy.Place("folder", back.experiments(), back.artifacts()),
              folder)
          .copy(campaign("c"));
      isTheSame(back.experiments(), back.artifacts());
    }
  }
}
