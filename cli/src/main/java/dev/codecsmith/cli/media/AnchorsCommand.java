package dev.codecsmith.cli.media;

import dev.codecsmith.cli.anchors.AnchorChoice;
import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Footage;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CommandCodec;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.scoring.AnchorTable;
import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code codecsmith anchors}: the reference codecs on somebody's clips, as candidates meet them.
 */
@Command(
    name = "anchors",
    description = {
      "Codes clips with the reference codecs and compares these with "
          + Anchors.DEFAULT
          + ", or those of a campaign file with its first.",
      "Prints Markdown: BD-rates, the exact command lines, every rate point. What was measured once"
          + " is kept in the data folder."
    },
    mixinStandardHelpOptions = true)
public final class AnchorsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  @Option(
      names = "--campaign",
      paramLabel = "FILE.yaml",
      description =
          "The clips, frames and anchors of a campaign file, those of its own among them; what is"
              + " given beside it wins.")
  private @Nullable Path campaign;

  @Option(
      names = "--clip",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Footage, any file ffmpeg reads, 8-bit 4:2:0; repeatable. Needed without --campaign.")
  private List<Path> files = List.of();

  @Option(
      names = "--anchor",
      paramLabel = "NAME",
      arity = "1..*",
      description =
          "Which reference codecs beside the one that all are compared with; repeatable. Default:"
              + " those of the campaign file, or all that ship")
  private List<String> names = List.of();

  @Option(names = "--frames", paramLabel = "N", description = "The first N frames of each clip.")
  private @Nullable Integer frames;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many codecs run at once. Default: the number of cores")
  private @Nullable Integer parallel;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Also write the rate points there, for bdrate and plot.")
  private @Nullable Path csv;

  @Option(
      names = "--objective",
      paramLabel = "METRIC",
      description =
          "What the anchors are compared by beside PSNR-YUV and SSIM, as in a campaign, such as"
              + " psnr_hvs, or psnr_yuv=1,ms_ssim=1. Default: that of the campaign file")
  private @Nullable String objective;

  @Option(names = "--json", description = "Print one JSON object instead of the Markdown.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int slots =
        parallel == null
            ? Runtime.getRuntime().availableProcessors()
            : Options.positive("--parallel", parallel);
    Asked asked = asked();
    asked.choice().check();
    List<Anchor> anchors = asked.choice().here();
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "Stopped; what is measured already is kept.",
        () -> {
          try (DataDirectory opened = data.open()) {
            measure(opened, asked, anchors, new RunSlots(slots));
            return 0;
          }
        });
  }

  /**
   * What is coded, and by what.
   *
   * @param main names the one that all are compared with
   * @param objective whose metrics are measured too; its prices do not concern anchors
   */
  private record Asked(
      List<Path> clips,
      Optional<Integer> frames,
      String main,
      AnchorChoice choice,
      Objective objective) {}

  private Asked asked() throws IOException {
    Optional<Integer> most =
        frames == null ? Optional.empty() : Optional.of(Options.positive("--frames", frames));
    if (campaign == null) {
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            "Say what is coded: --clip FILE, or --campaign FILE.yaml for its clips.");
      }
      return new Asked(
          files,
          most,
          Anchors.DEFAULT,
          new AnchorChoice(shipping(), List.of()),
          sought(Objective.DEFAULT));
    }
    CampaignPlan plan = CampaignFile.read(campaign);
    AnchorChoice own = plan.anchorChoice();
    List<Path> clips = Options.or(files, plan.clips());
    if (clips.isEmpty()) {
      throw new IllegalArgumentException(
          campaign + " names no clips; say with --clip FILE what is coded.");
    }
    return new Asked(
        clips,
        most.or(plan::frames),
        own.names().getFirst(),
        new AnchorChoice(
            Stream.concat(own.names().stream().limit(1), Options.or(names, own.names()).stream())
                .distinct()
                .toList(),
            own.own()),
        sought(plan.objective()));
  }

  private Objective sought(Objective otherwise) {
    return objective == null ? otherwise : Objective.parse(objective);
  }

  /** In the order in which they ship, the main one always among them. */
  private List<String> shipping() {
    List<String> chosen =
        Stream.concat(Stream.of(Anchors.DEFAULT), Options.or(names, Anchors.names()).stream())
            .map(name -> Anchors.named(name).name())
            .toList();
    return Anchors.names().stream().filter(chosen::contains).toList();
  }

  private void measure(DataDirectory opened, Asked asked, List<Anchor> anchors, RunSlots slots)
      throws IOException, InterruptedException {
    Warnings warnings = new Warnings(spec.commandLine().getErr());
    List<Clip> clips =
        new Footage(new ClipCatalogue(opened.clipsDirectory()), asked.frames(), warnings::add)
            .load(asked.clips(), "--clip");
    asked.choice().keepFiles(anchors, opened.artifacts());
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    AnchorBench bench =
        new AnchorBench(
            codec,
            () -> new CommandCodec(sandbox.open(), opened.artifacts()),
            slots,
            opened.workDirectory());
    AnchorMemory memory = new AnchorMemory(codec, opened.experiments());
    List<AnchorCurve> curves = measure(bench, memory, anchors, clips, asked.objective());
    Anchor main =
        anchors.stream().filter(each -> each.name().equals(asked.main())).findFirst().orElseThrow();
    report(
        new AnchorReport(AnchorTable.of(main, clips, curves, asked.objective()), clips, curves),
        warnings);
  }

  private List<AnchorCurve> measure(
      AnchorBench bench,
      AnchorMemory memory,
      List<Anchor> anchors,
      List<Clip> clips,
      Objective sought)
      throws IOException, InterruptedException {
    PrintWriter errors = spec.commandLine().getErr();
    List<AnchorCurve> curves = new ArrayList<>();
    int total = anchors.size() * clips.size();
    for (Anchor anchor : anchors) {
      for (Clip clip : clips) {
        errors.printf("[%d/%d] %s on %s%n", curves.size() + 1, total, anchor.name(), clip.name());
        errors.flush();
        Optional<AnchorCurve> known =
            memory.find(anchor, clip, clip.frames(), sought.moreMetrics());
        if (known.isEmpty()) {
          AnchorCurve measured = bench.measure(anchor, clip, sought.moreMetrics());
          memory.keep(new ClipCurve(clip.sha256(), clip.frames(), measured, bench.origin()));
          known = Optional.of(measured);
        }
        curves.add(known.get());
      }
    }
    return curves;
  }

  private void report(AnchorReport report, Warnings warnings) throws IOException {
    if (csv != null) {
      try (AtomicFile file = AtomicFile.at(csv)) {
        Files.writeString(file.part(), report.csv());
        file.complete();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = report.json();
      warnings.putInto(node);
      out.println(node.toPrettyString());
    } else {
      report.print(out);
    }
    out.flush();
  }
}
