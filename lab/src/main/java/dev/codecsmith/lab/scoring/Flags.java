package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Signs that a result deserves a second look by a person. They are raised when an experiment ends,
 * of what is known then, and are stored with its result and told in the event of its end; of two
 * programs with the same bitstreams the one that ends later is flagged. No proposer sees them.
 *
 * <p>A flag is no verdict: an honest program may raise one, on footage that is nearly still, say.
 */
public final class Flags {
  /**
   * The BD-rate on one clip, in percent, below which no codec is known to come. The strongest there
   * are (ECM, after VVC) save about two thirds of the bits of x264 at preset medium.
   */
  static final double FAR_BELOW = -75;

  /** Anchors so weak that much more can be saved against them. */
  private static final Set<String> WEAK_ANCHORS = Set.of("mpeg2", "x264-ultrafast");

  /** So few bytes hold no natural picture at {@link #TINY_PSNR_YUV}, whatever the codec. */
  static final long TINY_BYTES = 64;

  /** In dB. */
  static final double TINY_PSNR_YUV = 30;

  /** So many points must be gained on the search clips before it is asked where else they are. */
  static final double LEAST_GAIN = 5;

  /** The share of what was gained on the search clips that is to be gained on others. */
  static final double GAIN_SHARE = 0.5;

  private static final int MOST_ANCESTORS = 1000;

  /** A compressed decoder this small carries no footage worth the name. */
  static final long SMALL_DECODER_BYTES = 64 << 10;

  /** Likewise in Rust, which puts its standard library into every program. */
  static final long SMALL_RUST_DECODER_BYTES = 512 << 10;

  /** What one change of a program may add to it, compressed, as code: some 60 KiB of source. */
  static final long GROWTH_BY_CODE_BYTES = 16 << 10;

  /** The share of what the bitstreams lost by which a program must grow for a flag. */
  static final double GROWTH_SHARE = 0.5;

  private static final int PARENTS_KEPT = 64;

  private final ExperimentStore store;

  /** The parents asked for last, since many programs are made from few. */
  private final Map<String, Optional<ExperimentRecord>> parents =
      new LinkedHashMap<>(PARENTS_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<ExperimentRecord>> eldest) {
          return size() > PARENTS_KEPT;
        }
      };

  private Flags(ExperimentStore store) {
    this.store = store;
  }

  /**
   * Flags of experiments of that store. For each, no more is read than its parents, one line of an
   * index and, where clips are held out, its ancestors.
   */
  public static Flags of(ExperimentStore store) {
    return new Flags(store);
  }

  /** The result of an experiment with what was found about it. */
  public ExperimentResult on(ExperimentRecord experiment, ExperimentResult result)
      throws StoreException {
    return ExperimentResultBuilder.builder(result)
        .flags(found(ExperimentRecordBuilder.builder(experiment).result(result).build()))
        .build();
  }

  /** What was found about an experiment, which need not be stored itself. */
  public List<String> found(ExperimentRecord experiment) throws StoreException {
    List<String> found = new ArrayList<>();
    store.withSameBitstreams(experiment).map(Flags::identical).ifPresent(found::add);
    farBelow(experiment).ifPresent(found::add);
    tiny(experiment).ifPresent(found::add);
    largeDecoder(experiment).ifPresent(found::add);
    grownDecoder(experiment).ifPresent(found::add);
    holdOutGap(experiment).ifPresent(found::add);
    return found;
  }

  /** A parent of the same campaign. */
  private synchronized Optional<ExperimentRecord> parent(String id, ExperimentRecord child)
      throws StoreException {
    Optional<ExperimentRecord> known = parents.get(id);
    if (known == null) {
      known = store.find(id);
      parents.put(id, known);
    }
    return known.filter(record -> record.campaignId().equals(child.campaignId()));
  }

  private static String identical(String other) {
    return "Every bitstream is identical to that of "
        + other
        + ", though the programs differ: the change had no effect, or another program ran.";
  }

  /** A rate far below what the metrics allow: the bits are somewhere else. */
  private static Optional<String> farBelow(ExperimentRecord experiment) {
    for (Map.Entry<String, AnchorComparison> each : new TreeMap<>(experiment.scores()).entrySet()) {
      String anchor = each.getKey().replace(Scoring.HELD_OUT, "");
      if (anchor.contains("/") || WEAK_ANCHORS.contains(anchor)) {
        continue;
      }
      for (Map.Entry<String, BdRate> clip : new TreeMap<>(each.getValue().perClip()).entrySet()) {
        if (clip.getValue() instanceof BdRate.Value value && value.percent() < FAR_BELOW) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "On %s it needs %.1f %% fewer bits than %s at equal quality; no codec known saves"
                      + " more than %.0f %%. Look for the clip, or what was learnt of it, in the"
                      + " program.",
                  clip.getKey(),
                  -value.percent(),
                  anchor,
                  -FAR_BELOW));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> tiny(ExperimentRecord experiment) {
    return experiment.points().stream()
        .filter(point -> point.bytes() < TINY_BYTES)
        .filter(point -> ComparedFigure.PSNR_YUV.of().applyAsDouble(point) >= TINY_PSNR_YUV)
        .findFirst()
        .map(point ->
            String.format(
                Locale.ROOT,
                "The bitstream of %s at QUALITY %d has %d bytes and gives %.2f dB PSNR-YUV: so few"
                    + " bytes hold no picture unless the decoder program does, or the clip is a"
                    + " plain area.",
                point.clip(),
                point.quality(),
                point.bytes(),
                ComparedFigure.PSNR_YUV.of().applyAsDouble(point)));
  }

  /** A decoder that could hold all that it decodes. */
  private static Optional<String> largeDecoder(ExperimentRecord experiment) {
    boolean rust = experiment.candidate().language().equals("rust");
    long small = rust ? SMALL_RUST_DECODER_BYTES : SMALL_DECODER_BYTES;
    long bitstreams =
        Growth.bytesByQuality(experiment.points()).values().stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(Long.MAX_VALUE);
    if (experiment.decoderBytes() <= small || experiment.decoderBytes() <= bitstreams) {
      return Optional.empty();
    }
    return Optional.of(
        "The decoder program has "
            + experiment.decoderBytes()
            + " bytes compressed, more than the bitstreams of all clips at any one QUALITY together"
            + " ("
            + bitstreams
            + " bytes at most): it may carry the clips.");
  }

  /** A decoder that grew by about what the bitstreams lost. */
  private Optional<String> grownDecoder(ExperimentRecord experiment) throws StoreException {
    for (String parent : experiment.candidate().parents()) {
      Optional<Growth> found =
          parent(parent, experiment).flatMap(record -> Growth.of(record, experiment));
      if (found.isEmpty()) {
        continue;
      }
      Growth change = found.get();
      if (change.decoderGrowth() > GROWTH_BY_CODE_BYTES
          && change.bitstreamLoss() > 0
          && change.decoderGrowth() >= GROWTH_SHARE * change.bitstreamLoss()) {
        return Optional.of(
            "The decoder program is "
                + change.decoderGrowth()
                + " bytes larger, compressed, than that of its parent "
                + parent
                + ", while the bitstreams of all clips lost at most "
                + change.bitstreamLoss()
                + " bytes at any one QUALITY: what they lost may have gone into the program.");
      }
    }
    return Optional.empty();
  }

  /** A program that gained on the clips that make its score what it did not gain on others. */
  private Optional<String> holdOutGap(ExperimentRecord experiment) throws StoreException {
    Optional<ScoreByRole> own = ScoreByRole.of(experiment);
    Optional<ExperimentRecord> founder = own.isPresent() ? founder(experiment) : Optional.empty();
    Optional<ScoreByRole> before = founder.flatMap(ScoreByRole::of);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    double gain = before.get().search() - own.get().search();
    double gainOnHeldOut = before.get().heldOut() - own.get().heldOut();
    return gain >= LEAST_GAIN && gainOnHeldOut < GAIN_SHARE * gain
        // The clips are named, so that what keeps held-out clips from proposers would see them.
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "Since %s it has gained %.1f points on the search clips and %.1f on the held-out"
                    + " clips %s: what it gained may fit the search clips only.",
                founder.get().id(),
                gain,
                gainOnHeldOut,
                String.join(", ", own.get().heldOutClips())))
        : Optional.empty();
  }

  /** The experiment without parents that it goes back to, by the first parent of each. */
  private Optional<ExperimentRecord> founder(ExperimentRecord experiment) throws StoreException {
    ExperimentRecord at = experiment;
    for (int step = 0; step < MOST_ANCESTORS; step++) {
      List<String> parents = at.candidate().parents();
      if (parents.isEmpty()) {
        return Optional.of(at).filter(found -> !found.id().equals(experiment.id()));
      }
      Optional<ExperimentRecord> next = parent(parents.getFirst(), experiment);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.empty();
  }

  /**
   * BD-rates against the main anchor.
   *
   * @param search the score, in percent
   * @param heldOut the same on the clips held out
   */
  private record ScoreByRole(double search, double heldOut, List<String> heldOutClips) {
    static Optional<ScoreByRole> of(ExperimentRecord experiment) {
      if (experiment.score().isEmpty()) {
        return Optional.empty();
      }
      double score = experiment.score().get();
      for (Map.Entry<String, AnchorComparison> each :
          new TreeMap<>(experiment.scores()).entrySet()) {
        AnchorComparison heldOut = experiment.scores().get(each.getKey() + Scoring.HELD_OUT);
        boolean main =
            each.getValue().overall() instanceof BdRate.Value value && value.percent() == score;
        if (main && heldOut != null && heldOut.overall() instanceof BdRate.Value value) {
          return Optional.of(
              new ScoreByRole(
                  score, value.percent(), heldOut.perClip().keySet().stream().sorted().toList()));
        }
      }
      return Optional.empty();
    }
  }
}
