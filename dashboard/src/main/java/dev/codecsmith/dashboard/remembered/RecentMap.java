package dev.codecsmith.dashboard.remembered;

import java.util.LinkedHashMap;
import java.util.Map;

/** The entries of a map that were asked for last. Not safe for several threads. */
public final class RecentMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int most;

  /**
   * @param most entries; where there are more, the one that was asked for longest ago goes
   */
  public RecentMap(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
