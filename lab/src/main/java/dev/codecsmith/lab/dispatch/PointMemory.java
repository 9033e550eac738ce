package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.MeasuredPoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate points that one program gave before, in this store, exactly as they were measured. One whose
 * bitstream or per-frame figures are no longer among the artifacts is not known any more.
 */
final class PointMemory {
  private static final Logger LOG = LoggerFactory.getLogger(PointMemory.class);

  /** So much CPU time may be spent again after a kill, before what it gave is written down. */
  private static final double UNWRITTEN_CPU_SECONDS = 1;

  private final MeasuredPoints store;
  private final ArtifactStore artifacts;
  private final String program;
  private final Predicate<MeasuredPoint> askedFor;
  private final Map<String, RatePoint> unwritten = new HashMap<>();
  private double unwrittenCpuSeconds;

  /**
   * @param askedFor which points may be remembered of what comes in
   */
  PointMemory(
      MeasuredPoints store,
      ArtifactStore artifacts,
      String programSha256,
      Predicate<MeasuredPoint> askedFor) {
    this.store = store;
    this.artifacts = artifacts;
    this.program = programSha256;
    this.askedFor = askedFor;
  }

  private String key(MeasuredPoint point) {
    return String.join(
        "/",
        program,
        point.clipSha256(),
        Integer.toString(point.frames()),
        Integer.toString(point.point().quality()),
        point.conditions());
  }

  /** The point that is stored under a key. */
  private static MeasuredPoint of(String key, RatePoint point) {
    String[] parts = key.split("/", -1);
    return new MeasuredPoint(parts[0], parts[1], Integer.parseInt(parts[2]), parts[4], point);
  }

  /** All that is known. */
  List<MeasuredPoint> known() throws InfrastructureException {
    try {
      List<MeasuredPoint> known = new ArrayList<>();
      for (Map.Entry<String, RatePoint> each : store.measuredPoints(program).entrySet()) {
        RatePoint point = each.getValue();
        if (artifacts.missing(point.artifacts()).isEmpty()) {
          known.add(of(each.getKey(), withWhatIsThere(point)));
        }
      }
      return known;
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private RatePoint withWhatIsThere(RatePoint point) throws StoreException {
    RatePoint there = isGone(point.videoSha256()) ? point.withoutVideo() : point;
    return isGone(point.bitsSha256()) ? there.withoutBits() : there;
  }

  private boolean isGone(Optional<String> artifact) throws StoreException {
    return artifact.isPresent() && !artifacts.contains(artifact.get());
  }

  /**
   * Keeps a point of this program, and of no other that may have been run in its place, if it is
   * one that is to be measured. It is written at once if it was costly, else by {@link #write} at
   * the latest.
   */
  synchronized void keep(MeasuredPoint measured) {
    if (!measured.programSha256().equals(program) || !askedFor.test(measured)) {
      return;
    }
    RatePoint point = measured.point();
    unwritten.put(key(measured), point);
    unwrittenCpuSeconds += point.encode().cpuSeconds() + point.decode().cpuSeconds();
    if (unwrittenCpuSeconds >= UNWRITTEN_CPU_SECONDS) {
      write();
    }
  }

  /** Writes what is not written yet. A store that fails loses time and no figure, so it is told. */
  synchronized void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      store.keepMeasuredPoints(program, unwritten);
    } catch (StoreException e) {
      LOG.warn("Rate points of {} are not remembered: {}", program, e.getMessage());
    }
    unwritten.clear();
    unwrittenCpuSeconds = 0;
  }

  /** Forgets all of the program's points: it was found not to give the same twice. */
  synchronized void forget() throws InfrastructureException {
    unwritten.clear();
    try {
      store.forgetMeasuredPoints(program);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }
}
