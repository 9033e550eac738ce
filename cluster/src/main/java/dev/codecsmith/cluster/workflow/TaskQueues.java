package dev.codecsmith.cluster.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * Where workers take work from. A step goes into the queue of what it needs, and a worker looks
 * into the queues of all that it has.
 *
 * @param name of the fleet, of which a server may have several
 * @param version of what goes through them: callers and workers of another one have others
 */
public record TaskQueues(String name, int version) {
  public static final TaskQueues STANDARD = new TaskQueues("codecsmith");

  /**
   * Of the workflow's course and of what its steps take and give. It goes up when workers of two
   * releases could not go on with one another's workflows; then each release has queues of its own,
   * and what one has begun it ends.
   */
  public static final int VERSION = 5;

  private static final long GIBIBYTE = 1L << 30;

  /**
   * What programs may need of memory, at most, one class each. The smallest is that of usual
   * limits.
   */
  private static final List<Long> MEMORY_GIBIBYTES = List.of(1L, 4L, 16L, 64L);

  /**
   * What a program needs.
   *
   * @param language that it is built with
   * @param memoryBytes that it may use
   * @param devices that it may open, such as a GPU's: of workers that have any, who lacks one of
   *     these gives its steps back
   */
  public record Needs(String language, long memoryBytes, List<String> devices) {
    public Needs {
      devices = List.copyOf(devices);
    }
  }

  /**
   * What a worker has.
   *
   * @param languages that it builds
   * @param memoryBytes that one program may use there
   * @param devices whether it has any that programs may open
   */
  public record Offer(List<String> languages, long memoryBytes, boolean devices) {
    public Offer {
      languages = List.copyOf(languages);
    }
  }

  /** Those of a fleet for this release. */
  public TaskQueues(String name) {
    this(name, VERSION);
  }

  private String prefix() {
    return name + "/" + version;
  }

  /** Of the workflows, which any worker can take a turn of. */
  public String workflows() {
    return prefix();
  }

  /** Of anchors. */
  public String anchors() {
    return prefix() + "/anchors";
  }

  /**
   * Of a program.
   *
   * @throws IllegalArgumentException with a sentence if it needs more than any worker may have
   */
  public String programs(Needs needs) {
    return programs(needs.language(), gibibytes(needs), !needs.devices().isEmpty());
  }

  /** How much memory a worker must have for such a program, in GiB: that of the class. */
  public static long gibibytes(Needs needs) {
    return MEMORY_GIBIBYTES.stream()
        .filter(each -> needs.memoryBytes() <= each * GIBIBYTE)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "A program of a fleet may use at most "
                    + MEMORY_GIBIBYTES.getLast()
                    + " GiB of memory, found "
                    + needs.memoryBytes()
                    + " bytes."));
  }

  private String programs(String language, long gibibytes, boolean devices) {
    return prefix()
        + "/"
        + language
        + (gibibytes == MEMORY_GIBIBYTES.getFirst() ? "" : "/" + gibibytes + "GiB")
        + (devices ? "/devices" : "");
  }

  /** All that steps may be left in, whoever there is to look into them. */
  public List<String> all(List<String> languages) {
    return of(new Offer(languages, MEMORY_GIBIBYTES.getLast() * GIBIBYTE, true));
  }

  /** All that a worker looks into for steps. */
  public List<String> of(Offer offer) {
    List<String> queues = new ArrayList<>();
    queues.add(anchors());
    for (String language : offer.languages()) {
      for (long gibibytes : MEMORY_GIBIBYTES) {
        if (gibibytes * GIBIBYTE <= offer.memoryBytes()) {
          queues.add(programs(language, gibibytes, false));
          if (offer.devices()) {
            queues.add(programs(language, gibibytes, true));
          }
        }
      }
    }
    return queues;
  }
}
