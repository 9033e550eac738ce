package dev.codecsmith.bench;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.local.LocalEvaluator;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All that evaluates programs as `codecsmith run` does, over a data folder of its own. */
record Rig(DataDirectory data, Toolchains toolchains, AnchorBench anchors, LocalEvaluator evaluator)
    implements AutoCloseable {

  static Rig over(Path folder) throws IOException {
    DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE);
    Sandbox sandbox = Bubblewrap.detect();
    RunSlots slots = new RunSlots(Runtime.getRuntime().availableProcessors());
    AnchorBench anchors =
        new AnchorBench(
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
            data.experiments(),
            slots,
            data.workDirectory());
    Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
    LocalEvaluator evaluator =
        new LocalEvaluator(
                sandbox, toolchains, data.artifacts(), anchors, slots, data.workDirectory())
            .remembering(data.experiments());
    return new Rig(data, toolchains, anchors, evaluator);
  }

  /** A small generated clip, the default qualities, x264 medium. */
  EvaluationSettings settings(int width, int height, int frames) throws IOException {
    return new EvaluationSettings(
        List.of(
            new ClipCatalogue(data.clipsDirectory())
                .generated(
                    new GeneratedClipSpec(
                        "tiny",
                        new VideoFormat(width, height, PixelFormat.YUV420P, new Rational(25, 1)),
                        frames,
                        7,
                        List.of(SceneKind.LANDSCAPE)))),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        false);
  }

  @Override
  public void close() {
    toolchains.close();
    data.close();
  }
}
