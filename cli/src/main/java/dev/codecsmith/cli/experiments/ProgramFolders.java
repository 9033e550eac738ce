package dev.codecsmith.cli.experiments;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramManifest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Stored programs as folders of files. */
final class ProgramFolders {
  private ProgramFolders() {}

  /** Writes the experiment's program, with its {@code program.json}, into a new folder. */
  static void write(ExperimentRecord experiment, ArtifactStore artifacts, Path directory)
      throws IOException {
    Program program = StoredExperiments.program(experiment, artifacts);
    if (Files.exists(directory)) {
      throw new IOException(directory + " exists already; name a folder that does not.");
    }
    for (Map.Entry<String, String> file : program.files().entrySet()) {
      Path path = directory.resolve(file.getKey()).normalize();
      if (!path.startsWith(directory.normalize())) {
        throw new IOException("The program's file " + file.getKey() + " would leave its folder.");
      }
      Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(directory));
      Files.writeString(path, file.getValue());
    }
    Files.writeString(
        directory.resolve(ProgramManifest.FILE_NAME),
        ProgramManifest.of(program, Optional.of(experiment.candidate().name())).toJson());
  }
}
