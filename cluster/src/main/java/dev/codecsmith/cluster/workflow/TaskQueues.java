package dev.codecsmith.cluster.workflow;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where workers take work from. A step goes into the queue of what it needs, and a worker looks
 * into the queues of all that it has.
 *
 * @param name of the fleet, of which a server may have several
 */
public record TaskQueues(String name) {
  public static final TaskQueues STANDARD = new TaskQueues("codecsmith");

  /** Of the workflows, which any worker can take a turn of. */
  public String workflows() {
    return name;
  }

  /** Of anchors. */
  public String anchors() {
    return name + "/anchors";
  }

  /**
   * Of programs.
   *
   * @param devices whether they may open any, such as a GPU
   */
  public String programs(String language, boolean devices) {
    return name + "/" + language + (devices ? "/devices" : "");
  }

  /** All that a worker looks into for steps. */
  public List<String> of(List<String> languages, boolean devices) {
    return Stream.concat(
            Stream.of(anchors()),
            languages.stream()
                .flatMap(language ->
                    devices
                        ? Stream.of(programs(language, false), programs(language, true))
                        : Stream.of(programs(language, false))))
        .toList();
  }
}
