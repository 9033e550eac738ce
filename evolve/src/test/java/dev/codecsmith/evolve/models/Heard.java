package dev.codecsmith.evolve.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A listener that remembers. */
final class Heard implements ModelListener {
  final List<Attempt> retries = Collections.synchronizedList(new ArrayList<>());
  final List<String> unknownCosts = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void retrying(String model, Attempt attempt) {
    retries.add(attempt);
  }

  @Override
  public void costUnknown(String model, String why) {
    unknownCosts.add(model + ": " + why);
  }
}
