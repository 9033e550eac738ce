package dev.codecsmith.cli.curves;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Curves of experiments and anchors in a data folder, read also while a campaign runs. */
final class StoredCurves implements AutoCloseable {
  private final DataDirectory data;
  private final String figure;
  private final List<String> warnings = new ArrayList<>();

  private StoredCurves(DataDirectory data, String figure) {
    this.data = data;
    this.figure = figure;
  }

  /**
   * Opens the folder.
   *
   * @param figure what the quality of the curves is, by its reference tool's name
   */
  static StoredCurves open(StoreOption option, String figure) throws IOException {
    return new StoredCurves(option.read(), figure);
  }

  /** The curves of an experiment, one a clip. */
  List<Curve> experiment(String id) throws IOException {
    ExperimentRecord experiment = StoredExperiments.find(data, id);
    if (experiment.points().isEmpty()) {
      throw new IOException(
          "The experiment "
              + experiment.id()
              + " has no rate points: it is "
              + experiment.status().label()
              + ".");
    }
    experiment.remarks().forEach(warning -> warnings.add(experiment.id() + ": " + warning));
    return curves(
        experiment.candidate().name() + " (" + experiment.id() + ")", experiment.points());
  }

  /** What a person should look at of the experiments whose curves were asked for. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Those anchors on those clips. */
  List<Curve> anchors(List<String> names, List<String> clips) throws IOException {
    if (names.isEmpty()) {
      return List.of();
    }
    AnchorMemory memory =
        new AnchorMemory(
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()), data.experiments());
    ClipCatalogue catalogue = new ClipCatalogue(data.clipsDirectory());
    List<Curve> curves = new ArrayList<>();
    for (String name : names) {
      Anchor anchor = Anchors.named(name);
      for (String clipName : clips) {
        Clip clip =
            catalogue
                .find(clipName)
                .orElseThrow(() ->
                    new IOException(
                        "There is no clip '"
                            + clipName
                            + "' in "
                            + data.path()
                            + "; "
                            + NextCommand.of("clips list", data.path())
                            + " names them."));
        AnchorCurve curve =
            memory
                .find(anchor, clip)
                .orElseThrow(() ->
                    new IOException(
                        "The anchor "
                            + name
                            + " was never measured on "
                            + clipName
                            + "; "
                            + NextCommand.of("anchors --anchor " + name + " --clip FILE", data)
                            + " does it."));
        curves.addAll(curves(name, curve.points()));
      }
    }
    return curves;
  }

  private List<Curve> curves(String name, List<RatePoint> points) throws IOException {
    Map<String, List<RdPoint>> clips = new LinkedHashMap<>();
    for (RatePoint point : points) {
      Double quality = point.metrics().get(figure);
      if (quality == null) {
        throw new IOException(
            name
                + " has no figure "
                + figure
                + "; it has "
                + String.join(", ", new TreeMap<>(point.metrics()).keySet())
                + ".");
      }
      clips
          .computeIfAbsent(point.clip(), _ -> new ArrayList<>())
          .add(new RdPoint(point.bitrateKbps(), quality));
    }
    List<Curve> curves = new ArrayList<>();
    clips.forEach((clip, of) -> curves.add(new Curve(name, clip, of)));
    return curves;
  }

  @Override
  public void close() {
    data.close();
  }
}
