package dev.codecsmith.lab.bits;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;

/**
 * Where the bits of one bitstream go, as the program that wrote it says. What it does not tell of
 * is part of no frame, such as a header.
 *
 * @param bitstreamBits 8 times the size of the bitstream in bytes
 * @param frames each frame of the clip once, in the source's order; none where the report is
 *     refused
 * @param refused why the report does not count, in a sentence; empty if it does
 */
public record BitsReport(long bitstreamBits, List<ReportedFrame> frames, Optional<String> refused) {
  /** Far more than what is kept of a program's standard error can give. */
  private static final int MOST_BYTES = 2 << 20;

  public BitsReport {
    frames = List.copyOf(frames);
  }

  static BitsReport refused(long bitstreamBits, String why) {
    return new BitsReport(bitstreamBits, List.of(), Optional.of(why));
  }

  /**
   * Reads the artifact that {@link #toJson} became.
   *
   * @throws StoreException if it is not there or is no report
   */
  public static BitsReport read(ArtifactStore artifacts, String sha256) throws StoreException {
    byte[] json = artifacts.read(sha256, MOST_BYTES);
    try {
      return Json.read(new String(json, StandardCharsets.UTF_8), BitsReport.class);
    } catch (JacksonException e) {
      throw StoreException.lasting(
          "artifact " + sha256 + " is no report of bits: " + e.getOriginalMessage(), e);
    }
  }

  public String toJson() {
    return Json.write(this);
  }

  /** Bits and frames of one type. */
  public record OfType(int frames, long bits) {
    private OfType and(ReportedFrame frame) {
      return new OfType(frames + 1, bits + frame.bits());
    }
  }

  /** By type, in the order in which the types come first. */
  @JsonIgnore
  public Map<String, OfType> byType() {
    Map<String, OfType> types = new LinkedHashMap<>();
    for (ReportedFrame frame : frames) {
      types.put(frame.type(), types.getOrDefault(frame.type(), new OfType(0, 0)).and(frame));
    }
    return types;
  }

  /** By syntax element, over all frames; {@link ReportedFrame#OTHER} is what is left of them. */
  @JsonIgnore
  public SortedMap<String, Long> byElement() {
    SortedMap<String, Long> elements = new TreeMap<>();
    for (ReportedFrame frame : frames) {
      frame.elements().forEach((name, bits) -> elements.merge(name, bits, Long::sum));
    }
    long other = frames.stream().mapToLong(ReportedFrame::otherBits).sum();
    if (!elements.isEmpty() && other > 0) {
      elements.put(ReportedFrame.OTHER, other);
    }
    return elements;
  }

  /** Bits of the bitstream that are part of no frame. */
  @JsonIgnore
  public long untoldBits() {
    return bitstreamBits - frames.stream().mapToLong(ReportedFrame::bits).sum();
  }

  /** The names of all elements. */
  @JsonIgnore
  public SortedSet<String> elements() {
    SortedSet<String> names = new TreeSet<>();
    frames.forEach(frame -> names.addAll(frame.elements().keySet()));
    return names;
  }
}
