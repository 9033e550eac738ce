package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.QualityMeter;
import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Joins {@code video}, which reads frames, to {@code metrics}, which compares pictures. */
public final class Meters {

  /** What every rate point is measured by. */
  static final Collection<Metric> OF_RATE_POINTS =
      EnumSet.of(Metric.PSNR, Metric.PSNR_YUV, Metric.FFMPEG_PSNR, Metric.FFMPEG_SSIM);

  private Meters() {}

  /** What rate points with those figures were measured by, beside what all are. */
  public static Set<Metric> moreOf(Map<String, Double> figures) {
    Set<Metric> more = EnumSet.noneOf(Metric.class);
    for (Metric each : List.of(Metric.FLOAT_MS_SSIM, Metric.PSNR_HVS)) {
      if (figures.containsKey(each.id())) {
        more.add(each);
      }
    }
    return more;
  }

  /** What every rate point is measured by, and more. */
  static Collection<Metric> ofRatePoints(Set<Metric> more) {
    Set<Metric> all = EnumSet.copyOf(OF_RATE_POINTS);
    all.addAll(more);
    return all;
  }

  /** A meter for videos of the format. */
  public static QualityMeter open(
      Collection<Metric> metrics, VideoFormat format, int threads, FrameListener listener) {
    return QualityMeter.of(
        metrics,
        new PictureFormat(
            format.width(),
            format.height(),
            switch (format.pixelFormat().chroma()) {
              case YUV400 -> ChromaSampling.YUV400;
              case YUV420 -> ChromaSampling.YUV420;
              case YUV422 -> ChromaSampling.YUV422;
              case YUV444 -> ChromaSampling.YUV444;
            },
            format.pixelFormat().bitDepth()),
        threads,
        listener);
  }

  /** The frame as a picture; nothing is copied. */
  public static Picture picture(Frame frame) {
    VideoFormat format = frame.format();
    List<Plane> planes = new ArrayList<>();
    for (int plane = 0; plane < format.planes(); plane++) {
      int width = format.planeWidth(plane);
      planes.add(
          new Plane(
              frame.plane(plane),
              width,
              format.planeHeight(plane),
              (long) width * format.pixelFormat().bytesPerSample(),
              format.pixelFormat().bitDepth()));
    }
    return new Picture(planes);
  }
}
