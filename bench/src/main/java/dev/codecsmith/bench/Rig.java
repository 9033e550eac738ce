package dev.codecsmith.bench;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All that evaluates programs as `codecsmith run` does, over a data folder of its own. */
record Rig(DataDirectory data, Toolchains toolchains, JobEvaluations evaluations)
    implements AutoCloseable {

  static Rig over(Path folder) throws IOException {
    DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE);
    Sandbox sandbox = Bubblewrap.detect();
    Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
    return new Rig(
        data,
        toolchains,
        LocalEvaluations.over(
            data, sandbox, toolchains, Runtime.getRuntime().availableProcessors()));
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
        Extras.NONE);
  }

  @Override
  public void close() {
    toolchains.close();
    data.close();
  }
}
