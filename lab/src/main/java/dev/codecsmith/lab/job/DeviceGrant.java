package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.PlainText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The devices that programs may open where jobs come from elsewhere: those that the worker's
 * operator allows. A job names what its campaign wants, and a driver is a way out of the sandbox.
 *
 * @param allowed paths below {@code /dev}
 */
public record DeviceGrant(Set<String> allowed) {
  /** No device. */
  public static final DeviceGrant NONE = new DeviceGrant(Set.of());

  public DeviceGrant {
    allowed = Set.copyOf(allowed);
  }

  public static DeviceGrant of(List<Path> allowed) {
    return new DeviceGrant(
        allowed.stream().map(Path::toString).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Why a job is not done with the devices that it wants, in a sentence; empty where it is.
   *
   * @param worker in words, at the beginning of a sentence
   */
  public Optional<String> refusal(Job<?> job, String worker) {
    return job.settings().options().devices().stream()
        .filter(device -> !allowed.contains(device))
        .findFirst()
        .map(device ->
            worker
                + " gives programs no device "
                + PlainText.quoted(device)
                + ": whoever runs it must allow it there with --device, or the campaign do"
                + " without.");
  }
}
