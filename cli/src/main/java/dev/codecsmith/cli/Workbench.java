package dev.codecsmith.cli;

import dev.codecsmith.lab.AnchorBench;
import dev.codecsmith.lab.AnchorCodec;
import dev.codecsmith.lab.LocalEvaluator;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.sandbox.DirectProcesses;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.Toolchains;
import dev.codecsmith.store.DataDirectory;
import dev.codecsmith.video.ClipCatalogue;
import dev.codecsmith.video.Ffmpeg;
import java.io.IOException;

/** Everything that evaluates programs in this process, wired together over one data folder. */
final class Workbench implements AutoCloseable {
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
  static Workbench open(DataOption option, SandboxOption isolation, int parallel)
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
      Toolchains toolchains = Toolchains.in(sandbox);
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

  DataDirectory data() {
    return data;
  }

  ClipCatalogue clips() {
    return clips;
  }

  AnchorBench anchors() {
    return anchors;
  }

  LocalEvaluator evaluator() {
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
