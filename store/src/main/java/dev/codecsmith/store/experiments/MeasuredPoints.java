package dev.codecsmith.store.experiments;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import java.util.List;
import java.util.Map;

/**
 * Rate points that were measured before, and need not be again. They are no mention of an artifact.
 */
public interface MeasuredPoints {

  /**
   * The rate points of a program that were measured before, exactly as they were, by keys that say
   * of what and under which conditions.
   */
  Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException;

  /**
   * Remembers rate points under their keys, in place of those before.
   *
   * @param programSha256 whose they are
   * @param points those of one experiment at most
   */
  void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException;

  /**
   * Hashes of programs of which rate points are remembered, in the order of their characters.
   *
   * @param after only those behind this one; empty for the first
   * @param limit at most so many, at least 1
   */
  List<String> measuredPrograms(String after, int limit) throws StoreException;

  /** Forgets all rate points of a program. */
  void forgetMeasuredPoints(String programSha256) throws StoreException;
}
