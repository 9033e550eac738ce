package dev.codecsmith.cli.options;

import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.cloud.StoreKinds;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data} and {@code --store}, the same for every command that opens a store. */
public final class StoreOption extends DataOption {
  /** The environment's word for {@code --store}. */
  static final String VARIABLE = "CODECSMITH_STORE";

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = {
        "Where records and artifacts are kept, if not in the folder of --data: " + AwsAddress.FORM,
        "Default: "
            + VARIABLE
            + " of the environment. Clips, model calls and scratch stay in the"
            + " folder."
      })
  private @Nullable String store;

  private final Optional<String> standing;

  public StoreOption() {
    this.standing = Optional.ofNullable(System.getenv(VARIABLE)).filter(name -> !name.isBlank());
  }

  private StoreOption(Path directory) {
    super(directory);
    this.standing = Optional.empty();
  }

  /** As if somebody had given that folder and no store. */
  public static StoreOption inFolder(Path directory) {
    return new StoreOption(directory);
  }

  /**
   * Where records and artifacts are kept, if not in the folder.
   *
   * @throws IllegalArgumentException with a sentence if what was given names no store
   */
  public Optional<StoreKind> elsewhere() {
    return Optional.ofNullable(store).or(() -> standing).map(StoreKinds::of);
  }

  /** As {@code --store} names it, where records and artifacts are not in the folder. */
  public Optional<String> name() {
    return elsewhere().flatMap(StoreKind::name);
  }

  /**
   * Opens the store for a campaign, and makes the folder if need be.
   *
   * @throws IOException with a sentence if a store in the cloud is not as it must be
   */
  public DataDirectory open() throws IOException {
    return open(DataDirectory.Access.WRITE);
  }

  /**
   * Opens what is kept there, to be read.
   *
   * @throws IOException with a sentence if nothing is
   */
  public DataDirectory read() throws IOException {
    check();
    return open(DataDirectory.Access.READ);
  }

  /**
   * Opens what is kept there, to be changed.
   *
   * @throws IOException with a sentence if nothing is
   */
  public DataDirectory change() throws IOException {
    check();
    return open(DataDirectory.Access.WRITE);
  }

  private DataDirectory open(DataDirectory.Access access) throws IOException {
    Optional<StoreKind> kind = elsewhere();
    return kind.isPresent()
        ? DataDirectory.open(directory(), access, kind.get())
        : DataDirectory.open(directory(), access);
  }

  /** Makes sure that there is a store: whoever asks for what it holds has no use for a new one. */
  public void check() throws IOException {
    Path folder = directory();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is a file, not a folder: choose a folder with --data.");
    }
    if (elsewhere().isPresent()) {
      return;
    }
    if (Files.notExists(folder)) {
      throw new IOException(
          "There is no data folder "
              + folder
              + ", so no Codecsmith store: give the folder of a campaign with --data, or start one"
              + " there with "
              + NextCommand.of("run", this)
              + ".");
    }
    if (!Files.isRegularFile(folder.resolve("store.sqlite"))) {
      throw new IOException(
          "There is no Codecsmith store in "
              + folder
              + ": give the folder of a campaign with --data, or start one there with "
              + NextCommand.of("run", this)
              + ".");
    }
  }
}
