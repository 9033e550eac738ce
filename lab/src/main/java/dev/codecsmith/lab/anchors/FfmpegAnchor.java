package dev.codecsmith.lab.anchors;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * A reference codec as ffmpeg runs it: those that ship.
 *
 * @param name such as {@code x264-medium}
 * @param encoder ffmpeg's encoder name
 * @param arguments ffmpeg's options for it, without rate control
 * @param rateOption the option that takes the rate value, such as {@code -crf}
 * @param values the rate values measured, best quality first; wider and denser than the band
 * @param bandBest the value whose quality is the top of the quality band
 * @param bandWorst the value whose quality is the bottom of the quality band
 * @param bitstreamFormat ffmpeg's muxer, one that adds no container
 * @param overheadBytes bytes of the file that are no part of the coded video, fixed
 * @param overheadBytesPerFrame likewise, for each frame
 */
@RecordBuilder
public record FfmpegAnchor(
    String name,
    String encoder,
    List<String> arguments,
    String rateOption,
    List<Integer> values,
    int bandBest,
    int bandWorst,
    String bitstreamFormat,
    int overheadBytes,
    int overheadBytesPerFrame)
    implements Anchor {
  public FfmpegAnchor {
    arguments = List.copyOf(arguments);
    values = List.copyOf(values);
    if (!values.contains(bandBest) || !values.contains(bandWorst)) {
      throw new IllegalArgumentException(
          "The anchor "
              + name
              + " must measure the ends of its band, "
              + bandBest
              + " and "
              + bandWorst
              + ".");
    }
  }

  @Override
  public String rateName() {
    return rateOption;
  }

  /** ffmpeg's reader of the bitstream; MPEG-2's goes by another name than its writer. */
  String bitstreamReader() {
    return bitstreamFormat.equals("mpeg2video") ? "mpegvideo" : bitstreamFormat;
  }
}
