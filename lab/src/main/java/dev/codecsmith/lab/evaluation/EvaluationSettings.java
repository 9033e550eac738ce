package dev.codecsmith.lab.evaluation;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.video.clips.Clip;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How programs are measured in a campaign.
 *
 * @param searchClips the clips that make the score; at least one
 * @param heldOutClips clips measured and reported but never scored nor shown to a proposer
 * @param qualities the rate points
 * @param anchors names of anchors; the first is the main one, which gives the score
 * @param limits CPU time per megapixel, memory, program size
 * @param extras what few campaigns set
 */
public record EvaluationSettings(
    List<Clip> searchClips,
    List<Clip> heldOutClips,
    Qualities qualities,
    List<Anchor> anchors,
    CodingLimits limits,
    Extras extras) {

  /** Share of a clip's quality band that a program's points must cover (DESIGN section 1). */
  public static final double MINIMUM_COVERAGE = 0.75;

  /**
   * What few campaigns set.
   *
   * @param video which decoded videos become artifacts
   * @param devices paths below {@code /dev}, such as {@code /dev/dri/renderD128}, that encoders and
   *     decoders may open; builds may not. None unless a campaign grants them
   * @param cascade the cheap look before the full measurement, if there is one
   * @param objective what programs are ranked by
   * @param constraints what every bitstream must allow
   */
  @RecordBuilder
  public record Extras(
      KeptVideo video,
      List<Path> devices,
      Optional<Cascade> cascade,
      Objective objective,
      Constraints constraints) {

    /** No reconstructions, no device, no cascade, and the usual objective. */
    public static final Extras NONE =
        new Extras(
            KeptVideo.NONE, List.of(), Optional.empty(), Objective.DEFAULT, Constraints.NONE);

    public Extras {
      devices = devices.stream().map(Devices::valid).distinct().toList();
    }

    /** These, to be changed. */
    public EvaluationSettingsExtrasBuilder changed() {
      return EvaluationSettingsExtrasBuilder.builder(this);
    }

    /** The same where other videos are kept. */
    public Extras keeping(KeptVideo videos) {
      return changed().video(videos).build();
    }
  }

  public EvaluationSettings {
    searchClips = List.copyOf(searchClips);
    heldOutClips = List.copyOf(heldOutClips);
    anchors = List.copyOf(anchors);
    if (searchClips.isEmpty() || anchors.isEmpty()) {
      throw new IllegalArgumentException("An evaluation needs a clip and an anchor.");
    }
    Set<String> seen = new HashSet<>();
    Stream.concat(searchClips.stream(), heldOutClips.stream())
        .forEach(clip -> {
          if (!seen.add(clip.name()) || !seen.add(clip.sha256())) {
            throw new IllegalArgumentException(
                "The clip "
                    + clip.name()
                    + " is named twice, or has the name or the frames of another clip of this"
                    + " campaign; each must be given once.");
          }
          extras.objective().check(clip);
        });
  }

  /** These with other limits. */
  public EvaluationSettings within(CodingLimits others) {
    return new EvaluationSettings(searchClips, heldOutClips, qualities, anchors, others, extras);
  }

  /** These settings for a draft: search clips only, all of each, and no video kept. */
  public EvaluationSettings onSearchClips() {
    return new EvaluationSettings(
        searchClips,
        List.of(),
        qualities,
        anchors,
        limits,
        extras.changed().video(KeptVideo.NONE).cascade(Optional.empty()).build());
  }

  /** These settings with devices granted to the programs' runs. */
  public EvaluationSettings withDevices(List<Path> granted) {
    return with(extras.changed().devices(granted).build());
  }

  /** These settings with a cheap look before the full measurement, or without. */
  public EvaluationSettings withCascade(Optional<Cascade> newCascade) {
    return with(extras.changed().cascade(newCascade).build());
  }

  /** What they are in an iteration: a cascade may look at more frames later on. */
  public EvaluationSettings at(int iteration) {
    return withCascade(cascade().map(cascade -> cascade.at(iteration)));
  }

  /** What they are in turn. */
  public List<EvaluationSettings> stages() {
    return cascade()
        .map(cascade ->
            cascade.stages().stream().map(stage -> withCascade(Optional.of(stage))).toList())
        .orElse(List.of(this));
  }

  /** These settings where programs are ranked by something else. */
  public EvaluationSettings seeking(Objective objective) {
    return with(extras.changed().objective(objective).build());
  }

  /** The same, where other videos are kept. */
  public EvaluationSettings keeping(KeptVideo videos) {
    return with(extras.keeping(videos));
  }

  private EvaluationSettings with(Extras others) {
    return new EvaluationSettings(searchClips, heldOutClips, qualities, anchors, limits, others);
  }

  public KeptVideo video() {
    return extras.video();
  }

  public List<Path> devices() {
    return extras.devices();
  }

  public Optional<Cascade> cascade() {
    return extras.cascade();
  }

  /** These settings where every bitstream must allow that. */
  public EvaluationSettings under(Constraints constraints) {
    return with(extras.changed().constraints(constraints).build());
  }

  public Constraints constraints() {
    return extras.constraints();
  }

  public Objective objective() {
    return extras.objective();
  }

  /** All clips, those that make the score first. */
  public List<Clip> clips() {
    return Stream.concat(searchClips.stream(), heldOutClips.stream()).toList();
  }

  public Anchor mainAnchor() {
    return anchors.getFirst();
  }
}
