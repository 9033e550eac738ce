package dev.codecsmith.cli.curves;

import dev.codecsmith.metrics.bd.BdMethod;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith bdrate}: two rate-distortion curves as one number, or why there is none. */
@Command(
    name = "bdrate",
    description = {
      "Compares two rate-distortion curves: the rate at equal quality and the quality at equal"
          + " rate.",
      "A CSV file has a header and a row per rate point, with the rate in a column bitrate_kbps,"
          + " kbps, rate or bitrate. Where there is a column clip, clips are compared one by one"
          + " and the mean is the answer; a column id tells curves of one file apart.",
      "Fields are separated by commas, or by semicolons or tabs if the header is; numbers in the"
          + " latter may have a decimal comma.",
      "Where there is no figure, its state is printed: no-overlap, not-monotonic, too-few-points or"
          + " not-finite; too-little-overlap is a warning, and so is outside-points, where a fitted"
          + " curve leaves the range of its points."
    },
    mixinStandardHelpOptions = true)
public final class BdrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ANCHOR.csv", description = "What is compared with.")
  private Path anchorFile = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TEST.csv",
      description = "What is compared; negative BD-rates are better than the anchor.")
  private Path testFile = Path.of("");

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "The column that is the quality. Default: psnr_yuv, else the only other one of numbers")
  private @Nullable String metric;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "pchip",
      description =
          "How a curve is laid through its points: pchip, akima or cubic. Default:"
              + " ${DEFAULT-VALUE}")
  private BdMethod method = BdMethod.PCHIP;

  @Option(
      names = "--anchor-id",
      paramLabel = "ID",
      description = "Which id of ANCHOR.csv, where it has several.")
  private @Nullable String anchorId;

  @Option(
      names = "--test-id",
      paramLabel = "ID",
      description = "Which id of TEST.csv, where it has several.")
  private @Nullable String testId;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    CurveFile anchor = CurveFile.read(anchorFile, metric);
    CurveFile test = CurveFile.read(testFile, metric);
    if (!anchor.figure().equalsIgnoreCase(test.figure())) {
      throw new IOException(
          "The quality is %s in %s and %s in %s: say which with --metric."
              .formatted(anchor.figure(), anchor.file(), test.figure(), test.file()));
    }
    List<BdComparison> clips =
        compare(
            anchor,
            byClip(anchor, "--anchor-id", anchorId),
            test,
            byClip(test, "--test-id", testId));
    List<String> warnings =
        Stream.of(
                anchor.repetitions().stream(),
                test.repetitions().stream(),
                clips.stream().flatMap(clip -> clip.warnings(method).stream()))
            .flatMap(texts -> texts)
            .distinct()
            .toList();
    PrintWriter errors = spec.commandLine().getErr();
    warnings.forEach(warning -> errors.println("warning: " + warning));
    errors.flush();
    print(anchor.figure(), clips, warnings);
    return 0;
  }

  private static SequencedMap<String, Curve> byClip(
      CurveFile file, String option, @Nullable String id) throws IOException {
    String ids =
        file.curves().stream().map(Curve::name).distinct().collect(Collectors.joining(", "));
    SequencedMap<String, Curve> clips = new LinkedHashMap<>();
    for (Curve curve : file.curves()) {
      if ((id == null || curve.name().equals(id)) && clips.put(curve.clip(), curve) != null) {
        throw new IOException(
            file.file() + " has several curves; say which with " + option + ": " + ids + ".");
      }
    }
    if (clips.isEmpty()) {
      throw new IOException(file.file() + " has no id '" + id + "'; it has " + ids + ".");
    }
    return clips;
  }

  private List<BdComparison> compare(
      CurveFile anchorSource,
      SequencedMap<String, Curve> anchor,
      CurveFile testSource,
      SequencedMap<String, Curve> test)
      throws IOException {
    boolean unnamed = anchor.containsKey("") || test.containsKey("");
    if (unnamed && anchor.size() == 1 && test.size() == 1) {
      return List.of(
          BdComparison.of(
              "", anchor.firstEntry().getValue(), test.firstEntry().getValue(), method));
    }
    if (!anchor.keySet().equals(test.keySet())) {
      throw new IOException(
          "%s has the clips %s and %s has %s: a BD-rate needs the same clips on both sides."
              .formatted(
                  anchorSource.file(),
                  String.join(", ", anchor.keySet()),
                  testSource.file(),
                  String.join(", ", test.keySet())));
    }
    List<BdComparison> comparisons = new ArrayList<>();
    anchor.forEach((clip, curve) ->
        comparisons.add(BdComparison.of(clip, curve, test.getOrDefault(clip, curve), method)));
    return comparisons;
  }

  private void print(String figure, List<BdComparison> clips, List<String> warnings) {
    PrintWriter out = spec.commandLine().getOut();
    BdComparison overall = clips.size() == 1 ? clips.getFirst() : BdComparison.mean(clips);
    if (json) {
      ObjectNode node = Json.mapper().createObjectNode();
      node.put("metric", figure).put("method", BdComparison.methodName(method));
      overall.putInto(node);
      if (clips.size() > 1) {
        ObjectNode perClip = node.putObject("per_clip");
        clips.forEach(clip -> clip.putInto(perClip.putObject(clip.clip())));
      }
      ArrayNode texts = node.putArray("warnings");
      warnings.forEach(texts::add);
      out.println(node.toPrettyString());
    } else {
      String unit = FigureNames.unit(figure);
      String by = "   (" + figure + ", " + BdComparison.methodName(method) + ")";
      out.println("BD-rate     " + overall.rateText() + by);
      out.println("BD-quality  " + overall.qualityText(unit) + by);
      if (clips.size() > 1) {
        out.println();
        out.printf("%-28s %20s %20s%n", "clip", "BD-rate", "BD-quality");
        clips.forEach(clip ->
            out.printf("%-28s %20s %20s%n", clip.clip(), clip.rateText(), clip.qualityText(unit)));
      }
    }
    out.flush();
  }
}
