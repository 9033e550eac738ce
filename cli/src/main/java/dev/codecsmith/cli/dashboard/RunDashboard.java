package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Control;
import dev.codecsmith.dashboard.http.DashboardServer;
import dev.codecsmith.dashboard.http.DashboardShownBuilder;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import dev.codecsmith.service.protocol.BearerToken;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.EventListener;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The dashboard beside a run, which goes on whether that comes up or not. */
public final class RunDashboard implements AutoCloseable {
  private final Optional<DashboardServer> server;
  private final Optional<StoredFrames> frames;
  private final RunActions actions;
  private final BearerToken token;
  private final Consumer<String> said;
  private final AtomicBoolean announced = new AtomicBoolean();

  private RunDashboard(
      Optional<DashboardServer> server,
      Optional<StoredFrames> frames,
      RunActions actions,
      BearerToken token,
      Consumer<String> said) {
    this.server = server;
    this.frames = frames;
    this.actions = actions;
    this.token = token;
    this.said = said;
  }

  /** Whether a campaign that is run can go on with a budget. */
  @FunctionalInterface
  public interface BudgetCheck {
    /**
     * Refuses what it cannot go on with.
     *
     * @throws IllegalArgumentException with a sentence
     * @throws IOException with a sentence
     */
    void check(Action.NewBudget budget) throws IOException;
  }

  /**
   * Where programs run.
   *
   * @param refusal why none is run on this machine for its pictures; empty where they may be
   * @param workers what workers say of themselves
   */
  public record Machines(Optional<String> refusal, WorkerStatuses workers) {}

  /**
   * Begins to come up.
   *
   * @param port the one that is wanted; empty for no dashboard
   * @param option opens the store of the run
   * @param data the same, open
   * @param machines where programs run
   * @param said told what a person should know
   */
  public static RunDashboard beside(
      Optional<Integer> port,
      StoreOption option,
      DataDirectory data,
      Machines machines,
      Consumer<String> said) {
    BearerToken token = BearerToken.made();
    RunActions actions = new RunActions(new StoredActions(option, data));
    if (port.isEmpty()) {
      return new RunDashboard(Optional.empty(), Optional.empty(), actions, token, said);
    }
    StoredFrames frames =
        new StoredFrames(
            data.artifacts(), machines.refusal(), data.workDirectory().resolve("frames"));
    try {
      DashboardServer server =
          DashboardServer.start(
              port.get(),
              DashboardShownBuilder.builder(
                      StoredDashboard.of(
                          data, Optional::empty, new Control(actions, token), frames.library()))
                  .workers(machines.workers())
                  .build(),
              sentence -> said.accept("warning: " + sentence),
              Clock.systemUTC());
      return new RunDashboard(Optional.of(server), Optional.of(frames), actions, token, said);
    } catch (IOException e) {
      frames.close();
      said.accept("warning: There is no dashboard. " + e.getMessage());
      return new RunDashboard(Optional.empty(), Optional.empty(), actions, token, said);
    }
  }

  /**
   * What hears the events of the campaign that is run. With the first it says where the campaign is
   * shown: a run that cannot even begin says why not, and no more.
   *
   * @param check refuses a budget that it cannot go on with
   */
  public EventListener campaign(String campaignId, BudgetCheck check) {
    if (server.isEmpty()) {
      return EventListener.none();
    }
    actions.run(campaignId, check);
    EventListener shown = server.get().running(campaignId);
    return (time, event) -> {
      if (announced.compareAndSet(false, true)) {
        said.accept(StoredDashboard.announcement(server.get(), token));
      }
      shown.on(time, event);
    };
  }

  /** Why the campaign begins no further iteration for now; empty where no budget was asked for. */
  public Optional<String> pause() {
    return actions.pause();
  }

  /**
   * The budget that the campaign was given on the page, which is told once. From now on it takes
   * none, until {@link #campaign} is called again.
   */
  public Optional<Action.NewBudget> newBudget() {
    return actions.take();
  }

  @Override
  public void close() {
    server.ifPresent(DashboardServer::close);
    frames.ifPresent(StoredFrames::close);
  }
}
