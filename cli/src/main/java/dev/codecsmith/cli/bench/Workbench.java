package dev.codecsmith.cli.bench;

import dev.codecsmith.cli.options.DataOption;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;

/** Everything that evaluates programs in this process, wired together over one data folder. */
public final class Workbench implements AutoCloseable {
  private final DataDirectory data;
  private final Toolchains toolchains;
  private final ClipCatalogue clips;
  private final JobEvaluations evaluations;

  private Workbench(
      DataDirectory data, Toolchains toolchains, ClipCatalogue clips, JobEvaluations evaluations) {
    this.data = data;
    this.toolchains = toolchains;
    this.clips = clips;
    this.evaluations = evaluations;
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
      Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
      return new Workbench(
          data,
          toolchains,
          new ClipCatalogue(data.clipsDirectory()),
          LocalEvaluations.over(data, sandbox, toolchains, parallel));
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

  public JobEvaluations evaluations() {
    return evaluations;
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
