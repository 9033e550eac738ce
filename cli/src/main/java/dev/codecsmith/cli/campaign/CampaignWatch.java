package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.control.CampaignProcess;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.progress.CampaignProgress;
import dev.codecsmith.cli.progress.JsonLines;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.StoredEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith campaign watch}: follows a campaign that another process runs. */
@Command(
    name = "watch",
    description = {
      "Follows a campaign, also one that runs in another terminal, until it is finished or stopped:"
          + " first what has happened, then what happens.",
      "If the process that runs it is killed, it says so and goes on when the campaign does. Ctrl-C"
          + " ends the watching, not the campaign."
    },
    mixinStandardHelpOptions = true)
final class CampaignWatch implements Callable<Integer> {
  private static final int PAGE = 1000;

  /** How long the end of the process that runs the campaign may go unseen. */
  private static final Duration LOOK_UP = Duration.ofMillis(200);

  /** Likewise where each look is a read that is paid for. */
  private static final Duration REMOTE_LOOK_UP = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Which campaign. Default: the one that runs, else the only one there is")
  private @Nullable String id;

  @Option(names = "--from-now", description = "Leave out what has happened so far.")
  private boolean fromNow;

  @Option(
      names = "--json",
      description =
          "Print each event as one line with a JSON object: number, time, campaign, type, and what"
              + " that type tells.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return Interruption.stopping(
        spec.commandLine().getErr(),
        "Stopped watching.",
        () -> {
          try (DataDirectory opened = data.read()) {
            CampaignRecord record = StoredExperiments.campaign(opened, chosen(opened));
            String campaign = record.id();
            if (Campaigns.isOfEvaluate(campaign)) {
              throw new IllegalArgumentException(
                  campaign + " holds what evaluate measured; there is nothing to follow.");
            }
            follow(opened, campaign, CampaignObjective.words(record));
            return 0;
          }
        });
  }

  private void follow(DataDirectory opened, String campaign, Optional<String> objective)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      PrintWriter errors = spec.commandLine().getErr();
      JsonLines lines = new JsonLines(out);
      follow(opened, campaign, _ -> {}, lines::print, sentence -> say(errors, sentence));
      return;
    }
    try (CampaignProgress progress = CampaignProgress.on(out, 0)) {
      objective.ifPresent(words -> progress.said("Scores: " + words + ", lower is better"));
      follow(
          opened,
          campaign,
          past -> progress.view().on(past.time(), past.event()),
          event -> progress.on(event.time(), event.event()),
          progress::said);
      int others = progress.view().ofOtherVersions();
      if (others > 0) {
        progress.said(
            "Another version of Codecsmith wrote "
                + others
                + (others == 1 ? " event" : " events")
                + " that cannot be shown here; --json prints all.");
      }
    }
  }

  private @Nullable String chosen(DataDirectory opened) throws IOException {
    if (id != null) {
      return id;
    }
    if (opened.store().isPresent()) {
      List<String> leased = CampaignProcess.leased(opened);
      return leased.size() == 1 ? leased.getFirst() : null;
    }
    return DataDirectory.writer(data.directory())
        .flatMap(DataDirectory.Writer::campaign)
        .orElse(null);
  }

  private static void say(PrintWriter errors, String sentence) {
    errors.println(sentence);
    errors.flush();
  }

  /**
   * Follows until a run came to its end. A copy of an older version's records is only read to its
   * own end.
   *
   * @param past told what happened before now, where that is to be left out
   * @param events told the others
   * @param sentences told how it stands with the process that runs the campaign, and how it ended
   */
  private void follow(
      DataDirectory opened,
      String campaign,
      Consumer<StoredEvent> past,
      Consumer<StoredEvent> events,
      Consumer<String> sentences)
      throws IOException, InterruptedException {
    EventLog log = opened.events();
    long now = fromNow ? log.lastEvent(campaign) : 0;
    long last = 0;
    Optional<String> end = Optional.empty();
    boolean saidNobody = false;
    CampaignProcess runner = new CampaignProcess(opened, campaign);
    while (true) {
      // Asked before the log is read: what a process did before it ended is there by then.
      boolean running = runner.isAlive();
      List<StoredEvent> page = log.events(campaign, last, PAGE);
      for (StoredEvent each : page) {
        (each.number() <= now ? past : events).accept(each);
        last = each.number();
        end = end(each, end);
      }
      if (!page.isEmpty()) {
        continue;
      }
      if (opened.isCopy()) {
        sentences.accept(end.filter(_ -> !running).orElseGet(() -> isCopy(campaign, running)));
        return;
      }
      if (end.isPresent() && !running) {
        sentences.accept(end.get());
        return;
      }
      if (!running && !saidNobody) {
        sentences.accept(
            "No process runs "
                + campaign
                + " any more; waiting until somebody goes on with it: "
                + NextCommand.of("campaign resume " + campaign, opened));
      }
      saidNobody = !running;
      boolean _ =
          log.awaitEvents(campaign, last, opened.store().isEmpty() ? LOOK_UP : REMOTE_LOOK_UP);
    }
  }

  private static String isCopy(String campaign, boolean running) {
    return "The store was written by an older version of Codecsmith, so this is what it held a"
        + " moment ago, and not what comes after. "
        + (running
            ? campaign + " runs there now: follow it with that version, or run this command again."
            : "Once this version has gone on with " + campaign + ", it can be followed.");
  }

  /**
   * How the last run ended, in a sentence; empty while it goes on. What is told of a campaign that
   * does not run, such as that an experiment was deleted, does not begin a run.
   *
   * @param before the same before the event
   */
  private static Optional<String> end(StoredEvent event, Optional<String> before) {
    return switch (event.event()) {
      case CampaignFinished finished ->
          Optional.of(
              "The campaign is finished: "
                  + finished.experiments()
                  + (finished.experiments() == 1 ? " experiment" : " experiments")
                  + finished.best().map(best -> ", the best is " + best + ".").orElse("."));
      case CampaignStopped stopped -> Optional.of("The campaign has stopped. " + stopped.reason());
      case CampaignBegun _, CampaignContinued _ -> Optional.empty();
      default -> before;
    };
  }
}
