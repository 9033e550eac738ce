package dev.codecsmith.lab.anchors;

import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Optional;

/** The anchors that ship: one file each in the folder {@code anchors}, named in its index. */
public final class Anchors {

  /** The campaign's main anchor unless it says otherwise. */
  public static final String DEFAULT = "x264-medium";

  /** A quick encoder of each standard: H.264, the main one, HEVC and AV1. */
  public static final List<String> OF_EACH_STANDARD = List.of(DEFAULT, "x265-medium", "svt-av1-8");

  private Anchors() {}

  /** The names of all anchors, from H.264 to AV1 to the floor. */
  public static List<String> names() {
    return ResourceFiles.text(Anchors.class, "index").lines().toList();
  }

  /**
   * The anchor of that name.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  public static Anchor named(String name) {
    return Optional.of(name)
        .filter(names()::contains)
        .<Anchor>map(known ->
            Json.mapper()
                .readValue(ResourceFiles.bytes(Anchors.class, known + ".json"), FfmpegAnchor.class))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no anchor '"
                    + name
                    + "'; there are "
                    + String.join(", ", names())
                    + "."));
  }
}
