package dev.codecsmith.lab.packaging;

import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.toolchain.StandAlone;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.BdRates;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a package says of itself. */
final class PackageReadme {
  private static final int LONGEST = 300;

  private final ExperimentRecord experiment;
  private final CampaignRecord campaign;
  private final StandAlone alone;
  private final StringBuilder text = new StringBuilder();

  private PackageReadme(ExperimentRecord experiment, CampaignRecord campaign, StandAlone alone) {
    this.experiment = experiment;
    this.campaign = campaign;
    this.alone = alone;
  }

  /** In Markdown. */
  static String of(ExperimentRecord experiment, CampaignRecord campaign, StandAlone alone) {
    PackageReadme readme = new PackageReadme(experiment, campaign, alone);
    readme.use();
    readme.figures();
    readme.contract();
    readme.origin();
    return readme.text.toString();
  }

  /** A name from outside, which neither breaks a line nor means anything to Markdown. */
  private static String code(String name) {
    return "`" + PlainText.line(name, LONGEST).replace("`", "'").replace("|", "¦") + "`";
  }

  private void use() {
    text.append("# ").append(code(experiment.candidate().name())).append("\n\n");
    text.append(
        "A video codec in %s, experiment `%s` of Codecsmith.\n\n"
            .formatted(alone.title(), experiment.id()));
    text.append(
        """
        ```sh
        ./codec encode in.y4m 60 > out.bin         # QUALITY from 0 to 100, higher is better
        ./codec decode out.bin > out.y4m
        ./codec decode out.bin | ffplay -          # or look at once
        ffmpeg -i any.mp4 -pix_fmt yuv420p in.y4m  # makes a Y4M file of other video
        ```

        """);
    text.append("It needs %s, and nothing of Codecsmith.".formatted(alone.needs()));
    if (!alone.build().isEmpty()) {
      text.append(" `./build` compiles it, in one line that `./codec` runs by itself at first.");
    }
    text.append(
        """


        **It runs with all your rights.** Codecsmith ran it in a sandbox, as code that nobody has
        read; here there is none. Read `src/` before you run it.

        """);
  }

  private void figures() {
    text.append("## What was measured\n\n");
    experiment
        .failure()
        .ifPresent(failure ->
            text.append(
                "It failed while %s (%s): %s\n\n"
                    .formatted(
                        failure.phase().label(),
                        failure.kind().label(),
                        code(failure.headline().message()))));
    new TreeMap<>(experiment.scores())
        .forEach((anchor, comparison) -> text.append(comparison(anchor, comparison)));
    if (!experiment.points().isEmpty()) {
      text.append(
          """

          | clip | QUALITY | bytes | kbit/s | PSNR-YUV dB | SSIM | encode CPU s | decode CPU s |
          |---|---:|---:|---:|---:|---:|---:|---:|
          """);
      experiment.points().forEach(point -> text.append(row(point)));
      text.append("\n").append(Metric.PSNR_YUV_DEFINITION).append("\n");
    }
    if (experiment.decoderBytes() > 0) {
      text.append(
          "\nThe built program has %d bytes, compressed, without its language's runtime.\n"
              .formatted(experiment.decoderBytes()));
    }
    experiment
        .remarks()
        .forEach(remark -> text.append("\nNote: ").append(code(remark)).append("\n"));
    text.append("\n");
  }

  private static String comparison(String anchor, AnchorComparison comparison) {
    StringBuilder line = new StringBuilder("- BD-rate against ");
    line.append(code(anchor)).append(": ").append(rate(comparison.overall()));
    Map<String, BdRate> clips = new TreeMap<>(comparison.perClip());
    List<String> each =
        clips.entrySet().stream()
            .map(clip -> rate(clip.getValue()) + " on " + code(clip.getKey()))
            .toList();
    return line + (each.isEmpty() ? "" : " (" + String.join(", ", each) + ")") + "\n";
  }

  private static String rate(BdRate rate) {
    return rate instanceof BdRate.Value value
        ? String.format(Locale.ROOT, "%+.2f %%", value.percent())
        : BdRates.state(rate);
  }

  private static String row(RatePoint point) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %.1f | %.3f | %.5f | %.2f | %.2f |\n",
        code(point.clip()),
        point.quality(),
        point.bytes(),
        point.bitrateKbps(),
        point.metrics().getOrDefault("psnr_yuv", Double.NaN),
        point.metrics().getOrDefault("ffmpeg_ssim_all", Double.NaN),
        point.encode().cpuSeconds(),
        point.decode().cpuSeconds());
  }

  private void contract() {
    text.append(
        """
        ## The contract

        Two processes. `encode SOURCE.y4m QUALITY` reads a Y4M file and writes a bitstream to
        standard output; QUALITY is a whole number from 0 to 100, and higher is better. `decode
        BITSTREAM` knows nothing but the bitstream and writes Y4M to standard output, with as many
        frames as the source had, of the same size and pixel format. Exit code 0 says that it is
        done. The same input gives the same output.

        A codec that was searched for on a few clips may refuse other sizes, pixel formats or
        lengths, or do worse on them.

        """);
  }

  private void origin() {
    text.append("## Where it comes from\n\n");
    text.append("| | |\n|---|---|\n");
    row("experiment", experiment.id());
    row("campaign", campaign.id() + ", " + campaign.name());
    row("proposed by", experiment.candidate().proposer());
    if (!experiment.candidate().parents().isEmpty()) {
      row("made from", String.join(", ", experiment.candidate().parents()));
    }
    row("SHA-256 of the program", experiment.candidate().programSha256());
    text.append(
        """

        `codecsmith evaluate` takes a folder with `program.json` beside the files of `src/`.

        ## Licence

        Codecsmith, the programs that ship with it and the host in `codec.jar` are under the
        Apache License 2.0 (`LICENSE`). Codecsmith claims no rights in programs that it finds. What
        a language model wrote is under the terms of whoever runs that model and the law where you
        are; what was made from a program that ships with Codecsmith is made from a work under the
        Apache License 2.0. Nobody has looked for patents.
        """);
  }

  private void row(String name, String value) {
    text.append("| ").append(name).append(" | ").append(code(value)).append(" |\n");
  }
}
