package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.scorecard.AnchorFigures;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every prompt of a campaign says.
 *
 * @param contract what a program must be, such as the text of {@code codec-api}'s sources
 * @param goal what the campaign is after, in the user's words
 * @param language the language that programs are to be written in, such as {@code java}
 * @param clips which clips may be seen; only of these is anything ever shown
 * @param clipFacts a few words on a clip by its name, such as {@code 176x144, 30 fps, 48 frames}
 * @param anchors what the anchors get
 * @param qualities at which QUALITY programs are measured, and over which band
 * @param limits the limits on a program, in words
 */
@RecordBuilder
public record CampaignBrief(
    String contract,
    String goal,
    String language,
    ClipRoles clips,
    SortedMap<String, String> clipFacts,
    AnchorFigures anchors,
    MeasuredQualities qualities,
    String limits) {
  public CampaignBrief {
    clipFacts = Collections.unmodifiableSortedMap(new TreeMap<>(clipFacts));
    for (Map.Entry<String, String> text :
        Map.of("goal", goal, "text on limits", limits, "contract", contract).entrySet()) {
      if (clips.namesHoldOut(text.getValue())) {
        throw new IllegalArgumentException(
            "The campaign's %s names a held-out clip, and models read it. Leave the clip's name out, or do not hold the clip out."
                .formatted(text.getKey()));
      }
    }
  }
}
