package dev.codecsmith.metrics.plan;

/**
 * A metric at work on one sequence.
 *
 * <p>Its constructor takes the {@link MeterPlan}: there it asks for the analyses it needs, which
 * the meter runs on every frame, shares between metrics and spreads over threads, and says which
 * figures this format cannot have. What is left here is arithmetic on a few numbers per frame.
 */
public interface FrameMetric {

  /** Takes the frame just analysed, and tells its figures. */
  void frame(FigureSink figures);

  /** Tells the figures of the sequence, which has at least one frame. */
  void sequence(FigureSink figures);

  /** Takes figures by name. */
  interface FigureSink {
    void put(String figure, double value);

    /** Says in one sentence why a figure does not exist after all. */
    void none(String figure, String reason);
  }
}
