package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * Means over an experiment's rate points, all clips and qualities alike: PSNR-YUV in dB, ffmpeg's
 * SSIM of all planes, kbit/s. They say what the program was run at; which one is better says the
 * score. A list's line does not have them, so those of records that change no more are remembered.
 */
final class MeanFigures {
  private static final int REMEMBERED = 20_000;

  private final ExperimentStore store;

  private final Map<Key, Means> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Means> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** A deleted experiment's id may come again. */
  private record Key(String id, Instant updated) {}

  private record Means(OptionalDouble psnr, OptionalDouble ssim, OptionalDouble kbps) {
    static final Means NONE =
        new Means(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    static Means of(List<RatePoint> points) {
      return new Means(
          metric(points, "psnr_yuv"),
          metric(points, "ffmpeg_ssim_all"),
          mean(points, RatePoint::bitrateKbps));
    }

    private static OptionalDouble metric(List<RatePoint> points, String name) {
      return points.stream().allMatch(point -> point.metrics().containsKey(name))
          ? mean(points, point -> point.metrics().getOrDefault(name, Double.NaN))
          : OptionalDouble.empty();
    }

    private static OptionalDouble mean(List<RatePoint> points, ToDoubleFunction<RatePoint> figure) {
      return points.stream().mapToDouble(figure).average();
    }
  }

  MeanFigures(ExperimentStore store) {
    this.store = store;
  }

  /** Adds {@code psnr}, {@code ssim} and {@code kbps}, null while there is no rate point. */
  void putInto(ObjectNode node, ExperimentSummary line) throws StoreException {
    Means means = line.result().cpu().isEmpty() ? Means.NONE : of(line);
    Answers.put(node, "psnr", means.psnr());
    Answers.put(node, "ssim", means.ssim());
    Answers.put(node, "kbps", means.kbps());
  }

  private Means of(ExperimentSummary line) throws StoreException {
    Key key = new Key(line.id(), line.updated());
    synchronized (remembered) {
      Means known = remembered.get(key);
      if (known != null) {
        return known;
      }
    }
    Optional<ExperimentRecord> record = store.find(line.id());
    Means means = record.map(ExperimentRecord::points).map(Means::of).orElse(Means.NONE);
    if (line.status().isFinal()) {
      synchronized (remembered) {
        remembered.put(key, means);
      }
    }
    return means;
  }
}
