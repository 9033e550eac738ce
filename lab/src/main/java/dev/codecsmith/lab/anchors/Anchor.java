package dev.codecsmith.lab.anchors;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A reference codec, and at which rate values it is measured. In JSON the two kinds are told apart
 * by what they hold, so that the text of those that ship, which curves are kept under, is as it
 * always was.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(FfmpegAnchor.class), @JsonSubTypes.Type(CommandAnchor.class)})
public sealed interface Anchor permits FfmpegAnchor, CommandAnchor {

  /** Such as {@code x264-medium}. */
  String name();

  /** The rate values measured, best quality first; wider and denser than the band. */
  List<Integer> values();

  /** The value whose quality is the top of the quality band. */
  int bandBest();

  /** The value whose quality is the bottom of the quality band. */
  int bandWorst();

  /** What a rate value is called, such as {@code -crf}. */
  String rateName();
}
