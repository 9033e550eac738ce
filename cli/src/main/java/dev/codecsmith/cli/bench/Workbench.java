package dev.codecsmith.cli.bench;

import dev.codecsmith.cli.options.DataOption;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.local.LocalEvaluator;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;

/** Everything that evaluates programs in this process, wired together over one data folder. */
public final class Workbench implements AutoCloseable {
  private final DataDirectory data;
  private final Toolchains toolchains;
  private final ClipCatalogue clips;
  private final AnchorBench anchors;
  private final LocalEvaluator evaluator;

  private Workbench(
      DataDirectory data,
      Toolchains toolchains,
      ClipCatalogue clips,
      AnchorBench anchors,
      LocalEvaluator evaluator) {
    this.data = data;
    this.toolchains = toolchains;
    this.clips = clips;
    this.anchors = anchors;
    this.evaluator = evaluator;
  }

  /**
   * Opens the data folder for writing.
   *
   * @param isolation how programs are kept in
   * @param parallel how many programs run at once
   */
  public static Workbench open(DataOption option, SandboxOption isolation, int parallel)
      throws IOException {
    Sandbox sandbox = isolation.open();
    DataDirectory data = DataDirectory.open(option.directory(), DataDirectory.Access.WRITE);
    try {
      RunSlots slots = new RunSlots(parallel);
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
      return new Workbench(
          data, toolchains, new ClipCatalogue(data.clipsDirectory()), anchors, evaluator);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  public DataDirectory data() {
    return data;
  }

  public ClipCatalogue clips() {
    return clips;
  }

  public AnchorBench anchors() {
    return anchors;
  }

  public LocalEvaluator evaluator() {
    return evaluator;
  }

  @Override
  public void close() {
    // An interrupted thread would tear the files' channels down instead of closing them.
    boolean interrupted = Thread.interrupted();
    toolchains.close();
    data.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
