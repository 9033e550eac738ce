package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Says what a quick look at a draft saw, beside its parent. */
final class QuickText {
  private static final List<Figure> FIGURES =
      List.of(
          new Figure("kbit/s", "%.1f", RatePoint::bitrateKbps),
          new Figure(
              "PSNR-YUV", "%.2f", point -> point.metrics().getOrDefault("psnr_yuv", Double.NaN)),
          new Figure("encode CPU s", "%.2f", point -> point.encode().cpuSeconds()),
          new Figure("decode CPU s", "%.2f", point -> point.decode().cpuSeconds()));

  /** A column of the table. */
  private record Figure(String name, String format, ToDoubleFunction<RatePoint> value) {
    String text(RatePoint point) {
      return String.format(Locale.ROOT, format, value.applyAsDouble(point));
    }
  }

  private QuickText() {}

  /** Why there is no figure. */
  static String failed(Seen seen) {
    return seen.failure()
        .map(failure ->
            "It failed (%s, while %s):\n%s"
                .formatted(failure.kind().label(), failure.phase().label(), failure.message()))
        .orElse("It gave no rate point.");
  }

  /** The draft alone. */
  static String alone(Seen draft, String anchor) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s against %s over the first %d frames (no parent to hold it against):\n"
            .formatted(percent(draft.mean()), anchor, draft.frames()));
    draft
        .perClip()
        .forEach((clip, value) -> out.append("- %s: %s\n".formatted(clip, percent(value))));
    return out.append('\n').append(table(draft)).toString();
  }

  /**
   * The draft held against its parent, which was measured on the same frames at the same QUALITY
   * values: at equal PSNR-YUV, so a draft that merely spends more does not look better.
   */
  static String paired(Seen draft, Seen parent, String anchor, Objective objective) {
    StringBuilder out = new StringBuilder();
    OptionalDouble change = change(draft.mean(), parent.mean());
    out.append(
        change.isEmpty()
            ? "No figure: on a clip a point lies outside of what %s reaches at any setting.\n"
                .formatted(anchor)
            : String.format(
                Locale.ROOT,
                "%s than the parent: %+.2f %% of the rate %s, over the first %d frames"
                    + " of %s.\n",
                change.getAsDouble() < 0 ? "Better" : "Not better",
                change.getAsDouble(),
                objective.isDefault()
                    ? "at equal PSNR-YUV"
                    : "by the metrics of the campaign's objective, prices left out",
                draft.frames(),
                draft.perClip().size() == 1
                    ? "one clip"
                    : "each of " + draft.perClip().size() + " clips"));
    draft
        .perClip()
        .forEach((clip, value) -> {
          OptionalDouble before = parent.perClip().getOrDefault(clip, OptionalDouble.empty());
          out.append(
              "- %s: %s; against %s %s, the parent %s\n"
                  .formatted(
                      clip,
                      percent(change(value, before)),
                      anchor,
                      percent(value),
                      percent(before)));
        });
    out.append(
        "Few frames flatter programs with short groups of pictures; what is won here may be lost on"
            + " all frames.\n\n");
    return out.append(table(draft, parent)).toString();
  }

  /** How much the rate changes from the one to the other, in percent. */
  static OptionalDouble change(OptionalDouble draft, OptionalDouble parent) {
    return draft.isPresent() && parent.isPresent() && parent.getAsDouble() > -100
        ? OptionalDouble.of(100 * ((100 + draft.getAsDouble()) / (100 + parent.getAsDouble()) - 1))
        : OptionalDouble.empty();
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%+.2f %%", value.getAsDouble())
        : "no figure";
  }

  private static String table(Seen seen) {
    StringBuilder out = new StringBuilder("| clip | QUALITY |");
    FIGURES.forEach(figure -> out.append(' ').append(figure.name()).append(" |"));
    out.append("\n|---|---|").append("---|".repeat(FIGURES.size())).append('\n');
    for (RatePoint point : seen.points()) {
      out.append("| %s | %d |".formatted(point.clip(), point.quality()));
      FIGURES.forEach(figure -> out.append(' ').append(figure.text(point)).append(" |"));
      out.append('\n');
    }
    return out.toString();
  }

  /** Beside each figure of the draft that of the parent at the same point. */
  private static String table(Seen draft, Seen parent) {
    StringBuilder out = new StringBuilder("| clip | QUALITY |");
    FIGURES.forEach(figure -> out.append(' ').append(figure.name()).append(" | the parent |"));
    out.append("\n|---|---|").append("---|---|".repeat(FIGURES.size())).append('\n');
    for (RatePoint point : draft.points()) {
      Optional<RatePoint> before =
          parent.points().stream()
              .filter(
                  other -> other.clip().equals(point.clip()) && other.quality() == point.quality())
              .findFirst();
      out.append("| %s | %d |".formatted(point.clip(), point.quality()));
      FIGURES.forEach(figure ->
          out.append(
              " %s | %s |".formatted(figure.text(point), before.map(figure::text).orElse("-"))));
      out.append('\n');
    }
    return out.toString();
  }
}
