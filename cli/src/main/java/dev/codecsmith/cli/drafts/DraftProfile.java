package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Profile;
import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.profile.HotMethods;
import dev.codecsmith.lab.profile.ProgramProfiler;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Where a draft's time and bits go, on the first frames of one clip at one QUALITY. */
final class DraftProfile {
  private static final int QUALITY = 50;
  private static final int SHOWN = 20;

  private final QuickLook clips;
  private final ProgramProfiler profiler;

  DraftProfile(EvaluationSettings searchOnly, Workbench bench, QuickLook clips) {
    this.clips = clips;
    this.profiler =
        new ProgramProfiler(bench.programsHere(), searchOnly, bench.data().workDirectory());
  }

  Verdict of(Program program, Profile asked, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    Clip clip = clips.clips(asked.look()).getFirst();
    int frames = Math.min(asked.look().frames(), clip.frames());
    int quality = asked.quality().orElse(QUALITY);
    progress.accept("looking at %s, %d frames, QUALITY %d".formatted(clip.name(), frames, quality));
    EvaluationCost cost = new EvaluationCost(List.of(), System::nanoTime);
    try {
      ProgramProfiler.Profile found = profiler.of(program, clip, frames, quality);
      return new Verdict(
          true,
          text(clip, frames, quality, found),
          found.encoder().resources().cpuSeconds() + found.decoder().resources().cpuSeconds());
    } catch (CandidateFault fault) {
      return new Verdict(false, fault.failure().message(), cost.passedSeconds());
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String text(Clip clip, int frames, int quality, ProgramProfiler.Profile found) {
    double megapixels = clip.format().megapixels() * frames;
    return String.format(
            Locale.ROOT,
            "%s, %d frames, QUALITY %d: %d bytes, PSNR-YUV %.2f dB. Looking takes time, so these are no measurements.\n",
            clip.name(),
            frames,
            quality,
            found.bytes(),
            found.psnrYuv())
        + bits(found)
        + half("Encoder", found.encoder(), megapixels)
        + half("Decoder", found.decoder(), megapixels);
  }

  private static String bits(ProgramProfiler.Profile found) {
    if (found.bits().isEmpty()) {
      return "\nWhere its bits go the program does not report; contract.md says how it can.\n";
    }
    BitsReport report = found.bits().get();
    if (report.refused().isPresent()) {
      return "\nIts report of bits does not count: " + report.refused().get() + "\n";
    }
    StringBuilder out =
        new StringBuilder(
            "\nBits, as the program reports them:\n| what | frames | share |\n|---|---|---|\n");
    report
        .byType()
        .forEach((type, of) -> line(out, type, Integer.toString(of.frames()), of.bits(), report));
    report.byElement().forEach((element, bits) -> line(out, element, "", bits, report));
    line(out, "in no frame", "", report.untoldBits(), report);
    return out.toString();
  }

  private static void line(
      StringBuilder out, String what, String frames, long bits, BitsReport report) {
    out.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1f %% |\n",
            what,
            frames,
            100.0 * bits / report.bitstreamBits()));
  }

  private static String half(String name, ProgramProfiler.Half half, double megapixels) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "\n%s: %.2f CPU s, %.2f a megapixel\n",
            name,
            half.resources().cpuSeconds(),
            half.resources().cpuSeconds() / megapixels));
    HotMethods methods = half.methods();
    if (methods.samples() == 0) {
      return out.append(
              "No method was found at work: the run was too short, or its language does not tell.\n")
          .toString();
    }
    out.append("| itself | with what it calls | method |\n|---|---|---|\n");
    for (HotMethods.Method method : methods.methods().stream().limit(SHOWN).toList()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %.1f %% | %.1f %% | %s |\n",
              100.0 * method.self() / methods.samples(),
              100.0 * method.total() / methods.samples(),
              method.name()));
    }
    return out.toString();
  }
}
