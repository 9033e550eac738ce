package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.ideas.Idea;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.evolve.scorecard.Scorecard;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import java.util.Optional;

/**
 * Prints the parts of a prompt. Whatever text comes from the harness or from earlier replies passes
 * {@link #visible}, which keeps held-out clips out; figures come from scorecards, which have none
 * of theirs.
 */
final class Sections {
  private static final int ERROR_CHARS = 6_000;
  private static final int SHORT_ERROR_CHARS = 2_000;
  private static final int REASONING_CHARS = 600;
  private static final int HEADLINE_CHARS = 200;

  private final CampaignBrief campaign;

  Sections(CampaignBrief campaign) {
    this.campaign = campaign;
  }

  /** A program with its figures, and with its sources. */
  String exhibit(Exhibit exhibit, String source, boolean points, boolean otherAnchors) {
    return exhibit(exhibit, points, otherAnchors) + "\n" + source;
  }

  /** A program with its figures. */
  String exhibit(Exhibit exhibit, boolean points, boolean otherAnchors) {
    ExperimentRecord record = exhibit.record();
    StringBuilder out = new StringBuilder();
    out.append("Program ").append(record.id());
    out.append(", ").append(exhibit.program().language());
    out.append(", entry ").append(exhibit.program().entry()).append(".\n");
    String reasoning = visible(record.candidate().reasoning(), campaign.clips());
    if (!reasoning.isBlank()) {
      out.append("Its author's words: ").append(oneLine(reasoning, REASONING_CHARS)).append('\n');
    }
    Scorecard card = Scorecard.of(record, campaign.clips(), campaign.anchors());
    out.append(ScorecardText.of(card, campaign.anchors().main(), points, otherAnchors));
    record.failure().ifPresent(f -> out.append('\n').append(failure(f, true)));
    for (String warning : record.warnings()) {
      out.append("Warning: ").append(visible(warning, campaign.clips())).append('\n');
    }
    return out.toString();
  }

  /** A program in one line: its id, its score and what its author says of it. */
  String headline(Exhibit exhibit) {
    ExperimentRecord record = exhibit.record();
    String score =
        record.score().map(value -> ScorecardText.percent(value)).orElse("without a score");
    String reasoning = visible(record.candidate().reasoning(), campaign.clips());
    return record.id()
        + ": "
        + score
        + (reasoning.isBlank() ? "" : ". " + oneLine(reasoning, HEADLINE_CHARS));
  }

  String failure(ExperimentRecord record, boolean full) {
    StringBuilder out = new StringBuilder("### ").append(record.id()).append('\n');
    String reasoning = visible(record.candidate().reasoning(), campaign.clips());
    if (!reasoning.isBlank()) {
      out.append("It tried: ").append(oneLine(reasoning, REASONING_CHARS)).append('\n');
    }
    record.failure().ifPresent(f -> out.append(failure(f, full)));
    return out.toString();
  }

  private String failure(Failure failure, boolean full) {
    return "It failed (%s, while %s):\n".formatted(failure.kind().label(), failure.phase().label())
        + fenced(
            "text",
            middleCut(
                visible(failure.message(), campaign.clips()),
                full ? ERROR_CHARS : SHORT_ERROR_CHARS));
  }

  /**
   * An idea, and what came of it in this campaign.
   *
   * @param points what changes of scores are in
   */
  static String idea(Idea idea, IdeaLog log, String points) {
    Optional<IdeaLog.Effect> effect = log.effect(idea.id());
    return "### %s (IDEA: %s)\n%s\n%sPublished gain: %s\nCost: %s\nSource: %s\n%s"
        .formatted(
            idea.title(),
            idea.id(),
            idea.text(),
            idea.needs().isEmpty() ? "" : "Stands on: " + String.join(", ", idea.needs()) + "\n",
            idea.gain(),
            idea.cost(),
            idea.source(),
            effect.map(e -> "In this campaign: " + e.text(points) + ".\n").orElse(""));
  }

  /** The search clips and what is known of each. */
  String clips() {
    StringBuilder out = new StringBuilder();
    for (String clip : campaign.clips().search()) {
      out.append("- ").append(clip);
      Optional.ofNullable(campaign.clipFacts().get(clip))
          .filter(f -> !f.isBlank())
          .ifPresent(facts -> out.append(": ").append(visible(facts, campaign.clips())));
      out.append('\n');
    }
    return out.toString();
  }

  String anchors() {
    StringBuilder out = new StringBuilder();
    for (String clip : campaign.clips().search()) {
      String table = ScorecardText.anchor(campaign.anchors(), clip);
      if (!table.isEmpty()) {
        out.append("Clip ").append(clip).append(":\n\n").append(table).append('\n');
      }
    }
    return out.toString();
  }

  /**
   * The text, unless it names a held-out clip: then nothing of it, as it may tell more than that.
   */
  static String visible(String text, ClipRoles clips) {
    return clips.namesHoldOut(text) ? "(withheld: it is about a clip that is not shown)" : text;
  }

  /** Text in a fence that no line of it closes. */
  static String fenced(String tag, String text) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String ticks = "`".repeat(longest + 1);
    return ticks
        + tag
        + "\n"
        + text
        + (text.isEmpty() || text.endsWith("\n") ? "" : "\n")
        + ticks
        + "\n";
  }

  /** The text's beginning and end where it is longer than so many characters. */
  static String middleCut(String text, int characters) {
    if (text.length() <= characters) {
      return text;
    }
    int head = characters / 2;
    int tail = text.length() - head;
    // Half of a pair is no character and cannot be written.
    head -= head > 0 && Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
    tail += tail < text.length() && Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
    return text.substring(0, head)
        + "\n… (%d characters left out) …\n".formatted(tail - head)
        + text.substring(tail);
  }

  static String oneLine(String text, int characters) {
    String line = PlainText.of(text).strip().replaceAll("\\s+", " ");
    return line.length() > characters ? line.substring(0, characters) + " …" : line;
  }
}
