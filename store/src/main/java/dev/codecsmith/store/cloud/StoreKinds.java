package dev.codecsmith.store.cloud;

import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.data.StoreKind;

/** The kinds of stores that a text can name. */
public final class StoreKinds {
  private StoreKinds() {}

  /**
   * The store that {@code --store} names.
   *
   * @param text as {@link AwsAddress#FORM} says
   * @throws IllegalArgumentException with a sentence if it names none
   */
  public static StoreKind of(String text) {
    return new TableAndBucket(AwsAddress.parse(text));
  }
}
