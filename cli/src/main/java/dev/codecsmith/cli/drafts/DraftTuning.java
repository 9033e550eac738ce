package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Quick;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Tune;
import dev.codecsmith.evolve.proposers.tuner.ConstantTuning;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Tries settings of a draft's marked constants by quick looks. */
final class DraftTuning {
  private static final long SEED = 1;

  private final Look look;

  /** Looks at a program, as {@link QuickLook#at} does. */
  @FunctionalInterface
  interface Look {
    Seen at(Program program, Quick look, Consumer<String> progress)
        throws InfrastructureException, InterruptedException;
  }

  DraftTuning(Look look) {
    this.look = look;
  }

  Verdict tune(Program program, Tune asked, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    if (new ConstantTuning(program, 0, SEED).isEmpty()) {
      throw new IllegalArgumentException(
          "program/ marks no constant: put a comment such as // tune: 4..64 behind a line with one whose value lies in that range.");
    }
    Seen before = look.at(program, asked.look(), progress);
    OptionalDouble first = before.mean();
    if (first.isEmpty()) {
      return new Verdict(
          false,
          before.failure().isPresent()
              ? QuickText.failed(before)
              : "The program has no figure on these frames, so its settings have none to be held against.",
          before.cpuSeconds());
    }
    ConstantTuning tuning = new ConstantTuning(program, first.getAsDouble(), SEED);
    double cpuSeconds = before.cpuSeconds();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < asked.settings(); i++) {
      Optional<Program> next = tuning.next();
      if (next.isEmpty()) {
        lines.add("no setting is left that was not tried");
        break;
      }
      Seen seen = look.at(next.get(), asked.look(), _ -> {});
      cpuSeconds += seen.cpuSeconds();
      OptionalDouble figure = seen.mean();
      double bestBefore = tuning.bestScore();
      String difference =
          tuning.tell(
              next.get(),
              figure.isPresent() ? Optional.of(figure.getAsDouble()) : Optional.empty());
      String line =
          "%s: %s".formatted(difference, figure.isPresent() ? text(bestBefore, figure) : "failed");
      lines.add(line);
      progress.accept("setting %d of %d: %s".formatted(i + 1, asked.settings(), line));
    }
    boolean found = tuning.bestScore() < first.getAsDouble();
    String result =
        found
            ? String.format(
                Locale.ROOT,
                "The best setting needs %+.2f %% of the rate of the program as it was, on these frames; program/ now has it.",
                change(first.getAsDouble(), tuning.bestScore()))
            : "No setting was better than what program/ has; it is as it was.";
    return new Verdict(
        true,
        result + "\n\nEach against the best before it:\n- " + String.join("\n- ", lines) + "\n",
        cpuSeconds,
        found ? Optional.of(tuning.best()) : Optional.empty());
  }

  private static String text(double before, OptionalDouble after) {
    return String.format(Locale.ROOT, "%+.2f %%", change(before, after.getAsDouble()));
  }

  private static double change(double before, double after) {
    return QuickText.change(OptionalDouble.of(after), OptionalDouble.of(before)).orElse(Double.NaN);
  }
}
