package dev.codecsmith.evolve.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A listener that remembers. */
public final class Heard implements ModelListener {
  public final List<Attempt> retries = Collections.synchronizedList(new ArrayList<>());
  public final List<String> unknownCosts = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void retrying(String model, Attempt attempt) {
    retries.add(attempt);
  }

  @Override
  public void costUnknown(String model, String why) {
    unknownCosts.add(model + ": " + why);
  }
}
