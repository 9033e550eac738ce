package dev.codecsmith.evolve.archive;

import dev.codecsmith.evolve.random.Dice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Members for tests, and a landscape of programs. */
final class Members {
  private Members() {}

  static Member scored(int iteration, double score, Map<String, Double> clips, long decoderBytes) {
    return MemberBuilder.builder()
        .id(id(iteration))
        .iteration(iteration)
        .score(Optional.of(score))
        .clipScores(new TreeMap<>(clips))
        .encodeCpuSeconds(1)
        .decodeCpuSeconds(1)
        .decoderBytes(decoderBytes)
        .chromaLeadDb(0)
        .parents(List.of())
        .build();
  }

  static Member scored(int iteration, double score) {
    return scored(iteration, score, Map.of("a", score), 1000);
  }

  /** One that was made of another. */
  static Member child(int iteration, double score) {
    return MemberBuilder.builder(scored(iteration, score)).parents(List.of(id(0))).build();
  }

  static Member failed(int iteration) {
    return MemberBuilder.builder()
        .id(id(iteration))
        .iteration(iteration)
        .score(Optional.empty())
        .clipScores(new TreeMap<>())
        .encodeCpuSeconds(0)
        .decodeCpuSeconds(0)
        .decoderBytes(0)
        .chromaLeadDb(0)
        .parents(List.of())
        .build();
  }

  static String id(int iteration) {
    return "exp_iter" + iteration + "_x";
  }

  static int iteration(String id) {
    return Integer.parseInt(id.replaceAll("\\D", ""));
  }

  /** A program on the landscape: constants from 0 to 1. */
  record Point(List<Double> constants) {
    static Point random(int dimensions, Dice dice) {
      return new Point(Stream.generate(dice::uniform).limit(dimensions).toList());
    }

    Point near(Dice dice) {
      return new Point(
          constants.stream()
              .map(c -> Math.clamp(c + 0.2 * (dice.uniform() - 0.5), 0.0, 1.0))
              .toList());
    }

    double x() {
      return constants.getFirst();
    }

    double y() {
      return constants.getLast();
    }

    /** The mean distance of a constant from {@code target}. */
    double distance(double target) {
      return constants.stream().mapToDouble(c -> Math.abs(c - target)).average().orElseThrow();
    }
  }

  /**
   * Plays a campaign whose candidates are steps away from their parent, every ninth one failing.
   */
  static final class Campaign {
    private final Map<String, Point> points = new HashMap<>();
    private final Archive archive;
    private final long seed;
    private final int dimensions;
    private final ToDoubleFunction<Point> landscape;

    Campaign(Archive archive, long seed, int dimensions, ToDoubleFunction<Point> landscape) {
      this.archive = archive;
      this.dimensions = dimensions;
      this.seed = seed;
      this.landscape = landscape;
    }

    Member step(int iteration) {
      Choice choice = archive.choose(iteration);
      Dice dice = Dice.of(seed, iteration, "campaign");
      Point point =
          choice.parents().isEmpty()
              ? Point.random(dimensions, dice)
              : Objects.requireNonNull(points.get(choice.parents().getFirst())).near(dice);
      points.put(id(iteration), point);
      double score = landscape.applyAsDouble(point);
      Member member =
          iteration % 9 == 0
              ? failed(iteration)
              : MemberBuilder.builder()
                  .id(id(iteration))
                  .iteration(iteration)
                  .score(Optional.of(score))
                  .clipScores(new TreeMap<>(Map.of("a", score + point.x(), "b", score + point.y())))
                  .encodeCpuSeconds(1 + point.x())
                  .decodeCpuSeconds(1 + point.y())
                  .decoderBytes(500 + (long) (5000 * point.x()))
                  .chromaLeadDb(10 * point.y())
                  .parents(choice.parents())
                  .build();
      archive.add(member);
      return member;
    }
  }
}
