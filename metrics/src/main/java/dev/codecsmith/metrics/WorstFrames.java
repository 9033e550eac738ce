package dev.codecsmith.metrics;

import dev.codecsmith.metrics.SequenceQuality.FrameFigure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Keeps the frames with the lowest values of every figure; of equal ones the earliest. */
final class WorstFrames {

  private static final Comparator<FrameFigure> WORST_FIRST =
      Comparator.comparingDouble(FrameFigure::value).thenComparingLong(FrameFigure::frame);

  private final Map<String, PriorityQueue<FrameFigure>> figures = new LinkedHashMap<>();

  void add(FrameQuality frame) {
    frame.figures().forEach((figure, value) -> add(figure, new FrameFigure(frame.index(), value)));
  }

  private void add(String figure, FrameFigure candidate) {
    PriorityQueue<FrameFigure> kept =
        figures.computeIfAbsent(figure, name -> new PriorityQueue<>(WORST_FIRST.reversed()));
    kept.add(candidate);
    if (kept.size() > SequenceQuality.WORST_FRAMES) {
      kept.remove();
    }
  }

  Map<String, List<FrameFigure>> lists() {
    Map<String, List<FrameFigure>> lists = new LinkedHashMap<>();
    figures.forEach((figure, kept) -> {
      List<FrameFigure> list = new ArrayList<>(kept);
      list.sort(WORST_FIRST);
      lists.put(figure, List.copyOf(list));
    });
    return lists;
  }
}
