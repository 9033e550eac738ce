package dev.codecsmith.cli.store;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.copy.StoreCopy;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import java.nio.file.Path;

/**
 * A store that a word of the command line names: the address of one in the cloud, or a data folder.
 *
 * @param place what is in it
 * @param closing closes it
 */
record OpenStore(StoreCopy.Place place, AutoClosing closing) implements AutoCloseable {

  /** Closes a store without a fault. */
  @FunctionalInterface
  interface AutoClosing {
    void close();
  }

  static OpenStore of(String name, DataDirectory.Access access) throws StoreException {
    if (AwsAddress.isOne(name)) {
      StoreKind.Stores stores = StoreKinds.of(name).openForReading(Path.of(""));
      return new OpenStore(
          new StoreCopy.Place(name, stores.experiments(), stores.artifacts()),
          stores.experiments()::close);
    }
    DataDirectory data = DataDirectory.open(Path.of(name).toAbsolutePath().normalize(), access);
    return new OpenStore(
        new StoreCopy.Place(data.path().toString(), data.experiments(), data.artifacts()),
        data::close);
  }

  @Override
  public void close() {
    closing.close();
  }
}
