package dev.codecsmith.cli.bench;

import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cluster.client.FleetEvaluations;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetListener;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.frames.ProgramsHere;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.service.client.RemoteEvaluations;
import dev.codecsmith.service.client.WorkerPool;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.outbox.Outbox;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** Everything that evaluates programs, wired together over one data folder. */
public final class Workbench implements AutoCloseable {
  private final DataDirectory data;
  private final ClipCatalogue clips;
  private final Evaluating evaluating;
  private final boolean here;
  private final Closing rest;
  private final OwnPrograms own = new OwnPrograms();

  /** What a campaign asks, by its id; empty for what is asked for no campaign. */
  @FunctionalInterface
  private interface Evaluating {
    JobEvaluations of(Optional<String> campaign);
  }

  /** Lets go of what belongs to one way of evaluating. */
  @FunctionalInterface
  private interface Closing {
    void close();
  }

  private Workbench(DataDirectory data, Evaluating evaluating, boolean here, Closing rest) {
    this.data = data;
    this.clips = new ClipCatalogue(data.clipsDirectory());
    this.evaluating = evaluating;
    this.here = here;
    this.rest = rest;
  }

  /**
   * Opens the data folder for writing; programs run in this process's sandbox.
   *
   * @param isolation how programs are kept in
   * @param parallel how many programs run at once
   */
  public static Workbench open(StoreOption option, SandboxOption isolation, int parallel)
      throws IOException {
    Sandbox sandbox = isolation.open();
    return opened(option, data -> local(data, sandbox, parallel));
  }

  /**
   * Opens the data folder for writing; programs run elsewhere.
   *
   * @param listener told of workers that come and go
   * @param fleet takes what is heard of who works, where it is a fleet
   */
  public static Workbench remote(
      StoreOption option,
      Elsewhere elsewhere,
      WorkerPool.WorkerListener listener,
      FleetWorkers fleet)
      throws IOException {
    return opened(option, data -> remote(data, elsewhere, listener, fleet, Optional.empty()));
  }

  /**
   * Over a folder that is open for writing and stays so when this is closed; programs run in this
   * process's sandbox.
   *
   * @param parallel how many programs run at once
   */
  public static Workbench local(DataDirectory data, Sandbox sandbox, int parallel)
      throws IOException {
    Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
    JobEvaluations here = LocalEvaluations.over(data, sandbox, toolchains, parallel);
    return new Workbench(data, _ -> here, true, toolchains::close);
  }

  /**
   * The same where programs run elsewhere.
   *
   * @param figures takes those of the connection to a fleet's server
   */
  public static Workbench remote(
      DataDirectory data,
      Elsewhere elsewhere,
      WorkerPool.WorkerListener listener,
      FleetWorkers fleet,
      Optional<MeterRegistry> figures)
      throws IOException {
    return switch (elsewhere) {
      case Elsewhere.Workers workers -> {
        RemoteEvaluations remote =
            RemoteEvaluations.over(data, workers.addresses(), workers.token(), listener);
        yield new Workbench(data, _ -> remote.evaluations(), false, remote::close);
      }
      case Elsewhere.Cluster cluster -> {
        FleetEvaluations evaluations =
            FleetEvaluations.over(
                data,
                cluster.server(),
                Fleet.named(cluster.fleet(), cluster.silence()),
                hearing(cluster.addresses().getFirst(), listener),
                fleet,
                figures);
        yield new Workbench(data, evaluations::of, false, evaluations::close);
      }
    };
  }

  private static FleetListener hearing(URI fleet, WorkerPool.WorkerListener listener) {
    return new FleetListener() {
      @Override
      public void up(String about) {
        listener.up(fleet, about);
      }

      @Override
      public void down(String reason) {
        listener.down(fleet, reason);
      }

      @Override
      public void waiting() {
        listener.waiting();
      }

      @Override
      public void missing(String work, String reason) {
        listener.missing(work, reason);
      }

      @Override
      public void found(String work) {
        listener.found(work);
      }
    };
  }

  /** Puts a workbench over a folder. */
  @FunctionalInterface
  private interface Over {
    Workbench put(DataDirectory data) throws IOException;
  }

  private static Workbench opened(StoreOption option, Over over) throws IOException {
    DataDirectory data = option.open();
    try {
      Workbench bench = over.put(data);
      return new Workbench(
          data,
          bench.evaluating,
          bench.here,
          () -> {
            bench.rest.close();
            data.close();
          });
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  public DataDirectory data() {
    return data;
  }

  public ClipCatalogue clips() {
    return clips;
  }

  /** Whether programs run in this process's sandbox. */
  public boolean runsProgramsHere() {
    return here;
  }

  /**
   * Where programs are built and run on this machine, also beside workers: always kept in a
   * sandbox, which is looked for when the first one is run.
   */
  public ProgramsHere programsHere() {
    return own;
  }

  /** What is asked for no campaign. */
  public JobEvaluations evaluations() {
    return evaluating.of(Optional.empty());
  }

  /** What a campaign asks. */
  public JobEvaluations evaluations(String campaignId) {
    return evaluating.of(Optional.of(campaignId));
  }

  /**
   * Waits until the store has all that was written.
   *
   * @param said told, in a sentence, if that is not so yet
   * @throws IOException with a sentence if it cannot have it any more
   */
  public void awaitDelivered(Consumer<String> said) throws IOException, InterruptedException {
    Optional<Outbox> outbox = data.outbox();
    if (outbox.isEmpty()) {
      return;
    }
    if (outbox.get().waiting() > 0) {
      said.accept(
          "Waiting for the store, which is away: "
              + outbox.get().waiting()
              + " writes wait in "
              + outbox.get().folder()
              + ". Stopped now, the same command delivers them.");
    }
    outbox.get().awaitDelivered();
  }

  @Override
  public void close() {
    // An interrupted thread would tear the files' channels down instead of closing them.
    boolean interrupted = Thread.interrupted();
    own.close();
    rest.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
