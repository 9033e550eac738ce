package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.RatePoint;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says what a quick look at a draft saw, beside its parent. */
final class QuickText {
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
    return out.append(table(draft)).toString();
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
    StringBuilder out =
        new StringBuilder(
            "| clip | QUALITY | kbit/s | PSNR-YUV | encode CPU s | decode CPU s |\n|---|---|---|---|---|---|\n");
    for (RatePoint point : seen.points()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.1f | %.2f | %.2f | %.2f |\n",
              point.clip(),
              point.quality(),
              point.bitrateKbps(),
              point.metrics().getOrDefault("psnr_yuv", Double.NaN),
              point.encode().cpuSeconds(),
              point.decode().cpuSeconds()));
    }
    return out.toString();
  }
}
