package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.ServerSearch;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.SearchAttributes;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a campaign asks, done by a fleet. */
public final class FleetEvaluations implements AutoCloseable {
  private static final long WATCH_MILLIS = 3000;

  private final DataDirectory data;
  private final String shared;
  private final TemporalServer server;
  private final Fleet fleet;
  private final FleetWatch watch;
  private final boolean searchable;
  private final AnchorCodec codec;
  private final SharedClips clips;

  private FleetEvaluations(
      DataDirectory data,
      String shared,
      TemporalServer server,
      Fleet fleet,
      FleetWatch watch,
      boolean searchable,
      AnchorCodec codec) {
    this.data = data;
    this.shared = shared;
    this.server = server;
    this.fleet = fleet;
    this.watch = watch;
    this.searchable = searchable;
    this.codec = codec;
    this.clips = new SharedClips(data.artifacts());
  }

  /**
   * Begins to look after a fleet.
   *
   * @param data opened for writing; its artifacts lie where workers reach them
   * @param address of the server
   * @param listener told of a fleet that comes and goes
   * @param workers takes what is heard of who works
   * @param figures takes those of the connection
   * @throws IOException with a sentence if the artifacts are in the folder alone, a file with a
   *     certificate or key cannot be used, or the server says no to all that could be asked; one
   *     that is away is waited for when it is asked
   */
  public static FleetEvaluations over(
      DataDirectory data,
      ServerAddress address,
      Fleet fleet,
      FleetListener listener,
      FleetWorkers workers,
      Optional<MeterRegistry> figures)
      throws IOException {
    String shared =
        data.artifactsPlace()
            .orElseThrow(() ->
                new IOException(
                    "The artifacts in "
                        + data.path()
                        + " cannot be reached from other machines, and the workers of a fleet are on"
                        + " other machines: name a store that they share with --store, here and for"
                        + " the workers."));
    TemporalServer server = TemporalServer.at(address, data.owner(), figures);
    boolean opened = false;
    try {
      server.requireUsable();
      boolean searchable = ServerSearch.make(server, SearchAttributes.ALL);
      AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
      // Last, as nobody would end it if something failed after it.
      FleetWatch watch = FleetWatch.start(server, fleet.queues(), listener, workers, WATCH_MILLIS);
      FleetEvaluations evaluations =
          new FleetEvaluations(data, shared, server, fleet, watch, searchable, codec);
      opened = true;
      return evaluations;
    } finally {
      if (!opened) {
        server.close();
      }
    }
  }

  /**
   * What a campaign asks.
   *
   * @param campaign its id, by which the server's own page finds its experiments
   */
  public JobEvaluations of(Optional<String> campaign) {
    return new JobEvaluations(
            new FleetEvaluator(
                server, watch, fleet, data.artifacts(), new Labels(shared, campaign, searchable)),
            data.artifacts(),
            new AnchorMemory(codec, data.experiments()),
            data.experiments(),
            clips)
        .attaching();
  }

  @Override
  public void close() {
    watch.close();
    server.close();
  }

  /** Puts clips where workers find them, once. */
  private record SharedClips(ArtifactStore artifacts, Set<String> there)
      implements JobEvaluations.ClipPublisher {
    SharedClips(ArtifactStore artifacts) {
      this(artifacts, ConcurrentHashMap.newKeySet());
    }

    @Override
    public void publish(Clip clip) throws InfrastructureException {
      if (there.contains(clip.sha256())) {
        return;
      }
      synchronized (there) {
        try {
          if (!there.contains(clip.sha256()) && !artifacts.contains(clip.sha256())) {
            String _ = artifacts.put(clip.y4m());
          }
        } catch (StoreException e) {
          throw InfrastructureException.of(e);
        }
        there.add(clip.sha256());
      }
    }
  }
}
